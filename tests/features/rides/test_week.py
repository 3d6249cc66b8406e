"""The week of the board, on both databases."""

from datetime import date, time

from mmc_desk.core.model import ClosureDay
from mmc_desk.features.people.model import Absence, Driver
from mmc_desk.features.rides.queries.listing import ride_listing
from mmc_desk.features.rides.queries.week import week_board
from mmc_desk.features.rides.rules.availability import Away
from tests.features.rides.conftest import WEDNESDAY, RideDesk


def test_counts_per_driver_and_day(desk: RideDesk) -> None:
    desk.assigned(desk.wim)
    desk.assigned(desk.wim, member_id=desk.jef, appointment=time(16))
    desk.request(member_id=desk.maria)
    desk.request(member_id=desk.maria, ride_date=date(2026, 11, 30))
    week = desk.read(week_board, WEDNESDAY)
    assert week.days[0] == date(2026, 11, 23)
    assert week.open_rides == (0, 0, 1, 0, 0, 0, 0)
    assert [lane.name for lane in week.lanes] == ["Reynders Pierre", "Vos Paula", "Wouters Wim"]
    cell = week.lanes[2].cells[2]
    assert (cell.rides, cell.unconfirmed, cell.away) == (2, 2, None)


def test_why_a_driver_has_no_hours(desk: RideDesk) -> None:
    desk.add(
        Absence(driver_id=desk.pierre, from_day=WEDNESDAY, to_day=WEDNESDAY, reason="verlof"),
        ClosureDay(day=date(2026, 11, 27), reason="brugdag"),
    )
    desk.database.write(lambda session: setattr(session.get_one(Driver, desk.paula), "active_to", date(2026, 11, 24)))
    week = desk.read(week_board, WEDNESDAY)
    pierre, paula, _ = week.lanes
    assert (pierre.cells[2].away, pierre.cells[2].detail) == (Away.LEAVE, "verlof")
    assert [cell.away for cell in paula.cells[:4]] == [None, None, Away.NOT_ACTIVE, Away.NOT_ACTIVE]
    assert pierre.cells[4].away is Away.CLOSURE
    assert week.closed[4] == "brugdag"


def test_a_listing_knows_the_drivers_of_its_rides(desk: RideDesk) -> None:
    ride = desk.assigned(desk.wim)
    desk.database.write(lambda session: setattr(session.get_one(Driver, desk.wim), "active_to", date(2026, 11, 1)))
    listing = desk.read(ride_listing, WEDNESDAY, WEDNESDAY)
    assert [line.ride_id for line in listing.rides] == [ride]
    assert [driver.name for driver in listing.drivers] == ["Reynders Pierre", "Vos Paula", "Wouters Wim"]
