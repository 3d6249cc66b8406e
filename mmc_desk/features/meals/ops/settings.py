"""The parameters of the restaurants, from a day on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.queries.settings import meal_settings
from mmc_desk.features.meals.rules.settings import MealSettings
from mmc_desk.features.people.ops.dues_settings import write_setting

BOUNDS: Mapping[str, tuple[int, int]] = {"cut_off_days": (0, 30), "meal_minutes": (15, 480), "months_ahead": (1, 24)}
"""The lowest and the highest number that a parameter can be."""


@dataclass(frozen=True, slots=True)
class SaveMealSettings:
    """Let parameters hold from a day on; noons before it keep the older ones."""

    valid_from: date
    settings: MealSettings


def save_meal_settings(session: Session, command: SaveMealSettings) -> None:
    """Write what differs from what holds on the day. Raises RuleError, naming the field, for a number that can't be."""
    present = meal_settings(session, command.valid_from)
    for name, (least, most) in BOUNDS.items():
        value: int = getattr(command.settings, name)
        if not least <= value <= most:
            raise RuleError(translate("meals", "Kies {least} tot {most}.").format(least=least, most=most), name)
        if value != getattr(present, name):
            write_setting(session, f"meals.{name}", command.valid_from, str(value))
