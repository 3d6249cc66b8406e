"""The dated parameters of memberships: what is missing has the default of domain.md §2."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.model import DeskSetting
from mmc_desk.core.settings import desk_name
from mmc_desk.features.people.rules import MembershipTariff
from mmc_desk.features.people.rules.dues import REMINDER_DAYS

REVIEW_MONTHS = 12
LABEL_ROWS, LABEL_COLUMNS = 7, 3
"""Avery L7160: 21 labels of 63,5 × 38,1 mm on A4."""


@dataclass(frozen=True, slots=True)
class DuesSettings:
    """How the desk asks for its fees, on a day: the account, whom to pay, where, and how the paper looks.

    `name` heads letters and is the beneficiary until the desk names another; `cash`: when and where to pay by hand.
    """

    name: str
    beneficiary: str
    iban: str = ""
    bic: str = ""
    address: str = ""
    phone: str = ""
    cash: str = ""
    reminder_days: int = REMINDER_DAYS
    label_rows: int = LABEL_ROWS
    label_columns: int = LABEL_COLUMNS
    tariff: MembershipTariff = field(default_factory=MembershipTariff)
    review_months: int = REVIEW_MONTHS


def membership_tariff(session: Session, day: date) -> MembershipTariff:
    """Return the fees in force on a day.

    Settings: `membership.single_cents`, `membership.couple_cents`, `membership.half_from` (month-day: 07-01).
    """
    values = _values(session, day)
    default = MembershipTariff()
    half_from = values.get("half_from")
    return MembershipTariff(
        single=int(values.get("single_cents", default.single)),
        couple=int(values.get("couple_cents", default.couple)),
        half_from=(int(half_from[:2]), int(half_from[3:])) if half_from else default.half_from,
    )


def review_months(session: Session, day: date) -> int:
    """Return after how many months an income check is done again: setting `membership.review_months`."""
    return int(_values(session, day).get("review_months", REVIEW_MONTHS))


def dues_settings(session: Session, day: date) -> DuesSettings:
    """Return how the desk asks for its fees on a day.

    Settings: `people.iban`, `people.bic`, `people.beneficiary`, `people.address`, `people.phone`, `people.cash`,
    `people.label_rows`, `people.label_columns`, `membership.reminder_days`.
    """
    own, name = _values(session, day, "people."), desk_name(session)
    return DuesSettings(
        name=name,
        beneficiary=own.get("beneficiary") or name,
        iban=own.get("iban", ""),
        bic=own.get("bic", ""),
        address=own.get("address", ""),
        phone=own.get("phone", ""),
        cash=own.get("cash", ""),
        reminder_days=reminder_days(session, day),
        label_rows=int(own.get("label_rows", LABEL_ROWS)),
        label_columns=int(own.get("label_columns", LABEL_COLUMNS)),
        tariff=membership_tariff(session, day),
        review_months=review_months(session, day),
    )


def reminder_days(session: Session, day: date) -> int:
    """Return how many days after a letter a reminder follows: setting `membership.reminder_days`."""
    return int(_values(session, day).get("reminder_days", REMINDER_DAYS))


def _values(session: Session, day: date, prefix: str = "membership.") -> dict[str, str]:
    query = (
        select(DeskSetting.name, DeskSetting.value)
        .where(DeskSetting.name.startswith(prefix, autoescape=True), DeskSetting.valid_from <= day)
        .order_by(DeskSetting.valid_from)
    )
    return {name.removeprefix(prefix): value for name, value in session.execute(query)}
