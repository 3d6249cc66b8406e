"""The dated parameters of memberships: what is missing has the default of domain.md §2."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.model import DeskSetting
from mmc_desk.features.people.rules import MembershipTariff

REVIEW_MONTHS = 12


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


def _values(session: Session, day: date) -> dict[str, str]:
    query = (
        select(DeskSetting.name, DeskSetting.value)
        .where(DeskSetting.name.startswith("membership."), DeskSetting.valid_from <= day)
        .order_by(DeskSetting.valid_from)
    )
    return {name.removeprefix("membership."): value for name, value in session.execute(query)}
