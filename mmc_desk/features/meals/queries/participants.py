"""Participants: the list, the card, and what global search finds of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.feature import Hit
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.bookings import BookingState, MealBooking, Participant, StandingBooking
from mmc_desk.features.meals.queries.bookings import Eater, eater, is_member_on
from mmc_desk.features.meals.queries.page_names import NOON_PAGE, PARTICIPANTS_PAGE
from mmc_desk.features.people.model import Address, Member, Person
from mmc_desk.features.people.queries.addresses import lives_at
from mmc_desk.features.people.queries.cards import person_card
from mmc_desk.features.people.queries.rows import PersonCard, phone_search
from mmc_desk.features.people.rules import full_name

_SEARCHED_BACK = timedelta(days=60)
_SEARCHED_AHEAD = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """A participant in the list. `standing` counts the standing bookings, `times` the noons of this year."""

    key: int
    person_id: int
    name: str
    village: str
    street: str
    phone: str
    mobile: str
    born_on: date | None
    location: str
    diet: str
    allergens: str
    needs_ride: bool
    member_no: int | None
    ended_on: date | None
    standing: int
    times: int

    @property
    def is_active(self) -> bool:
        """Whether they still come."""
        return self.ended_on is None or self.ended_on >= clock.today()

    @property
    def search(self) -> str:
        """All the text it is found by."""
        year = str(self.born_on.year) if self.born_on else ""
        phones = phone_search(self.phone, self.mobile)
        return f"{self.name} {self.village} {self.street} {self.location} {self.diet} {self.allergens} {year} {phones}"


@dataclass(frozen=True, slots=True)
class ParticipantCard:
    """Everything the page shows of one participant."""

    key: int
    version: int
    location: str
    eater: Eater
    person: PersonCard
    times: int
    no_shows: int


def participant_list(session: Session, today: date) -> tuple[ParticipantRow, ...]:
    """Return every participant by name: three statements, whatever the number."""
    standing, came = _standing(session, today), _came(session, today)
    rows = session.execute(
        select(Participant, Person, Address.village, Address.street, VillageRestaurant.name, Member.member_no)
        .join(Person, Person.id == Participant.person_id)
        .outerjoin(Address, lives_at(today))
        .outerjoin(VillageRestaurant, VillageRestaurant.id == Participant.restaurant_id)
        .outerjoin(Member, and_(Member.person_id == Person.id, is_member_on(today)))
        .order_by(Person.last_name, Person.first_name, Participant.id)
    )
    return tuple(
        ParticipantRow(
            key=participant.id,
            person_id=person.id,
            name=full_name(person.last_name, person.first_name),
            village=village or "",
            street=street or "",
            phone=person.phone,
            mobile=person.mobile,
            born_on=person.born_on,
            location=location or "",
            diet=participant.diet,
            allergens=participant.allergens,
            needs_ride=participant.needs_ride,
            member_no=member_no,
            ended_on=participant.ended_on,
            standing=standing.get(participant.id, 0),
            times=came.get(participant.id, 0),
        )
        for participant, person, village, street, location, member_no in rows
    )


def _standing(session: Session, today: date) -> Mapping[int, int]:
    """Return how many standing bookings run, by participant."""
    rows = session.execute(
        select(StandingBooking.participant_id, func.count(StandingBooking.id))
        .where(or_(StandingBooking.to_day.is_(None), StandingBooking.to_day >= today))
        .group_by(StandingBooking.participant_id)
    )
    return dict(rows.all())


def _came(session: Session, today: date) -> Mapping[int | None, int]:
    """Return how often participants came this year."""
    rows = session.execute(
        select(MealBooking.participant_id, func.count(MealBooking.id))
        .join(MealService, MealService.id == MealBooking.service_id)
        .where(MealBooking.state == BookingState.PRESENT, MealService.service_date >= date(today.year, 1, 1))
        .group_by(MealBooking.participant_id)
    )
    return dict(rows.all())


def participant_card(session: Session, key: int) -> ParticipantCard:
    """Return the card of a participant. Raises RuleError when there is none."""
    today = clock.today()
    row = session.execute(
        select(Participant, VillageRestaurant.name)
        .outerjoin(VillageRestaurant, VillageRestaurant.id == Participant.restaurant_id)
        .where(Participant.id == key)
    ).one_or_none()
    if row is None:
        raise RuleError(translate("bookings", "Deze deelnemer bestaat niet meer. Kies iemand anders."))
    participant, location = row
    states = dict(
        session.execute(
            select(MealBooking.state, func.count(MealBooking.id))
            .join(MealService, MealService.id == MealBooking.service_id)
            .where(MealBooking.participant_id == key, MealService.service_date >= date(today.year, 1, 1))
            .group_by(MealBooking.state)
        ).all()
    )
    return ParticipantCard(
        key=key,
        version=participant.version,
        location=location or "",
        eater=eater(session, participant.person_id, today),
        person=person_card(session, participant.person_id, today),
        times=states.get(BookingState.PRESENT, 0),
        no_shows=states.get(BookingState.NO_SHOW, 0),
    )


def restaurant_choices(session: Session) -> tuple[tuple[int, str], ...]:
    """Return the restaurants that still are, by name."""
    rows = session.execute(
        select(VillageRestaurant.id, VillageRestaurant.name)
        .where(or_(VillageRestaurant.closed_from.is_(None), VillageRestaurant.closed_from > clock.today()))
        .order_by(VillageRestaurant.name)
    )
    return tuple((key, name) for key, name in rows)


def search_hits(session: Session) -> Sequence[Hit]:
    """Return the participants, and the noons around today, for the global search (Ctrl+K)."""
    today = clock.today()
    eats = translate("bookings", "deelnemer")
    people = [
        Hit(
            PARTICIPANTS_PAGE,
            row.key,
            row.name,
            " · ".join(filter(None, (eats, row.location, row.village))),
            f"{eats} {row.search}",
        )
        for row in participant_list(session, today)
    ]
    noons = session.execute(
        select(MealService.id, MealService.service_date, VillageRestaurant.name, MealService.closed_reason)
        .join(VillageRestaurant, VillageRestaurant.id == MealService.restaurant_id)
        .where(MealService.service_date.between(today - _SEARCHED_BACK, today + _SEARCHED_AHEAD))
        .order_by(MealService.service_date, VillageRestaurant.name)
    )
    meal = translate("bookings", "middag")
    return [
        *people,
        *(
            Hit(NOON_PAGE, key, f"{name} {show_date(day)}", closed or meal, f"{meal} {name} {show_date(day)}")
            for key, day, name, closed in noons
        ),
    ]
