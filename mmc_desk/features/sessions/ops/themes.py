"""Themes and what people asked for."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Person
from mmc_desk.features.sessions.model import SessionKind, WheelsInterest, WheelsTheme
from mmc_desk.features.sessions.ops.reading import found


@dataclass(frozen=True, slots=True)
class SaveTheme:
    """Add a theme, or change the one with a `key`."""

    name: str
    kind: SessionKind = SessionKind.INFORMATIVE
    partner_id: int | None = None
    is_offered: bool = True
    note: str = ""
    key: int | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class OfferTheme:
    """Let the proposal use a theme, or no more."""

    theme_id: int
    is_offered: bool


@dataclass(frozen=True, slots=True)
class NoteInterest:
    """Note what somebody would come for."""

    person_id: int
    topic: str


@dataclass(frozen=True, slots=True)
class ChangeInterest:
    """Write what somebody would come for in other words; `version` is that of the row as it was shown."""

    interest_id: int
    topic: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveInterest:
    """Take an interest away."""

    interest_id: int


def save_theme(session: Session, command: SaveTheme) -> int:
    """Add or change a theme and return the key. Raises RuleError: no name, or one borne already."""
    name = command.name.strip()
    if not name:
        raise RuleError(translate("sessions", "Vul de naam van het thema in."), "name")
    same = select(WheelsTheme.id).where(func.lower(WheelsTheme.name) == name.lower())
    if session.scalar(same.where(WheelsTheme.id != (command.key or 0))) is not None:
        raise RuleError(translate("sessions", "Er is al een thema met deze naam."), "name")
    theme = WheelsTheme() if command.key is None else found(session, WheelsTheme, command.key, command.version)
    theme.name, theme.kind, theme.partner_id = name, command.kind, command.partner_id
    theme.is_offered, theme.note = command.is_offered, command.note.strip()
    session.add(theme)
    session.flush()
    return theme.id


def offer_theme(session: Session, command: OfferTheme) -> int:
    """Put a theme in the pool of the proposal, or out of it."""
    theme = found(session, WheelsTheme, command.theme_id)
    theme.is_offered = command.is_offered
    return theme.id


def note_interest(session: Session, command: NoteInterest) -> int:
    """Note an interest and return its key. Raises RuleError: nothing asked, or asked already."""
    topic = _new_topic(session, command.person_id, command.topic)
    found(session, Person, command.person_id)
    interest = WheelsInterest(person_id=command.person_id, topic=topic, noted_on=clock.today())
    session.add(interest)
    session.flush()
    return interest.id


def change_interest(session: Session, command: ChangeInterest) -> int:
    """Change the words of an interest and return its key. Raises RuleError as `note_interest` does, ConflictError."""
    interest = found(session, WheelsInterest, command.interest_id, command.version)
    interest.topic = _new_topic(session, interest.person_id, command.topic, but=interest.id)
    return interest.id


def _new_topic(session: Session, person_id: int, text: str, but: int = 0) -> str:
    """Return what is asked for, that this person didn't ask for yet in interests but one."""
    topic = text.strip()
    if not topic:
        raise RuleError(translate("sessions", "Vul in waarvoor deze deelnemer zou komen."), "topic")
    same = select(WheelsInterest.id).where(
        WheelsInterest.person_id == person_id,
        func.lower(WheelsInterest.topic) == topic.lower(),
        WheelsInterest.id != but,
    )
    if session.scalar(same) is not None:
        raise RuleError(translate("sessions", "Dat staat al genoteerd."), "topic")
    return topic


def remove_interest(session: Session, command: RemoveInterest) -> None:
    """Take an interest away."""
    session.delete(found(session, WheelsInterest, command.interest_id))
