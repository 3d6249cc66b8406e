"""The list of whom to phone as it goes on paper: with the desk's name over it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from mmc_desk.core.settings import desk_name, is_practice
from mmc_desk.features.planner.rules.phoning import DriverToPhone


@dataclass(frozen=True, slots=True)
class PhoneList:
    """Whom to phone; `subject` says for what."""

    subject: str
    drivers: tuple[DriverToPhone, ...]
    desk: str = ""
    practice: bool = False


def phone_list(session: Session, subject: str, drivers: tuple[DriverToPhone, ...]) -> PhoneList:
    """Return whom to phone, ready for paper."""
    return PhoneList(subject, drivers, desk_name(session), is_practice(session))
