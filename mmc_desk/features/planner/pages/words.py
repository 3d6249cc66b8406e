"""A proposal as the panel shows it: a card per ride under its driver, what it comes to against what is on the board."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from mmc_desk.core.formats import (
    show_amount,
    show_day,
    show_km,
    show_number,
    show_phone,
    show_tenths,
    show_time,
)
from mmc_desk.core.i18n import translate
from mmc_desk.features.planner.queries.asking import Suitor
from mmc_desk.features.planner.rules.advice import Advice
from mmc_desk.features.planner.rules.planning import PlanDriver, Planning, PlanRide
from mmc_desk.features.planner.rules.proposal import Change, Proposal, Proposed, Totals
from mmc_desk.features.planner.rules.whys import Why
from mmc_desk.features.rides.ops.handing import Stayed
from mmc_desk.features.rides.pages.assign_panel import Counsel
from mmc_desk.features.rides.pages.cards import Card
from mmc_desk.features.rides.rules.goals import goal_words

if TYPE_CHECKING:
    from mmc_desk.features.planner.pages.proposing import Progress

_MOVING = frozenset({Change.NEW, Change.MOVED})
_WITHOUT = frozenset({Change.NOBODY, Change.LOST})

_LEAST_KM = 0.05
"""Less is no difference."""

_MOST_STAYED = 4
"""Rides that weren't taken over are named up to so many: there is little room beside the board."""


def cards_of(planning: Planning, proposal: Proposal) -> Iterator[Card]:
    """Yield the cards: who gets what, day by day and driver by driver; last the rides that nobody can take."""
    moving: dict[tuple[date, str], list[Proposed]] = defaultdict(list)
    for one in proposal.rides:
        if one.change in _MOVING and one.driver is not None:
            moving[one.ride.day, one.driver].append(one)
    names = {code: driver.name for code, driver in planning.drivers.items()}
    for (day, code), rides in sorted(moving.items(), key=lambda pair: (pair[0][0], names[pair[0][1]], pair[0][1])):
        yield driver_heading(planning, day, code, len(rides))
        yield from (moving_card(planning, one) for one in rides)
    waiting = [one for one in proposal.rides if one.change in _WITHOUT]
    if waiting:
        yield Card(None, translate("planner", "Zonder chauffeur ({count})").format(count=len(waiting)))
        yield from (waiting_card(planning, one) for one in waiting)


def driver_heading(planning: Planning, day: date, code: str, rides: int) -> Card:
    """Return whom to phone: the driver, the number, how many rides if more; the day where there are several."""
    driver = planning.drivers[code]
    count = "" if rides == 1 else translate("planner", "{count} ritten").format(count=rides)
    when = show_day(day) if len(planning.days) > 1 else ""
    who, how = " · ".join(filter(None, (when, driver.name))), " · ".join(filter(None, (_phone(driver), count)))
    return Card(None, who, aside=how)


def _phone(driver: PlanDriver) -> str:
    """Return a driver's number as it never breaks over two lines, "" for none."""
    return show_phone(driver.phone).replace(" ", "\u00a0") if driver.phone else ""


def moving_card(planning: Planning, one: Proposed) -> Card:
    """Return a ride that would get a driver, or another one."""
    lines = (route_words(one.ride),)
    if one.change is Change.MOVED and one.ride.driver is not None:
        held = (*lines, _holder(planning, one.ride.driver))
        return Card(one.ride.ride_id, title_of(one.ride), held, "repeat", "accent")
    return Card(one.ride.ride_id, title_of(one.ride), lines, "sparkles", "accent")


def details(planning: Planning, why: Why) -> str:
    """Return why this driver and who would be next; of a ride that nobody takes why not, and what would help."""
    one = why.proposed
    lines = (why_words(one) if one.reasons else "", *next_words(planning, one), *advice_words(why.advice))
    return "\n".join(filter(None, lines))


def advice_words(advice: Advice | None) -> Iterator[str]:
    """Yield why nobody takes a ride, and the smallest changes that would help."""
    if advice is None:
        return
    if advice.blocked:
        yield translate("planner", "Niemand kan: {why}.").format(why=", ".join(advice.blocked))
    yield from (translate("planner", "Het lukt wel: {change}.").format(change=change.text) for change in advice.changes)


def _holder(planning: Planning, code: str) -> str:
    """Return who has a ride now, with the number: who loses it is phoned too."""
    driver = planning.drivers[code]
    text = translate("planner", "nu bij {name}").format(name=driver.name)
    return " · ".join(filter(None, (text, _phone(driver))))


def waiting_card(planning: Planning, one: Proposed) -> Card:
    """Return a ride that nobody can take."""
    lines = [route_words(one.ride)]
    if one.change is Change.LOST and one.ride.driver is not None:
        name = planning.drivers[one.ride.driver].name
        lines.append(translate("planner", "{name} kan niet meer").format(name=name))
    return Card(one.ride.ride_id, title_of(one.ride), tuple(lines), "triangle-alert", "bad")


def title_of(ride: PlanRide) -> str:
    """Return when and who."""
    return f"{show_time(ride.pickup_at or ride.start_at)}  {ride.names}"


def route_words(ride: PlanRide) -> str:
    """Return from where to where."""
    return f"{ride.village} → {goal_words(ride.destination, ride.destination_village)}"


def why_words(one: Proposed) -> str:
    """Return why this driver."""
    return translate("planner", "Want: {reasons}").format(reasons="; ".join(one.reasons))


def next_words(planning: Planning, one: Proposed) -> Iterator[str]:
    """Yield who would be next, and what that costs."""
    if one.second is None:
        return
    name, extra = planning.drivers[one.second.driver].name, show_km(round(1000 * (one.second_km or 0.0)))
    km = show_km(round(1000 * one.second.km))
    if (one.second_km or 0.0) <= _LEAST_KM:
        text = translate("planner", "Anders: {name}, {km}; voor deze rit zo goed, voor het geheel niet beter")
        yield text.format(name=name, km=km)
        return
    text = translate("planner", "Anders: {name}, {km}; alles meegeteld {extra} slechter")
    yield text.format(name=name, km=km, extra=extra)


def totals_rows(before: Totals, after: Totals) -> Iterable[tuple[str, str, str]]:
    """Yield what a board comes to: its name, how it is, and how it would be ("" where that is the same)."""
    yield translate("planner", "Met chauffeur"), *_change(str(before.rides), str(after.rides))
    yield translate("planner", "Zonder chauffeur"), *_change(str(before.unserved), str(after.unserved))
    yield translate("planner", "Chauffeurs"), *_change(str(before.drivers), str(after.drivers))
    yield translate("planner", "Kilometers"), *_change(show_number(round(before.km)), show_number(round(after.km)))
    yield translate("planner", "Leden betalen"), *_change(show_amount(before.cents), show_amount(after.cents))


def weighed_rows(before: Totals, after: Totals) -> Iterable[tuple[str, str, str]]:
    """Yield what other weights come to, as totals_rows does."""
    yield translate("planner", "Kilometers"), *_change(show_number(round(before.km)), show_number(round(after.km)))
    yield translate("planner", "Chauffeurs"), *_change(str(before.drivers), str(after.drivers))
    yield translate("planner", "Zonder chauffeur"), *_change(str(before.unserved), str(after.unserved))
    name = translate("planner", "Ritten boven of onder een gelijk deel, gemiddeld")
    yield name, *_change(show_tenths(before.uneven), show_tenths(after.uneven))


def _change(before: str, after: str) -> tuple[str, str]:
    return before, "" if before == after else after


def spoken(proposal: Proposal) -> str:
    """Return the whole proposal in one sentence, for who listens."""
    after = proposal.after
    text = translate(
        "planner", "{changes} wijzigingen: {rides} ritten, {drivers} chauffeurs, {km}, {unserved} zonder chauffeur"
    )
    return text.format(
        changes=len(proposal.changes),
        rides=after.rides,
        drivers=after.drivers,
        km=show_km(round(after.km * 1000)),
        unserved=after.unserved,
    )


def taken_words(count: int) -> str:
    """Return what was taken over."""
    if count == 1:
        return translate("planner", "Voorstel overgenomen: 1 rit")
    return translate("planner", "Voorstel overgenomen: {count} ritten").format(count=count)


def stayed_words(stayed: Sequence[Stayed], planning: Planning | None) -> str:
    """Return which rides were not taken over after all, a line each, by hour and name; "" where all were."""
    if not stayed:
        return ""
    shown = stayed[:_MOST_STAYED]
    known = {ride.ride_id: ride for ride in planning.rides.values()} if planning is not None else {}
    lines = [f"{_named(one, known)} {one.why}".strip() for one in shown]
    if len(stayed) > len(shown):
        lines.append(translate("planner", "en nog {count}").format(count=len(stayed) - len(shown)))
    return "\n".join((translate("planner", "Niet overgenomen ({count}):").format(count=len(stayed)), *lines))


def _named(one: Stayed, known: Mapping[int, PlanRide]) -> str:
    ride = known.get(one.ride_id)
    return one.ride_no if ride is None else f"{show_time(ride.pickup_at or ride.start_at)} {ride.names}"


def by_ride(proposal: Proposal) -> Mapping[int, Proposed]:
    """Return the rides of a proposal by database id."""
    return {one.ride.ride_id: one for one in proposal.rides}


def counsel_of(suitors: Sequence[Suitor]) -> Mapping[int, Counsel]:
    """Return what each driver costs for a ride, as the list of who is free shows it."""
    return {one.driver_id: Counsel(one.extra, _suitor_words(one)) for one in suitors}


def _suitor_words(suitor: Suitor) -> str:
    km = show_km(round(1000 * suitor.km))
    if suitor.extra <= _LEAST_KM:
        return translate("planner", "{km} van huis tot huis: de beste keuze").format(km=km)
    text = translate("planner", "{km} van huis tot huis: alles meegeteld {extra} slechter")
    return text.format(km=km, extra=show_km(round(1000 * suitor.extra)))


def progress_words(progress: "Progress", *, is_there: bool) -> str:
    """Return how far a search is."""
    if progress.is_searching and not is_there:
        return translate("planner", "Leest de ritten en de chauffeurs…")
    if progress.is_searching:
        return translate("planner", "Zoekt verder… Esc stopt het zoeken.")
    if not is_there:
        return ""
    return translate("planner", "Klaar na {seconds} s.").format(seconds=show_tenths(progress.seconds))


def title_of_days(days: Sequence[date], without: Iterable[str]) -> str:
    """Return what a proposal is about; `without` are the names of drivers who are out."""
    first, last = days[0], days[-1]
    names = ", ".join(without)
    if names:
        return translate("planner", "Voorstel zonder {names}").format(names=names)
    if first == last:
        return translate("planner", "Voorstel")
    return translate("planner", "Voorstel {first} – {last}").format(first=f"{first:%d/%m}", last=f"{last:%d/%m}")
