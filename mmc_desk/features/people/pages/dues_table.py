"""How the fees of a year and the bank's payments show in a list: columns, chips, words."""

from collections.abc import Callable, Mapping
from datetime import date

from mmc_desk.core.formats import show_amount, show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import rules
from mmc_desk.features.people.pages.list_page import Chip
from mmc_desk.features.people.pages.words import Look
from mmc_desk.features.people.printout.texts import clues_text, status_word
from mmc_desk.features.people.queries import Candidate, DuesRow, PaymentRow
from mmc_desk.features.people.rules import DuesStatus, Fee
from mmc_desk.features.people.rules.dues import UNPAID
from mmc_desk.ui.columns import Column
from mmc_desk.ui.table_model import RowTableModel

_LOOKS: Mapping[DuesStatus, Look] = {
    DuesStatus.PAID: Look("ok", "circle-check"),
    DuesStatus.OVERPAID: Look("warn", "triangle-alert"),
    DuesStatus.COVERED: Look("muted", "circle-check"),
    DuesStatus.PARTIAL: Look("warn", "clock"),
    DuesStatus.OPEN: Look("warn", "clock"),
    DuesStatus.LATE: Look("bad", "circle-x"),
    DuesStatus.ENDED: Look("muted", "ban"),
}


def look(status: DuesStatus) -> Look:
    """Return the colour and icon of how a fee stands."""
    return _LOOKS[status]


def dues_table() -> RowTableModel[DuesRow]:
    """Return the model of the list of fees."""
    return RowTableModel([*_fee_columns(), *_sent_columns()], lambda row: row.search)


def _fee_columns() -> list[Column[DuesRow]]:
    return [
        Column(
            translate("people", "Nr"),
            lambda row: str(row.member_no),
            lambda row: row.member_no,
            align_right=True,
            width=52,
        ),
        Column(translate("people", "Naam"), lambda row: row.name, width=164, grows=True),
        Column(
            translate("people", "Lidgeld"),
            lambda row: show_amount(row.dues.fee) if row.dues.fee else "",
            lambda row: row.dues.fee,
            align_right=True,
            width=76,
        ),
        Column(
            translate("people", "Stand"),
            lambda row: status_word(row.status),
            width=136,
            colour=lambda row: look(row.status).role,
            icon=lambda row: look(row.status).icon,
        ),
        Column(
            translate("people", "Ontvangen"),
            _received,
            lambda row: rules.settled(row.dues) or None,
            align_right=True,
            width=104,
            is_spare=True,
        ),
    ]


def _sent_columns() -> list[Column[DuesRow]]:
    return [
        _day(translate("people", "Brief"), lambda row: row.dues.invited_on, is_spare=True),
        _day(translate("people", "Herinnerd"), lambda row: row.dues.reminded_on, is_spare=True),
        _day(translate("people", "Betaald op"), lambda row: row.dues.paid_on if row.dues.fee else None, is_spare=True),
        Column(
            translate("people", "Mededeling"),
            lambda row: rules.show_reference(row.reference),
            width=176,
            is_spare=True,
        ),
        Column(translate("people", "Dorp"), lambda row: row.village, width=112, is_spare=True),
    ]


def _day(title: str, day: Callable[[DuesRow], date | None], *, is_spare: bool = False) -> Column[DuesRow]:
    return Column(title, lambda row: show_date(day(row)), day, width=108, is_spare=is_spare)


def _received(row: DuesRow) -> str:
    received = rules.settled(row.dues)
    return show_amount(received) if received else ""


def dues_chips() -> list[Chip]:
    """Return the choices of fees; the second one shows them all, as on every list of people."""
    return [
        Chip("unpaid", translate("people", "Te betalen"), lambda row: row.status in UNPAID),
        Chip("all", translate("people", "Alle"), lambda _row: True),
        Chip("letter", translate("people", "Nog geen brief"), lambda row: row.wants_letter),
        Chip("reminder", translate("people", "Te herinneren"), lambda row: row.wants_reminder),
        Chip("paid", translate("people", "Betaald"), lambda row: row.status is DuesStatus.PAID),
        Chip("over", translate("people", "Te veel"), lambda row: row.status is DuesStatus.OVERPAID),
    ]


def payments_table() -> RowTableModel[PaymentRow]:
    """Return the model of the list of payments."""
    return RowTableModel(
        [
            Column(
                translate("people", "Geboekt"),
                lambda row: show_date(row.booked_on),
                lambda row: row.booked_on,
                width=108,
            ),
            Column(
                translate("people", "Bedrag"),
                lambda row: show_amount(row.amount),
                lambda row: row.amount,
                align_right=True,
                width=84,
            ),
            Column(translate("people", "Betaler"), lambda row: row.payer, width=150, grows=True),
            Column(
                translate("people", "Mededeling"),
                lambda row: row.communication,
                width=170,
                tooltip=lambda row: row.communication,
                is_spare=True,
            ),
            Column(
                translate("people", "Voorstel"),
                lambda row: candidate_text(row.candidates[0]) if row.candidates else "",
                width=200,
                grows=True,
            ),
        ],
        lambda row: f"{row.payer} {row.communication} {show_amount(row.amount)} {show_date(row.booked_on)}",
    )


def payment_chips() -> list[Chip]:
    """Return the choices of payments."""
    return [
        Chip("waiting", translate("people", "Te plaatsen"), lambda row: not row.is_set_aside),
        Chip("all", translate("people", "Alle"), lambda _row: True),
        Chip("proposed", translate("people", "Met voorstel"), lambda row: bool(row.candidates)),
        Chip("aside", translate("people", "Opzijgezet"), lambda row: row.is_set_aside),
    ]


def fee_name(fee: Fee) -> str:
    """Return a fee as a proposal names it: `Claes Jef (lid 12), 2027`."""
    return translate("people", "{name} (lid {no}), {year}").format(
        name=rules.full_name(*fee.names[0]), no=fee.member_no, year=fee.year
    )


def candidate_text(candidate: Candidate) -> str:
    """Return whom a proposal is for."""
    return " + ".join(map(fee_name, candidate.fees))


def candidate_reason(candidate: Candidate) -> str:
    """Return what a proposal rests on, and what is odd about it."""
    parts = [clues_text(candidate.clues)]
    due = sum(fee.due for fee in candidate.fees)
    paid = sum(share.cents for share in candidate.shares)
    if any(fee.is_settled for fee in candidate.fees):
        parts.append(translate("people", "is al betaald"))
    elif due != paid:
        parts.append(translate("people", "te betalen is {due}").format(due=show_amount(due)))
    return " · ".join(parts)
