"""Bookings of a noon: cut-off, room, waiting list, and what caterer and figures count (domain.md §4). Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import fold, show_date, show_weekday_date
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.meals.model.bookings import BookingState
from mmc_desk.features.rides.rules.calendar import Closures, closed_reason, working_days_between
from mmc_desk.features.rides.rules.lead import Wanted, late_words
from mmc_desk.features.rides.rules.requests import Caution
from mmc_desk.features.rides.rules.settings import DEFAULTS, RideSettings

STATE_NAMES = {
    BookingState.BOOKED: QT_TRANSLATE_NOOP("bookings", "ingeschreven"),
    BookingState.WAITING: QT_TRANSLATE_NOOP("bookings", "wachtlijst"),
    BookingState.CANCELLED: QT_TRANSLATE_NOOP("bookings", "afgezegd"),
    BookingState.PRESENT: QT_TRANSLATE_NOOP("bookings", "aanwezig"),
    BookingState.NO_SHOW: QT_TRANSLATE_NOOP("bookings", "niet gekomen"),
}
ORDERED = frozenset({BookingState.BOOKED, BookingState.PRESENT, BookingState.NO_SHOW})
"""States in which a meal was ordered."""
OPEN = frozenset({BookingState.BOOKED, BookingState.WAITING})
"""States that still can go either way."""
MOST_AT_ONCE = 20
"""Persons in one booking: more is a typing error."""


def state_name(state: BookingState) -> str:
    """Return the Dutch name of a state."""
    return translate("bookings", STATE_NAMES[state])


@dataclass(frozen=True, slots=True)
class Seat:
    """A booking as counts and the room look at it: `party` at the table, `take_away` meals, `children` among both.

    `diets` and `allergens` are texts as they were typed: the participant's own, and those of who comes along.
    """

    booking_id: int = 0
    state: BookingState = BookingState.BOOKED
    party: int = 1
    take_away: int = 0
    children: int = 0
    is_walk_in: bool = False
    diets: tuple[str, ...] = ()
    allergens: str = ""

    @property
    def meals(self) -> int:
        """What is eaten, here or at home."""
        return self.party + self.take_away


@dataclass(frozen=True, slots=True)
class Room:
    """How full a noon is; take-away needs no chair. Without a capacity it is never full."""

    capacity: int | None
    taken: int = 0
    waiting: int = 0

    def has_place(self, party: int) -> bool:
        """Tell whether so many persons can still sit down."""
        return not party or self.capacity is None or self.taken + party <= self.capacity


def room_of(seats: Iterable[Seat], capacity: int | None) -> Room:
    """Return how full a noon is with these bookings."""
    rows = list(seats)
    return Room(
        capacity,
        sum(seat.party for seat in rows if seat.state in {BookingState.BOOKED, BookingState.PRESENT}),
        sum(seat.party for seat in rows if seat.state is BookingState.WAITING),
    )


def who_moves_up(seats: Sequence[Seat], capacity: int | None) -> tuple[int, ...]:
    """Return the bookings of the waiting list that have a place now, first come first served.

    A party too large for what is left lets a smaller one behind it go first: an empty chair helps nobody.
    """
    room = room_of(seats, capacity)
    moved = []
    for seat in seats:
        if seat.state is BookingState.WAITING and room.has_place(seat.party):
            room = Room(room.capacity, room.taken + seat.party)
            moved.append(seat.booking_id)
    return tuple(moved)


# Counting


@dataclass(frozen=True, slots=True)
class Counts:
    """What a noon comes to: persons at the table, and meals taken away.

    present = booked - no_show + walk_in, take-away aside, as the sheets of the restaurants have it.
    """

    booked: int = 0
    present: int = 0
    no_show: int = 0
    walk_in: int = 0
    take_away: int = 0
    child_meals: int = 0

    @property
    def meals(self) -> int:
        """What was eaten, here or at home."""
        return self.present + self.take_away


def count_seats(seats: Iterable[Seat]) -> Counts:
    """Return the counts of a noon whose bookings were ticked."""
    rows = list(seats)
    came = [seat for seat in rows if seat.state is BookingState.PRESENT]
    return Counts(
        booked=_persons(seat for seat in rows if seat.state in ORDERED and not seat.is_walk_in),
        present=_persons(came),
        no_show=_persons(seat for seat in rows if seat.state is BookingState.NO_SHOW and not seat.is_walk_in),
        walk_in=_persons(seat for seat in came if seat.is_walk_in),
        take_away=sum(seat.take_away for seat in came),
        child_meals=sum(seat.children for seat in came),
    )


def _persons(seats: Iterable[Seat]) -> int:
    return sum(seat.party for seat in seats)


def require_counts(counts: Counts) -> None:
    """Raise RuleError for counts that can't be, naming the field (domain.md §4)."""
    names = ("booked", "present", "no_show", "walk_in", "take_away", "child_meals")
    below = next((name for name in names if getattr(counts, name) < 0), "")
    if below:
        raise RuleError(translate("bookings", "Een aantal kan niet onder nul zijn."), below)
    if counts.walk_in > counts.present:
        text = translate("bookings", "Er kwamen er {walk_in} zonder inschrijving, maar er waren er maar {present}.")
        raise RuleError(text.format(walk_in=counts.walk_in, present=counts.present), "walk_in")
    if counts.child_meals > counts.meals:
        raise RuleError(translate("bookings", "Er zijn meer kindermaaltijden dan maaltijden."), "child_meals")


def balance_caution(counts: Counts) -> str:
    """Return a warning where the counts don't add up: present = booked − no-shows + walk-ins; "" if they do."""
    wanted = counts.booked - counts.no_show + counts.walk_in
    if wanted == counts.present:
        return ""
    text = translate(
        "meals", "{booked} ingeschreven − {no_show} niet gekomen + {walk_in} zonder inschrijving = {wanted}."
    )
    return text.format(booked=counts.booked, no_show=counts.no_show, walk_in=counts.walk_in, wanted=wanted)


@dataclass(frozen=True, slots=True)
class Wish:
    """A diet or an allergy, and how many bookings have it."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class CatererCount:
    """What the caterer is told at cut-off; children and take-away are part of the meals."""

    meals: int = 0
    take_away: int = 0
    children: int = 0
    diets: tuple[Wish, ...] = ()
    allergens: tuple[Wish, ...] = ()

    @property
    def at_table(self) -> int:
        """Who eats in the hall."""
        return self.meals - self.take_away


def caterer_count(seats: Iterable[Seat]) -> CatererCount:
    """Return what is to be cooked for these bookings: the waiting list isn't cooked for, nor who walked in."""
    rows = [seat for seat in seats if seat.state in ORDERED and not seat.is_walk_in]
    return CatererCount(
        meals=sum(seat.meals for seat in rows),
        take_away=sum(seat.take_away for seat in rows),
        children=sum(seat.children for seat in rows),
        diets=_wishes(diet for seat in rows for diet in seat.diets),
        allergens=_wishes(seat.allergens for seat in rows),
    )


def _wishes(texts: Iterable[str]) -> tuple[Wish, ...]:
    """Count what is wished for: "noten, vis" is two wishes; the most wanted first."""
    counted: dict[str, int] = {}
    spelled: dict[str, str] = {}
    for text in texts:
        for wish in filter(None, (part.strip() for part in text.replace(";", ",").split(","))):
            spelled.setdefault(fold(wish), wish)
            counted[fold(wish)] = counted.get(fold(wish), 0) + 1
    return tuple(Wish(spelled[key], counted[key]) for key in sorted(counted, key=lambda key: (-counted[key], key)))


# Cut-off


def last_day_to_book(day: date, cut_off_days: int, closures: Closures) -> date:
    """Return the last working day on which a noon can be booked in time: so many of them before it (default 2)."""
    last = day
    while is_late(last, day, cut_off_days, closures) or (last < day and closed_reason(last, closures)):
        last -= timedelta(days=1)
    return last


def is_late(today: date, day: date, cut_off_days: int, closures: Closures) -> bool:
    """Tell whether the cut-off of a noon is over."""
    return working_days_between(today, day, closures) < cut_off_days


# Standing bookings


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which a standing booking rests, both included; without a last day until told otherwise."""

    from_day: date
    to_day: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether it rests on a day."""
        return self.from_day <= day and (self.to_day is None or day <= self.to_day)


@dataclass(frozen=True, slots=True)
class Standing:
    """Every noon of a restaurant on a weekday (Monday = 0) from a day on, until told otherwise."""

    weekday: int
    from_day: date
    to_day: date | None = None
    pauses: tuple[Pause, ...] = ()

    def wants(self, day: date) -> bool:
        """Tell whether it books a noon of that day."""
        if day < self.from_day or (self.to_day is not None and day > self.to_day):
            return False
        return day.weekday() == self.weekday and not any(pause.holds(day) for pause in self.pauses)


# What is asked, and what the desk is warned of


@dataclass(frozen=True, slots=True)
class AskedMeal:
    """The part of a booking that warnings look at."""

    day: date
    party: int = 1
    needs_ride: bool = False


@dataclass(frozen=True, slots=True)
class NoonFacts:
    """A restaurant's noon of a day. `room` leaves the edited booking out; `next_open` is the first noon after it."""

    location: str
    is_planned: bool = True
    closed_reason: str = ""
    cut_off_days: int = 2
    room: Room = Room(None)
    next_open: date | None = None


@dataclass(frozen=True, slots=True)
class EaterFacts:
    """What is known of a participant; `noons` are the days booked already, with the place."""

    name: str = ""
    is_member: bool = False
    deceased_on: date | None = None
    ended_on: date | None = None
    noons: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DeskDay:
    """What the desk brings: today (and the hour, where it counts), its closure days, how early rides are asked for."""

    today: date
    closures: Closures = field(default_factory=dict)
    rides: RideSettings = DEFAULTS
    now: datetime | None = None


def check_booking(asked: AskedMeal, noon: NoonFacts, eater: EaterFacts, desk: DeskDay) -> tuple[Caution, ...]:
    """Return the warnings of a booking in the order of the form: never a block (domain.md §4, §9)."""
    return tuple(caution for rule in _RULES for caution in rule(asked, noon, eater, desk))


def _gone(asked: AskedMeal, _noon: NoonFacts, eater: EaterFacts, _desk: DeskDay) -> Iterator[Caution]:
    if eater.deceased_on is not None:
        text = translate("bookings", "{name} is overleden op {day}.")
        yield Caution("participant", text.format(name=eater.name, day=show_date(eater.deceased_on)))
    elif eater.ended_on is not None and eater.ended_on <= asked.day:
        text = translate("bookings", "{name} komt niet meer sinds {day}.")
        yield Caution("participant", text.format(name=eater.name, day=show_date(eater.ended_on)))


def _twice(asked: AskedMeal, _noon: NoonFacts, eater: EaterFacts, _desk: DeskDay) -> Iterator[Caution]:
    places = [place for day, place in eater.noons if day == asked.day]
    if places:
        text = translate("bookings", "Is die dag al ingeschreven in {places}.")
        yield Caution("day", text.format(places=", ".join(places)))


def _no_noon(asked: AskedMeal, noon: NoonFacts, _eater: EaterFacts, _desk: DeskDay) -> Iterator[Caution]:
    if noon.is_planned and not noon.closed_reason:
        return
    said = translate("bookings", "{location} is gesloten op {day}: {reason}.")
    if not noon.is_planned:
        said = translate("bookings", "In {location} is er geen middag op {day}.")
    text = said.format(location=noon.location, day=show_weekday_date(asked.day), reason=noon.closed_reason)
    if noon.next_open:
        more = translate("bookings", "De volgende is {day}.").format(day=show_weekday_date(noon.next_open))
        text = f"{text} {more}"
    yield Caution("day", text)


def _late(asked: AskedMeal, noon: NoonFacts, _eater: EaterFacts, desk: DeskDay) -> Iterator[Caution]:
    if asked.day < desk.today:
        yield Caution("day", translate("bookings", "Deze dag is al voorbij."))
    elif is_late(desk.today, asked.day, noon.cut_off_days, desk.closures):
        last = last_day_to_book(asked.day, noon.cut_off_days, desk.closures)
        text = translate("bookings", "Te laat om te bestellen: inschrijven kon tot {day}. Bel de traiteur.")
        yield Caution("day", text.format(day=show_weekday_date(last)))


def _full(asked: AskedMeal, noon: NoonFacts, _eater: EaterFacts, _desk: DeskDay) -> Iterator[Caution]:
    if noon.room.has_place(asked.party):
        return
    text = translate("bookings", "Volzet: {taken} van de {capacity} plaatsen zijn bezet, {waiting} op de wachtlijst.")
    room = noon.room
    yield Caution("party", text.format(taken=room.taken, capacity=room.capacity, waiting=room.waiting))


def _ride(asked: AskedMeal, _noon: NoonFacts, eater: EaterFacts, desk: DeskDay) -> Iterator[Caution]:
    if asked.needs_ride and not eater.is_member:
        text = translate("bookings", "Enkel leden van de Minder Mobielen Centrale krijgen een rit: maak eerst lid.")
        yield Caution("needs_ride", text)
    elif asked.needs_ride and asked.day >= desk.today:
        asked_at = desk.now or clock.at(desk.today, time())
        late = late_words(asked_at, Wanted(asked.day), desk.rides, desk.closures)
        if late:
            yield Caution(
                "needs_ride", translate("bookings", "De rit: {late}").format(late=late[:1].lower() + late[1:])
            )


_Rule = Callable[[AskedMeal, NoonFacts, EaterFacts, DeskDay], Iterator[Caution]]
_RULES: tuple[_Rule, ...] = (_gone, _twice, _no_noon, _late, _full, _ride)


def require_party(party: int, take_away: int, children: int) -> None:
    """Raise RuleError for a booking of nobody, of too many, or with more children than persons."""
    if party < 0 or take_away < 0 or not 1 <= party + take_away <= MOST_AT_ONCE:
        text = translate("bookings", "Schrijf 1 tot {most} personen in één keer in.").format(most=MOST_AT_ONCE)
        raise RuleError(text, "party")
    if not 0 <= children <= party + take_away:
        raise RuleError(translate("bookings", "Er kunnen niet meer kinderen dan personen zijn."), "children")
