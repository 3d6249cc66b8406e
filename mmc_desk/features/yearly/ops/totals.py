"""Totals of years before the product: entered, changed, taken away. Only what can't be counted shows instead of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import ConflictError, RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.model import EnteredFigure
from mmc_desk.features.yearly.rules.totals import Declared, figure_refusal, value_refusal, year_refusal


@dataclass(frozen=True, slots=True)
class SaveTotal:
    """Enter the total of a figure in a year with where it comes from, or change the one with a `key`."""

    year: int
    name: str
    value: float
    source: str
    note: str = ""
    key: int | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveTotal:
    """Take a total away."""

    key: int


def save_total(session: Session, command: SaveTotal, figures: Mapping[str, Declared]) -> int:
    """Enter or change a total of one of `figures` and return its key.

    Raises RuleError: what rules.totals refuses, no source, or a total that is there already; ConflictError.
    """
    for field, text in (
        ("year", year_refusal(command.year, clock.today().year)),
        ("name", figure_refusal(figures.get(command.name))),
        ("value", value_refusal(command.value)),
    ):
        if text:
            raise RuleError(text, field)
    if not command.source.strip():
        raise RuleError(translate("yearly", "Vul in waar dit totaal vandaan komt, zoals Jaarverslag 2018."), "source")
    same = select(EnteredFigure.id).where(EnteredFigure.year == command.year, EnteredFigure.name == command.name)
    if session.scalar(same.where(EnteredFigure.id != (command.key or 0))) is not None:
        text = translate("yearly", "Van {year} is dit totaal al ingegeven. Wijzig dat.").format(year=command.year)
        raise RuleError(text, "name")
    total = EnteredFigure() if command.key is None else _found(session, command.key, command.version)
    total.year, total.name, total.value = command.year, command.name, command.value
    total.source, total.note = command.source.strip(), command.note.strip()
    session.add(total)
    session.flush()
    return total.id


def remove_total(session: Session, command: RemoveTotal) -> None:
    """Take a total away. Raises ConflictError: it is gone already."""
    session.delete(_found(session, command.key, None))


def _found(session: Session, key: int, seen: int | None) -> EnteredFigure:
    total = session.get(EnteredFigure, key)
    if total is None or (seen is not None and total.version != seen):
        text = translate("yearly", "Iemand anders wijzigde dit totaal intussen. Sluit het venster en kijk eerst na.")
        raise ConflictError(text)
    return total
