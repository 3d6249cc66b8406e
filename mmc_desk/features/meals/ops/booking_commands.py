"""What a person can ask of bookings: frozen commands. `version` is that of the row as the page showed it."""

from dataclasses import dataclass
from datetime import date, datetime, time

from mmc_desk.features.meals.model.bookings import BookingState
from mmc_desk.features.people.ops import AddressDetails, PersonDetails

NOWHERE = AddressDetails()


@dataclass(frozen=True, slots=True)
class ParticipantDetails:
    """What is kept of somebody who eats along; `restaurant_id` is where they usually do."""

    restaurant_id: int | None = None
    diet: str = ""
    allergens: str = ""
    needs_ride: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class AddParticipant:
    """Add a participant: somebody the desk knows (`person_id`), or somebody new."""

    details: ParticipantDetails
    person_id: int | None = None
    person: PersonDetails | None = None
    address: AddressDetails = NOWHERE


@dataclass(frozen=True, slots=True)
class EditParticipant:
    """Change a participant; a person who is a member too is changed on the members' page."""

    participant_id: int
    details: ParticipantDetails
    person: PersonDetails | None = None
    address: AddressDetails | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class EndParticipant:
    """Let a participant come no more after a day: standing bookings end, later bookings are cancelled."""

    participant_id: int
    last_day: date
    is_deceased: bool = False


@dataclass(frozen=True, slots=True)
class ResumeParticipant:
    """Let somebody who had ended come again."""

    participant_id: int


@dataclass(frozen=True, slots=True)
class Meal:
    """What is booked: `party` at the table, `take_away` meals, `children` among both; `diet` of who comes along.

    `pickup`, `return_time`: of the ride it asks for, where the caller wants other times than are proposed.
    """

    party: int = 1
    take_away: int = 0
    children: int = 0
    diet: str = ""
    needs_ride: bool = False
    note: str = ""
    pickup: time | None = None
    return_time: time | None = None


ONE_MEAL = Meal()
"""One person at the table."""


@dataclass(frozen=True, slots=True)
class BookMeal:
    """Book a noon for a participant, for somebody known (`person_id`) or for somebody new (`person`).

    `waits` None: the waiting list when there is no room. `every_week`: this weekday until told otherwise, or `until`.
    `diet` and `allergens` are the participant's own from now on; None leaves them.
    """

    service_id: int
    meal: Meal = ONE_MEAL
    participant_id: int | None = None
    person_id: int | None = None
    person: PersonDetails | None = None
    address: AddressDetails = NOWHERE
    diet: str | None = None
    allergens: str | None = None
    waits: bool | None = None
    every_week: bool = False
    until: date | None = None


@dataclass(frozen=True, slots=True)
class BookingDone:
    """What came of a booking: its state, the number of its ride, and how many more a standing booking made.

    `pickup_at`: when the member is fetched, where that could be told.
    """

    booking_id: int
    state: BookingState
    ride_no: str = ""
    more: int = 0
    pickup_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EditBooking:
    """Change a booking that is still open, its noon too; its standing booking leaves it alone from then on."""

    booking_id: int
    service_id: int
    meal: Meal
    diet: str | None = None
    allergens: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class CancelBookings:
    """Cancel bookings; `with_rides` cancels the rides that belong to them too."""

    booking_ids: tuple[int, ...]
    with_rides: bool = True


@dataclass(frozen=True, slots=True)
class MoveUp:
    """Give bookings of the waiting list a place."""

    booking_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BeginStanding:
    """Book every noon of a restaurant on a weekday (Monday = 0) from a day on."""

    participant_id: int
    restaurant_id: int
    weekday: int
    from_day: date
    to_day: date | None = None
    meal: Meal = ONE_MEAL


@dataclass(frozen=True, slots=True)
class EndStanding:
    """Let a standing booking end after a day."""

    standing_id: int
    last_day: date


@dataclass(frozen=True, slots=True)
class PauseStanding:
    """Let a standing booking rest, both days included; without a last one until told otherwise."""

    standing_id: int
    from_day: date
    to_day: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ResumeStanding:
    """Let a standing booking come again from a day on."""

    standing_id: int
    day: date
