"""The columns of the page Afrekening."""

from collections.abc import Callable, Mapping

from mmc_desk.core.formats import show_amount, show_day, show_number, show_rate
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage.model import EntryKind
from mmc_desk.features.mileage.printout import settlement_texts as texts
from mmc_desk.features.mileage.queries.rows import DriverMonth, EntryRow
from mmc_desk.features.mileage.rules.settlement import MonthState
from mmc_desk.ui.columns import Column

_ICONS: Mapping[MonthState, tuple[str, str]] = {
    MonthState.MISSING: ("triangle-alert", "bad"),
    MonthState.OPEN: ("clock", "warn"),
    MonthState.SETTLED: ("lock", "text"),
    MonthState.SIGNED: ("circle-check", "text"),
    MonthState.IN_FILE: ("file-text", "text"),
    MonthState.PAID: ("circle-check", "ok"),
}


def driver_columns() -> list[Column[DriverMonth]]:
    """Return the columns of a month of all drivers."""
    return [
        Column(translate("mileage", "Chauffeur"), lambda row: row.name, width=150, tooltip=_missing, grows=True),
        Column(
            translate("mileage", "Toestand"),
            texts.state_text,
            lambda row: tuple(MonthState).index(row.state),
            width=158,
            tooltip=_missing,
            icon=lambda row: _ICONS[row.state][0],
            colour=lambda row: _ICONS[row.state][1],
        ),
        _number(translate("mileage", "Ritten"), lambda row: row.totals.rides, show_number, 62, is_spare=True),
        _number(translate("mileage", "Km"), lambda row: row.totals.metres, _km, 64, is_spare=True),
        _number(translate("mileage", "Bedrag"), lambda row: row.totals.due, show_amount, 92, is_spare=True),
        _number(translate("mileage", "Ontvangen"), lambda row: row.totals.received, show_amount, 92, is_spare=True),
        _number(translate("mileage", "Saldo"), lambda row: row.totals.balance, show_amount, 92, bold=True),
    ]


def _km(metres: int) -> str:
    return show_number(metres / 1000)


def _missing(row: DriverMonth) -> str:
    if not row.missing:
        return row.name
    return translate("mileage", "Zonder resultaat: {rides}").format(rides=", ".join(row.missing))


def _number(
    title: str,
    value: Callable[[DriverMonth], int],
    show: Callable[[int], str],
    width: int,
    *,
    bold: bool = False,
    is_spare: bool = False,
) -> Column[DriverMonth]:
    return Column(
        title,
        lambda row: show(value(row)),
        value,
        align_right=True,
        width=width,
        bold=(lambda _row: True) if bold else None,
        is_spare=is_spare,
    )


def entry_columns() -> list[Column[EntryRow]]:
    """Return the columns of the rides of one driver."""
    return [
        Column(
            translate("mileage", "Datum"),
            lambda row: show_day(row.line.ride_date),
            lambda row: row.line.ride_date,
            width=90,
            tooltip=_about,
        ),
        Column(translate("mileage", "Rit"), lambda row: row.ride_no, width=96, tooltip=_about),
        Column(
            translate("mileage", "Soort"),
            lambda row: translate("mileage", texts.KINDS[row.kind]),
            width=100,
            tooltip=_about,
            colour=lambda row: "muted" if row.kind is EntryKind.REVERSAL or not row.is_current else "text",
            grows=True,
            is_spare=True,
        ),
        _amount(translate("mileage", "Km"), lambda row: row.line.metres, _km, 56),
        _amount(translate("mileage", "Tarief"), lambda row: row.line.rate, show_rate, 84, is_spare=True),
        _amount(translate("mileage", "Bedrag"), lambda row: row.line.due, show_amount, 86),
        _amount(translate("mileage", "Ontvangen"), lambda row: row.line.received, show_amount, 98, is_spare=True),
    ]


def _about(row: EntryRow) -> str:
    return "\n".join(text for text in (row.route, texts.note_of(row)) if text)


def _amount(
    title: str,
    value: Callable[[EntryRow], int],
    show: Callable[[int], str],
    width: int,
    *,
    is_spare: bool = False,
) -> Column[EntryRow]:
    return Column(title, lambda row: show(value(row)), value, align_right=True, width=width, is_spare=is_spare)
