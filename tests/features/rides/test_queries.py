"""What pages and papers ask: the board, lists, intake, Vandaag, rosters, search; on SQLite and PostgreSQL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from mmc_desk.core import clock, prepared
from mmc_desk.core.errors import RuleError
from mmc_desk.core.model import ClosureDay, DeskSetting
from mmc_desk.features.people.model import (
    Absence,
    Address,
    Aid,
    DocumentKind,
    Driver,
    DriverDocument,
    DriverPreference,
    DriverTie,
    EligibilityCheck,
    IncomeResult,
    Member,
    Membership,
    Person,
    WeekAvailability,
)
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model import CancelledBy, OfficialKmRate, Purpose, Ride, RideState
from mmc_desk.features.rides.queries import board as board_queries
from mmc_desk.features.rides.queries import intake as intake_queries
from mmc_desk.features.rides.queries import lists as lists_queries
from mmc_desk.features.rides.queries import roster as roster_queries
from mmc_desk.features.rides.queries import settings as settings_queries
from mmc_desk.features.rides.queries import today as today_queries
from mmc_desk.features.rides.queries.search import search_hits
from mmc_desk.features.rides.rules.availability import Away
from mmc_desk.features.rides.rules.requests import Asked, check_request
from mmc_desk.features.rides.rules.tariff import Band, CoffeeStep
from tests.features.rides.conftest import WEDNESDAY, RideDesk

FRIDAY = date(2026, 11, 27)
MONDAY = date(2026, 11, 23)
LONG_AGO = date(2020, 1, 1)


@contextmanager
def statements(desk: RideDesk) -> Iterator[list[str]]:
    """Collect the SELECTs that run inside the block."""
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:  # noqa: ANN401 - SQLAlchemy's event
        seen.append(statement)

    event.listen(desk.database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(desk.database.engine, "before_cursor_execute", note)


# The board


def test_board_of_a_day(desk: RideDesk) -> None:
    given = desk.assigned()
    loose = desk.request(member_id=desk.maria, appointment=time(15))
    gone = desk.assigned(desk.paula, member_id=desk.jef, appointment=time(15))
    desk.do(ops.cancel_ride, ops.CancelRide(gone, CancelledBy.MEMBER))
    board = desk.read(board_queries.day_board, WEDNESDAY)
    assert [lane.name for lane in board.lanes] == ["Reynders Pierre", "Vos Paula", "Wouters Wim"]
    assert [[ride.ride_id for ride in lane.rides] for lane in board.lanes] == [[given], [], []]
    assert [ride.ride_id for ride in board.unassigned] == [loose]
    assert [ride.ride_id for ride in board.others] == [gone]
    assert board.closed == ""
    ride = board.lanes[0].rides[0]
    assert (ride.names, ride.driver, ride.members[0].aid, ride.members[0].village) == (
        "Jans Rosa",
        "Reynders Pierre",
        Aid.ROLLATOR,
        "Hees",
    )
    assert ride.pickup_at == ride.members[0].pickup_at
    assert (board.lanes[0].rides_month, board.lanes[0].metres_month) == (1, ride.estimated_metres)


def test_members_of_the_same_name_are_told_apart_on_the_board(desk: RideDesk) -> None:
    desk.request()
    desk.request(member_id=desk.maria, appointment=time(15))

    def rename(session: Session) -> None:
        person = session.get_one(Person, session.get_one(Member, desk.jef).person_id)
        person.first_name = "ROSA"

    desk.database.write(rename, "Naam")
    board = desk.read(board_queries.day_board, WEDNESDAY)
    names = sorted(ride.names for ride in board.unassigned)
    assert [name for name in names if name.startswith("Jans")] == ["Jans Rosa (°1938, Hees)"]
    assert not any("(" in name for name in names if not name.startswith("Jans"))


def test_lanes_say_why_a_driver_is_away(desk: RideDesk) -> None:
    desk.add(
        Absence(driver_id=desk.pierre, from_day=MONDAY, to_day=FRIDAY, reason="reis"),
        WeekAvailability(driver_id=desk.paula, weekday=0, from_time=time(8), to_time=time(12)),
        WeekAvailability(driver_id=desk.wim, weekday=2, from_time=time(8), to_time=time(12)),
    )
    board = desk.read(board_queries.day_board, WEDNESDAY)
    assert [(lane.hours.away, lane.hours.detail) for lane in board.lanes] == [
        (Away.LEAVE, "reis"),
        (Away.PATTERN, ""),
        (None, ""),
    ]
    assert board.lanes[2].hours.hours == ((time(8), time(12)),)


def test_a_closed_day(desk: RideDesk) -> None:
    desk.add(ClosureDay(day=WEDNESDAY, reason="brugdag"))
    board = desk.read(board_queries.day_board, WEDNESDAY)
    assert board.closed == "brugdag"
    assert {lane.hours.away for lane in board.lanes} == {Away.CLOSURE}
    assert desk.read(board_queries.day_board, date(2026, 12, 25)).closed == "Kerstmis"


def test_last_nights_ride_is_on_todays_board(desk: RideDesk) -> None:
    """Edge case 10.8."""
    ride_id = desk.assigned(appointment=time(23, 30), return_time=time(1))
    board = desk.read(board_queries.day_board, WEDNESDAY + timedelta(days=1))
    assert [ride.ride_id for ride in board.lanes[0].rides] == [ride_id]
    assert desk.read(board_queries.day_board, FRIDAY).lanes[0].rides == ()


def test_a_driver_who_stopped_keeps_a_lane_while_there_are_rides(desk: RideDesk) -> None:
    ride_id = desk.assigned()

    def stop(session: Session) -> None:
        session.get_one(Driver, desk.pierre).active_to = MONDAY

    desk.database.write(stop)
    lane = desk.read(board_queries.day_board, WEDNESDAY).lanes[0]
    assert (lane.hours.away, [ride.ride_id for ride in lane.rides]) == (Away.NOT_ACTIVE, [ride_id])
    assert len(desk.read(board_queries.day_board, FRIDAY).lanes) == 2


@pytest.mark.parametrize(
    "query",
    [
        lambda session: board_queries.day_board(session, WEDNESDAY),
        lambda session: board_queries.free_drivers(session, 1),
        lambda session: roster_queries.driver_roster(session, WEDNESDAY),
        lambda session: prepared.run(today_queries.today(clock.now()), session),
        lambda session: lists_queries.ride_list(session, WEDNESDAY, FRIDAY),
        lambda session: intake_queries.last_rides(session, 1),
    ],
)
def test_as_many_statements_for_ten_rides_as_for_one(sqlite_desk: RideDesk, query: Callable[[Session], object]) -> None:
    sqlite_desk.assigned()
    with statements(sqlite_desk) as few:
        sqlite_desk.read(query)
    for hour in range(12, 16):
        sqlite_desk.request(appointment=time(hour))
        sqlite_desk.assigned(sqlite_desk.wim, ride_date=WEDNESDAY + timedelta(days=hour - 11))
    with statements(sqlite_desk) as many:
        sqlite_desk.read(query)
    assert len(many) == len(few)


# Who is free


def test_free_drivers_ranked_with_reasons(desk: RideDesk) -> None:
    desk.driven(ride_date=date(2026, 11, 18), driver=desk.paula)
    desk.add(
        DriverPreference(member_id=desk.rosa, driver_id=desk.paula, tie=DriverTie.PREFERRED),
        Absence(driver_id=desk.wim, from_day=WEDNESDAY, to_day=WEDNESDAY),
    )
    ranked = desk.read(board_queries.free_drivers, desk.request())
    assert [(row.code, row.is_free) for row in ranked] == [("C02", True), ("C01", True), ("C03", False)]
    best = ranked[0]
    assert (best.rides_month, best.metres_month, best.last_together) == (1, 42_000, date(2026, 11, 18))
    assert "voorkeur van het lid" in best.reasons
    assert best.approach is not None


def test_free_drivers_of_no_ride(desk: RideDesk) -> None:
    with pytest.raises(RuleError, match="bestaat niet meer"):
        desk.read(board_queries.free_drivers, 99)


def test_the_week_counts_over_the_turn_of_the_month(desk: RideDesk) -> None:
    def limit(session: Session) -> None:
        session.get_one(Driver, desk.pierre).max_rides_per_week = 1

    desk.database.write(limit)
    desk.assigned(ride_date=date(2026, 11, 30))
    ranked = desk.read(board_queries.free_drivers, desk.request(ride_date=date(2026, 12, 1)))
    pierre = next(row for row in ranked if row.code == "C01")
    assert (pierre.rides_month, pierre.is_free) == (0, True)
    assert "wil hoogstens 1 ritten per week" in pierre.reasons


# Lists


def test_lists_by_span_state_driver_member_and_village(desk: RideDesk) -> None:
    given, loose = desk.assigned(), desk.request(member_id=desk.maria, ride_date=FRIDAY)

    def listed(**wanted: Any) -> list[int]:  # noqa: ANN401 - the fields of the filter
        rows = desk.read(lists_queries.ride_list, WEDNESDAY, FRIDAY, lists_queries.RideFilter(**wanted))
        return [row.ride_id for row in rows]

    assert listed() == [given, loose]
    assert listed(states=frozenset({RideState.REQUESTED})) == [loose]
    assert listed(driver_id=desk.pierre) == [given]
    assert listed(member_id=desk.maria) == [loose]
    assert listed(village="Hees") == [given]
    assert [row.ride_id for row in desk.read(lists_queries.ride_list, WEDNESDAY, FRIDAY, limit=1)] == [given]
    assert desk.read(lists_queries.ride_list, MONDAY, MONDAY) == ()


def test_a_ride_without_a_time_comes_last(desk: RideDesk) -> None:
    without, with_time = desk.request(appointment=None), desk.request()
    rows = desk.read(lists_queries.ride_list, WEDNESDAY, WEDNESDAY)
    assert [row.ride_id for row in rows] == [with_time, without]
    assert rows[1].pickup_at is None


def test_card_of_a_cancelled_ride(desk: RideDesk) -> None:
    ride_id = desk.request()
    desk.do(ops.cancel_ride, ops.CancelRide(ride_id, CancelledBy.DRIVER))
    card = desk.read(lists_queries.ride_card, ride_id)
    assert (card.cancelled_by, card.cancelled_at) == (CancelledBy.DRIVER, clock.now())


# Taking a call


def test_members_for_the_type_ahead(desk: RideDesk) -> None:
    """Edge case 10.14: two of a name are told apart by village and birth year."""
    person = Person(last_name="Jans", first_name="Rosa", born_on=date(1950, 1, 1))
    desk.add(person)
    desk.add(
        Member(person_id=person.id, member_no=400),
        Address(person_id=person.id, valid_from=LONG_AGO, street="Oud 1", postcode="3740", village="Waltwilder"),
        Address(person_id=person.id, valid_from=MONDAY, street="Nieuw 1", postcode="3740", village="Spouwen"),
    )
    found = desk.read(intake_queries.member_candidates)
    assert [(row.member_no, row.village, row.born_on and row.born_on.year) for row in found] == [
        (12, "Hees", 1938),
        (13, "Hees", 1938),
        (400, "Spouwen", 1950),
        (271, "Bilzen", 1938),
    ]
    assert found[0].mobile == "+32473641788"


def test_ended_members_come_last(desk: RideDesk) -> None:
    person = Person(last_name="Aerts", first_name="Anna")
    desk.add(person)
    desk.add(Member(person_id=person.id, member_no=1, ended_on=MONDAY, end_reason="moved"))
    assert desk.read(intake_queries.member_candidates)[-1].member_no == 1


def test_card_of_a_caller(desk: RideDesk) -> None:
    desk.add(
        EligibilityCheck(member_id=desk.rosa, checked_on=LONG_AGO, result=IncomeResult.EXCEPTION),
        EligibilityCheck(
            member_id=desk.rosa, checked_on=MONDAY, result=IncomeResult.MEETS, next_review=date(2027, 1, 1)
        ),
        EligibilityCheck(member_id=desk.rosa, result=IncomeResult.PENDING),
    )
    ride_id = desk.request()
    gone = desk.request(ride_date=FRIDAY)
    desk.do(ops.cancel_ride, ops.CancelRide(gone, CancelledBy.MEMBER))
    caller = desk.read(intake_queries.caller, desk.rosa, WEDNESDAY)
    assert (caller.member_no, caller.name, caller.phone, caller.village) == (13, "Jans Rosa", "+32473641788", "Hees")
    assert (caller.aid, caller.companion, caller.street) == (Aid.ROLLATOR, True, "Kerkstraat 1")
    assert (caller.facts.income, caller.facts.next_review) == (IncomeResult.MEETS, date(2027, 1, 1))
    assert caller.facts.ride_days == ((WEDNESDAY, "2026-0001"),)
    assert [last.ride_id for last in caller.last_rides] == [ride_id]
    assert caller.destinations[0].name == "ZOL Genk, campus Sint-Jan (ziekenhuis)"
    with pytest.raises(RuleError) as refusal:
        desk.read(intake_queries.caller, 99, WEDNESDAY)
    assert refusal.value.field == "member"


def test_a_couple_pays_once(desk: RideDesk) -> None:
    def fees(session: Session) -> None:
        jef = session.get_one(Member, desk.jef)
        rosa = session.get_one(Member, desk.rosa)
        rosa.partner_id = jef.id
        session.add(Membership(member_id=desk.rosa, year=2027, fee=1800, paid_on=None))
        session.add(Membership(member_id=desk.jef, year=2027, fee=0, paid_on=None))
        session.add(Membership(member_id=desk.maria, year=2027, fee=0, paid_on=None))

    desk.database.write(fees)
    day = date(2027, 3, 1)
    families = (desk.jef, desk.rosa, desk.maria)
    paid = [2027 in desk.read(intake_queries.caller, key, day).facts.paid_years for key in families]
    assert paid == [False, False, True]

    def pay(session: Session) -> None:
        for fee in session.query(Membership).filter_by(member_id=desk.rosa, year=2027):
            fee.paid_on = day

    desk.database.write(pay)
    assert 2027 in desk.read(intake_queries.caller, desk.jef, day).facts.paid_years


def test_destinations_last_five_then_common_places_then_villages(desk: RideDesk) -> None:
    for step in range(7):
        desk.request(
            ride_date=WEDNESDAY + timedelta(days=step), destination=f"Adres {step}", destination_village="Hees"
        )
    desk.request(ride_date=date(2026, 12, 24), destination="Genk", destination_village="Genk")
    rows = desk.read(intake_queries.destinations, desk.rosa)
    assert [row.name for row in rows[:5]] == ["Genk", "Adres 6", "Adres 5", "Adres 4", "Adres 3"]
    assert rows[0].used_on == date(2026, 12, 24)
    names = [row.name for row in rows]
    assert names.count("Genk") == 1
    assert names.index("ZOL Genk, campus Sint-Jan (ziekenhuis)") < names.index("Hasselt")
    hospital = rows[names.index("ZOL Genk, campus Sint-Jan (ziekenhuis)")]
    assert (hospital.village, hospital.used_on) == ("Genk", None)


def test_last_rides_of_nobody(desk: RideDesk) -> None:
    assert desk.read(intake_queries.last_rides, desk.jef) == ()


def test_the_desk_brings_its_facts(desk: RideDesk) -> None:
    desk.add(ClosureDay(day=date(2026, 11, 24), reason="brugdag"))
    intake = desk.read(intake_queries.intake_desk, MONDAY, WEDNESDAY)
    assert (dict(intake.desk.closures), intake.desk.rigid_cars) == ({date(2026, 11, 24): "brugdag"}, 1)
    caller = desk.read(intake_queries.caller, desk.rosa, WEDNESDAY)
    texts = [caution.text for caution in check_request(Asked(WEDNESDAY), caller.facts, intake.desk)]
    assert texts == ["De inkomenscontrole is nog niet gebeurd.", "Minder dan 2 werkdagen vooraf aangevraagd."]
    assert intake.book.metres(("Hees",), ("Genk",)) is not None


# Dated parameters


def settings(desk: RideDesk, **values: str) -> None:
    for name, value in values.items():
        full = name.replace("__", ".")
        desk.add(DeskSetting(name=full, valid_from=MONDAY, value=value))


def test_ride_settings_hold_from_their_date(desk: RideDesk) -> None:
    settings(
        desk,
        rides__lead_days="3",
        rides__factor_near="1.5",
        rides__excluded_purposes="hospital, day_care",
        rides__speeds="1000:20, 1000000:60",
        rides__boarding="rollator:9",
        rides__unknown="?",
    )
    desk.add(DeskSetting(name="rides.lead_days", valid_from=FRIDAY, value="4"))
    found = desk.read(settings_queries.ride_settings, WEDNESDAY)
    assert (found.lead_days, found.factor_near) == (3, 1.5)
    assert found.excluded_purposes == {Purpose.HOSPITAL, Purpose.DAY_CARE}
    assert found.speeds == ((1000, 20), (1_000_000, 60))
    assert (found.boarding[Aid.ROLLATOR], found.boarding[Aid.NONE]) == (9, 3)
    assert desk.read(settings_queries.ride_settings, FRIDAY).lead_days == 4
    assert desk.read(settings_queries.ride_settings, date(2026, 11, 22)).lead_days == 2


def test_the_tariff_holds_from_its_date(desk: RideDesk) -> None:
    settings(
        desk,
        tariff__rate="4100",
        tariff__minimum_metres="10000",
        tariff__parking_paid_by_member="nee",
        tariff__wasted_charged="ja",
        tariff__bands="<5000:5x, 10000:400",
        tariff__coffee="30:250, 60:500",
    )
    found = desk.read(settings_queries.tariff, WEDNESDAY)
    assert (found.rate, found.minimum_metres, found.parking_paid_by_member) == (4100, 10_000, False)
    assert found.wasted_charged
    assert found.bands == (Band(5_000, as_metres=5_000, inclusive=False), Band(10_000, cents=400))
    assert found.coffee == (CoffeeStep(30, 250), CoffeeStep(60, 500))
    assert desk.read(settings_queries.tariff, LONG_AGO).rate is None


@pytest.mark.parametrize(
    ("day", "rate", "beyond"),
    [
        (date(2019, 6, 30), 3573, False),
        (date(2019, 7, 1), 3653, False),
        (date(2016, 1, 1), 3460, True),
        (date(2040, 1, 1), 4326, True),
    ],
)
def test_official_rate_of_a_date(desk: RideDesk, day: date, rate: int, beyond: bool) -> None:  # noqa: FBT001 - a table's column
    """Edge case 10.7, and domain.md §3: a date after the last row uses the last rate and says so."""
    found = desk.read(settings_queries.official_rate, day)
    assert (found.rate, found.beyond_table) == (rate, beyond)


def test_open_ended_and_missing_rates(desk: RideDesk) -> None:
    def only_one(session: Session) -> None:
        session.query(OfficialKmRate).delete()

    desk.database.write(only_one)
    assert desk.read(settings_queries.official_rate, WEDNESDAY).beyond_table
    desk.add(OfficialKmRate(valid_from=LONG_AGO, rate=4000))
    found = desk.read(settings_queries.official_rate, WEDNESDAY)
    assert (found.rate, found.beyond_table) == (4000, False)


# Vandaag


def test_what_the_desk_does_now(desk: RideDesk) -> None:
    leaving = desk.assigned(ride_date=MONDAY, appointment=time(12))
    later = desk.assigned(desk.paula, member_id=desk.maria, ride_date=MONDAY, appointment=time(16))
    loose = desk.request()
    far = desk.request(ride_date=date(2026, 12, 20))
    missing = desk.assigned(ride_date=date(2026, 11, 20))
    told = desk.assigned(ride_date=FRIDAY)
    desk.do(ops.confirm_ride, ops.ConfirmRide(told))
    now = desk.database.read_prepared(today_queries.today(clock.now()))
    assert [ride.ride_id for ride in now.leaving] == [leaving]
    assert [ride.ride_id for ride in now.to_phone] == [leaving, later]
    assert [ride.ride_id for ride in now.without_driver] == [loose]
    assert [ride.ride_id for ride in now.sheets_missing] == [missing]
    assert far not in [ride.ride_id for ride in now.without_driver]
    assert (now.rides_today, now.drivers_today) == (2, 2)
    assert now.lapsing == ()


def test_what_lapses_before_a_booked_ride(desk: RideDesk) -> None:
    desk.add(
        EligibilityCheck(
            member_id=desk.rosa, checked_on=LONG_AGO, result=IncomeResult.MEETS, next_review=date(2026, 11, 24)
        ),
        EligibilityCheck(member_id=desk.maria, checked_on=LONG_AGO, result=IncomeResult.MEETS, next_review=WEDNESDAY),
        DriverDocument(driver_id=desk.pierre, kind=DocumentKind.INSURANCE, expires_on=MONDAY),
        DriverDocument(driver_id=desk.paula, kind=DocumentKind.LICENCE, expires_on=MONDAY),
    )
    desk.assigned(passengers=(ops.SharedSeat(desk.maria),))
    lapses = desk.database.read_prepared(today_queries.today(clock.now())).lapsing
    assert [(lapse.who, lapse.what, lapse.lapses_on, lapse.ride_no) for lapse in lapses] == [
        ("Reynders Pierre", "verzekering", MONDAY, "2026-0001"),
        ("Jans Rosa", "inkomenscontrole", date(2026, 11, 24), "2026-0001"),
    ]


# Rosters


def test_roster_of_a_day(desk: RideDesk) -> None:
    ride_id = desk.assigned(stops=("Bakker",))
    gone = desk.assigned(desk.paula, appointment=time(16))
    desk.do(ops.cancel_ride, ops.CancelRide(gone, CancelledBy.MEMBER))
    desk.do(ops.note_roster_printed, ops.NoteRosterPrinted(((desk.pierre, WEDNESDAY),)))
    (roster,) = desk.read(roster_queries.driver_roster, WEDNESDAY)
    assert (roster.code, roster.name) == ("C01", "Reynders Pierre")
    (day,) = roster.days
    assert (day.day, day.prints) == (WEDNESDAY, 1)
    (stop,) = day.rides
    assert (stop.ride_no, stop.stops, stop.members[0].phone) == ("2026-0001", ("Bakker",), "+32473641788")
    assert not hasattr(stop, "purpose")
    assert desk.ride(ride_id).purpose is Purpose.OTHER


def test_roster_of_a_week_by_day(desk: RideDesk) -> None:
    desk.assigned(ride_date=FRIDAY)
    desk.assigned()
    desk.assigned(ride_date=date(2026, 11, 30))
    (roster,) = desk.read(roster_queries.driver_roster, *roster_queries.week_of(WEDNESDAY))
    assert [day.day for day in roster.days] == [WEDNESDAY, FRIDAY]
    (roster,) = desk.read(roster_queries.driver_roster, *roster_queries.month_of(WEDNESDAY))
    assert len(roster.days) == 3


def test_an_asked_driver_without_rides_has_an_empty_roster(desk: RideDesk) -> None:
    desk.assigned()
    (roster,) = desk.read(roster_queries.driver_roster, WEDNESDAY, driver="C02")
    assert (roster.code, roster.days) == ("C02", ())
    assert desk.read(roster_queries.driver_roster, WEDNESDAY, driver="C99") == ()
    with pytest.raises(RuleError, match="C99"):
        desk.read(roster_queries.roster_book, WEDNESDAY, driver="C99")
    book = desk.read(roster_queries.roster_book, WEDNESDAY)
    assert (book.first, book.last, book.practice) == (WEDNESDAY, WEDNESDAY, False)


def test_weeks_and_months() -> None:
    assert roster_queries.week_of(WEDNESDAY) == (MONDAY, date(2026, 11, 29))
    assert roster_queries.month_of(date(2028, 2, 29)) == (date(2028, 2, 1), date(2028, 2, 29))
    assert roster_queries.month_of(date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))


# Search


def test_rides_are_found_by_number_day_and_member(desk: RideDesk) -> None:
    ride_id = desk.request()
    desk.add(Ride(ride_no="2020-0001", ride_date=LONG_AGO, passengers=1))
    (hit,) = desk.read(search_hits)
    assert (hit.page, hit.key, hit.title) == ("ride_list", ride_id, "2026-0001 · Jans Rosa")
    assert all(part in hit.search for part in ("2026-0001", "25/11/2026", "Jans Rosa", "aangevraagd"))


def test_no_rides_no_hits(desk: RideDesk) -> None:
    assert desk.read(search_hits) == []
