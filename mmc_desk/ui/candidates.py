"""Finding among 100 000 candidates at every keystroke (≤ 16 ms), whatever the accents, capitals or order."""

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mmc_desk.core.formats import fold

LIMIT = 50
"""How many a list shows: who needs more types another letter."""

_RANKED = 5000
"""How many hits of several words are put in order: with more, the next letter decides anyway."""

_LOOKED_AT = 1000
"""How many lines with the first word are looked at before all are."""

_NEAR = 128
"""The next line with a word is mostly among so many: looking there first spares going through all of them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something to pick. `search` is all the text it is found by; `key` is None for what was typed freely."""

    key: Any
    title: str
    detail: str = ""
    search: str = ""


class CandidateIndex:
    """An index over candidates. One word is looked for in one long text; several narrow what the first ones found."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.candidates = candidates
        self._lines = [" ".join(fold(f"{one.title} {one.search or one.detail}").split()) for one in candidates]
        self._text = "\n " + "\n ".join(self._lines) + "\n "
        self._starts = list(itertools.accumulate((len(line) + 2 for line in self._lines), initial=2))
        self._whole: tuple[str, Sequence[int]] = ("", ())
        self._narrowed: tuple[tuple[str, ...], Sequence[int]] = ((), range(len(candidates)))
        self._begun: tuple[str, Sequence[int]] = ("", ())
        """The first lines with the first word of several: it stays the same while the others are typed."""

    def find(self, text: str, limit: int = LIMIT) -> list[Candidate]:
        """Return the best candidates in which every word of `text` occurs; the ones it begins come first."""
        words = fold(text).split()
        if not words:
            return list(self.candidates[:limit])
        found = self._find_word(words[0], limit) if len(words) == 1 else self._find_words(words, limit)
        return [self.candidates[place] for place in itertools.islice(_once(found), limit)]

    def _find_word(self, word: str, limit: int) -> Sequence[int]:
        before, pool = self._whole
        if before and word.startswith(before):
            return list(self._ranked([place for place in pool if word in self._lines[place]], word))
        found = list(itertools.islice(_once(self._of_word(word)), limit + 1))
        if len(found) <= limit:
            self._whole = (word, found)  # all there are: more letters look only here
        return found

    def _of_word(self, word: str) -> Iterator[int]:
        """Yield lines that begin with the word, then those with a word that does, then any that hold it."""
        begun = list(itertools.islice(self._scan(f" {word}"), _LOOKED_AT))
        if len(begun) == _LOOKED_AT:
            yield from self._scan(f"\n {word}")
        yield from (line for line in begun if self._lines[line].startswith(word))
        yield from begun
        yield from self._scan(word)

    def _scan(self, wanted: str) -> Iterator[int]:
        find, starts = self._text.find, self._starts
        place, line, last = find(wanted), 0, len(wanted) - 1
        while place >= 0:
            near = line + _NEAR
            ends = near if near < len(starts) and starts[near] > place + last else len(starts)
            line = bisect_right(starts, place + last, line, ends) - 1
            yield line
            place = find(wanted, starts[line + 1] - 2)

    def _find_words(self, words: Sequence[str], limit: int) -> Iterable[int]:
        """Look among the first lines with the first word; only where that yields too little, among all."""
        if self._narrowed[0] == tuple(words[:-1]):
            return self._ranked(self._narrow(words)[:_RANKED], words[0])
        if self._begun[0] != words[0]:
            self._begun = (words[0], list(_once(itertools.islice(self._of_word(words[0]), _LOOKED_AT))))
        found = [place for place in self._begun[1] if all(word in self._lines[place] for word in words[1:])]
        if len(found) >= limit:
            return found
        return self._ranked(self._narrow(words)[:_RANKED], words[0])

    def _ranked(self, hits: Sequence[int], word: str) -> Iterator[int]:
        lines, inner = self._lines, f" {word}"
        yield from (place for place in hits if lines[place].startswith(word))
        yield from (place for place in hits if inner in lines[place])
        yield from hits

    def _narrow(self, words: Sequence[str]) -> Sequence[int]:
        """Return every line that holds all the words; what held the words before the last one is remembered."""
        before, pool = self._narrowed
        if not before or tuple(words[: len(before)]) != before:
            before, pool = (), range(len(self._lines))
            if self._whole[0] and words[0].startswith(self._whole[0]):
                pool = self._whole[1]
        lines = self._lines
        for word in words[len(before) : -1]:
            pool = [place for place in pool if word in lines[place]]
        self._narrowed = (tuple(words[:-1]), pool)
        return [place for place in pool if words[-1] in lines[place]]


def _once(places: Iterable[int]) -> Iterator[int]:
    seen: set[int] = set()
    for place in places:
        if place not in seen:
            seen.add(place)
            yield place
