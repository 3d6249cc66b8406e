"""A proposal as lines of text and as plain values for JSON: what the command line prints."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mmc_desk.core.formats import show_amount, show_date, show_km, show_phone, show_time
from mmc_desk.core.i18n import translate
from mmc_desk.features.planner.rules.advice import Advice
from mmc_desk.features.planner.rules.planning import Planning, PlanRide, kept_words
from mmc_desk.features.planner.rules.proposal import Proposal, Proposed, Totals, Worth
from mmc_desk.features.planner.rules.roads import UNKNOWN_KM
from mmc_desk.features.planner.rules.weights import weight_name

_LEAST_KM = 0.05
"""Less isn't told."""


@dataclass(frozen=True, slots=True)
class Hint:
    """Two rides (numbers) that could share a car, with what that saves: metres, and cents for each member.

    The members of `ride` go along in `other`. `least_cents` is what the one who gains least pays less; below 0: pays
    more. `why` says why they stay apart all the same, "" for a pair that the proposal puts together.
    """

    ride: str
    other: str
    metres: int
    cents_each: int
    least_cents: int = 0
    why: str = ""


def cars_of(hints: Sequence[Hint]) -> tuple[tuple[str, ...], ...]:
    """Return the rides (numbers) that go in one car, the one that keeps its number first in each."""
    cars: dict[str, tuple[str, ...]] = {}
    for hint in hints:
        cars[hint.other] = (*cars.get(hint.other, (hint.other,)), *cars.pop(hint.ride, (hint.ride,)))
    return tuple(cars.values())


@dataclass(frozen=True, slots=True)
class Pooled:
    """A day with shared cars and hours that move, against one without: km, drivers, the rides (numbers) aboard at once.

    Both km are counted alike: cars go on from where a ride ends. No board holds it: it is advice.

    `hands` says who drives each ride, by code, `names` who is in it; `unserved` are rides that find no place in it.
    """

    km: float
    apart_km: float
    drivers: int
    companies: tuple[tuple[str, ...], ...]
    hands: Mapping[str, str]
    unserved: int = 0
    violations: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def cents_saved(self, rate: int) -> int:
        """Return what members pay less together, at a rate in 1/10 000 euro per km."""
        return round((self.apart_km - self.km) * rate / 100)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is told of a plan."""

    planning: Planning
    proposal: Proposal
    advice: tuple[Advice, ...] = ()
    worth: Worth | None = None
    hints: tuple[Hint, ...] = ()
    violations: tuple[str, ...] = ()
    seconds: float = 0.0
    applied: int | None = None
    stayed: tuple[tuple[str, str], ...] = ()
    """Rides (numbers) that were not taken over after all, with why."""
    pooled: Pooled | None = None
    shared: int | None = None
    """Pairs that were put in one car."""
    off_map: tuple[str, ...] = ()
    """Drivers (codes) and rides (numbers) with a way that is only guessed."""
    parted: tuple[tuple[str, str, str], ...] = ()
    """Pairs (numbers) that were not put together after all, with why."""
    untold: int = 0
    """Rides of which there was no time to say why."""


def report_lines(report: Report) -> Iterator[str]:
    """Yield a proposal line by line, in Dutch: by driver, who is left, whom to phone, the whole against today."""
    planning, proposal = report.planning, report.proposal
    yield _heading(report)
    codes = {one.driver for one in proposal.rides if one.driver is not None}
    for code in sorted(codes, key=lambda code: (planning.drivers[code].name, code)):
        yield f"{planning.drivers[code].name} ({code})"
        yield from (_ride_line(planning, one) for one in proposal.of_driver(code))
    yield from _left_lines(report)
    yield from _off_map_lines(report)
    yield from (_hint_line(hint) for hint in report.hints)
    yield from _pooled_lines(report)
    yield from _phone_lines(report)
    yield from _weight_lines(report.worth)
    if report.untold:
        text = translate("planner", "Bij {count} ritten staat geen waarom: geef meer tijd met --seconds.")
        yield text.format(count=report.untold)
    yield translate("planner", "Nu: {totals}").format(totals=totals_words(proposal.before))
    yield translate("planner", "Voorstel: {totals}").format(totals=totals_words(proposal.after))
    if report.applied is not None:
        yield translate("planner", "Overgenomen: {rides} ritten kregen een (andere) chauffeur.").format(
            rides=report.applied
        )
    for ride, other, why in report.parted:
        text = translate("planner", "Niet samengezet: {ride} met {other}. {why}")
        yield text.format(ride=ride, other=other, why=why)
    for ride, why in report.stayed:
        yield translate("planner", "Niet overgenomen: {ride} {why}").format(ride=ride, why=why)


def _heading(report: Report) -> str:
    planning = report.planning
    days = " – ".join(dict.fromkeys((show_date(planning.days[0]), show_date(planning.days[-1]))))
    kept = sum(1 for ride in planning.rides.values() if ride.kept)
    text = translate("planner", "{days}: {rides} ritten te plannen met {drivers} chauffeurs; {kept} staan vast.")
    together = sum(1 for hint in report.hints if hint.ride not in planning.rides)
    rides, drivers = len(planning.problem.requests) + together, len(planning.problem.drivers)
    return text.format(days=days, rides=rides, drivers=drivers, kept=kept)


def _ride_line(planning: Planning, one: Proposed) -> str:
    day = f"{show_date(one.ride.day)} " if len(planning.days) > 1 else ""
    since, until = (show_time(planning.instant(minutes or 0.0)) for minutes in (one.leaves, one.home))
    why = f": {'; '.join(one.reasons)}" if one.reasons else ""
    return f"  {day}{since} – {until}  {_ride_words(one.ride)}{why}"


def _ride_words(ride: PlanRide) -> str:
    return f"{ride.id} {ride.names}, {ride.village} → {ride.destination or ride.destination_village}"


def _left_lines(report: Report) -> Iterator[str]:
    for advice in report.advice:
        ride = report.planning.rides[advice.ride]
        why = f" ({'; '.join(advice.blocked)})" if advice.blocked else ""
        yield translate("planner", "Zonder chauffeur: {ride}").format(ride=_ride_words(ride)) + why
        yield from (f"  {change.text}" for change in advice.changes)
    for ride in report.planning.rides.values():
        if ride.kept and ride.driver is None:
            yield translate("planner", "Niet gepland: {ride} ({why})").format(
                ride=_ride_words(ride), why=kept_words(ride.kept)
            )


def _off_map_lines(report: Report) -> Iterator[str]:
    """Yield whose km are a guess, and what would mend it."""
    if report.off_map:
        drivers = report.planning.drivers
        names = (f"{drivers[one].name} ({one})" if one in drivers else one for one in report.off_map)
        text = translate(
            "planner", "Niet op de kaart: {who}. Een weg ernaartoe telt als {km}: vul het adres of het dorp aan."
        )
        yield text.format(who=", ".join(names), km=show_km(round(UNKNOWN_KM * 1000)))


def _hint_line(hint: Hint) -> str:
    if hint.why:
        text = translate("planner", "Kan samen maar blijft apart: {ride} met {other}, {km} minder ({why})")
    else:
        text = translate("planner", "Samen in één wagen: {ride} met {other}, {km} minder, {euro} minder per lid")
    km, euro = show_km(hint.metres), show_amount(hint.cents_each)
    return text.format(ride=hint.ride, other=hint.other, km=km, euro=euro, why=hint.why)


def _pooled_lines(report: Report) -> Iterator[str]:
    if report.shared is not None:
        yield translate("planner", "Samen in één wagen gezet: {count} paar ritten.").format(count=report.shared)
    pooled, planning = report.pooled, report.planning
    if pooled is None:
        return
    if not pooled.companies or pooled.apart_km - pooled.km < _LEAST_KM:
        yield translate("planner", "Uren een half uur laten schuiven spaart geen km meer uit.")
        return
    text = translate(
        "planner",
        "Mogen uren een half uur schuiven, dan sparen gedeelde wagens {km} en {euro} uit tegenover elke rit apart, met "
        "{drivers} chauffeurs. Dat is raad en wordt niet overgenomen: spreek het af en zet ze samen op het dagbord.",
    )
    km, euro = show_km(round((pooled.apart_km - pooled.km) * 1000)), show_amount(pooled.cents_saved(planning.rate))
    yield text.format(km=km, euro=euro, drivers=pooled.drivers)
    cars = [set(car) for car in cars_of([hint for hint in report.hints if not hint.why])]
    for company in pooled.companies:
        names = ", ".join(f"{ride} {pooled.names.get(ride, '')}".strip() for ride in company)
        driver = planning.drivers[pooled.hands[company[0]]]
        text = translate("planner", "  Samen aan boord bij {driver}: {rides}")
        if any(car.issuperset(company) for car in cars):
            text = translate("planner", "  Samen aan boord: {rides} (zo in het voorstel)")
        yield text.format(driver=driver.name, rides=names)
    if pooled.unserved:
        yield translate("planner", "  Ritten zonder plaats: {count}").format(count=pooled.unserved)


def _phone_lines(report: Report) -> Iterator[str]:
    for call in report.proposal.to_phone:
        driver = report.planning.drivers[call.driver]
        coming = translate("planner", "erbij {rides}").format(rides=", ".join(call.coming)) if call.coming else ""
        going = translate("planner", "weg {rides}").format(rides=", ".join(call.going)) if call.going else ""
        what = "; ".join(part for part in (coming, going) if part)
        who = f"{driver.name} {show_phone(driver.phone)}".strip()
        yield translate("planner", "Bellen: {who}: {what}").format(who=who, what=what)


def _weight_lines(worth: Worth | None) -> Iterator[str]:
    """Yield what the wishes cost and win; what rounds to nothing isn't told."""
    if worth is None:
        return
    extra = show_km(round(max(0.0, worth.extra_km) * 1000))
    won = [effect for effect in worth.effects if round(effect.won, 1)]
    if won:
        yield translate("planner", "{km} meer dan de kortste verdeling; dat wint:").format(km=extra)
    elif round(worth.extra_km, 1) > 0:
        yield translate("planner", "{km} meer dan de kortste verdeling.").format(km=extra)
    for effect in won:
        km = show_km(round(effect.won * 1000)).replace("-", "−")
        yield translate("planner", "  {weight}: {km}").format(weight=weight_name(effect.weight), km=km)


def totals_words(totals: Totals) -> str:
    """Return what days come to in one line."""
    text = translate("planner", "{km}, {euro}, {drivers} chauffeurs, {rides} ritten, {unserved} zonder chauffeur")
    km, euro = show_km(round(totals.km * 1000)), show_amount(totals.cents)
    return text.format(km=km, euro=euro, drivers=totals.drivers, rides=totals.rides, unserved=totals.unserved)


# --- JSON


def as_values(report: Report) -> dict[str, Any]:
    """Return a proposal as plain values; docs/planner-json.md tells what each is."""
    planning, proposal = report.planning, report.proposal
    worth = report.worth
    return {
        "days": [day.isoformat() for day in planning.days],
        "seconds": round(report.seconds, 3),
        "violations": len(report.violations),
        "before": _totals_values(proposal.before),
        "after": _totals_values(proposal.after),
        "rides": [_ride_values(planning, one) for one in proposal.rides],
        "kept": [_kept_values(ride) for ride in planning.rides.values() if ride.kept],
        "off_map": list(report.off_map),
        "advice": [_advice_values(one) for one in report.advice],
        "phone": [_phone_values(planning, call.driver, call.coming, call.going) for call in proposal.to_phone],
        "weights": None if worth is None else _worth_values(worth),
        "untold": report.untold,
        "shared": [
            {
                "ride": hint.ride,
                "other": hint.other,
                "km": hint.metres / 1000,
                "cents_each": hint.cents_each,
                "why": hint.why or None,
            }
            for hint in report.hints
        ],
        "pooled": None if report.pooled is None else _pooled_values(report.pooled, planning.rate),
        "put_together": report.shared,
        "parted": [{"ride": ride, "other": other, "why": why} for ride, other, why in report.parted],
        "applied": report.applied,
        "stayed": [{"ride": ride, "why": why} for ride, why in report.stayed],
    }


def _pooled_values(pooled: Pooled, rate: int) -> dict[str, Any]:
    return {
        "km": round(pooled.km, 3),
        "apart_km": round(pooled.apart_km, 3),
        "cents_saved": pooled.cents_saved(rate),
        "drivers": pooled.drivers,
        "together": [list(company) for company in pooled.companies],
        "hands": dict(sorted(pooled.hands.items())),
        "unserved": pooled.unserved,
        "violations": len(pooled.violations),
    }


def _totals_values(totals: Totals) -> dict[str, Any]:
    return {
        "km": round(totals.km, 3),
        "cents": totals.cents,
        "drivers": totals.drivers,
        "rides": totals.rides,
        "unserved": totals.unserved,
    }


def _ride_values(planning: Planning, one: Proposed) -> dict[str, Any]:
    second = one.second
    return {
        "ride": one.ride.id,
        "day": one.ride.day.isoformat(),
        "driver": one.driver,
        "before": one.ride.driver,
        "change": one.change.value,
        "km": _rounded(one.km),
        "leaves": _instant(planning, one.leaves),
        "home": _instant(planning, one.home),
        "reasons": list(one.reasons),
        "second": second and {"driver": second.driver, "km": _rounded(second.km), "more_km": _rounded(one.second_km)},
    }


def _rounded(km: float | None) -> float | None:
    return None if km is None else round(km, 3)


def _instant(planning: Planning, minutes: float | None) -> str | None:
    return None if minutes is None else planning.instant(minutes).isoformat()


def _kept_values(ride: PlanRide) -> dict[str, Any]:
    return {"ride": ride.id, "day": ride.day.isoformat(), "driver": ride.driver, "why": ride.kept and ride.kept.value}


def _advice_values(advice: Advice) -> dict[str, Any]:
    changes = [
        {"remedy": one.remedy.value, "driver": one.driver, "text": one.text, "minutes": one.minutes}
        for one in advice.changes
    ]
    return {"ride": advice.ride, "blocked": list(advice.blocked), "changes": changes}


def _phone_values(planning: Planning, code: str, coming: Sequence[str], going: Sequence[str]) -> dict[str, Any]:
    driver = planning.drivers[code]
    return {
        "driver": code,
        "name": driver.name,
        "phone": driver.phone,
        "coming": list(coming),
        "going": list(going),
    }


def _worth_values(worth: Worth) -> dict[str, Any]:
    won = {effect.weight.value: round(effect.won, 3) for effect in worth.effects}
    return {"extra_km": round(worth.extra_km, 3), "won_km": won}
