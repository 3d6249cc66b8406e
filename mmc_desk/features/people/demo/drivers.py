"""The drivers of the practice town (domain.md §1: 19 in 2019), with their week, papers and absences."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from mmc_desk.core.model import DeskSetting
from mmc_desk.features.people.demo.town import Chauffeur, Inhabitant, Town
from mmc_desk.features.people.model import (
    Absence,
    Address,
    Aid,
    AvailabilityKind,
    DocumentKind,
    Driver,
    DriverDocument,
    DriverPreference,
    DriverTie,
    Person,
    WeekAvailability,
)
from mmc_desk.features.people.queries import BRIEFING_EDITION
from mmc_desk.features.people.rules import DAY_END, DAY_START, DatedAddress, WeekSlot, full_name

SERVICE = (
    *([("2015-03-01", "")] * 12),
    *([("2016-09-01", "2018-12-31")] * 2),
    *([("2017-02-01", "2019-12-31")] * 2),
    *([("2017-02-01", "2021-12-31")] * 2),
    *[("2019-02-01", "2023-06-30"), ("2019-04-01", "2024-12-31"), ("2019-09-02", "")],
    *[("2020-01-06", "2022-12-31"), ("2020-01-06", ""), ("2020-02-03", "")],
    *[("2022-01-10", ""), ("2023-02-01", ""), ("2023-09-04", ""), ("2024-03-04", ""), ("2025-01-06", "")],
)
"""From when to when each driver drives: 18 in 2018, 19 in 2019, 20 in 2020 and again in the years around today."""

WEEKS = ((0, 2, 4), (1, 3), (0, 1, 3), (2, 4), (0, 3, 4), (1, 2), (0, 1, 2, 3, 4), (1, 4), (0, 2, 3), (1, 3, 4))
WEEKEND = (5, 6)
RIGID = (0, 1, 6)
"""Who takes a wheelchair that doesn't fold: together they drive every day of the week."""

WAIVES = 4
WISHES = ("geen autosnelweg", "wacht liever niet aan het ziekenhuis", "liefst in de voormiddag", "geen Leuven")
BANKS = ("001", "068", "363", "735", "979")
LAPSING = {
    (2, DocumentKind.INSURANCE): 9,
    (5, DocumentKind.CHECK_UP): 24,
    (7, DocumentKind.LICENCE): -5,
    (8, DocumentKind.INSURANCE): 48,
}
"""Papers that lapse so many days from today, by the driver's place in SERVICE."""
EDITION = "3"
SIGNED_BEFORE = (6, 21, 24)
"""Who still has to sign EDITION of the briefing note, by the driver's place in SERVICE."""


@dataclass(frozen=True, slots=True)
class _Recruit:
    """A driver to be, by place in SERVICE. `member` when the desk knew this one already."""

    place: int
    key: int
    person: int
    name: tuple[str, str]
    home: DatedAddress
    active_from: date
    active_to: date | None
    member: Inhabitant | None = None


def fill_drivers(session: Session, town: Town) -> None:
    """Add every driver since 2018; the newest one is a member too (domain.md §10.12)."""
    recruits = [_recruit(town, place) for place in range(len(SERVICE))]
    absences = _absences(town, recruits)
    strangers = [recruit for recruit in recruits if recruit.member is None]
    town.add(session, Person, [_person(town, recruit) for recruit in strangers])
    town.add(session, Address, [_address(recruit) for recruit in strangers])
    drivers = [_driver(town, recruit) for recruit in recruits]
    town.add(session, Driver, drivers)
    town.add(session, Absence, absences)
    town.drivers = [_chauffeur(recruit, row, absences) for recruit, row in zip(recruits, drivers, strict=True)]
    town.add(session, WeekAvailability, [row for driver in town.drivers for row in _week(driver)])
    town.add(session, DriverDocument, [row for recruit in recruits for row in _documents(town, recruit)])
    since = town.today - timedelta(days=300)
    town.add(session, DeskSetting, [{"name": BRIEFING_EDITION, "valid_from": since, "value": EDITION}])
    _add_ties(session, town, next(recruit for recruit in recruits if recruit.member))


def _recruit(town: Town, place: int) -> _Recruit:
    start, end = SERVICE[place]
    active_from, active_to = date.fromisoformat(start), date.fromisoformat(end) if end else None
    known = _driving_member(town) if place == len(SERVICE) - 1 else None
    home = known.home_on(town.today) if known else town.new_address(active_from)
    person = known.person if known else town.key(Person)
    name = ("", "") if known else town.new_name()
    return _Recruit(place, town.key(Driver), person, name, home, active_from, active_to, known)


def _driving_member(town: Town) -> Inhabitant:
    adults = [
        member
        for member in town.members
        if member.member_on(town.today) and member.aid is Aid.NONE and member.born_on.year < town.today.year - 30
    ]
    return max(adults, key=lambda member: member.born_on)


def _person(town: Town, recruit: _Recruit) -> dict[str, Any]:
    last_name, first_name = recruit.name
    age = town.rng.randint(56, 69)
    return {
        "id": recruit.person,
        "last_name": last_name,
        "first_name": first_name,
        "born_on": town.day_between(
            date(recruit.active_from.year - age, 1, 1), date(recruit.active_from.year - age, 12, 31)
        ),
        "phone": town.new_phone() if town.rng.random() < 0.5 else "",
        "mobile": town.new_mobile(),
        "email": f"chauffeur{recruit.place + 1:02d}@voorbeeld.example",
    }


def _address(recruit: _Recruit) -> dict[str, Any]:
    home = recruit.home
    return {
        "person_id": recruit.person,
        "valid_from": home.valid_from,
        "street": home.street,
        "postcode": home.postcode,
        "village": home.village,
    }


def _driver(town: Town, recruit: _Recruit) -> dict[str, Any]:
    place = recruit.place
    return {
        "id": recruit.key,
        "person_id": recruit.person,
        "code": f"C{place + 1:02d}",
        "active_from": recruit.active_from,
        "active_to": recruit.active_to,
        "seats": 6 if place % 7 == 6 else 4,
        "rigid_wheelchair": place in RIGID,
        "iban": new_iban(town),
        "waives_payment": place == WAIVES,
        "number_may_be_given": town.rng.random() < 0.6,
        "max_rides_per_week": 6 if place % 8 == 5 else None,
        "max_distance": 60_000 if place % 9 == 3 else None,
        "wishes": town.rng.choice(WISHES) if town.rng.random() < 0.35 else "",
    }


def new_iban(town: Town) -> str:
    """Return an account number with valid check digits (ISO 13616, and Belgium's own inside it)."""
    account = f"{town.rng.choice(BANKS)}{town.rng.randint(0, 9_999_999):07d}"
    account += f"{int(account) % 97 or 97:02d}"
    check = 98 - int(account + "111400") % 97  # BE00 in digits
    return f"BE{check:02d}{account}"


def _absences(town: Town, recruits: list[_Recruit]) -> list[dict[str, Any]]:
    """Return who is ill today, who is on leave soon, and who drives against the week pattern once."""
    today = town.today
    serving = [one for one in recruits if one.active_to is None and one.place not in RIGID]
    ill = next(one for one in serving if today.weekday() in _weekdays(one.place) or today.weekday() in WEEKEND)
    away, extra = [one for one in serving if one is not ill][:2]
    dates = (
        (ill, AvailabilityKind.ABSENT, today, today + timedelta(days=2), "ziek"),
        (away, AvailabilityKind.ABSENT, today + timedelta(days=8), today + timedelta(days=18), "vakantie"),
        (extra, AvailabilityKind.AVAILABLE, today + timedelta(days=3), today + timedelta(days=3), "ruilt van dag"),
    )
    return [
        {"driver_id": one.key, "kind": kind, "from_day": start, "to_day": end, "reason": reason}
        for one, kind, start, end, reason in dates
    ]


def _weekdays(place: int) -> tuple[int, ...]:
    return WEEKS[place % len(WEEKS)] + (WEEKEND if place % 3 == 0 else ())


def _pattern(place: int) -> tuple[WeekSlot, ...]:
    hours = {4: (time(8), time(13)), 7: (time(9), time(16, 30))}.get(place % len(WEEKS), (DAY_START, DAY_END))
    return tuple(WeekSlot(weekday, *hours) for weekday in _weekdays(place))


def _chauffeur(recruit: _Recruit, row: dict[str, Any], absences: list[dict[str, Any]]) -> Chauffeur:
    away = [one for one in absences if one["driver_id"] == recruit.key and one["kind"] is AvailabilityKind.ABSENT]
    return Chauffeur(
        key=recruit.key,
        name=recruit.member.name if recruit.member else full_name(*recruit.name),
        village=recruit.home.village,
        active_from=recruit.active_from,
        active_to=recruit.active_to,
        pattern=_pattern(recruit.place),
        rigid_wheelchair=row["rigid_wheelchair"],
        waives_payment=row["waives_payment"],
        max_distance=row["max_distance"],
        max_rides_per_week=row["max_rides_per_week"],
        absent=tuple((one["from_day"], one["to_day"]) for one in away),
    )


def _week(driver: Chauffeur) -> Iterator[dict[str, Any]]:
    for slot in driver.pattern:
        yield {
            "driver_id": driver.key,
            "weekday": slot.weekday,
            "from_time": slot.from_time,
            "to_time": slot.to_time,
        }


def _documents(town: Town, recruit: _Recruit) -> Iterator[dict[str, Any]]:
    if recruit.active_to is not None:
        return
    for kind in DocumentKind:
        briefing = kind is DocumentKind.BRIEFING_NOTE
        days = LAPSING.get((recruit.place, kind), town.rng.randint(75, 360 if kind is DocumentKind.INSURANCE else 1400))
        yield {
            "driver_id": recruit.key,
            "kind": kind,
            "expires_on": None if briefing else town.today + timedelta(days=days),
            "signed_on": town.today - timedelta(days=200 + 3 * recruit.place) if briefing else None,
            "edition": _edition(recruit) if briefing else None,
            "note": "",
        }


def _edition(recruit: _Recruit) -> str:
    return "2" if recruit.place in SIGNED_BEFORE else EDITION


def _add_ties(session: Session, town: Town, driving_member: _Recruit) -> None:
    """Add who prefers whom, and who may not ride with whom; nobody is driven by himself."""
    serving = [driver.key for driver in town.drivers if driver.active_to is None]
    chosen = town.rng.sample([member for member in town.members if member.member_on(town.today)], 18)
    rows = [
        {
            "member_id": member.key,
            "driver_id": town.rng.choice(serving),
            "tie": DriverTie.INCOMPATIBLE if place < 4 else DriverTie.PREFERRED,
        }
        for place, member in enumerate(chosen)
    ]
    town.add(session, DriverPreference, rows)
    refused: dict[Any, Any] = {
        row["member_id"]: row["driver_id"] for row in rows if row["tie"] is DriverTie.INCOMPATIBLE
    }
    assert driving_member.member is not None  # noqa: S101 - narrows the type
    refused[driving_member.member.key] = driving_member.key
    town.members = [
        replace(member, refused_driver=refused[member.key]) if member.key in refused else member
        for member in town.members
    ]
