"""Dated tariffs and official rates: a new version from a date on, never a changed past (domain.md §2, §3)."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import DeskSetting
from mmc_desk.features.rides.model import OfficialKmRate
from mmc_desk.features.rides.ops.commands import RemoveTariff, SetOfficialRate, SetTariff
from mmc_desk.features.rides.queries.settings import tariff_book
from mmc_desk.features.rides.rules.setting_texts import values_of
from mmc_desk.features.rides.rules.tariff import Tariff

_PREFIX = "tariff."
_HIGHEST_RATE = 20_000
"""Two euro per km: a rate above it was typed with the comma in the wrong place."""


def set_tariff(session: Session, command: SetTariff) -> None:
    """Let a tariff hold from a date on, in place of the one that began on that very date, if any.

    Later versions stay what they are. Raises RuleError, naming the field, for an amount that can't be.
    """
    _require_sound(command.tariff)
    later = next((one for one in tariff_book(session).versions if one.valid_from > command.valid_from), None)
    if later is not None:
        _put(session, later.valid_from, values_of(later))
    _put(session, command.valid_from, values_of(command.tariff))


def _require_sound(tariff: Tariff) -> None:
    amounts = {
        "minimum_cents": tariff.minimum_cents,
        "minimum_metres": tariff.minimum_metres,
        "admin_fee": tariff.admin_fee,
        "admin_fee_return": tariff.admin_fee_return,
        "waiting_step_cents": tariff.waiting_step_cents,
        "waiting_free_steps": tariff.waiting_free_steps,
    }
    for name, value in amounts.items():
        if value < 0:
            raise RuleError(translate("tariffs", "Dit kan niet negatief zijn."), name)
    if tariff.waiting_step_minutes < 1:
        raise RuleError(translate("tariffs", "Een wachtstap duurt minstens één minuut."), "waiting_step_minutes")
    if tariff.rate is not None:
        _require_rate(tariff.rate)


def _require_rate(rate: int) -> None:
    if not 0 < rate <= _HIGHEST_RATE:
        raise RuleError(
            translate("tariffs", "Een tarief per km ligt tussen € 0,0001 en € 2. Typ bijvoorbeeld 0,4326."), "rate"
        )


def _put(session: Session, valid_from: date, values: Mapping[str, str]) -> None:
    query = select(DeskSetting).where(
        DeskSetting.valid_from == valid_from, DeskSetting.name.startswith(_PREFIX, autoescape=True)
    )
    present = {row.name: row for row in session.scalars(query)}
    for name, value in values.items():
        row = present.get(_PREFIX + name)
        if row is None:
            session.add(DeskSetting(name=_PREFIX + name, valid_from=valid_from, value=value))
        else:
            row.value = value


def remove_tariff(session: Session, command: RemoveTariff) -> None:
    """Take back a version that was still to begin. Raises RuleError for one that holds or held."""
    if command.valid_from <= clock.today():
        text = translate(
            "tariffs", "Een tarief dat al geldt, blijft staan. Maak een nieuw tarief vanaf een latere dag."
        )
        raise RuleError(text)
    for row in session.scalars(
        select(DeskSetting).where(
            DeskSetting.valid_from == command.valid_from, DeskSetting.name.startswith(_PREFIX, autoescape=True)
        )
    ):
        session.delete(row)


def set_official_rate(session: Session, command: SetOfficialRate) -> None:
    """Add a row to the table of official rates, or change one; a row without an end ends the day before a later one.

    Raises RuleError, naming the field, when the dates overlap another row, or run backwards, or the rate can't be.
    """
    _require_rate(command.rate)
    if command.valid_to is not None and command.valid_to < command.valid_from:
        raise RuleError(translate("tariffs", "De laatste dag ligt voor de eerste."), "valid_to")
    others = [row for row in _rates(session) if row.id != command.rate_id]
    _close_open_end(others, command.valid_from)
    clash = next((row for row in others if _overlaps(row, command)), None)
    if clash is not None:
        text = translate("tariffs", "Overlapt met het tarief vanaf {day}. Pas de dagen van een van beide aan.")
        raise RuleError(text.format(day=show_date(clash.valid_from)), "valid_from")
    row = OfficialKmRate() if command.rate_id is None else session.get_one(OfficialKmRate, command.rate_id)
    row.valid_from, row.valid_to = command.valid_from, command.valid_to
    row.rate, row.source = command.rate, command.source
    session.add(row)


def _rates(session: Session) -> list[OfficialKmRate]:
    return list(session.scalars(select(OfficialKmRate).order_by(OfficialKmRate.valid_from)))


def _close_open_end(rows: list[OfficialKmRate], valid_from: date) -> None:
    for row in rows:
        if row.valid_to is None and row.valid_from < valid_from:
            row.valid_to = valid_from - timedelta(days=1)


def _overlaps(row: OfficialKmRate, command: SetOfficialRate) -> bool:
    begins_before_end = command.valid_to is None or row.valid_from <= command.valid_to
    return begins_before_end and (row.valid_to is None or row.valid_to >= command.valid_from)
