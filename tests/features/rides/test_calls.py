"""Whom to phone: fairness, refusals, answers; the calls themselves; the call list on paper (issue 3)."""

import argparse
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.features.people.model import Absence, Aid, AvailabilityKind, Driver, WeekAvailability
from mmc_desk.features.rides import commands, ops
from mmc_desk.features.rides.model import Purpose, ReturnMode, RideState
from mmc_desk.features.rides.model.calls import Answer, CallAttempt
from mmc_desk.features.rides.printout.calls import file_name, write_call_list
from mmc_desk.features.rides.queries.board import free_drivers
from mmc_desk.features.rides.queries.call_list import attempts_of, call_list, call_list_of
from mmc_desk.features.rides.queries.calls import calls_of, recent_refusals
from mmc_desk.features.rides.queries.drivers import days_to, drivers_on
from mmc_desk.features.rides.rules.assignment import (
    AssignmentRefusedError,
    Candidate,
    RankedDriver,
    RideNeed,
    rank_drivers,
)
from mmc_desk.features.rides.rules.availability import DriverTimes, Period, WeekPart
from mmc_desk.features.rides.rules.calls import Call, answer_name, propose_reason, show_call
from mmc_desk.features.rides.rules.fairness import Recent, available_days, is_notable, load_per_day, surplus
from tests.features.rides.conftest import WEDNESDAY, RideDesk

NOW = clock.at(date(2026, 11, 23), time(10, 12))
NEED = RideNeed(WEDNESDAY, metres=30_000)
FREE = Candidate(1, "Vos Paula", approach=5_000)


# Fairness


def test_a_share_is_equal_per_available_day() -> None:
    often, seldom = Recent(12, 300_000, 40), Recent(3, 0, 10)
    per_day = load_per_day([often, seldom, Recent(0, 0, 0)])
    assert per_day == pytest.approx(21 / 50)
    assert surplus(often, per_day) == pytest.approx(18 - 16.8)
    assert surplus(seldom, per_day) == pytest.approx(3 - 4.2)
    assert not is_notable(often, per_day)
    assert is_notable(seldom, per_day)
    assert load_per_day([]) == 0.0
    assert surplus(Recent(100, 0, 1), 0.1) == 20.0


MONDAYS = DriverTimes(week=(WeekPart(0),))
FIRST, LAST = date(2026, 10, 5), date(2026, 11, 29)


@pytest.mark.parametrize(
    ("times", "days"),
    [
        (DriverTimes(), 40),
        (MONDAYS, 8),
        (replace(MONDAYS, active_from=date(2026, 10, 6)), 7),
        (replace(MONDAYS, active_to=date(2026, 10, 5)), 1),
        (replace(MONDAYS, active_to=date(2026, 10, 1)), 0),
        (replace(MONDAYS, leave=(Period(date(2026, 9, 1), date(2026, 10, 12)),)), 6),
        (replace(MONDAYS, extra=(Period(date(2026, 10, 6), date(2026, 10, 7)),)), 10),
        (replace(MONDAYS, extra=(Period(FIRST, FIRST),), leave=(Period(FIRST, FIRST),)), 7),
    ],
)
def test_days_on_which_a_driver_could_drive(times: DriverTimes, days: int) -> None:
    assert available_days(times, FIRST, LAST) == days


def test_the_share_decides_between_equals_and_says_so() -> None:
    light = replace(FREE, driver_id=1, name="A", recent=Recent(2, 60_000, 40))
    heavy = replace(FREE, driver_id=2, name="B", recent=Recent(20, 900_000, 40))
    ranked = rank_drivers(NEED, [heavy, light])
    assert [row.name for row in ranked] == ["A", "B"]
    assert "2 ritten in 8 weken, minder dan een gelijk deel" in ranked[0].reasons
    assert "20 ritten in 8 weken, meer dan een gelijk deel" in ranked[1].reasons


def test_refusals_and_wishes_sink() -> None:
    asked = [
        replace(FREE, driver_id=1, name="Nee", calls=(Call(NOW, Answer.NO),), approach=0),
        replace(FREE, driver_id=2, name="Later", calls=(Call(NOW, Answer.LATER),)),
        replace(FREE, driver_id=3, name="Stil", calls=(Call(NOW, Answer.NO_ANSWER),)),
        replace(FREE, driver_id=4, name="Vaak", refused_lately=9),
        replace(FREE, driver_id=5, name="Vers"),
        replace(FREE, driver_id=6, name="Ver", max_metres_per_week=100_000, metres_week=90_000),
        replace(FREE, driver_id=7, name="Wacht", avoids_hospital_waiting=True),
        replace(FREE, driver_id=8, name="Toch", calls=(Call(NOW, Answer.NO), Call(NOW, Answer.YES))),
    ]
    ranked = rank_drivers(replace(NEED, waits_at_hospital=True), asked)
    assert [row.name for row in ranked] == ["Toch", "Vers", "Later", "Vaak", "Stil", "Ver", "Wacht", "Nee"]
    by_name = {row.name: row for row in ranked}
    assert by_name["Nee"].said_no
    assert by_name["Nee"].is_free
    assert "zei 9 keer nee in 4 weken" in by_name["Vaak"].reasons
    assert "wil hoogstens 100\u00a0km per week" in by_name["Ver"].reasons
    assert "wacht liever niet aan het ziekenhuis" in by_name["Wacht"].reasons
    assert by_name["Vers"].last_call is None


def test_a_call_in_words() -> None:
    assert show_call(Call(NOW, Answer.NO), date(2026, 11, 23)) == "vandaag 10:12 nee"
    assert show_call(Call(NOW, Answer.NO_ANSWER), WEDNESDAY) == "23/11 10:12 geen antwoord"
    assert len({answer_name(answer) for answer in Answer}) == len(Answer)


@pytest.mark.parametrize(
    ("calls", "free", "rigid", "reason"),
    [
        ([], 0, False, "alle chauffeurs bezet of afwezig"),
        ([], 0, True, "geen vrije chauffeur met plaats voor een vaste rolstoel"),
        ([], 3, False, ""),
        ([Answer.NO, Answer.NO_ANSWER, Answer.NO], 3, False, "3 keer gebeld: 2 nee, 1 geen antwoord"),
    ],
)
def test_the_reason_that_calls_leave(calls: list[Answer], free: int, rigid: bool, reason: str) -> None:  # noqa: FBT001 - a table
    assert propose_reason(calls, free, wants_rigid=rigid) == reason


# Logging


def test_a_no_is_noted_and_changes_nothing_else(desk: RideDesk) -> None:
    ride = desk.request()
    desk.do(ops.log_call, ops.LogCall(ride, desk.paula, Answer.NO, " op reis "))
    assert desk.ride(ride).state is RideState.REQUESTED
    call = desk.read(calls_of, ride)[0]
    assert (call.driver, call.call.answer, call.call.note) == ("Vos Paula", Answer.NO, "op reis")
    ranked: tuple[RankedDriver, ...] = desk.read(free_drivers, ride)
    assert (ranked[-1].name, ranked[-1].said_no, ranked[-1].phone) == ("Vos Paula", True, "+32499761445")


def test_a_yes_gives_the_ride_outside_of_the_pattern_too(desk: RideDesk) -> None:
    desk.add(WeekAvailability(driver_id=desk.paula, weekday=0, from_time=time(8), to_time=time(12)))
    ride = desk.request()
    desk.do(ops.log_call, ops.LogCall(ride, desk.paula, Answer.YES))
    assert (desk.ride(ride).state, desk.ride(ride).driver_id) == (RideState.ASSIGNED, desk.paula)


def test_a_yes_that_cant_be_is_not_noted(desk: RideDesk) -> None:
    desk.assigned(desk.paula)
    ride = desk.request(member_id=desk.maria)
    with pytest.raises(AssignmentRefusedError):
        desk.do(ops.log_call, ops.LogCall(ride, desk.paula, Answer.YES))
    assert desk.read(lambda session: session.scalars(select(CallAttempt)).all()) == []


@pytest.mark.parametrize(("ride", "driver"), [(99, 1), (1, 99)])
def test_a_call_about_nothing(desk: RideDesk, ride: int, driver: int) -> None:
    desk.request()
    with pytest.raises(RuleError, match="bestaat niet meer"):
        desk.do(ops.log_call, ops.LogCall(ride, driver, Answer.NO))


def test_refusals_of_other_rides_count_for_four_weeks(desk: RideDesk) -> None:
    first, second, third = desk.request(), desk.request(), desk.request()
    long_ago = clock.now() - timedelta(weeks=5)
    for ride, at, answer in (
        (first, clock.now(), Answer.NO),
        (first, clock.now(), Answer.NO),
        (second, clock.now(), Answer.NO),
        (second, clock.now(), Answer.LATER),
        (third, long_ago, Answer.NO),
    ):
        desk.add(CallAttempt(ride_id=ride, driver_id=desk.wim, at=at, answer=answer))
    assert desk.read(recent_refusals, second, clock.now()) == {desk.wim: 1}
    assert desk.read(recent_refusals, third, clock.now()) == {desk.wim: 2}


def test_days_of_the_last_eight_weeks(desk: RideDesk) -> None:
    desk.add(
        Absence(driver_id=desk.paula, from_day=date(2026, 11, 2), to_day=date(2026, 11, 8)),
        WeekAvailability(driver_id=desk.wim, weekday=0, from_time=time(8), to_time=time(12)),
        Absence(
            driver_id=desk.wim, from_day=WEDNESDAY, to_day=WEDNESDAY, kind=AvailabilityKind.AVAILABLE, reason="kan"
        ),
    )
    days = desk.read(lambda session: days_to(session, WEDNESDAY, drivers_on(session, WEDNESDAY)))
    assert days == {desk.pierre: 40, desk.paula: 35, desk.wim: 9}


def test_waiting_at_the_hospital_is_a_wish_that_counts(desk: RideDesk) -> None:
    def shy(session: Any) -> None:  # noqa: ANN401 - a session
        session.get_one(Driver, desk.paula).avoids_hospital_waiting = True

    desk.database.write(shy)
    waits = desk.request(purpose=Purpose.HOSPITAL, return_mode=ReturnMode.WAIT)
    phones = desk.request(purpose=Purpose.HOSPITAL, return_mode=ReturnMode.PHONES)
    wish = "wacht liever niet aan het ziekenhuis"
    for ride, counts in ((waits, True), (phones, False)):
        paula = next(row for row in desk.read(free_drivers, ride) if row.code == "C02")
        assert (wish in paula.reasons) is counts


def test_what_was_tried(desk: RideDesk) -> None:
    ride = desk.request(aid=Aid.RIGID_WHEELCHAIR)
    desk.add(Absence(driver_id=desk.wim, from_day=WEDNESDAY, to_day=WEDNESDAY))
    tried = desk.read(attempts_of, ride)
    assert (tried.calls, tried.free) == ((), 0)
    assert tried.reason == "geen vrije chauffeur met plaats voor een vaste rolstoel"


# The paper


def text_of(path: Path) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
    return " ".join(text.replace("\u00a0", " ").split())


def test_the_call_list_of_a_day(desk: RideDesk, tmp_path: Path) -> None:
    ride = desk.request(companions=1)
    desk.assigned(member_id=desk.jef)
    desk.database.write(lambda session: ops.log_call(session, ops.LogCall(ride, desk.paula, Answer.NO)))
    found = desk.read(call_list, WEDNESDAY, "woensdag", date(2026, 11, 23))
    assert [row.ride.ride_id for row in found.rides] == [ride]
    assert [driver.name for driver in found.rides[0].drivers] == ["Wouters Wim", "Vos Paula"]
    write_call_list(tmp_path / "bellijst.pdf", found)
    printed = text_of(tmp_path / "bellijst.pdf")
    for words in ("Bellijst", "Wouters Wim", "0499 76 14 45", "Jans Rosa", "met 1 begeleider(s)", "vandaag", "nee"):
        assert words in printed
    assert "vertrouwelijk" in printed


def test_the_call_list_of_given_rides_leaves_out_who_has_them(desk: RideDesk, tmp_path: Path) -> None:
    ride = desk.assigned(desk.paula, aid=Aid.NONE, destination="")
    found = desk.read(call_list_of, [ride], "ziek", WEDNESDAY)
    assert "Vos Paula" not in [driver.name for driver in found.rides[0].drivers]
    for driver in (desk.pierre, desk.wim):
        desk.add(Absence(driver_id=driver, from_day=WEDNESDAY, to_day=WEDNESDAY))
    write_call_list(tmp_path / "leeg.pdf", desk.read(call_list_of, [ride], "ziek", WEDNESDAY))
    assert "Niemand is vrij op dat uur" in text_of(tmp_path / "leeg.pdf")


def test_the_verb_writes_the_list(sqlite_desk: RideDesk, tmp_path: Path) -> None:
    arguments = argparse.Namespace(date=WEDNESDAY, output=tmp_path / "bellijst.pdf")
    assert commands.run_call_list(sqlite_desk.database, arguments) == 0
    assert "er is niemand te bellen" in text_of(tmp_path / "bellijst.pdf")
    assert file_name(WEDNESDAY) == "Bellijst 25-11-2026.pdf"
