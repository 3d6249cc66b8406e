"""What the desk notes about a restaurant, and how its week reads in words. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mmc_desk.core.formats import WEEKDAYS
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.rules.schedule import Moment


@dataclass(frozen=True, slots=True)
class RestaurantDetails:
    """What the desk notes about a restaurant, as the model has it. Amounts in cents."""

    name: str
    is_count_only: bool = True
    capacity: int | None = None
    own_kitchen: bool = False
    caterer: str = ""
    caterer_email: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    cut_off_days: int | None = None
    opening_float: int | None = None
    closes_in_school_holidays: bool = False
    closed_from: date | None = None
    note: str = ""


def week_words(moments: Iterable[Moment], day: date) -> str:
    """Return the weekly moments in force on `day`, or else the next ones: `ma 12:00, vr 12:00`."""
    known = sorted(moments, key=lambda moment: (moment.weekday, moment.starts_at))
    now = [moment for moment in known if moment.covers(day)]
    coming = [moment for moment in known if moment.valid_from > day]
    return ", ".join(moment_words(moment) for moment in now or coming)


def moment_words(moment: Moment) -> str:
    """Return `ma 12:00`."""
    return f"{translate('formats', WEEKDAYS[moment.weekday])[:2]} {moment.starts_at:%H:%M}"
