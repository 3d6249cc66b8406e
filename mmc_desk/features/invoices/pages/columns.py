"""The columns of the page Facturen."""

from collections.abc import Mapping

from mmc_desk.core.formats import show_amount, show_date, show_day, show_km
from mmc_desk.core.i18n import translate
from mmc_desk.features.invoices.printout.texts import status_text
from mmc_desk.features.invoices.queries.months import InvoiceRow
from mmc_desk.features.invoices.rules import InvoiceStatus, Line
from mmc_desk.ui.columns import Column

_LOOKS: Mapping[InvoiceStatus, tuple[str, str]] = {
    InvoiceStatus.TO_MAKE: ("clock", "warn"),
    InvoiceStatus.LATE: ("triangle-alert", "bad"),
    InvoiceStatus.PARTIAL: ("clock", "warn"),
    InvoiceStatus.OPEN: ("file-text", "text"),
    InvoiceStatus.OVERPAID: ("triangle-alert", "warn"),
    InvoiceStatus.PAID: ("circle-check", "ok"),
    InvoiceStatus.CREDITED: ("ban", "muted"),
    InvoiceStatus.CREDIT: ("rotate-ccw", "muted"),
}


def invoice_columns() -> list[Column[InvoiceRow]]:
    """Return the columns of a month."""
    return [*_who(), *_money(), *_days()]


def _who() -> list[Column[InvoiceRow]]:
    return [
        Column(
            translate("invoices", "Nummer"), lambda row: row.number, width=100, bold=lambda _row: True, is_spare=True
        ),
        Column(translate("invoices", "Lid"), lambda row: row.name, width=150, grows=True),
        Column(
            translate("invoices", "Stand"),
            status_text,
            lambda row: tuple(InvoiceStatus).index(row.status),
            width=140,
            icon=lambda row: _look(row)[0],
            colour=lambda row: _look(row)[1],
        ),
        Column(
            translate("invoices", "Ritten"),
            lambda row: str(row.rides or ""),
            lambda row: row.rides,
            align_right=True,
            width=62,
            is_spare=True,
        ),
    ]


def _money() -> list[Column[InvoiceRow]]:
    return [
        Column(
            translate("invoices", "Bedrag"),
            lambda row: show_amount(row.cents),
            lambda row: row.cents,
            align_right=True,
            width=84,
        ),
        Column(
            translate("invoices", "Nog open"),
            lambda row: show_amount(row.open) if row.open else "",
            lambda row: row.open,
            align_right=True,
            width=92,
            is_spare=True,
        ),
    ]


def _days() -> list[Column[InvoiceRow]]:
    return [
        Column(
            translate("invoices", "Te betalen tot"),
            lambda row: show_date(row.standing.due_on) if row.standing else "",
            lambda row: row.standing.due_on if row.standing else None,
            width=110,
            is_spare=True,
        ),
        Column(
            translate("invoices", "Afgedrukt"),
            lambda row: show_date(row.printed_on),
            lambda row: row.printed_on,
            width=100,
            is_spare=True,
        ),
    ]


def _look(row: InvoiceRow) -> tuple[str, str]:
    return ("triangle-alert", "bad") if row.differs else _LOOKS[row.status]


def line_columns() -> list[Column[Line]]:
    """Return the columns of the rides of one invoice."""
    return [
        Column(
            translate("invoices", "Dag"), lambda line: show_day(line.ride_date), lambda line: line.ride_date, width=90
        ),
        Column(translate("invoices", "Rit"), lambda line: line.route, width=130, grows=True),
        Column(
            translate("invoices", "Hoe berekend"),
            lambda line: line.sums.replace("\n", " + "),
            width=130,
            is_spare=True,
        ),
        Column(
            translate("invoices", "Km"),
            lambda line: show_km(line.metres),
            lambda line: line.metres,
            align_right=True,
            width=74,
            is_spare=True,
        ),
        Column(
            translate("invoices", "Bedrag"),
            lambda line: show_amount(line.cents),
            lambda line: line.cents,
            align_right=True,
            width=92,
        ),
    ]
