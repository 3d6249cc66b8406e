"""The parameters of LDC on Wheels, from a day on."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.ops.dues_settings import write_setting
from mmc_desk.features.sessions.rules.sessions import SessionSettings

MOST_MONTHS, MOST_MINUTES = 60, 480


@dataclass(frozen=True, slots=True)
class SaveSessionSettings:
    """Let parameters hold from a day on; the proposals before it keep the older ones."""

    valid_from: date
    settings: SessionSettings


def save_session_settings(session: Session, command: SaveSessionSettings) -> None:
    """Write what differs. Raises RuleError, naming the field, for a number that can't be."""
    chosen = command.settings
    if not 0 <= chosen.repeat_months <= MOST_MONTHS:
        text = translate("sessions", "Kies 0 tot {most} maanden; bij 0 mag een thema elke maand terugkomen.")
        raise RuleError(text.format(most=MOST_MONTHS), "repeat_months")
    if not 1 <= chosen.minutes <= MOST_MINUTES or chosen.starts_minute + chosen.minutes >= 24 * 60:
        text = translate("sessions", "Kies 1 tot {most} minuten, en niet tot na middernacht.")
        raise RuleError(text.format(most=MOST_MINUTES), "minutes")
    for name in ("repeat_months", "starts_minute", "minutes"):
        write_setting(session, f"sessions.{name}", command.valid_from, str(getattr(chosen, name)))
