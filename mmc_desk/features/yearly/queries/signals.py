"""Who stands out and is worth a call, from all features."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from mmc_desk.core.feature import Feature, load
from mmc_desk.core.signals import Signal


def signals(session: Session, day: date, features: Sequence[Feature]) -> list[Signal]:
    """Return what the features notice on a day, in their order."""
    return [found for feature in features if feature.signals for found in load(feature.signals)(session, day)]
