"""A new roster says what changed since the last one was printed (domain.md §9, §10.2)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from mmc_desk.core import clock
from mmc_desk.features import follow
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.printout import printed_sheets, write_rosters
from mmc_desk.features.rides.queries.roster import roster_book
from mmc_desk.features.rides.queries.rows import Roster, SincePrint
from mmc_desk.features.rides.rules.book import changes_a_roster
from tests.features.rides.conftest import WEDNESDAY, RideDesk


@pytest.fixture(autouse=True)
def following(desk: RideDesk) -> Iterator[None]:
    desk.database.followers = (follow,)
    yield
    desk.database.followers = ()


def printed(desk: RideDesk) -> None:
    rosters = desk.read(roster_book, WEDNESDAY).rosters
    command = ops.NoteRosterPrinted(printed_sheets(rosters))
    desk.database.write(lambda session: ops.note_roster_printed(session, command))


def later() -> datetime:
    return clock.now() + timedelta(hours=1)


def roster(desk: RideDesk, code: str) -> Roster:
    found: tuple[Roster, ...] = desk.read(roster_book, WEDNESDAY).rosters
    return next(row for row in found if row.code == code)


def do(desk: RideDesk, op: object, command: object) -> None:
    desk.database.write(lambda session: op(session, command), "test")  # type: ignore[operator] # any op


def test_new_changed_and_dropped_rides_are_marked(desk: RideDesk, tmp_path: Path) -> None:
    from datetime import time

    stays = desk.assigned(appointment=time(8), return_time=time(9))
    moved = desk.assigned(member_id=desk.maria, appointment=time(12), return_time=time(13))
    goes = desk.assigned(member_id=desk.jef, appointment=time(16), return_time=time(17))
    printed(desk)
    assert {stop.since_print for stop in roster(desk, "C01").days[0].rides} == {SincePrint.SAME}
    with clock.frozen(later()):
        do(desk, ops.confirm_ride, ops.ConfirmRide(stays))
        wanted = ops.RequestRide(**{**desk.plain(), "member_id": desk.maria, "appointment": time(12, 15)})
        do(desk, ops.edit_ride, ops.EditRide(moved, wanted))
        do(desk, ops.assign_driver, ops.AssignDriver(goes, desk.paula))
        fresh = desk.assigned(member_id=desk.jef, appointment=time(19), return_time=time(20))
    day = roster(desk, "C01").days[0]
    marks = {stop.ride_no: stop.since_print for stop in day.rides}
    assert marks == {
        desk.ride(stays).ride_no: SincePrint.SAME,
        desk.ride(moved).ride_no: SincePrint.CHANGED,
        desk.ride(fresh).ride_no: SincePrint.NEW,
    }
    assert day.dropped == (f"{desk.ride(goes).ride_no} Jans Jef",)
    assert {stop.since_print for stop in roster(desk, "C02").days[0].rides} == {SincePrint.SAME}

    path = tmp_path / "lijst.pdf"
    write_rosters(path, desk.read(roster_book, WEDNESDAY))
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())
    for words in ("NIEUW", "GEWIJZIGD", "Vervallen sinds versie 1: 2026-0003 Jans Jef."):
        assert words in text

    printed(desk)
    assert roster(desk, "C01").days[0].dropped != ()
    with clock.frozen(later() + timedelta(hours=1)):
        printed(desk)
        assert roster(desk, "C01").days[0].dropped == ()


def test_a_ride_that_comes_back_is_new_and_one_that_is_cancelled_dropped(desk: RideDesk) -> None:
    ride, other = desk.assigned(), desk.assigned(desk.paula, member_id=desk.maria)
    printed(desk)
    with clock.frozen(later()):
        do(desk, ops.unassign_driver, ops.UnassignDriver(ride))
        do(desk, ops.assign_driver, ops.AssignDriver(ride, desk.pierre))
        do(desk, ops.cancel_rides, ops.CancelRides((other,), "ziek"))
        desk.assigned(desk.paula, member_id=desk.maria)
    assert [stop.since_print for stop in roster(desk, "C01").days[0].rides] == [SincePrint.NEW]
    paula = roster(desk, "C02").days[0]
    assert [stop.since_print for stop in paula.rides] == [SincePrint.NEW]
    assert paula.dropped == (f"{desk.ride(other).ride_no} Thijs María",)


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        ("", False),
        ("toegewezen → bevestigd", False),
        ("toegewezen → bevestigd; opmerking gewijzigd", False),
        ("vertrek 09:00 → 09:15", True),
        ("toegewezen → bevestigd; rijdt mee: Jans Jef", True),
    ],
)
def test_what_a_driver_must_know(detail: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert changes_a_roster(detail) is expected
