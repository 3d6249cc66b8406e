"""What rides cost and what their drivers have coming, from the database: the ground the settlement stands on."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from mmc_desk.core.model import DeskSetting
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model import CancelledBy, Leg, LegKind, Ride, RideRequest, RideState
from mmc_desk.features.rides.queries.prices import RidePrice, ride_prices
from mmc_desk.features.rides.rules.tariff import LineKind
from tests.features.rides.conftest import RideDesk

NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)
DAY = date(2026, 11, 18)


def prices(desk: RideDesk, *span: date, **wanted: Any) -> tuple[RidePrice, ...]:  # noqa: ANN401 - the query's own
    found: tuple[RidePrice, ...] = desk.read(ride_prices, *(span or NOVEMBER), **wanted)
    return found


def only(desk: RideDesk, **wanted: Any) -> RidePrice:  # noqa: ANN401 - the query's own
    (found,) = prices(desk, **wanted)
    return found


def set_tariff(desk: RideDesk, valid_from: date = date(2026, 1, 1), **values: str) -> None:
    desk.add(*(DeskSetting(name=f"tariff.{name}", valid_from=valid_from, value=text) for name, text in values.items()))


def test_a_driven_ride_has_its_price(desk: RideDesk) -> None:
    ride_id = desk.driven(33_000)
    desk.do(ops.record_result, ops.RecordResult(ride_id, 33_000, waiting_minutes=95, parking=350, received=1800))
    found = only(desk)
    assert (found.ride_id, found.ride_date, found.state) == (ride_id, DAY, RideState.DRIVEN)
    assert (found.driver_id, found.driver, found.members) == (desk.pierre, "Reynders Pierre", ("Jans Rosa",))
    assert (found.metres, found.rate, found.official_rate, found.beyond_table) == (33_000, 4326, 4326, True)
    assert [(line.kind, line.cents) for line in found.price.lines] == [(LineKind.KM, 1428), (LineKind.PARKING, 350)]
    assert (found.owed, found.driver_due, found.desk_fee, found.received) == (1778, 1778, 0, 1800)


def test_the_desk_fee_is_owed_and_not_due(desk: RideDesk) -> None:
    """Lendelede: € 1,50 per return ride is the service's."""
    set_tariff(desk, admin_fee_return="150")
    desk.driven(10_000)
    found = only(desk)
    assert (found.owed, found.desk_fee, found.driver_due) == (583, 150, 433)


def test_parking_the_member_does_not_pay_comes_from_the_desk(desk: RideDesk) -> None:
    set_tariff(desk, parking_paid_by_member="nee")
    ride_id = desk.driven(10_000)
    desk.do(ops.record_result, ops.RecordResult(ride_id, 10_000, parking=200))
    found = only(desk)
    assert (found.owed, found.driver_due, found.parking_of_desk) == (433, 633, 200)


@pytest.mark.parametrize(("chargeable", "owed"), [(True, 260), (False, 0)])
def test_a_wasted_ride_pays_the_driver_whoever_owes_it(desk: RideDesk, chargeable: bool, owed: int) -> None:  # noqa: FBT001 - a table's column
    """Edge case 10.1: the km are the driver's, without minimum or fee."""
    set_tariff(desk, minimum_cents="500", admin_fee="50")
    ride_id = desk.assigned(ride_date=DAY)
    desk.do(ops.mark_wasted, ops.MarkWasted(ride_id, metres=6_000, chargeable=chargeable))
    found = only(desk)
    assert (found.state, found.owed, found.driver_due, found.desk_fee) == (RideState.WASTED, owed, 260, 0)


def test_a_wasted_ride_without_km_costs_nothing(desk: RideDesk) -> None:
    desk.do(ops.mark_wasted, ops.MarkWasted(desk.assigned(ride_date=DAY)))
    assert (only(desk).metres, only(desk).owed, only(desk).driver_due) == (0, 0, 0)


def test_a_late_cancellation_counts_once_km_were_driven(desk: RideDesk) -> None:
    late, soon = desk.assigned(ride_date=DAY), desk.assigned(desk.paula, member_id=desk.jef, ride_date=DAY)
    desk.do(ops.cancel_ride, ops.CancelRide(late, CancelledBy.MEMBER, chargeable=True, metres=4_000))
    desk.do(ops.cancel_ride, ops.CancelRide(soon, CancelledBy.MEMBER))
    found = only(desk)
    assert (found.ride_id, found.owed, found.driver_due) == (late, 173, 173)


def test_only_rides_with_a_result_in_the_span(desk: RideDesk) -> None:
    first = desk.driven(10_000)
    second = desk.driven(20_000, desk.paula, member_id=desk.jef, ride_date=date(2026, 11, 19))
    desk.assigned()
    assert [found.ride_id for found in prices(desk)] == [first, second]
    assert [found.ride_id for found in prices(desk, DAY, DAY)] == [first]
    assert [found.ride_id for found in prices(desk, driver_id=desk.paula)] == [second]
    assert [found.ride_id for found in prices(desk, ride_ids=[first])] == [first]
    assert prices(desk, ride_ids=[]) == ()


def test_each_ride_has_the_tariff_and_the_rate_of_its_date(desk: RideDesk) -> None:
    """Edge case 10.7: a rate that changes mid-month; a tariff that goes back to the official rate."""
    set_tariff(desk, date(2026, 11, 10), rate="4100", admin_fee="50")
    set_tariff(desk, date(2026, 11, 20), rate="")
    days = [date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 20)]
    for day in days:
        desk.driven(10_000, ride_date=day)
    assert [(found.rate, found.owed) for found in prices(desk)] == [(4326, 433), (4100, 460), (4326, 483)]


def test_a_rate_above_the_official_one_is_marked(desk: RideDesk) -> None:
    set_tariff(desk, rate="5000")
    desk.driven(10_000)
    assert only(desk).price.above_official


def test_after_the_table_the_last_rate_stands_in(desk: RideDesk) -> None:
    ride_id = desk.driven(10_000)

    def later(session: Session) -> None:
        session.get_one(Ride, ride_id).ride_date = date(2040, 1, 2)

    desk.database.write(later)
    (found,) = prices(desk, date(2040, 1, 1), date(2040, 1, 31))
    assert (found.rate, found.beyond_table) == (4326, True)


def test_two_members_share_to_the_cent(desk: RideDesk) -> None:
    """Edge case 10.3."""
    ride_id = desk.driven(33_000)
    desk.add(RideRequest(ride_id=ride_id, member_id=desk.jef, position=2))

    def count(session: Session) -> None:
        session.get_one(Ride, ride_id).passengers = 2

    desk.database.write(count)
    found = only(desk)
    assert found.members == ("Jans Rosa", "Jans Jef")
    assert found.price.shares == (714, 714)


def test_another_driver_returns_so_the_one_way_leg_counts_twice(desk: RideDesk) -> None:
    """Edge case 10.4: twice the way with the member aboard, not what the odometer says."""
    ride_id = desk.driven(50_000)

    def one_way(session: Session) -> None:
        session.get_one(Ride, ride_id).double_leg = True
        for leg in session.query(Leg).where(Leg.ride_id == ride_id):
            if leg.kind is LegKind.BACK:
                session.delete(leg)
            else:
                leg.metres = 18_000

    desk.database.write(one_way)
    set_tariff(desk, admin_fee_return="150")
    found = only(desk)
    assert (found.metres, found.owed, found.desk_fee) == (50_000, 1557, 0)

    def forget(session: Session) -> None:
        for leg in session.query(Leg).where(Leg.ride_id == ride_id):
            leg.metres = None

    desk.database.write(forget)
    assert only(desk).owed == 2163


def test_an_old_book_without_legs_is_a_return_ride(desk: RideDesk) -> None:
    set_tariff(desk, admin_fee_return="150")
    ride_id = desk.driven(10_000)

    def forget(session: Session) -> None:
        for leg in session.query(Leg).where(Leg.ride_id == ride_id):
            session.delete(leg)

    desk.database.write(forget)
    assert only(desk).desk_fee == 150


def test_the_number_of_statements_is_fixed(desk: RideDesk) -> None:
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:  # noqa: ANN401 - SQLAlchemy's event
        seen.append(statement)

    event.listen(desk.database.engine, "before_cursor_execute", note)
    counts = []
    for day in range(2, 6):
        desk.driven(10_000, ride_date=date(2026, 11, day))
        seen.clear()
        prices(desk)
        counts.append(len([statement for statement in seen if statement.startswith("SELECT")]))
    event.remove(desk.database.engine, "before_cursor_execute", note)
    assert counts == [8, 8, 8, 8]
