"""Which membership a bank payment is for: sure by its structured communication, else proposed, never taken silently."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mmc_desk.core.formats import fold
from mmc_desk.features.people.rules.references import find_references

MOST_PROPOSALS = 5
_MOST_TOGETHER = 3
"""One transfer pays for a household: three members, not more."""
_MOST_HITS = 8


@dataclass(frozen=True, slots=True)
class BankLine:
    """A credit on a statement, in cents. `bank_reference` tells it from every other line."""

    bank_reference: str
    booked_on: date
    amount: int
    payer: str = ""
    communication: str = ""

    @property
    def text(self) -> str:
        """Everything that may tell who paid."""
        return f"{self.payer} {self.communication}"


@dataclass(frozen=True, slots=True)
class Fee:
    """A membership as matching sees it; amounts in cents. `names`: (last, first) of the member and the partner."""

    key: int
    member_no: int
    names: tuple[tuple[str, str], ...]
    year: int
    fee: int
    received: int = 0
    reference: str = ""
    is_settled: bool = False

    @property
    def due(self) -> int:
        """What is still to come in, in cents."""
        return 0 if self.is_settled else max(0, self.fee - self.received)


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a payment, in cents, that goes to one membership."""

    membership_id: int
    cents: int


class Clue(StrEnum):
    """What a proposal rests on."""

    REFERENCE = "reference"
    NUMBER = "number"
    NAME = "name"
    LAST_NAME = "last_name"
    AMOUNT = "amount"
    YEAR = "year"


_WEIGHTS = {Clue.REFERENCE: 16, Clue.NUMBER: 8, Clue.NAME: 8, Clue.LAST_NAME: 4, Clue.AMOUNT: 3, Clue.YEAR: 1}
_TELLING = frozenset({Clue.REFERENCE, Clue.NUMBER, Clue.NAME, Clue.LAST_NAME})


@dataclass(frozen=True, slots=True)
class Proposal:
    """Memberships a payment may be for, with the parts they would get and what that rests on."""

    shares: tuple[Share, ...]
    clues: tuple[Clue, ...]

    @property
    def weight(self) -> int:
        """How much speaks for it."""
        return sum(_WEIGHTS[clue] for clue in self.clues)


def exact_shares(line: BankLine, by_reference: Mapping[str, Fee]) -> tuple[Share, ...]:
    """Return what a payment pays beyond doubt, by its references alone; nothing where a person has to look.

    One open fee takes whatever came in, too little or too much: the list shows it. Several have to add up to the cent.
    A fee that was settled before is no match: somebody paid twice.
    """
    references = find_references(line.text)
    fees = [by_reference[digits] for digits in references if digits in by_reference]
    if not fees or len(fees) < len(references) or any(fee.is_settled for fee in fees):
        return ()
    if len(fees) == 1:
        return (Share(fees[0].key, line.amount),)
    if sum(fee.due for fee in fees) != line.amount:
        return ()
    return tuple(Share(fee.key, fee.due) for fee in fees)


class FeeBook:
    """Fees that payments may be for, found by what tells of one: thousands of payments meet ten thousands of fees."""

    def __init__(self, fees: Iterable[Fee]) -> None:
        self.fees = tuple(fees)
        self._places: dict[str | int, list[int]] = defaultdict(list)
        for place, fee in enumerate(self.fees):
            for sign in _signs(fee):
                self._places[sign].append(place)

    def told_of(self, signs: Iterable[str | int]) -> list[Fee]:
        """Return the fees, in their order, of which a reference, a member's number or a word of a name tells."""
        places = {place for sign in signs for place in self._places.get(sign, ())}
        return [self.fees[place] for place in sorted(places)]


def _signs(fee: Fee) -> set[str | int]:
    """Return by what a fee is found: a last name by its first word, for without that one it isn't borne."""
    return {fee.reference, fee.member_no, *(word for last, _ in fee.names for word in _words(last)[:1])}


def proposals(line: BankLine, book: FeeBook) -> tuple[Proposal, ...]:
    """Return what a payment may be for, likeliest first: by reference, number or name; an amount alone says nothing.

    Members named together whose fees add up to the amount are proposed together.
    """
    words, references = frozenset(_words(line.text)), frozenset(find_references(line.text))
    numbers = _numbers(line.text)
    fees = book.told_of(words | references | numbers)
    hits = [(fee, _clues(line, fee, words, references, numbers)) for fee in fees]
    hits = [(fee, clues) for fee, clues in hits if _TELLING & set(clues)]
    found = [Proposal((Share(fee.key, line.amount),), clues) for fee, clues in hits]
    hits.sort(key=lambda hit: -sum(_WEIGHTS[clue] for clue in hit[1]))
    found += _together(line, [hit for hit in hits if hit[0].due][:_MOST_HITS])
    return tuple(sorted(found, key=lambda one: -one.weight)[:MOST_PROPOSALS])


def _clues(
    line: BankLine, fee: Fee, words: frozenset[str], references: frozenset[str], numbers: frozenset[int]
) -> tuple[Clue, ...]:
    clues = [Clue.REFERENCE] if fee.reference in references else []
    if fee.member_no in numbers:
        clues.append(Clue.NUMBER)
    if any(_bears(words, last) and _bears(words, first) for last, first in fee.names):
        clues.append(Clue.NAME)
    elif any(_bears(words, last) for last, _ in fee.names):
        clues.append(Clue.LAST_NAME)
    if fee.due == line.amount:
        clues.append(Clue.AMOUNT)
    if str(fee.year) in words:
        clues.append(Clue.YEAR)
    return tuple(clues)


def _together(line: BankLine, hits: Sequence[tuple[Fee, tuple[Clue, ...]]]) -> Iterable[Proposal]:
    for count in range(2, _MOST_TOGETHER + 1):
        for group in itertools.combinations(hits, count):
            fees = [fee for fee, _ in group]
            if sum(fee.due for fee in fees) != line.amount or len({fee.member_no for fee in fees}) < count:
                continue
            shared = set.intersection(*(set(clues) for _, clues in group)) - {Clue.AMOUNT}
            clues = tuple(clue for clue in Clue if clue in shared)
            yield Proposal(tuple(Share(fee.key, fee.due) for fee in fees), (*clues, Clue.AMOUNT))


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", fold(text))


def _bears(words: frozenset[str], name: str) -> bool:
    parts = _words(name)
    return bool(parts) and all(part in words for part in parts)


def _numbers(text: str) -> frozenset[int]:
    """Return the numbers that say they are a member's: `lid 271`, `lidnr. 0271`, `lidnummer: 271`."""
    return frozenset(int(found) for found in re.findall(r"\blid(?:nr|nummer|no)?[\s.:]*(\d{1,6})\b", fold(text)))


def reached_on(payments: Iterable[tuple[date, int]], fee: int) -> date | None:
    """Return the day on which payments (day, cents) reach a fee; None while they don't, or where there is none."""
    total = 0
    for day, cents in sorted(payments):
        total += cents
        if total >= fee > 0:
            return day
    return None
