"""Type-ahead over 100 000 members: the slowest keystroke of real names typed into the real field, in milliseconds.

Prints one line of JSON. `python bench/typeahead.py`
"""

import json
import os
import random
import statistics
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mmc_desk.ui import theme
from mmc_desk.ui.candidates import Candidate
from mmc_desk.ui.type_ahead import TypeAhead

MEMBERS = 100_000
LIMIT_MS = 16.0
_FIRST = ("Maria", "André", "Zoë", "Jean-Pierre", "Godelieve", "François", "Annemie", "Jozef", "Lutgarde", "Émile")
_LAST = ("Peeters", "Janssens", "Vandenbosch", "D'Hulst", "Gijsen", "Claessens", "Noëlmans", "Bielen", "Schreurs")
_VILLAGES = ("Bilzen", "Mopertingen", "Munsterbilzen", "Eigenbilzen", "Hees", "Rijkhoven", "Beverst", "Waltwilder")
_TYPED = ("peeters maria", "zoe noel", "1938 hees", "0473641", "godelieve munster", "xyz", "e", "vandenbosch 19 bev")


def members() -> list[Candidate]:
    """Return a hundred thousand invented members."""
    pick = random.Random(2018)  # noqa: S311 - the same names each time, not a secret
    return [_member(number, pick) for number in range(MEMBERS)]


def _member(number: int, pick: random.Random) -> Candidate:
    name = f"{pick.choice(_LAST)}{number % 97} {pick.choice(_FIRST)}"
    born, village = pick.randint(1925, 1975), pick.choice(_VILLAGES)
    phone = f"04{pick.randint(10_000_000, 99_999_999)}"
    return Candidate(number, name, f"{born} · {village}", f"{number} {phone} {village} {born}")


def main() -> int:
    """Type, measure every key, print; the exit code tells whether the slowest is within its limit."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)  # noqa: S101 - narrows the type
    theme.apply(app, "light", 100)
    field = TypeAhead(members())
    theme.dress(field)
    field.resize(320, 32)
    field.show()
    field.setFocus()
    times = []
    for text in _TYPED:
        field.clear()
        for letter in text:
            started = time.perf_counter()
            QTest.keyClicks(field, letter)
            times.append((time.perf_counter() - started) * 1000)
            app.processEvents()
    figures = {"bench": "typeahead", "members": MEMBERS, "keys": len(times), "median_ms": statistics.median(times)}
    figures["p95_ms"], figures["slowest_ms"] = statistics.quantiles(times, n=20)[-1], max(times)
    print(json.dumps({name: round(value, 2) if isinstance(value, float) else value for name, value in figures.items()}))
    return 0 if max(times) <= LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main())
