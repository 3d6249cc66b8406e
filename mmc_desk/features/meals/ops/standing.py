"""Standing bookings ("every Tuesday until told otherwise"): begun, ended, paused, and the bookings they make."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.bookings import (
    BookingState,
    MealBooking,
    Participant,
    StandingBooking,
    StandingBookingPause,
)
from mmc_desk.features.meals.ops.booking_commands import (
    BeginStanding,
    EndStanding,
    PauseStanding,
    ResumeStanding,
)
from mmc_desk.features.meals.ops.loading import load, recount, room_at
from mmc_desk.features.meals.ops.rides_along import call_off, fetch
from mmc_desk.features.meals.queries.bookings import pauses_of
from mmc_desk.features.meals.rules.bookings import OPEN, Pause, Standing, require_party
from mmc_desk.features.rides.model import CancelledBy
from mmc_desk.features.rides.queries.settings import ride_settings

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StandingDone:
    """What a deed on a standing booking came to: bookings `made`, and those taken back."""

    standing_id: int
    made: int = 0
    taken_back: int = 0


def begin_standing(session: Session, command: BeginStanding) -> StandingDone:
    """Begin a standing booking and make its bookings up to the horizon. Raises RuleError for a party that can't be."""
    meal = command.meal
    require_party(meal.party, meal.take_away, meal.children)
    if command.to_day is not None and command.to_day < command.from_day:
        raise RuleError(translate("bookings", "De laatste dag ligt voor de eerste. Verbeter een van beide."), "until")
    standing = StandingBooking(
        participant_id=command.participant_id,
        restaurant_id=command.restaurant_id,
        weekday=command.weekday,
        from_day=command.from_day,
        to_day=command.to_day,
        party_size=meal.party,
        take_away=meal.take_away,
        children=meal.children,
        needs_ride=meal.needs_ride,
        note=meal.note.strip(),
    )
    session.add(standing)
    session.flush()
    return StandingDone(standing.id, _make(session, StandingBooking.id == standing.id))


def end_standing(session: Session, command: EndStanding) -> StandingDone:
    """Let a standing booking end after a day; what it booked later is taken back, rides too."""
    standing = load(session, StandingBooking, command.standing_id)
    standing.to_day = max(command.last_day, standing.from_day - _DAY)
    return StandingDone(standing.id, 0, _take_back(session, standing, command.last_day + _DAY, None))


def pause_standing(session: Session, command: PauseStanding) -> StandingDone:
    """Let a standing booking rest; what it booked in the pause is taken back, rides too.

    Raises RuleError when the last day lies before the first.
    """
    standing = load(session, StandingBooking, command.standing_id)
    if command.to_day is not None and command.to_day < command.from_day:
        raise RuleError(translate("bookings", "De laatste dag ligt voor de eerste. Verbeter een van beide."), "to_day")
    session.add(
        StandingBookingPause(
            standing_booking_id=standing.id, from_day=command.from_day, to_day=command.to_day, reason=command.reason
        )
    )
    return StandingDone(standing.id, 0, _take_back(session, standing, command.from_day, command.to_day))


def resume_standing(session: Session, command: ResumeStanding) -> StandingDone:
    """Let a standing booking come again from a day on. Raises RuleError when it doesn't rest then."""
    standing = load(session, StandingBooking, command.standing_id)
    pauses = session.scalars(
        select(StandingBookingPause).where(
            StandingBookingPause.standing_booking_id == standing.id,
            or_(StandingBookingPause.to_day.is_(None), StandingBookingPause.to_day >= command.day),
        )
    ).all()
    if not pauses:
        raise RuleError(translate("bookings", "Er is vanaf die dag geen pauze om te beëindigen."), "day")
    for pause in pauses:
        if pause.from_day >= command.day:
            session.delete(pause)
        else:
            pause.to_day = command.day - _DAY
    session.flush()
    return StandingDone(standing.id, _make(session, StandingBooking.id == standing.id))


def _take_back(session: Session, standing: StandingBooking, first: date, last: date | None) -> int:
    """Take back what a standing booking made in a span and nobody changed: it was never asked for those days."""
    session.flush()
    within = [MealService.service_date >= max(first, clock.today())]
    if last is not None:
        within.append(MealService.service_date <= last)
    made = session.scalars(
        select(MealBooking)
        .join(MealService, MealService.id == MealBooking.service_id)
        .where(
            MealBooking.standing_booking_id == standing.id,
            MealBooking.state.in_(sorted(OPEN)),
            *within,
        )
    ).all()
    reason = translate("bookings", "vaste inschrijving rust of eindigt")
    for booking in made:
        call_off(session, booking, reason, CancelledBy.MEMBER)
        session.delete(booking)
    recount(session, *(booking.service_id for booking in made))
    return len(made)


def plan_standing(session: Session) -> int:
    """Make the bookings of every standing booking up to the horizon, and return how many; twice makes none twice."""
    return _make(session)


def plan_services(session: Session, service_ids: Iterable[int]) -> int:
    """Make the standing bookings of some noons: those that were just added, or opened again."""
    return _make(session, services=tuple(service_ids))


def horizon(session: Session) -> date:
    """Return the last day up to which bookings are made: as far ahead as standing rides are."""
    today = clock.today()
    return today + timedelta(weeks=ride_settings(session, today).series_weeks)


def _make(session: Session, *where: ColumnElement[bool], services: Sequence[int] | None = None) -> int:
    open_noons = [
        MealService.service_date.between(clock.today(), horizon(session)),
        MealService.closed_reason == "",
        MealService.finished_at.is_(None),
    ]
    if services is not None:
        open_noons.append(MealService.id.in_(list(services)))
    noons = session.scalars(select(MealService).where(*open_noons).order_by(MealService.service_date)).all()
    rows = session.scalars(
        select(StandingBooking)
        .join(Participant, Participant.id == StandingBooking.participant_id)
        .where(or_(Participant.ended_on.is_(None), Participant.ended_on >= clock.today()), *where)
        .order_by(StandingBooking.id)
    ).all()
    pauses = pauses_of(session, [row.id for row in rows])
    taken = _taken(session, [noon.id for noon in noons])
    made = []
    for noon, row in itertools.product(noons, rows):
        is_wanted = row.restaurant_id == noon.restaurant_id and _wants(row, pauses, noon.service_date)
        if is_wanted and (noon.id, row.participant_id) not in taken:
            taken.add((noon.id, row.participant_id))
            made.append(_book(session, row, noon))
    recount(session, *(booking.service_id for booking in made))
    return len(made)


def _wants(row: StandingBooking, pauses: Mapping[int, tuple[Pause, ...]], day: date) -> bool:
    return Standing(row.weekday, row.from_day, row.to_day, pauses.get(row.id, ())).wants(day)


def _taken(session: Session, service_ids: Sequence[int]) -> set[tuple[int, int | None]]:
    """Return who has a row at which noon already, a cancelled one too: nobody is booked again against their word."""
    rows = session.execute(
        select(MealBooking.service_id, MealBooking.participant_id).where(MealBooking.service_id.in_(service_ids))
    )
    return {(service_id, participant_id) for service_id, participant_id in rows}


def _book(session: Session, row: StandingBooking, noon: MealService) -> MealBooking:
    has_place = room_at(session, noon).has_place(row.party_size)
    booking = MealBooking(
        service_id=noon.id,
        participant_id=row.participant_id,
        standing_booking_id=row.id,
        state=BookingState.BOOKED if has_place else BookingState.WAITING,
        party_size=row.party_size,
        take_away=row.take_away,
        children=row.children,
        needs_ride=row.needs_ride,
        note=row.note,
        booked_at=clock.now(),
    )
    session.add(booking)
    session.flush()
    if has_place:
        fetch(session, booking)
    return booking
