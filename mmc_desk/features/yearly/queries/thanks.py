"""All volunteers of a year, whatever they do, from the features that know them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from mmc_desk.core import settings
from mmc_desk.core.feature import Feature, load
from mmc_desk.features.people.queries.settings import DuesSettings, dues_settings
from mmc_desk.features.yearly.rules.thanks import ThanksRow, thanks_rows


@dataclass(frozen=True, slots=True)
class ThanksBook:
    """The volunteers of a year and what their letters need: the desk as its letters about fees have it, the day."""

    year: int
    day: date
    rows: tuple[ThanksRow, ...]
    settings: DuesSettings
    practice: bool
    desk: str


def thanks_book(session: Session, year: int, today: date, features: Sequence[Feature]) -> ThanksBook:
    """Return the volunteers of a year by name; one who has two roles is there once."""
    services = [
        service for feature in features if feature.thanks for service in load(feature.thanks)(session, year, today)
    ]
    return ThanksBook(
        year,
        today,
        thanks_rows(services, year, today),
        dues_settings(session, today),
        settings.is_practice(session),
        settings.desk_name(session),
    )
