"""When a driver is free, with which papers, and for whom: week pattern, absences, documents, preferences."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import DeskSetting
from mmc_desk.features.people import rules
from mmc_desk.features.people.model import (
    Absence,
    AvailabilityKind,
    DocumentKind,
    Driver,
    DriverDocument,
    DriverPreference,
    DriverTie,
    Member,
    WeekAvailability,
)
from mmc_desk.features.people.ops.persons import found
from mmc_desk.features.people.queries.briefing import BRIEFING_EDITION
from mmc_desk.features.people.rules import WeekSlot


@dataclass(frozen=True, slots=True)
class SetWeekPattern:
    """Replace a driver's week pattern; no slots is no fixed pattern."""

    driver_id: int
    slots: tuple[WeekSlot, ...]


@dataclass(frozen=True, slots=True)
class AddAbsence:
    """Note that a driver is away, or free against the pattern; both days included."""

    driver_id: int
    from_day: date
    to_day: date
    reason: str = ""
    kind: AvailabilityKind = AvailabilityKind.ABSENT


@dataclass(frozen=True, slots=True)
class EditAbsence:
    """Change an absence."""

    absence_id: int
    from_day: date
    to_day: date
    reason: str = ""
    kind: AvailabilityKind = AvailabilityKind.ABSENT


@dataclass(frozen=True, slots=True)
class RemoveAbsence:
    """Take an absence away."""

    absence_id: int


@dataclass(frozen=True, slots=True)
class RecordDocument:
    """Note a paper of a driver with the last day it is good; of the briefing note also what was signed, and when."""

    driver_id: int
    kind: DocumentKind
    expires_on: date | None
    note: str = ""
    signed_on: date | None = None
    edition: str = ""


@dataclass(frozen=True, slots=True)
class SetBriefingEdition:
    """Tell which edition of the briefing note drivers sign from a day on."""

    edition: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class SetPreference:
    """Say how a member stands to a driver; no tie takes it away."""

    member_id: int
    driver_id: int
    tie: DriverTie | None


def set_week_pattern(session: Session, command: SetWeekPattern) -> None:
    """Replace a driver's week pattern. Raises RuleError for hours that end before they begin."""
    driver = found(session, Driver, command.driver_id)
    wanted = {(slot.weekday, slot.from_time): slot for slot in rules.normalise_pattern(command.slots)}
    for row in session.scalars(select(WeekAvailability).where(WeekAvailability.driver_id == driver.id)):
        # A slot that begins at the same hour is changed in place: taking back must not meet its double.
        slot = wanted.pop((row.weekday, row.from_time), None)
        if slot is None:
            session.delete(row)
        else:
            row.to_time = slot.to_time
    for slot in wanted.values():
        session.add(
            WeekAvailability(driver_id=driver.id, weekday=slot.weekday, from_time=slot.from_time, to_time=slot.to_time)
        )


def add_absence(session: Session, command: AddAbsence) -> int:
    """Note an absence and return its key. Raises RuleError for an end before its start."""
    absence = Absence(driver_id=found(session, Driver, command.driver_id).id)
    _write_absence(absence, command)
    session.add(absence)
    session.flush()
    return absence.id


def edit_absence(session: Session, command: EditAbsence) -> None:
    """Change an absence. Raises RuleError for an end before its start."""
    _write_absence(found(session, Absence, command.absence_id), command)


def remove_absence(session: Session, command: RemoveAbsence) -> None:
    """Take an absence away."""
    session.delete(found(session, Absence, command.absence_id))


def _write_absence(absence: Absence, command: AddAbsence | EditAbsence) -> None:
    if command.to_day < command.from_day:
        raise RuleError(
            translate("people", "De laatste dag ligt vóór de eerste ({day}). Draai ze om.").format(
                day=show_date(command.from_day)
            ),
            field="to_day",
        )
    absence.kind = command.kind
    absence.from_day = command.from_day
    absence.to_day = command.to_day
    absence.reason = command.reason.strip()


def record_document(session: Session, command: RecordDocument) -> None:
    """Note a paper; a newer one of the same kind replaces it. Raises RuleError when it is signed in the future."""
    if command.signed_on is not None and command.signed_on > clock.today():
        raise RuleError(translate("people", "Die dag moet nog komen. Kijk de datum na."), field="signed_on")
    driver = found(session, Driver, command.driver_id)
    query = select(DriverDocument).where(DriverDocument.driver_id == driver.id, DriverDocument.kind == command.kind)
    document = session.scalar(query)
    if document is None:
        document = DriverDocument(driver_id=driver.id, kind=command.kind)
        session.add(document)
    document.expires_on = command.expires_on
    document.note = command.note.strip()
    document.signed_on = command.signed_on
    document.edition = command.edition.strip() or None


def set_briefing_edition(session: Session, command: SetBriefingEdition) -> None:
    """Note the edition that holds from a day on. Raises RuleError without a name for it."""
    edition = command.edition.strip()
    if not edition:
        raise RuleError(translate("people", "Geef de uitgave een naam, bijvoorbeeld 2026."), field="edition")
    query = select(DeskSetting).where(
        DeskSetting.name == BRIEFING_EDITION, DeskSetting.valid_from == command.valid_from
    )
    setting = session.scalar(query)
    if setting is None:
        setting = DeskSetting(name=BRIEFING_EDITION, valid_from=command.valid_from)
        session.add(setting)
    setting.value = edition


def set_preference(session: Session, command: SetPreference) -> None:
    """Say how a member stands to a driver."""
    member, driver = found(session, Member, command.member_id), found(session, Driver, command.driver_id)
    query = select(DriverPreference).where(
        DriverPreference.member_id == member.id, DriverPreference.driver_id == driver.id
    )
    preference = session.scalar(query)
    if command.tie is None:
        if preference is not None:
            session.delete(preference)
        return
    if preference is None:
        session.add(DriverPreference(member_id=member.id, driver_id=driver.id, tie=command.tie))
        return
    preference.tie = command.tie
