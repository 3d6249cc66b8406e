"""The dated parameters of the restaurants ("meals.cut_off_days" = "3")."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.model import DeskSetting
from mmc_desk.features.meals.rules.settings import MealSettings
from mmc_desk.features.rides.queries.settings import desk_values

_CUT_OFF = "meals.cut_off_days"


def meal_settings(session: Session, day: date) -> MealSettings:
    """Return the parameters in force on `day`."""
    values = desk_values(session, "meals", day)
    known = {field.name: int(values[field.name]) for field in fields(MealSettings) if field.name in values}
    return replace(MealSettings(), **known)


@dataclass(frozen=True, slots=True)
class CutOffs:
    """Until how many working days before a noon it can be booked, by the day from which that holds."""

    since: Sequence[date]
    days: Sequence[int]

    def on(self, day: date) -> int:
        """Return what holds for a noon of that day."""
        after = bisect_right(self.since, day)
        return self.days[after - 1] if after else MealSettings().cut_off_days


def cut_offs(session: Session) -> CutOffs:
    """Return the desk's cut-off of all days, for restaurants without their own."""
    setting = select(DeskSetting.valid_from, DeskSetting.value).where(DeskSetting.name == _CUT_OFF)
    rows = session.execute(setting.order_by(DeskSetting.valid_from)).all()
    return CutOffs([row.valid_from for row in rows], [int(row.value) for row in rows])
