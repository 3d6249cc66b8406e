"""Every figure and every cell of a breakdown is the count or the sum of the records behind it."""

import functools
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from mmc_desk.core import migrate
from mmc_desk.core.figures import Records
from mmc_desk.features import load_features
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.people.model import Address, Driver, EndReason, Member, Membership, Person, Volunteer
from mmc_desk.features.rides.model import CancelledBy, Purpose, Ride, RideRequest, RideState
from mmc_desk.features.sessions.model import SessionKind, SessionState, WheelsSession
from mmc_desk.features.trust.ops.emptying import erase
from mmc_desk.features.yearly.queries.drilldown import Spot, records_behind, total_of, total_statement
from mmc_desk.features.yearly.queries.report import table_result

YEAR = 2020
PEOPLE = 4
_FIRST = date(YEAR - 1, 12, 1)

DRIVERS = [
    {"id": key, "person_id": key, "code": f"C{key}", "active_from": began}
    for key, began in enumerate((date(YEAR, 3, 1), date(YEAR - 1, 3, 1), None), 1)
]

days = st.integers(0, 430).map(lambda after: _FIRST + timedelta(after))
maybe_days = st.none() | days
some = st.none() | st.integers(0, 40)
villages = st.sampled_from(("Bilzen", "Hees", ""))

REASONS = ("", "niemand vrij", "te laat")
rides = st.tuples(
    days,
    st.sampled_from(RideState),
    st.integers(1, 3),
    st.integers(0, 50_000),
    st.integers(1, 3),
    st.none() | st.integers(1, 3),
    st.sampled_from((Purpose.DOCTOR, Purpose.FAMILY)),
    villages,
    st.sampled_from(REASONS),
    st.integers(0, 4),
)
members = st.tuples(
    st.sets(st.integers(YEAR - 2, YEAR + 1), max_size=3), maybe_days, maybe_days, villages, st.integers(0, 3)
)
noons = st.tuples(days, some, some, some, some, some)
sessions = st.tuples(days, st.sampled_from(SessionState), some, some)
volunteers = st.tuples(maybe_days, maybe_days)


def _people() -> list[dict[str, Any]]:
    return [{"id": key, "last_name": f"Naam {key % 2}", "first_name": "An"} for key in range(1, PEOPLE + 1)]


def _ride(key: int, row: Any) -> dict[str, Any]:  # noqa: ANN401 - what the strategy draws
    day, state, driver, metres, passengers, legs, purpose, village, reason, merged = row
    has_driver = state not in {RideState.REQUESTED, RideState.NO_DRIVER}
    known_km = state in {RideState.DRIVEN, RideState.SETTLED} or metres % 3
    return {
        "id": key,
        "ride_no": f"R{key}",
        "ride_date": day,
        "state": state,
        "driver_id": driver if has_driver else None,
        "metres": metres if known_km else None,
        "passengers": passengers,
        "legs": legs,
        "purpose": purpose,
        "village": village,
        "reason": reason,
        "cancelled_by": CancelledBy.DESK if state is RideState.CANCELLED else None,
        "merged_into_id": 1 if merged == 4 and key > 1 and state is RideState.CANCELLED else None,
    }


_LONG_AGO = [
    _ride(900 + key, (date(2010, 1, 4), RideState.NO_DRIVER, 1, 0, 1, 2, Purpose.OTHER, "Hees", reason, 0))
    for key, reason in enumerate(REASONS)
]
"""A reason that other rides have too tells of nobody: an erasure leaves it, and so the count per reason."""


def _noon(key: int, row: Any) -> dict[str, Any]:  # noqa: ANN401 - what the strategy draws
    day, *counts = row
    names = ("present", "booked", "no_show", "walk_in", "take_away")
    return {"id": key, "restaurant_id": 1 + key % 2, "service_date": day, **dict(zip(names, counts, strict=True))}


def _session(key: int, row: Any) -> dict[str, Any]:  # noqa: ANN401 - what the strategy draws
    day, state, attendance, new = row
    came = attendance if state is SessionState.HELD else None
    return {
        "id": key,
        "restaurant_id": 1 + key % 2,
        "session_date": day,
        "kind": SessionKind.SERVICE,
        "state": state,
        "reason": "gesloten",
        "attendance": came,
        "first_timers": None if came is None or new is None else min(came, new),
    }


def _fill_members(session: Session, drawn: Sequence[Any]) -> None:
    rows = [
        {
            "id": key,
            "person_id": key,
            "member_no": key,
            "since": since,
            "ended_on": ended,
            "end_reason": EndReason.MOVED,
        }
        for key, (_, since, ended, _, _) in enumerate(drawn, 1)
    ]
    of_years = [
        {"member_id": key, "year": year, "fee": 1200}
        for key, (in_years, *_) in enumerate(drawn, 1)
        for year in sorted(in_years)
    ]
    homes = [
        {"person_id": key, "valid_from": date(YEAR - 1 + number, 6, 1), "street": "", "postcode": "", "village": place}
        for key, (*_, village, moves) in enumerate(drawn, 1)
        for number, place in enumerate((village, "Hees", "Bilzen")[:moves])
    ]
    for table, found in ((Member, rows), (Membership, of_years), (Address, homes)):
        if found:
            session.execute(insert(table), found)


def _insert(session: Session, table: Any, rows: Sequence[dict[str, Any]]) -> None:  # noqa: ANN401 - a mapped class
    if rows:
        session.execute(insert(table), rows)


def _first_of_a_day(rows: Sequence[Any]) -> list[Any]:
    return list({row[0]: row for row in rows}.values())


def _fill(session: Session, drawn: Any) -> None:  # noqa: ANN401 - what the strategies draw
    rides_drawn, members_drawn, noons_drawn, sessions_drawn, volunteers_drawn = drawn
    session.execute(insert(Person), _people())
    session.execute(insert(Driver), DRIVERS)
    session.execute(insert(VillageRestaurant), [{"id": 1, "name": "Beverst"}, {"id": 2, "name": "Hees"}])
    _fill_members(session, members_drawn)
    made = [_ride(key, row) for key, row in enumerate(rides_drawn, 1)]
    _insert(session, Ride, [*made, *_LONG_AGO])
    if members_drawn:
        _insert(session, RideRequest, [{"ride_id": row["id"], "member_id": 1} for row in made[::2]])
    _insert(session, MealService, [_noon(key, row) for key, row in enumerate(_first_of_a_day(noons_drawn), 1)])
    held = [_session(key, row) for key, row in enumerate(_first_of_a_day(sessions_drawn), 1)]
    _insert(session, WheelsSession, held)
    spans = [(start, end) for start, end in volunteers_drawn if not (start and end and start > end)]
    _insert(
        session,
        Volunteer,
        [
            {"person_id": key, "location": "Hees", "active_from": start, "active_to": end}
            for key, (start, end) in enumerate(spans, 1)
        ],
    )


def _erase_half(session: Session) -> None:
    """Erase every other person, as the program does: their rows and villages stay (domain.md §6)."""
    erase(session, *session.scalars(select(Person.id).where(Person.id % 2 == 1)))


Numbers = dict[Spot, Any]


def _numbers(session: Session) -> Numbers:
    """Return every figure and every cell of the year."""
    found: Numbers = {}
    for figures in (part for feature in load_features() for part in feature.figure_sets()):
        found |= {Spot(name, YEAR): value for name, value in figures.compute(session, YEAR).items()}
        for table in (table_result(session, YEAR, table) for table in figures.tables):
            for key, row in zip(table.keys, table.rows, strict=True):
                cells = list(zip(table.columns, row, strict=True))[1:]
                found |= {Spot(table.name, YEAR, column, key): value for column, value in cells}
    return found


@functools.cache  # what is asked of one desk is asked of the next
def _asked(spot: Spot) -> tuple[Records, Any]:
    records = records_behind(load_features(), spot)
    assert records is not None, spot
    return records, total_statement(records)


def _check(session: Session, numbers: Numbers) -> None:
    for number, (spot, value) in enumerate(numbers.items()):
        if not value and spot.column and number % 17:
            continue  # most months of so small a desk are empty: some of them will do
        total = total_of(session, *_asked(spot))
        assert total.value == value or (value is None and total.size == 0), (spot, value, total)


@pytest.fixture
def asked_desks(request: pytest.FixtureRequest) -> int:
    """40 desks in `make test`, 200 in `make play`."""
    deeds: int = request.config.getoption("--deeds")
    return min(200, deeds // 25)


@pytest.fixture(scope="module")
def engine(empty_sqlite: Path) -> Iterator[Engine]:
    with migrate.open_database(str(empty_sqlite)) as database:
        yield database.engine


desks = st.tuples(
    st.lists(rides, max_size=6),
    st.lists(members, max_size=PEOPLE),
    st.lists(noons, max_size=3),
    st.lists(sessions, max_size=3),
    st.lists(volunteers, max_size=3),
)


def test_every_number_is_what_its_records_make_before_and_after_half_the_people_are_erased(
    engine: Engine, asked_desks: int
) -> None:
    @given(desks)
    @settings(
        max_examples=asked_desks,
        phases=(Phase.reuse, Phase.generate),
        suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
    )
    def hold(drawn: Any) -> None:  # noqa: ANN401 - what the strategies draw
        with Session(engine) as session:  # never committed: the next desk is empty again
            _fill(session, drawn)
            numbers = _numbers(session)
            _check(session, numbers)
            if not drawn[1]:
                return  # no members: nobody is in these figures by name
            _erase_half(session)
            assert _numbers(session) == numbers
            _check(session, numbers)

    hold()
