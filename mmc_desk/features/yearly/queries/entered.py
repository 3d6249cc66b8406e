"""The totals that somebody entered for years which this database can't count."""

from collections.abc import Mapping

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mmc_desk.features.yearly.model import EnteredFigure
from mmc_desk.features.yearly.rules.origins import EnteredTotal, as_number


def all_totals(session: Session) -> tuple[EnteredTotal, ...]:
    """Return every entered total, the last year first."""
    return _totals(session, select(EnteredFigure).order_by(EnteredFigure.year.desc(), EnteredFigure.id))


def totals_between(session: Session, first: int, last: int) -> Mapping[tuple[int, str], EnteredTotal]:
    """Return the entered totals of some years by year and figure."""
    found = _totals(session, select(EnteredFigure).where(EnteredFigure.year.between(first, last)))
    return {(total.year, total.name): total for total in found}


def _totals(session: Session, statement: Select[EnteredFigure]) -> tuple[EnteredTotal, ...]:
    return tuple(
        EnteredTotal(row.id, row.year, row.name, as_number(row.value), row.source, row.note, row.version)
        for row in session.scalars(statement)
    )
