"""What differs from town to town in asking and planning rides: from a day on, so that the past keeps its own."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.ops.dues_settings import write_setting
from mmc_desk.features.rides.ops.commands import SetRideSettings
from mmc_desk.features.rides.queries.settings import desk_values, ride_settings
from mmc_desk.features.rides.rules.setting_texts import setting_texts
from mmc_desk.features.rides.rules.settings import RideSettings

MOST: Mapping[str, int] = {
    "lead_days": 30,
    "lead_hours": 720,
    "horizon_months": 24,
    "series_weeks": 52,
    "share_minutes": 240,
    "buffer_minutes": 120,
    "default_stay_minutes": 720,
    "grace_until_month": 12,
    "invoice_days": 365,
}
"""The highest number that a parameter can be; 0 is the lowest."""

MOST_BOARDING = 60


def set_ride_settings(session: Session, command: SetRideSettings) -> None:
    """Write what differs from what holds on the day; later values stay.

    Raises RuleError, naming the field ("boarding.rollator" for the minutes of an aid), for a number that can't be.
    """
    _require_sound(command.settings)
    present = setting_texts(ride_settings(session, command.valid_from))
    known = desk_values(session, "rides", command.valid_from)
    for name, value in setting_texts(command.settings).items():
        if value != known.get(name, present[name]):
            write_setting(session, f"rides.{name}", command.valid_from, value)


def _require_sound(settings: RideSettings) -> None:
    numbers = {name: (getattr(settings, name), most) for name, most in MOST.items()}
    boarding = {f"boarding.{aid.value}": (minutes, MOST_BOARDING) for aid, minutes in settings.boarding.items()}
    for name, (value, most) in (numbers | boarding).items():
        if not 0 <= value <= most:
            raise RuleError(translate("tariffs", "Kies 0 tot {most}.").format(most=most), name)
    if settings.default_stay_minutes == 0:
        raise RuleError(translate("tariffs", "Een verblijf duurt minstens één minuut."), "default_stay_minutes")
