"""How the desk asks for its fees: account, beneficiary, terms, labels, fees; dated, so that the past keeps its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import DeskSetting
from mmc_desk.features.people import rules

MOST_LABELS = 20
_MOST_NAME = 70
"""Characters of a name in a payment QR code (EPC069-12)."""


@dataclass(frozen=True, slots=True)
class SaveDuesSettings:
    """What the desk fills in, valid from a day on; amounts in cents. Empty texts say: none.

    `half_from`: the month and day from which a new member pays half; `review_months`: how long an income check holds.
    """

    valid_from: date
    beneficiary: str = ""
    iban: str = ""
    bic: str = ""
    address: str = ""
    phone: str = ""
    cash: str = ""
    reminder_days: int = 30
    label_rows: int = 7
    label_columns: int = 3
    single: int = 1200
    couple: int = 1800
    half_from: tuple[int, int] = (7, 1)
    review_months: int = 12


def save_dues_settings(session: Session, command: SaveDuesSettings) -> None:
    """Write what differs from what holds on the day as settings from that day on.

    Raises RuleError, naming the field: a wrong account number or bank code, a name too long, an impossible number.
    """
    _check(command)
    for name, value in _values(command):
        write_setting(session, name, command.valid_from, value)


def _values(command: SaveDuesSettings) -> Iterator[tuple[str, str]]:
    yield "people.iban", rules.check_iban(command.iban).number
    yield "people.bic", compact_bic(command.bic)
    for name in ("beneficiary", "address", "phone", "cash"):
        yield f"people.{name}", getattr(command, name).strip()
    yield "people.label_rows", str(command.label_rows)
    yield "people.label_columns", str(command.label_columns)
    yield "membership.reminder_days", str(command.reminder_days)
    yield "membership.single_cents", str(command.single)
    yield "membership.couple_cents", str(command.couple)
    yield "membership.half_from", "{:02d}-{:02d}".format(*command.half_from)
    yield "membership.review_months", str(command.review_months)


def compact_bic(text: str) -> str:
    """Return a bank's code without blanks, in capitals."""
    return "".join(text.split()).upper()


def _check(command: SaveDuesSettings) -> None:
    from stdnum import bic

    if error := rules.check_iban(command.iban).error:
        raise RuleError(error, field="iban")
    if compact_bic(command.bic) and not bic.is_valid(compact_bic(command.bic)):
        raise RuleError(
            translate("people", "Een BIC telt 8 of 11 tekens, zoals GKCCBEBB. Leeg laten mag."), field="bic"
        )
    if len(command.beneficiary.strip()) > _MOST_NAME:
        raise RuleError(
            translate("people", "De begunstigde telt hoogstens {most} tekens.").format(most=_MOST_NAME),
            field="beneficiary",
        )
    _check_numbers(command)


def _check_numbers(command: SaveDuesSettings) -> None:
    for name in ("label_rows", "label_columns"):
        if not 1 <= getattr(command, name) <= MOST_LABELS:
            raise RuleError(
                translate("people", "Een blad heeft 1 tot {most} etiketten naast en onder elkaar.").format(
                    most=MOST_LABELS
                ),
                field=name,
            )
    if not 1 <= command.reminder_days <= 365:
        raise RuleError(translate("people", "Kies 1 tot 365 dagen."), field="reminder_days")
    if not 1 <= command.review_months <= 60:
        raise RuleError(translate("people", "Kies 1 tot 60 maanden."), field="review_months")
    for name in ("single", "couple"):
        if getattr(command, name) < 0:
            raise RuleError(translate("people", "Een lidgeld is niet negatief."), field=name)


def write_setting(session: Session, name: str, day: date, value: str) -> None:
    """Let a parameter of the desk hold from a day on; what holds already isn't written again. Later values stay."""
    rows = session.scalars(
        select(DeskSetting)
        .where(DeskSetting.name == name, DeskSetting.valid_from <= day)
        .order_by(DeskSetting.valid_from.desc())
        .limit(1)
    )
    present = rows.first()
    if value == (present.value if present else ""):
        return
    if present and present.valid_from == day:
        present.value = value
    else:
        session.add(DeskSetting(name=name, valid_from=day, value=value))
