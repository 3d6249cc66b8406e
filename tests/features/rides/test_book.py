"""The insurance-proof book: what was entered stays entered, undo or not, and late changes show (domain.md §2, §9)."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import delete, event, select, update
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.changes import Changes
from mmc_desk.core.errors import DeskError, RuleError
from mmc_desk.core.recording import changes_so_far, take_back
from mmc_desk.features import follow
from mmc_desk.features.people import ops as people
from mmc_desk.features.people.model import EndReason
from mmc_desk.features.rides import commands, ops
from mmc_desk.features.rides.model import CancelledBy, Ride, RideRequest, RideState
from mmc_desk.features.rides.model.calls import Answer
from mmc_desk.features.rides.model.history import RideEvent
from mmc_desk.features.rides.ops.book import note_events
from mmc_desk.features.rides.ops.settling import settle_rides
from mmc_desk.features.rides.printout.book import driver_text, late_text, span_of, write_book
from mmc_desk.features.rides.queries.history import BookLine, RideBook, ride_book, ride_history
from mmc_desk.features.rides.rules.book import RideChange, SeatChange, detail_of, has_left, is_after_the_fact
from tests.features.rides.conftest import WEDNESDAY, RideDesk

WEDNESDAY_NOON = clock.at(WEDNESDAY, time(12))


@pytest.fixture(autouse=True)
def following(request: pytest.FixtureRequest) -> Iterator[None]:
    if "desk" not in request.fixturenames:
        yield
        return
    database = request.getfixturevalue("desk").database
    database.followers = (follow,)
    yield
    database.followers = ()


def events(desk: RideDesk) -> list[RideEvent]:
    found: list[RideEvent] = desk.read(lambda session: list(session.scalars(select(RideEvent).order_by(RideEvent.id))))
    return found


def write(desk: RideDesk, op: Any, command: object, label: str) -> Changes:  # noqa: ANN401 - any op
    return desk.database.write(lambda session: op(session, command), label).changes


def test_a_request_an_assignment_and_a_swap_are_entered_one_by_one(desk: RideDesk) -> None:
    ride = desk.request()
    write(desk, ops.assign_driver, ops.AssignDriver(ride, desk.pierre), "Rit toegewezen aan Reynders Pierre")
    write(desk, ops.assign_driver, ops.AssignDriver(ride, desk.paula), "Rit toegewezen aan Vos Paula")

    entered, given, swapped = events(desk)
    assert (entered.is_entry, entered.label, entered.state) == (True, "Gewijzigd", RideState.REQUESTED)
    assert entered.detail.startswith("van Kerkstraat 1 naar ZOL Genk, campus Sint-Jan (ziekenhuis); ophalen om ")
    assert (given.driver_before, given.driver) == ("", "Reynders Pierre")
    assert given.detail == "aangevraagd → toegewezen"
    assert (swapped.driver_before, swapped.driver, swapped.members) == ("Reynders Pierre", "Vos Paula", "Jans Rosa")
    assert (swapped.driver_before_id, swapped.driver_id) == (desk.pierre, desk.paula)
    assert {entered.ride_no, swapped.ride_no} == {"2026-0001"}
    assert not any(line.after_the_fact for line in (entered, given, swapped))
    assert entered.actor
    assert entered.desk


def test_10_2_a_swap_after_the_fact_shows_as_one(desk: RideDesk) -> None:
    ride = desk.assigned()
    with clock.frozen(WEDNESDAY_NOON):
        write(desk, ops.assign_driver, ops.AssignDriver(ride, desk.paula), "Rit toegewezen aan Vos Paula")
    book = desk.read(ride_history, ride)
    swap = book.rides[0].lines[-1]
    assert (swap.is_swap, swap.after_the_fact) == (True, True)
    assert (driver_text(swap), late_text(swap)) == ("Reynders Pierre → Vos Paula", "NA VERTREK: andere chauffeur")
    assert book.rides[0].late_changes == 1
    assert book.rides[0].state == "toegewezen"


def test_what_a_sheet_brings_is_no_late_change_but_its_correction_is(desk: RideDesk) -> None:
    with clock.frozen(clock.at(date(2026, 11, 17), time(9))):
        ride = desk.assigned(ride_date=date(2026, 11, 18))
    write(desk, ops.record_result, ops.RecordResult(ride, 42_000, 90, 250, 1500), "Rit uitgevoerd")
    write(desk, ops.record_result, ops.RecordResult(ride, 60_000, 90, 250, 1500), "Rit uitgevoerd")
    sheet, correction = events(desk)[-2:]
    assert not sheet.after_the_fact
    assert sheet.detail.replace("\u00a0", " ") == (
        "toegewezen → uitgevoerd; km niets → 42 km; wachttijd niets → 1 u 30; "
        "parking € 0,00 → € 2,50; ontvangen niets → € 15,00"
    )
    assert (correction.after_the_fact, correction.detail.replace("\u00a0", " ")) == (True, "km 42 km → 60 km")


def test_a_settled_ride_has_its_event(desk: RideDesk) -> None:
    rides = {key: desk.ride(key).version for key in (desk.driven(), desk.driven(member_id=desk.maria, driver=desk.wim))}
    desk.database.write(lambda session: settle_rides(session, rides), "Afrekening november 2026")
    settled = events(desk)[-2:]
    assert {line.ride_id for line in settled} == rides.keys()
    assert {(line.label, line.detail, line.state) for line in settled} == {
        ("Rit afgerekend", "uitgevoerd → afgerekend", RideState.SETTLED)
    }
    assert [(line.members, line.driver) for line in settled] == [
        ("Jans Rosa", "Reynders Pierre"),
        ("Thijs María", "Wouters Wim"),
    ]
    assert not any(line.after_the_fact for line in settled)


def test_undo_and_redo_leave_traces_and_take_none_back(desk: RideDesk) -> None:
    ride = desk.request()
    done = write(desk, ops.assign_driver, ops.AssignDriver(ride, desk.pierre), "Rit toegewezen")
    undone = write(desk, take_back, done, "Ongedaan gemaakt: Rit toegewezen")
    write(desk, take_back, undone, "Opnieuw")
    assert [line.label for line in events(desk)][1:] == [
        "Rit toegewezen",
        "Ongedaan gemaakt: Rit toegewezen",
        "Opnieuw",
    ]
    assert [line.driver for line in events(desk)] == ["", "Reynders Pierre", "", "Reynders Pierre"]


def test_a_request_that_was_taken_back_stays_in_the_book(desk: RideDesk) -> None:
    command = ops.RequestRide(**desk.plain())
    done = write(desk, ops.request_ride, command, "Rit aangenomen")
    write(desk, take_back, done, "Ongedaan gemaakt: Rit aangenomen")
    found = desk.read(ride_book, WEDNESDAY, WEDNESDAY).rides[0]
    assert (found.ride, found.state) == (None, "geschrapt")
    assert [(line.deed, line.members) for line in found.lines] == [
        ("Rit aangenomen", "Jans Rosa"),
        ("Ongedaan gemaakt: Rit aangenomen", "Jans Rosa"),
    ]
    assert found.lines[-1].detail == "rit geschrapt"


def test_what_follows_by_itself_is_entered_too(desk: RideDesk) -> None:
    ride = desk.assigned(passengers=(ops.SharedSeat(desk.jef),))
    alone = desk.assigned(ride_date=date(2026, 11, 26))
    command = people.EndMember(member_id=desk.rosa, ended_on=date(2026, 11, 23), reason=EndReason.DECEASED)
    write(desk, people.end_member, command, "Lid beëindigd")
    shared, cancelled = events(desk)[-2:]
    assert (shared.ride_id, shared.members) == (ride, "Jans Jef")
    assert shared.detail == "rijdt niet meer mee: Jans Rosa"
    assert (cancelled.ride_id, cancelled.state) == (alone, RideState.CANCELLED)
    assert cancelled.detail == "toegewezen → geannuleerd; geannuleerd door niets → de dienst"


def test_another_member_in_the_same_seat_shows_who_came_and_went(desk: RideDesk) -> None:
    ride = desk.request(stops=("Apotheek",))
    wanted = ops.RequestRide(**{**desk.plain(), "member_id": desk.maria, "stops": ("Bakker",), "note": "bel aan"})
    write(desk, ops.edit_ride, ops.EditRide(ride, wanted), "Rit gewijzigd")
    detail = events(desk)[-1].detail
    assert "rijdt niet meer mee: Jans Rosa" in detail
    assert "rijdt mee: Thijs María" in detail
    assert "traject aangepast; opmerking gewijzigd" in detail


def test_a_change_of_the_requests_alone_is_entered(desk: RideDesk) -> None:
    ride = desk.request()

    def phone_later(session: Any, _command: object) -> None:  # noqa: ANN401 - a session
        session.scalars(select(RideRequest)).one().companions = 2

    write(desk, phone_later, None, "Begeleiders genoteerd")
    assert (events(desk)[-1].ride_id, events(desk)[-1].detail) == (ride, "begeleiders 0 → 2")
    assert events(desk)[-1].driver == ""


def test_a_seat_that_passes_to_another_member_shows_both(desk: RideDesk) -> None:
    desk.request()

    def pass_on(session: Any, member_id: int) -> None:  # noqa: ANN401 - a session
        session.scalars(select(RideRequest)).one().member_id = member_id

    write(desk, pass_on, desk.maria, "Lid verbeterd")
    assert events(desk)[-1].detail == "rijdt niet meer mee: Jans Rosa; rijdt mee: Thijs María"


def test_a_write_that_touches_no_ride_enters_nothing(desk: RideDesk) -> None:
    write(desk, people.set_preference, people.SetPreference(desk.rosa, desk.wim, None), "Voorkeur")
    assert events(desk) == []


@pytest.mark.parametrize("statement", [update(RideEvent).values(driver="Iemand anders"), delete(RideEvent)])
def test_the_database_refuses_to_edit_the_book(desk: RideDesk, statement: Any) -> None:  # noqa: ANN401 - a statement
    desk.assigned()
    with pytest.raises(DeskError, match="append-only"):
        desk.database.write(lambda session: session.execute(statement))
    assert "Iemand anders" not in {line.driver for line in events(desk)}


def test_a_bulk_plan_costs_a_handful_of_statements(desk: RideDesk) -> None:
    count = 0

    def counting(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        nonlocal count
        count += statement.startswith("SELECT") or "ride_event" in statement

    def add(session: Any, rides: int) -> None:  # noqa: ANN401 - a session
        session.add_all(Ride(ride_no=f"P{rides}-{place}", ride_date=WEDNESDAY, passengers=1) for place in range(rides))

    event.listen(desk.database.engine, "before_cursor_execute", counting)
    write(desk, add, 2, "Plan")
    few, count = count, 0
    write(desk, add, 900, "Plan")
    event.remove(desk.database.engine, "before_cursor_execute", counting)
    assert len(events(desk)) == 902
    assert count - few < 20


def test_rides_from_a_file_say_so(desk: RideDesk) -> None:
    desk.database.followers = ()
    ride = desk.assigned()
    desk.database.followers = (follow,)
    write(desk, ops.confirm_ride, ops.ConfirmRide(ride), "Rit bevestigd")
    first, second = desk.read(ride_history, ride).rides[0].lines
    assert (first.at, first.deed) == (None, "Ingevoerd uit een bestand, of vóór dit boek begon")
    assert second.detail == "toegewezen → bevestigd"


def test_calls_stand_between_the_events(desk: RideDesk) -> None:
    ride = desk.request()
    write(desk, ops.log_call, ops.LogCall(ride, desk.paula, Answer.NO, " op reis "), "Gebeld")
    write(desk, ops.log_call, ops.LogCall(ride, desk.pierre, Answer.YES), "Gebeld")
    lines = desk.read(ride_history, ride).rides[0].lines
    assert [(line.deed, line.detail) for line in lines][1:] == [
        ("Gebeld", "aangevraagd → toegewezen"),
        ("Gebeld: Vos Paula", "nee; op reis"),
        ("Gebeld: Reynders Pierre", "ja"),
    ]


def test_the_book_of_a_day_holds_rides_that_moved_away(desk: RideDesk) -> None:
    ride = desk.request()
    moved = ops.RequestRide(**{**desk.plain(), "ride_date": date(2026, 12, 2)})
    write(desk, ops.edit_ride, ops.EditRide(ride, moved), "Rit gewijzigd")
    for day in (WEDNESDAY, date(2026, 12, 2)):
        book = desk.read(ride_book, day, day)
        assert [history.ride_id for history in book.rides] == [ride]
        assert "datum 25/11/2026 → 02/12/2026" in book.rides[0].lines[-1].detail
    assert desk.read(ride_book, date(2026, 12, 3), date(2026, 12, 31)).rides == ()


def test_a_ride_nobody_ever_entered_has_no_history(desk: RideDesk) -> None:
    with pytest.raises(RuleError, match="bestaat niet meer"):
        desk.read(ride_history, 99)


# The rules

ROSA = {"pickup_at": None, "appointment_at": None, "return_at": None, "companions": 0}
PLANNED = {
    "state": RideState.ASSIGNED,
    "driver_id": 1,
    "ride_date": WEDNESDAY,
    "origin": "",
    "village": "Hees",
    "destination": "",
    "destination_village": "",
    "depart_at": clock.at(WEDNESDAY, time(9)),
    "home_at": clock.at(WEDNESDAY, time(11)),
}


@pytest.mark.parametrize(
    ("changes", "now", "left"),
    [
        ({}, WEDNESDAY_NOON, True),
        ({}, clock.at(WEDNESDAY, time(8, 59)), False),
        ({"depart_at": None}, WEDNESDAY_NOON, False),
        ({"depart_at": None}, clock.at(date(2026, 11, 26), time(0)), True),
    ],
)
def test_when_a_ride_has_left(changes: dict[str, Any], now: datetime, left: bool) -> None:  # noqa: FBT001 - a table
    assert has_left({**PLANNED, **changes}, now) is left


@pytest.mark.parametrize(
    ("change", "late"),
    [
        (RideChange(PLANNED, {**PLANNED, "state": RideState.DRIVEN}), False),
        (RideChange(PLANNED, {**PLANNED, "state": RideState.CANCELLED}), False),
        (RideChange(PLANNED, {**PLANNED, "state": RideState.DRIVEN, "driver_id": 2}), True),
        (RideChange(PLANNED, {**PLANNED, "state": RideState.DRIVEN}, (SeatChange("Rosa", ROSA, None),)), True),
        (RideChange({**PLANNED, "state": RideState.DRIVEN}, {**PLANNED, "state": RideState.SETTLED}), False),
        (RideChange({**PLANNED, "state": RideState.DRIVEN}, PLANNED), True),
        (RideChange(None, PLANNED), True),
        (RideChange(PLANNED, None), True),
    ],
)
def test_what_is_late(change: RideChange, late: bool) -> None:  # noqa: FBT001 - a table
    assert is_after_the_fact(change, WEDNESDAY_NOON) is late
    assert not is_after_the_fact(change, clock.at(WEDNESDAY, time(8)))


def test_what_a_bare_request_reads_like() -> None:
    assert detail_of(RideChange(None, {**PLANNED, "village": ""})) == "van ? naar ?"
    seats = (SeatChange("Rosa", ROSA, None), SeatChange("Jef", None, ROSA))
    assert detail_of(RideChange(None, {**PLANNED, "destination_village": "Genk"}, seats)) == "van Hees naar Genk"


def test_times_are_told_while_the_driver_stays() -> None:
    later = {**PLANNED, "depart_at": clock.at(WEDNESDAY, time(9, 30)), "chargeable": True, "cancelled_by": None}
    before = {**PLANNED, "chargeable": False, "cancelled_by": CancelledBy.MEMBER}
    assert detail_of(RideChange(before, later)) == (
        "vertrek 09:00 → 09:30; geannuleerd door het lid → niets; aanrekenen nee → ja"
    )
    assert "vertrek" not in detail_of(RideChange(before, {**later, "driver_id": 2}))


def test_nothing_to_note() -> None:
    note_events(Session(), Changes())  # on no database: no statement is needed
    assert changes_so_far(Session(), "los") == Changes("los")


# On paper


def text_of(path: Path) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
    return " ".join(text.replace("\u00a0", " ").split())


def test_the_printed_book_says_in_words_what_came_late(sqlite_desk: RideDesk, tmp_path: Path) -> None:
    sqlite_desk.database.followers = (follow,)
    ride = sqlite_desk.assigned()
    open_ride = sqlite_desk.request(member_id=sqlite_desk.maria, appointment=None, destination="")
    assert open_ride
    with clock.frozen(WEDNESDAY_NOON):
        write(sqlite_desk, ops.assign_driver, ops.AssignDriver(ride, sqlite_desk.wim), "Rit toegewezen")
        arguments = argparse.Namespace(date=WEDNESDAY, month=True, output=tmp_path / "boek.pdf")
        assert commands.run_ride_book(sqlite_desk.database, arguments) == 0
    printed = text_of(tmp_path / "boek.pdf")
    for words in ("Ritboek", "november 2026", "Gewijzigd na vertrek: 1", "Reynders Pierre → Wouters Wim", "NA VERTREK"):
        assert words in " ".join(printed.split())


def test_a_book_only_goes_to_a_pdf(sqlite_desk: RideDesk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = argparse.Namespace(date=WEDNESDAY, month=False, output=tmp_path / "boek.txt")
    assert commands.run_ride_book(sqlite_desk.database, arguments) == 2
    assert commands.run_call_list(sqlite_desk.database, arguments) == 2
    assert "eindigt op .pdf" in capsys.readouterr().err
    day = replace_output(arguments, tmp_path / "dag.pdf")
    assert commands.run_ride_book(sqlite_desk.database, day) == 0
    assert "Er staan geen ritten in het boek" in text_of(tmp_path / "dag.pdf")


def replace_output(arguments: argparse.Namespace, path: Path) -> argparse.Namespace:
    return argparse.Namespace(**{**vars(arguments), "output": path})


def test_the_days_of_a_book_in_words() -> None:
    first = RideBook(date(2026, 11, 1), date(2026, 11, 30), ())
    assert span_of(first) == "november 2026"
    assert span_of(replace(first, last=date(2026, 12, 2))) == "01/11/2026 tot en met 02/12/2026"
    assert span_of(replace(first, last=first.first)) == "zondag 1 november 2026"


def test_a_ride_that_was_imported_prints(tmp_path: Path) -> None:
    line = BookLine(None, "", "Ingevoerd", "", "Vos Paula", "", "", after_the_fact=True)
    assert (driver_text(line), late_text(line)) == ("Vos Paula → niemand", "NA VERTREK gewijzigd")
    write_book(tmp_path / "leeg.pdf", RideBook(WEDNESDAY, WEDNESDAY, ()))
