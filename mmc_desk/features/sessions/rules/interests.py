"""Which themes meet what people asked for."""

import re
from collections.abc import Iterable

from mmc_desk.core.formats import fold

_SHORTEST = 4
"""Shorter words ("van", "met") tell nothing."""
_STEM = 5
"""As many letters in common make two words one: "bloeddruk", "bloeddrukmeting"."""


def meets(topic: str, theme: str) -> bool:
    """Tell whether a theme (its name and keywords) meets a topic: one telling word of it comes back."""
    words = _telling(theme)
    return any(_same(one, other) for one in _telling(topic) for other in words)


def meeting(topic: str, themes: Iterable[tuple[int, str]]) -> tuple[int, ...]:
    """Return the keys of the themes that meet a topic."""
    return tuple(key for key, theme in themes if meets(topic, theme))


def _telling(text: str) -> list[str]:
    return [word for word in re.split(r"[^a-z0-9]+", fold(text)) if len(word) >= _SHORTEST]


def _same(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= _STEM and one[:_STEM] == other[:_STEM])
