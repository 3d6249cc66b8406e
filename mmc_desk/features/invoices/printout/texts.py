"""The words of invoices, on screen and on paper."""

from collections.abc import Mapping

from mmc_desk.core.formats import month_name
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.invoices.queries.months import InvoiceRow
from mmc_desk.features.invoices.rules import InvoiceStatus

STATUS_NAMES: Mapping[InvoiceStatus, str] = {
    InvoiceStatus.TO_MAKE: QT_TRANSLATE_NOOP("invoices", "te factureren"),
    InvoiceStatus.LATE: QT_TRANSLATE_NOOP("invoices", "te laat"),
    InvoiceStatus.PARTIAL: QT_TRANSLATE_NOOP("invoices", "deels betaald"),
    InvoiceStatus.OPEN: QT_TRANSLATE_NOOP("invoices", "te betalen"),
    InvoiceStatus.OVERPAID: QT_TRANSLATE_NOOP("invoices", "te veel betaald"),
    InvoiceStatus.PAID: QT_TRANSLATE_NOOP("invoices", "betaald"),
    InvoiceStatus.CREDITED: QT_TRANSLATE_NOOP("invoices", "gecrediteerd"),
    InvoiceStatus.CREDIT: QT_TRANSLATE_NOOP("invoices", "creditnota"),
}


def status_text(row: InvoiceRow) -> str:
    """Return how a row stands, and what to look at."""
    text = translate("invoices", STATUS_NAMES[row.status])
    if row.status is InvoiceStatus.TO_MAKE and row.is_deceased:
        return translate("invoices", "overleden: enkel op vraag")
    if row.differs:
        return translate("invoices", "rit gewijzigd")
    return translate("invoices", "herinnering {number}").format(number=row.due_reminder) if row.due_reminder else text


def month_title(year: int, month: int) -> str:
    """Return `oktober 2026`."""
    return f"{month_name(month)} {year}"


def paper_title(row: InvoiceRow) -> str:
    """Return `Factuur 2026-0007`, or that of a credit note."""
    is_credit = row.status is InvoiceStatus.CREDIT
    text = translate("invoices", "Creditnota {number}") if is_credit else translate("invoices", "Factuur {number}")
    return text.format(number=row.number)
