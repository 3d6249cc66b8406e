"""Why a driver is proposed for a ride, in short Dutch words."""

from collections.abc import Iterator

from mmc_desk.core.formats import show_km
from mmc_desk.core.i18n import translate
from mmc_desk.features.planner.rules.planning import Planning
from mmc_desk.features.planner.rules.standing import Chance, Standing


def reasons(standing: Standing, ride: str, chosen: Chance, second: Chance | None) -> Iterator[str]:
    """Yield the reasons for a driver, what weighs most first; `second` is who would be next."""
    planning = standing.planning
    bearing, driver = planning.bearing(ride, chosen.driver), planning.drivers[chosen.driver]
    yield _way(chosen, second)
    if bearing.is_current:
        yield translate("planner", "heeft de rit al")
    if bearing.is_preferred:
        yield translate("planner", "voorkeur van het lid")
    if bearing.times:
        yield times_words(bearing.times)
    if back := _same_member(standing, ride, chosen.driver):
        yield translate("planner", "rijdt dit lid die dag ook met rit {ride}").format(ride=back)
    share = planning.equal_share(chosen.driver)
    text = translate("planner", "{rides} ritten in 8 weken, een gelijk deel is {share}")
    yield text.format(rides=driver.recent.rides, share=round(share))
    if driver.has_kept_rides:
        yield translate("planner", "rijdt dan toch al")
    yield from _against(planning, ride, chosen.driver)


def _way(chosen: Chance, second: Chance | None) -> str:
    km = show_km(round(chosen.km * 1000))
    if second is None:
        return translate("planner", "{km}, de enige die kan").format(km=km)
    other = show_km(round(second.km * 1000))
    if other == km:
        return km
    if chosen.km > second.km:
        return translate("planner", "{km}, tegen {other} bij de tweede keuze").format(km=km, other=other)
    return translate("planner", "{km} in plaats van {other}").format(km=km, other=other)


def times_words(times: int) -> str:
    """Return how often two drove together."""
    if times == 1:
        return translate("planner", "reed dit lid al eens")
    return translate("planner", "reed dit lid al {times} keer").format(times=times)


def _same_member(standing: Standing, ride: str, code: str) -> str:
    """Return the number of another ride of a day in which the driver has the same member, "" for none."""
    own = standing.planning.rides[ride]
    found = (
        other.id
        for member in own.member_ids
        for other in standing.of_member[member]
        if other.id != ride and other.day == own.day
        if (other.driver if other.kept else standing.hands.get(other.id)) == code
    )
    return next(found, "")


def _against(planning: Planning, ride: str, code: str) -> Iterator[str]:
    """Yield what speaks against a driver who is proposed all the same."""
    facts, driver = planning.rides[ride], planning.drivers[code]
    if driver.max_distance is not None and facts.metres is not None and facts.metres > driver.max_distance:
        yield translate("planner", "wil liever niet verder dan {km}").format(km=show_km(driver.max_distance))
    if facts.waits_at_hospital and driver.avoids_hospital_waiting:
        yield translate("planner", "wacht liever niet aan het ziekenhuis")
    if driver.refused_lately:
        yield translate("planner", "zei {count} keer nee in 4 weken").format(count=driver.refused_lately)
