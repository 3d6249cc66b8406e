"""Which counts of a publication are hidden by chance: by a secret of the desk, so that nobody can run it after us.

Somebody who knows this program could try every table that fits what is published, see what it would have hidden there,
and exclude the ones where that is something else. What chance hides takes that away: in every table that fits and has
its small counts in the same places, chance may have hidden what we did, and then the rest is what we published.
"""

import hashlib
from collections.abc import Collection

from mmc_desk.features.yearly.rules.suppression import Slot

_HOW_MANY = 2
"""So many are hidden by chance on the average, whatever the size of the tables; what protects them comes on top."""
_MOST = 0.5
_WEIGHTS = (1, 1, 4)
"""How much more often than the total a margin and a cell are chosen: they tell less."""


def chosen(slots: Collection[Slot], secret: str, subject: str) -> frozenset[Slot]:
    """Return what chance hides of the counts of a subject: the same as long as secret and counts' places are.

    `secret` is at most 64 bytes long.
    """
    whole = sum(map(_weight, slots))
    return frozenset(
        slot for slot in slots if _draw(f"{subject}|{slot!r}", secret) < min(_MOST, _HOW_MANY * _weight(slot) / whole)
    )


def _weight(slot: Slot) -> int:
    return _WEIGHTS[sum(label is not None for label in slot)]


def _draw(text: str, secret: str) -> float:
    """Return a number from 0 to 1 that nobody without the secret can foresee."""
    drawn = hashlib.blake2b(text.encode(), digest_size=8, key=secret.encode()).digest()
    return int.from_bytes(drawn, "big") / 2**64
