"""What the desk finds important when it plans, kept from a day on."""

from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy.orm import Session

from mmc_desk.features.people.ops.dues_settings import write_setting
from mmc_desk.features.planner.queries.facts import planner_weights
from mmc_desk.features.planner.rules.weights import Weights


@dataclass(frozen=True, slots=True)
class SetWeights:
    """Let these weights hold from a day on."""

    valid_from: date
    weights: Weights


def set_weights(session: Session, command: SetWeights) -> None:
    """Write the weights that differ from what holds on the day; later values stay."""
    present = planner_weights(session, command.valid_from)
    for field in fields(Weights):
        level = getattr(command.weights, field.name)
        if level != getattr(present, field.name):
            write_setting(session, f"planner.{field.name}", command.valid_from, level.value)
