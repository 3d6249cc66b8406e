"""LDC on Wheels in the practice town: once a month at every location, from January 2021 (domain.md §5)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.features.meals.model import MealService
from mmc_desk.features.people.demo import Town
from mmc_desk.features.people.model import Member, Person
from mmc_desk.features.sessions.model import (
    SessionKind,
    SessionState,
    WheelsAttendance,
    WheelsInterest,
    WheelsPartner,
    WheelsPartnerAbsence,
    WheelsSession,
    WheelsSlot,
    WheelsTheme,
)

STARTS = date(2021, 1, 1)
FIRST, LAST = time(14), time(15, 30)
PLANNED_AHEAD = timedelta(days=35)
"""How far the desk has planned: later months wait for the proposal."""

PARTNERS = (
    ("Kinesisten van Bilzen", "An Vos", "bewegen en valpreventie", "012"),
    ("Bibliotheek De Kimpel", "Rik Claes", "digitale vragen", ""),
    ("Wit-Gele Kruis", "Els Maes", "bloeddruk en gezondheid", ""),
    ("Heemkring Bilisium", "Jos Peters", "verhalen en foto’s", ""),
    ("Sociaal Huis", "Mia Thijs", "premies en rechten, zitdag", "0123"),
    ("Hoorcentrum", "Tom Leenders", "hoortest", "24"),
    ("Koor De Zandloper", "Lea Moors", "samen zingen", ""),
    ("Woonzorgcentrum Demerhof", "Ria Jans", "wonen en zorg", "0134"),
)
"""Name, contact, offer, weekdays."""

THEMES = (
    ("Valpreventie: stevig op je benen", SessionKind.INFORMATIVE, 0, "bewegen evenwicht"),
    ("Bingo met streekproducten", SessionKind.RECREATIONAL, None, "spel kaarten"),
    ("Digidokter: vragen over smartphone en tablet", SessionKind.EDUCATIONAL, 1, "computer gsm"),
    ("Bloeddruk meten", SessionKind.SERVICE, 2, "gezondheid"),
    ("Verhalen van vroeger", SessionKind.RECREATIONAL, 3, "geschiedenis foto’s dorp"),
    ("Premies en tegemoetkomingen", SessionKind.INFORMATIVE, 4, "geld rechten"),
    ("Stoelyoga", SessionKind.RECREATIONAL, None, "bewegen"),
    ("Veilig betalen met de bankkaart", SessionKind.EDUCATIONAL, None, "bank geld"),
    ("Gehoor testen", SessionKind.SERVICE, 5, "hoortest"),
    ("Samen zingen", SessionKind.RECREATIONAL, 6, "muziek liedjes"),
    ("Wonen in een woonzorgcentrum", SessionKind.INFORMATIVE, 7, "rusthuis zorg"),
    ("Bloemschikken met de seizoenen", SessionKind.RECREATIONAL, None, "bloemen knutselen"),
)
"""Name, kind, the place of its partner, keywords."""

TOPICS = ("bloemen schikken", "hulp met mijn smartphone", "oude foto’s van het dorp", "kaarten", "zingen", "evenwicht")


def fill(session: Session, town: Town) -> None:
    """Add partners, themes, and a session per location and month until five weeks from now."""
    partners = _add_partners(session, town)
    themes = [town.key(WheelsTheme) for _ in THEMES]
    town.add(session, WheelsTheme, list(_theme_rows(themes, partners)))
    rows = list(_session_rows(session, town, themes, partners))
    town.add(session, WheelsSession, rows)
    people = list(session.scalars(select(Person.id).join(Member).where(Member.ended_on.is_(None)).order_by(Person.id)))
    _add_interests(session, town, people)
    _add_names(session, town, rows, people)
    _add_slots(session, town, rows, people)


def _add_partners(session: Session, town: Town) -> list[int]:
    keys = [town.key(WheelsPartner) for _ in PARTNERS]
    rows = [
        {
            "id": key,
            "name": name,
            "contact": contact,
            "phone": town.new_phone(),
            "email": f"{contact.split()[0].lower()}.{contact.split()[1].lower()}@voorbeeld.be",
            "offer": offer,
            "weekdays": weekdays,
            "note": "",
        }
        for key, (name, contact, offer, weekdays) in zip(keys, PARTNERS, strict=True)
    ]
    town.add(session, WheelsPartner, rows)
    start = town.today + timedelta(days=20)
    away = {
        "partner_id": keys[6],
        "from_day": start,
        "to_day": start + timedelta(days=16),
        "reason": "kerstconcert",
    }
    town.add(session, WheelsPartnerAbsence, [away])
    return keys


def _theme_rows(keys: list[int], partners: list[int]) -> Iterator[dict[str, Any]]:
    for key, (name, kind, partner, words) in zip(keys, THEMES, strict=True):
        partner_id = None if partner is None else partners[partner]
        yield {"id": key, "name": name, "kind": kind, "partner_id": partner_id, "is_offered": True, "note": words}


def _session_rows(session: Session, town: Town, themes: list[int], partners: list[int]) -> Iterator[dict[str, Any]]:
    """Yield a session per location and month; its theme is the next one whose partner is free that day."""
    services = session.execute(
        select(MealService.restaurant_id, MealService.service_date)
        .where(
            MealService.closed_reason == "",
            MealService.service_date.between(STARTS, town.today + PLANNED_AHEAD),
        )
        .order_by(MealService.service_date, MealService.restaurant_id)
    )
    months: defaultdict[tuple[int, int, int], list[date]] = defaultdict(list)
    for restaurant, day in services:
        months[day.year, day.month, restaurant].append(day)
    busy: set[tuple[int, date]] = set()
    for place, ((_, month, restaurant), days) in enumerate(months.items()):
        day = days[(restaurant + month) % len(days)]
        turn = next(turn for turn in range(place, place + len(THEMES)) if _is_free(turn, day, busy))
        partner = THEMES[turn % len(THEMES)][2]
        if partner is not None:
            busy.add((partner, day))
        theme_id = themes[turn % len(THEMES)]
        yield _row(town, restaurant, day, theme_id, turn, None if partner is None else partners[partner])


def _is_free(turn: int, day: date, busy: set[tuple[int, date]]) -> bool:
    partner = THEMES[turn % len(THEMES)][2]
    if partner is None:
        return True
    weekdays = PARTNERS[partner][3]
    return (partner, day) not in busy and (not weekdays or str(day.weekday()) in weekdays)


def _row(town: Town, restaurant: int, day: date, theme_id: int, turn: int, partner_id: int | None) -> dict[str, Any]:
    attendance = town.rng.randint(9, 27) if day < town.today else None
    is_held = attendance is not None
    return {
        "id": town.key(WheelsSession),
        "restaurant_id": restaurant,
        "session_date": day,
        "kind": THEMES[turn % len(THEMES)][1],
        "theme_id": theme_id,
        "partner_id": partner_id,
        "volunteer_id": None,
        "starts_at": FIRST,
        "ends_at": LAST,
        "state": SessionState.HELD if is_held else SessionState.PLANNED,
        "is_pinned": False,
        "cost": town.rng.choice((0, 0, 2500, 4000)) if is_held else None,
        "expected": town.rng.randint(10, 25),
        "attendance": attendance,
        "first_timers": None if attendance is None else town.rng.randint(0, min(4, attendance)),
        "remarks": "",
    }


def _add_interests(session: Session, town: Town, people: list[int]) -> None:
    asked = town.rng.sample(people, min(24, len(people)))
    rows = [
        {
            "person_id": person,
            "topic": TOPICS[place % len(TOPICS)],
            "noted_on": town.today - timedelta(days=town.rng.randint(1, 200)),
        }
        for place, person in enumerate(asked)
    ]
    town.add(session, WheelsInterest, rows)


def _add_names(session: Session, town: Town, rows: list[dict[str, Any]], people: list[int]) -> None:
    """Note names at the last sessions that were held."""
    held = [row for row in rows if row["attendance"] is not None][-6:]
    names = [
        {"session_id": row["id"], "person_id": person, "name": ""}
        for row in held
        for person in town.rng.sample(people, min(len(people), row["attendance"] - 2))
    ]
    town.add(session, WheelsAttendance, names)


def _add_slots(session: Session, town: Town, rows: list[dict[str, Any]], people: list[int]) -> None:
    """Make moments by appointment at the services on location to come, half of them taken."""
    coming = [row for row in rows if row["kind"] is SessionKind.SERVICE and row["session_date"] >= town.today]
    slots = [
        {
            "session_id": row["id"],
            "starts_at": time(14 + turn * 15 // 60, turn * 15 % 60),
            "minutes": 15,
            "person_id": people[(row["id"] * 7 + turn) % len(people)] if turn % 2 == 0 else None,
            "name": "",
        }
        for row in coming
        for turn in range(6)
    ]
    town.add(session, WheelsSlot, slots)
