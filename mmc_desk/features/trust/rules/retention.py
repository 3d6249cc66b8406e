"""How long what is kept: the terms of each kind and the day before which it goes (domain.md §6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate


class Kind(StrEnum):
    """What has a term of its own."""

    PERSONS = "persons"
    """Members, drivers, volunteers and participants who ended, with whom the desk had nothing to do since."""
    ACCOUNTS = "accounts"
    """What an erasure leaves for the accounts: names at the bank, payment files, words of invoices and settlements."""
    MAIL = "mail"
    """To whom and what was mailed; that something was sent stays."""
    NAMES = "names"
    """Names of people whom the desk has no card of: walk-ins, who came to an activity."""


KIND_NAMES: Mapping[Kind, str] = {
    Kind.PERSONS: QT_TRANSLATE_NOOP("retention", "Personen die gestopt zijn"),
    Kind.ACCOUNTS: QT_TRANSLATE_NOOP("retention", "Namen en teksten in de boekhouding"),
    Kind.MAIL: QT_TRANSLATE_NOOP("retention", "Mails en hun bijlagen"),
    Kind.NAMES: QT_TRANSLATE_NOOP("retention", "Namen zonder fiche"),
}

YEARS: Mapping[Kind, int] = {Kind.PERSONS: 5, Kind.ACCOUNTS: 10, Kind.MAIL: 2, Kind.NAMES: 2}
"""Years, until the desk sets others: 5 for who ended and 10 for payments (domain.md §6)."""

_LEAST: Mapping[Kind, int] = {Kind.PERSONS: 1, Kind.ACCOUNTS: 7, Kind.MAIL: 1, Kind.NAMES: 1}
"""Accounts are kept for seven years at least (art. III.88 of the Belgian code of economic law)."""
MOST = 30

Terms = Mapping[Kind, int]
"""Years by kind."""


@dataclass(frozen=True, slots=True)
class Due:
    """What of one kind is older than its term: `before` is the first day that stays, `counts` rows by table.

    `names` are the persons that go, by key and name.
    """

    kind: Kind
    years: int
    before: date
    counts: tuple[tuple[str, int], ...]
    names: tuple[tuple[int, str], ...] = ()

    @property
    def total(self) -> int:
        """How many persons, or rows, go."""
        return len(self.names) if self.kind is Kind.PERSONS else sum(count for _, count in self.counts)


def kind_name(kind: Kind) -> str:
    """Return what people call a kind."""
    return translate("retention", KIND_NAMES[kind])


def first_kept(kind: Kind, years: int, day: date) -> date:
    """Return the first day of what stays on a day: so many years back; accounts go by whole calendar years."""
    if kind is Kind.ACCOUNTS:
        return date(day.year - years, 1, 1)
    leap = (day.month, day.day) == (2, 29)
    return date(day.year - years, day.month, 28 if leap else day.day)


def at_most(kind: Kind, before: date, day: date) -> date:
    """Return the first day of what stays, whoever says so: never less than the shortest term leaves on a day."""
    return min(before, first_kept(kind, _LEAST[kind], day))


def require_terms(terms: Terms) -> None:
    """Raise RuleError, naming the field, for a term that is too short by law, or longer than anybody needs."""
    for kind, years in terms.items():
        if not _LEAST[kind] <= years <= MOST:
            text = translate("retention", "{kind}: kies {least} tot {most} jaar.")
            raise RuleError(text.format(kind=kind_name(kind), least=_LEAST[kind], most=MOST), field=kind)
