"""A ride in words and marks, the same on every page."""

from collections.abc import Iterable

from mmc_desk.core.formats import show_time
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages import look
from mmc_desk.features.rides.printout.rosters import return_text, way_back_text
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.rules.goals import goal_words
from mmc_desk.features.rides.rules.states import state_name


def time_of(ride: RideLine) -> str:
    """Return when the member is fetched, as `09:30`."""
    return show_time(ride.pickup_at) or translate("rides", "uur?")


def names_of(ride: RideLine) -> str:
    """Return who is in the car."""
    return ride.names or translate("rides", "zonder lid")


def route_of(ride: RideLine) -> str:
    """Return `Beverst → Jessa, Hasselt`: the village of departure and the destination."""
    goal = goal_words(ride.destination, ride.destination_village)
    return f"{ride.village or ride.origin} → {goal or translate('rides', 'bestemming?')}"


def marks_of(ride: RideLine) -> Iterable[str]:
    """Yield the icons of what a driver must reckon with: pinned, wheelchair, companion."""
    if ride.pinned:
        yield "lock"
    if any(member.aid in look.WHEELCHAIRS for member in ride.members):
        yield "accessibility"
    if any(member.companions for member in ride.members):
        yield "user-plus"


def describe(ride: RideLine) -> str:
    """Return a ride in one sentence, for tooltips and for who listens instead of looks."""
    parts = [
        f"{time_of(ride)} {names_of(ride)}, {route_of(ride)}",
        translate("rides", "rit {no}").format(no=ride.ride_no),
        state_name(ride.state),
        *_people_words(ride),
        *filter(None, (way_back_text(ride),)),
    ]
    if ride.driver:
        parts.append(translate("rides", "chauffeur {name}").format(name=ride.driver))
    if ride.depart_at and ride.home_at:
        taken = translate("rides", "chauffeur van huis {start} tot {end}")
        parts.append(taken.format(start=show_time(ride.depart_at), end=show_time(ride.home_at)))
    if ride.unannounced:
        parts.append(translate("rides", "niet aangekondigd"))
    if ride.pinned:
        parts.append(translate("rides", "vastgezet"))
    parts += [text for text in (ride.reason, ride.note) if text]
    return ", ".join(parts)


def _people_words(ride: RideLine) -> Iterable[str]:
    for member in ride.members:
        yield from (words for words in (look.aid_words(member.aid), return_text(member)) if words)
        if member.companions:
            yield translate("rides", "met begeleider")
