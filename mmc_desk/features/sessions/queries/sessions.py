"""Activities: the list, one card, what a form offers."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import false, select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import ConflictError
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model import VillageRestaurant
from mmc_desk.features.people.model import Person, Volunteer
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.sessions.model import WheelsAttendance, WheelsPartner, WheelsSession, WheelsSlot
from mmc_desk.features.sessions.queries.noons import location_noons
from mmc_desk.features.sessions.queries.rows import Attendee, Choices, SessionCard, SessionRow, SlotRow
from mmc_desk.features.sessions.queries.session_rows import session_rows
from mmc_desk.features.sessions.queries.settings import session_settings
from mmc_desk.features.sessions.queries.themes import interests, theme_list
from mmc_desk.features.sessions.rules.plan import Month


def session_list(session: Session, first: date, last: date) -> tuple[SessionRow, ...]:
    """Return the activities from … to."""
    return session_rows(session, WheelsSession.session_date.between(first, last))


def session_card(session: Session, key: int) -> SessionCard:
    """Return one activity. Raises ConflictError when it was removed meanwhile."""
    rows = session_rows(session, WheelsSession.id == key)
    if not rows:
        raise ConflictError(translate("sessions", "Deze activiteit bestaat niet meer. Herlaad de lijst."))
    (row,) = rows
    noons = location_noons(session, row.location_id, Month.of(row.day))
    return SessionCard(
        row=row,
        attendees=_attendees(session, key),
        slots=_slots(session, key),
        interested=tuple(one.name for one in interests(session) if row.theme and row.theme in one.themes),
        open_days=tuple(noon.day for noon in noons if not noon.closed),
    )


def _attendees(session: Session, key: int) -> tuple[Attendee, ...]:
    rows = session.execute(
        select(WheelsAttendance.id, WheelsAttendance.name, Person.last_name, Person.first_name)
        .outerjoin(Person, Person.id == WheelsAttendance.person_id)
        .where(WheelsAttendance.session_id == key)
    )
    found = [
        Attendee(row_id, full_name(last, first or "") if last else name, is_known=bool(last))
        for row_id, name, last, first in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.key)))


def _slots(session: Session, key: int) -> tuple[SlotRow, ...]:
    rows = session.execute(
        select(WheelsSlot, Person.last_name, Person.first_name)
        .outerjoin(Person, Person.id == WheelsSlot.person_id)
        .where(WheelsSlot.session_id == key)
        .order_by(WheelsSlot.starts_at)
    )
    return tuple(
        SlotRow(
            slot.id, slot.starts_at, slot.minutes, full_name(last, first or "") if last else slot.name, slot.version
        )
        for slot, last, first in rows
    )


def choices(session: Session, day: date) -> Choices:
    """Return what the forms of LDC on Wheels offer on `day`."""
    settings = session_settings(session, day)
    partners = select(WheelsPartner.id, WheelsPartner.name).order_by(WheelsPartner.name)
    active = WheelsPartner.active_to.is_(None) | (WheelsPartner.active_to >= day - timedelta(days=366))
    volunteers = (
        select(Volunteer.id, Person.last_name, Person.first_name)
        .join(Person, Person.id == Volunteer.person_id)
        .where(Volunteer.active_to.is_(None) | (Volunteer.active_to >= day))
        .order_by(Person.last_name, Person.first_name)
    )
    locations = select(VillageRestaurant.id, VillageRestaurant.name).order_by(VillageRestaurant.name)
    return Choices(
        locations=tuple((key, name) for key, name in session.execute(locations)),
        themes=theme_list(session),
        partners=tuple((key, name) for key, name in session.execute(partners.where(active))),
        volunteers=tuple((key, full_name(last, first)) for key, last, first in session.execute(volunteers)),
        people=known_people(session),
        starts_at=settings.starts_at,
        ends_at=settings.ends_at,
    )


def known_people(session: Session) -> tuple[tuple[int, str], ...]:
    """Return everybody the desk knows and who lives, by name, with the birth year (domain.md §10.14)."""
    living = select(Person.id, Person.last_name, Person.first_name, Person.born_on).where(Person.deceased_on.is_(None))
    rows = session.execute(living.order_by(Person.last_name, Person.first_name))
    return tuple(
        (key, full_name(last, first) + (f" (°{born.year})" if born else "")) for key, last, first, born in rows
    )


def attended(session: Session, keys: Sequence[int]) -> dict[int, int]:
    """Return how many names are noted per session."""
    found: defaultdict[int, int] = defaultdict(int)
    which = WheelsAttendance.session_id.in_(keys) if keys else false()
    for key in session.scalars(select(WheelsAttendance.session_id).where(which)):
        found[key] += 1
    return dict(found)
