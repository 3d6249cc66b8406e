"""The totals that somebody entered for years which this database can't count."""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from mmc_desk.core import years
from mmc_desk.core.figures import prepared_rows
from mmc_desk.core.prepared import Row
from mmc_desk.features.yearly.rules.origins import EnteredTotal, as_number

STATEMENTS = "mmc_desk.features.yearly.queries.fixed_statements"


def all_totals(session: Session) -> tuple[EnteredTotal, ...]:
    """Return every entered total, the last year first."""
    found = _totals(prepared_rows(session, STATEMENTS, "entered", first=years.FIRST, last=years.LAST))
    return tuple(sorted(found, key=lambda total: (-total.year, total.key)))


def totals_between(session: Session, first: int, last: int) -> Mapping[tuple[int, str], EnteredTotal]:
    """Return the entered totals of some years by year and figure."""
    found = _totals(prepared_rows(session, STATEMENTS, "entered", first=first, last=last))
    return {(total.year, total.name): total for total in found}


def _totals(rows: Iterable[Row]) -> tuple[EnteredTotal, ...]:
    return tuple(EnteredTotal(key, year, name, as_number(value), *told) for key, year, name, value, *told in rows)
