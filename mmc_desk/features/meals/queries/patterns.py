"""Who stands out at the village restaurants: participants who came regularly and don't any more."""

from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.core.signals import Signal
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.bookings import BookingState, MealBooking, Participant
from mmc_desk.features.meals.queries.page_names import PARTICIPANTS_PAGE
from mmc_desk.features.people.model import Person
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.queries.patterns import pattern_limits
from mmc_desk.features.rides.rules.patterns import regular_span


def meal_signals(session: Session, day: date) -> list[Signal]:
    """Return the participants who came as often as makes a habit, and neither came nor booked since."""
    limits = pattern_limits(session, day)
    first, last = regular_span(day, limits)
    times, latest = func.count(), func.max(MealService.service_date)
    comes = or_(
        MealBooking.state == BookingState.PRESENT,
        and_(MealBooking.state.in_((BookingState.BOOKED, BookingState.WAITING)), MealService.service_date >= day),
    )
    who = Person.last_name, Person.first_name, Person.phone, Person.mobile
    query = (
        select(Participant.id, *who, times, latest)
        .join(Person, Person.id == Participant.person_id)
        .join(MealBooking, MealBooking.participant_id == Participant.id)
        .join(MealService, MealService.id == MealBooking.service_id)
        .where(Participant.ended_on.is_(None), Person.deceased_on.is_(None), MealService.service_date >= first, comes)
        .group_by(Participant.id, *who)
        .having(times >= limits.regular_rides, latest <= last)
        .order_by(Person.last_name, Person.first_name, Participant.id)
    )
    reason = translate("patterns", "Kwam {times} keer eten in het halfjaar tot {day}, en sindsdien niet meer.")
    return [
        Signal(
            PARTICIPANTS_PAGE,
            key,
            full_name(last_name, first_name),
            translate("patterns", "Komt niet meer eten"),
            reason.format(times=count, day=show_date(until)),
            mobile or phone,
        )
        for key, last_name, first_name, phone, mobile, count, until in session.execute(query)
    ]
