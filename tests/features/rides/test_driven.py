"""Who drove whom: members with counts and the last day, on both databases."""

from datetime import date

from mmc_desk.features.people.ops import EndDriver, end_driver
from mmc_desk.features.rides.ops import SharedSeat
from mmc_desk.features.rides.queries.driven import driven_members, driver_names
from tests.features.rides.conftest import RideDesk


def test_members_driven_most_first(desk: RideDesk) -> None:
    for day in (10, 12, 13):
        desk.driven(ride_date=date(2026, 11, day))
    desk.driven(ride_date=date(2026, 11, 18), member_id=desk.maria, passengers=(SharedSeat(desk.jef),))
    desk.driven(driver=desk.paula, ride_date=date(2026, 11, 19))
    desk.assigned()
    found = [(row.name, row.village, row.rides, row.last_day) for row in desk.read(driven_members, desk.pierre)]
    assert found == [
        ("Jans Rosa", "Hees", 3, date(2026, 11, 13)),
        ("Jans Jef", "Hees", 1, date(2026, 11, 18)),
        ("Thijs María", "Bilzen", 1, date(2026, 11, 18)),
    ]
    assert desk.read(driven_members, desk.wim) == ()


def test_drivers_who_stopped_come_last(desk: RideDesk) -> None:
    desk.do(end_driver, EndDriver(desk.pierre, date(2026, 11, 1)))
    assert [(row.name, row.is_active) for row in desk.read(driver_names)] == [
        ("Vos Paula", True),
        ("Wouters Wim", True),
        ("Reynders Pierre", False),
    ]
