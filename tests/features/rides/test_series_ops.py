"""Standing rides at the desk: made ahead, changed from a day on, left alone (domain.md §10.5, §10.17)."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import ConflictError, RuleError
from mmc_desk.core.feature import load
from mmc_desk.core.model import ClosureDay, DeskSetting
from mmc_desk.core.recording import take_back
from mmc_desk.features import follow
from mmc_desk.features.people import ops as people
from mmc_desk.features.people.model import Absence, Address, Aid, AvailabilityKind, EndReason, Member
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.checks import CHECKS
from mmc_desk.features.rides.feature import FEATURE
from mmc_desk.features.rides.model import CancelledBy, Leg, Ride, RideRequest, RideState
from mmc_desk.features.rides.model.series import Frequency, RideSeries, SeriesException, SeriesPause
from mmc_desk.features.rides.ops import series as standing
from mmc_desk.features.rides.ops import series_days as days
from mmc_desk.features.rides.ops.commands import RequestRide, SharedSeat
from mmc_desk.features.rides.ops.series_commands import (
    ChangeSeries,
    CreateSeries,
    EndSeries,
    MoveDay,
    PauseSeries,
    RestoreDay,
    ResumeSeries,
    SeriesDone,
    SkipDay,
)
from mmc_desk.features.rides.ops.series_rides import seats_from
from mmc_desk.features.rides.queries import series_checks
from mmc_desk.features.rides.queries.series import Standing, series_card, series_rows
from mmc_desk.features.rides.rules.series import Fate, Pattern
from tests.beginnings import begin_with
from tests.features.rides.conftest import RideDesk
from tests.rows import breaches

TODAY = date(2026, 11, 23)
FRIDAY, SECOND, THIRD, FOURTH = (date(2026, 11, 27) + timedelta(weeks=weeks) for weeks in range(4))
CHRISTMAS = date(2026, 12, 25)
HORIZON = date(2026, 12, 28)
WEEKLY = Pattern(Frequency.WEEKLY, FRIDAY, weekdays=frozenset({4}))

_BEGUN: set[tuple[str, str]] = set()
"""What was begun on which kind of database: that its undo is exact is shown once, for most tests begin alike."""


class Standings:
    """A desk that keeps standing rides; after each deed the invariants hold."""

    def __init__(self, desk: RideDesk) -> None:
        self.desk = desk

    def wanted(self, **changes: Any) -> RequestRide:  # noqa: ANN401 - the fields of RequestRide
        return RequestRide(**{**self.desk.plain(), **changes})

    def begin(self, pattern: Pattern = WEEKLY, driver: int | None = None, **changes: Any) -> int:  # noqa: ANN401 - the fields of RequestRide
        command = CreateSeries(pattern, self.wanted(**changes), driver)
        begun = self.desk.database.engine.dialect.name, repr(command)
        if begun in _BEGUN:
            return begin_with(self.desk.database, standing.create_series, command).series_id
        _BEGUN.add(begun)
        return self.do(standing.create_series, command).series_id

    def change(self, series: int, pattern: Pattern, driver: int | None = None, **changes: Any) -> SeriesDone:  # noqa: ANN401 - the fields of RequestRide
        command = ChangeSeries(series, pattern, self.wanted(**changes), driver)
        return self.do(standing.change_series, command)

    def do(self, op: Any, command: object) -> SeriesDone:  # noqa: ANN401 - any op of a series
        done: SeriesDone = self.desk.do(op, command)
        assert breaches(self.desk.database, CHECKS) == []
        return done

    def plan(self, until: date | None = None) -> int:
        return self.desk.database.write(lambda session: standing.plan_series(session, until)).value

    def rides(self, *states: RideState) -> list[Ride]:
        """Return the rides, by day; without states those that aren't cancelled."""

        def read(session: Session) -> list[Ride]:
            wanted = Ride.state.in_(states) if states else Ride.state != RideState.CANCELLED
            return list(session.scalars(select(Ride).where(wanted).order_by(Ride.ride_date, Ride.id)))

        return self.desk.database.read(read)

    def on(self, day: date) -> Ride:
        (ride,) = [ride for ride in self.rides() if ride.ride_date == day]
        return ride

    def days(self) -> list[date]:
        return [ride.ride_date for ride in self.rides()]

    def act(self, op: Any, command: object) -> None:  # noqa: ANN401 - any op of a ride
        self.desk.database.write(lambda session: op(session, command))

    def count(self, model: Any) -> int:  # noqa: ANN401 - any model
        return int(self.desk.database.read(lambda session: session.scalar(select(func.count(model.id)))) or 0)


@pytest.fixture
def kept(desk: RideDesk) -> Iterator[Standings]:
    desk.database.followers = (follow,)
    yield Standings(desk)
    desk.database.followers = ()


# --- Begun and made ahead


def test_10_17_a_weekly_ride_is_made_ahead_without_its_holidays(kept: Standings) -> None:
    done = kept.do(standing.create_series, CreateSeries(WEEKLY, kept.wanted()))

    assert kept.days() == [FRIDAY, SECOND, THIRD, FOURTH]
    assert (done.planned, CHRISTMAS <= HORIZON) == (4, True)
    ride = kept.on(SECOND)
    assert (ride.state, ride.series_id, ride.series_day) == (RideState.REQUESTED, done.series_id, SECOND)
    assert (ride.passengers, ride.legs, ride.detached) == (1, 2, False)
    assert ride.depart_at is not None
    assert ride.depart_at < clock.at(SECOND, time(10))
    assert kept.desk.read(lambda session: session.scalar(select(func.count(Leg.id)))) == 8
    request = kept.desk.read(
        lambda session: session.scalars(select(RideRequest).where(RideRequest.ride_id == ride.id)).one()
    )
    assert (request.appointment_at, request.aid) == (clock.at(SECOND, time(10)), Aid.ROLLATOR)


def test_planning_again_makes_nothing_again(kept: Standings) -> None:
    kept.begin()
    assert kept.plan() == 0
    assert kept.plan(date(2027, 1, 8)) == 1, "1 January is a holiday"
    assert kept.days()[-1] == date(2027, 1, 8)


def test_the_horizon_is_a_setting(kept: Standings) -> None:
    kept.desk.add(DeskSetting(name="rides.series_weeks", valid_from=date(2020, 1, 1), value="1"))
    kept.begin()
    assert kept.days() == [FRIDAY]


def test_planning_never_revives_what_a_person_cancelled_nor_doubles_what_was_moved(kept: Standings) -> None:
    kept.begin()
    kept.act(ops.cancel_ride, ops.CancelRide(kept.on(SECOND).id, CancelledBy.MEMBER))
    kept.act(ops.edit_ride, ops.EditRide(kept.on(THIRD).id, kept.wanted(ride_date=THIRD - timedelta(days=1))))
    assert kept.plan() == 0
    assert kept.days() == [FRIDAY, THIRD - timedelta(days=1), FOURTH]


def test_the_days_before_today_are_not_made(kept: Standings) -> None:
    kept.begin(replace(WEEKLY, starts_on=date(2026, 11, 6)))
    assert kept.days()[0] == FRIDAY


def test_a_closure_day_is_skipped(kept: Standings) -> None:
    kept.desk.add(ClosureDay(day=SECOND, reason="brugdag"))
    kept.begin()
    assert kept.days() == [FRIDAY, THIRD, FOURTH]


def test_the_usual_driver_has_them_when_free(kept: Standings) -> None:
    desk = kept.desk
    away = Absence(driver_id=desk.pierre, from_day=SECOND, to_day=SECOND, kind=AvailabilityKind.ABSENT, reason="verlof")
    desk.add(away)
    kept.begin(driver=desk.pierre)
    assert [ride.driver_id for ride in kept.rides()] == [desk.pierre, None, desk.pierre, desk.pierre]
    assert kept.on(SECOND).state is RideState.REQUESTED


def test_a_member_who_moves_is_fetched_from_the_new_home(kept: Standings) -> None:
    desk = kept.desk
    person = desk.row(Member, desk.rosa).person_id
    desk.add(
        Address(person_id=person, valid_from=THIRD, street="Nieuwstraat 9", postcode="3740", village="Munsterbilzen")
    )
    home = desk.read(lambda session: session.scalars(select(Address.street).where(Address.person_id == person)).first())
    kept.begin(origin=home, village="Hees")
    assert [ride.village for ride in kept.rides()] == ["Hees", "Hees", "Munsterbilzen", "Munsterbilzen"]


def test_from_elsewhere_is_from_elsewhere_every_time(kept: Standings) -> None:
    kept.begin(origin="Dorpsplein 3", village="Beverst", aid=Aid.CANE)
    assert {(ride.origin, ride.village) for ride in kept.rides()} == {("Dorpsplein 3", "Beverst")}


def test_two_members_share_it(kept: Standings) -> None:
    seats = (SharedSeat(kept.desk.maria, Aid.CANE, 1, time(9, 5)), SharedSeat(kept.desk.jef))
    series = kept.begin(passengers=seats)
    assert {ride.passengers for ride in kept.rides()} == {3}
    assert seats_from(kept.desk.row(RideSeries, series).passengers) == seats
    aids = kept.desk.read(
        lambda session: session.execute(select(RideRequest.member_id, RideRequest.aid).distinct()).all()
    )
    assert dict(aids) == {kept.desk.rosa: Aid.ROLLATOR, kept.desk.maria: Aid.CANE, kept.desk.jef: Aid.NONE}


@pytest.mark.parametrize(
    ("pattern", "changes", "field"),
    [
        (replace(WEEKLY, weekdays=frozenset()), {}, "weekdays"),
        (WEEKLY, {"pickup": time(11)}, "pickup"),
        (WEEKLY, {"stops": ("a", "b", "c", "d")}, "stops"),
    ],
)
def test_what_cannot_be_is_refused(kept: Standings, pattern: Pattern, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleError) as refused:
        kept.begin(pattern, **changes)
    assert refused.value.field == field
    assert kept.count(RideSeries) == 0


def test_nights_on_which_the_clock_changes(desk: RideDesk) -> None:
    # 28 March 2027, on which the clock goes on, is Easter Sunday too.
    sundays = Pattern(
        Frequency.WEEKLY, date(2027, 3, 21), weekdays=frozenset({6}), skips_public_holidays=False, skips_closures=False
    )
    kept = Standings(desk)
    with clock.frozen(datetime(2027, 3, 15, 9, tzinfo=UTC)):
        kept.begin(sundays, appointment=time(4, 0), pickup=time(2, 30))
        around = [ride for ride in kept.rides() if ride.ride_date <= date(2027, 4, 4)]
    assert [ride.ride_date for ride in around] == [date(2027, 3, 21), date(2027, 3, 28), date(2027, 4, 4)]
    assert [ride.series_day for ride in around] == [ride.ride_date for ride in around]


def test_an_appointment_just_past_midnight_belongs_to_the_evening_before(kept: Standings) -> None:
    kept.begin(appointment=time(0, 10))
    assert [(ride.ride_date, ride.series_day) for ride in kept.rides()][:2] == [
        (FRIDAY - timedelta(days=1), FRIDAY),
        (SECOND - timedelta(days=1), SECOND),
    ]
    assert kept.plan() == 0


# --- Changed from a day on


def test_a_change_splits_the_series_and_leaves_the_past_alone(kept: Standings) -> None:
    series = kept.begin(driver=kept.desk.pierre)
    kept.act(ops.confirm_ride, ops.ConfirmRide(kept.on(THIRD).id))
    before = {ride.ride_date: (ride.id, ride.ride_no) for ride in kept.rides()}

    done = kept.change(series, replace(WEEKLY, starts_on=THIRD), kept.desk.pierre, appointment=time(11))

    assert done == SeriesDone(done.series_id, planned=0, changed=2, cancelled=0, without_driver=0)
    assert {ride.ride_date: (ride.id, ride.ride_no) for ride in kept.rides()} == before
    assert [ride.series_id for ride in kept.rides()] == [series, series, done.series_id, done.series_id]
    assert (kept.on(THIRD).state, kept.on(THIRD).driver_id) == (RideState.CONFIRMED, kept.desk.pierre)
    assert (kept.on(FOURTH).state, kept.on(SECOND).state) == (RideState.ASSIGNED, RideState.ASSIGNED)
    old, new = kept.desk.row(RideSeries, series), kept.desk.row(RideSeries, done.series_id)
    assert (old.ends_on, old.appointment, new.appointment) == (SECOND, time(10), time(11))
    assert (new.split_from_id, new.starts_on) == (series, THIRD)
    assert kept.plan() == 0


def test_a_change_from_the_first_day_on_is_the_series_itself(kept: Standings) -> None:
    series = kept.begin()
    done = kept.change(series, replace(WEEKLY, weekdays=frozenset({3, 4}), starts_on=FRIDAY))
    assert (done.series_id, done.changed, done.planned) == (series, 0, 4)
    assert kept.count(RideSeries) == 1
    assert [f"{day:%a}" for day in kept.days()] == ["Fri", "Thu", "Fri", "Thu", "Fri", "Thu", "Fri", "Thu"]


def test_a_day_that_leaves_the_pattern_is_cancelled_by_the_desk(kept: Standings) -> None:
    series = kept.begin()
    done = kept.change(series, replace(WEEKLY, every=2, starts_on=SECOND))
    assert (done.cancelled, done.changed, done.planned) == (1, 0, 0)
    (gone,) = kept.rides(RideState.CANCELLED)
    assert (gone.ride_date, gone.cancelled_by, gone.reason) == (THIRD, CancelledBy.DESK, "vaste rit gewijzigd")
    assert (gone.series_day, gone.chargeable) == (None, False)
    # Back to every week: the day may have a ride again.
    again = kept.change(done.series_id, replace(WEEKLY, starts_on=SECOND))
    assert (again.planned, kept.days()) == (1, [FRIDAY, SECOND, THIRD, FOURTH])


def test_a_change_never_touches_what_was_changed_by_hand(kept: Standings) -> None:
    series = kept.begin()
    kept.act(ops.edit_ride, ops.EditRide(kept.on(SECOND).id, kept.wanted(ride_date=SECOND, appointment=time(14))))
    assert kept.on(SECOND).detached
    kept.change(series, replace(WEEKLY, starts_on=SECOND), appointment=time(11))
    starts = {ride.ride_date: clock.local(ride.depart_at).hour for ride in kept.rides() if ride.depart_at}
    assert starts == {FRIDAY: 9, SECOND: 13, THIRD: 10, FOURTH: 10}


def test_a_change_never_touches_what_was_driven_or_cancelled(kept: Standings) -> None:
    series = kept.begin(replace(WEEKLY, starts_on=TODAY, weekdays=frozenset({0, 4})), driver=kept.desk.pierre)
    kept.act(ops.record_result, ops.RecordResult(kept.on(TODAY).id, 30_000))
    kept.act(ops.cancel_ride, ops.CancelRide(kept.on(SECOND).id, CancelledBy.MEMBER))
    driven = kept.on(TODAY)
    done = kept.change(series, replace(WEEKLY, starts_on=TODAY, weekdays=frozenset({0, 4})), appointment=time(11))
    assert kept.on(TODAY).depart_at == driven.depart_at
    assert kept.on(TODAY).state is RideState.DRIVEN
    assert done.planned == 0
    assert SECOND not in kept.days()


def test_a_driver_who_cannot_any_more_loses_the_ride(kept: Standings) -> None:
    series = kept.begin(driver=kept.desk.pierre)
    other = kept.desk.request(ride_date=THIRD, member_id=kept.desk.maria, appointment=time(15))
    kept.act(ops.assign_driver, ops.AssignDriver(other, kept.desk.pierre))
    done = kept.change(series, replace(WEEKLY, starts_on=SECOND), kept.desk.pierre, appointment=time(15))
    assert (done.changed, done.without_driver) == (3, 1)
    (third,) = [ride for ride in kept.rides() if ride.series_day == THIRD]
    assert (third.state, third.driver_id) == (RideState.REQUESTED, None)


def test_another_usual_driver_takes_over_what_the_first_one_had(kept: Standings) -> None:
    desk = kept.desk
    series = kept.begin(driver=desk.pierre)
    kept.act(ops.assign_driver, ops.AssignDriver(kept.on(FOURTH).id, desk.wim))
    kept.act(ops.edit_ride, ops.EditRide(kept.on(THIRD).id, kept.wanted(ride_date=THIRD, note="met hond")))
    kept.change(series, replace(WEEKLY, starts_on=SECOND), desk.paula)
    drivers = {ride.ride_date: ride.driver_id for ride in kept.rides()}
    assert drivers == {FRIDAY: desk.pierre, SECOND: desk.paula, THIRD: desk.pierre, FOURTH: desk.wim}


def test_without_a_usual_driver_the_rides_stay_with_whom_they_are(kept: Standings) -> None:
    series = kept.begin(driver=kept.desk.pierre)
    kept.change(series, replace(WEEKLY, starts_on=FRIDAY))
    assert {ride.driver_id for ride in kept.rides()} == {kept.desk.pierre}


def test_a_stranger_in_the_car_stays(kept: Standings) -> None:
    series = kept.begin()
    shared = kept.on(SECOND)
    with_maria = kept.wanted(ride_date=SECOND, passengers=(SharedSeat(kept.desk.maria),))
    kept.act(ops.edit_ride, ops.EditRide(shared.id, with_maria))
    kept.do(days.skip_day, SkipDay(series, SECOND, "op reis"))
    left = kept.on(SECOND)
    assert (left.id, left.passengers, left.series_id, left.series_day) == (shared.id, 1, None, None)
    seats = kept.desk.read(
        lambda session: session.scalars(select(RideRequest.member_id).where(RideRequest.ride_id == shared.id)).all()
    )
    assert seats == [kept.desk.maria]


def test_exceptions_and_pauses_pass_to_the_series_that_follows(kept: Standings) -> None:
    series = kept.begin()
    kept.do(days.skip_day, SkipDay(series, FRIDAY))
    kept.do(days.skip_day, SkipDay(series, FOURTH))
    kept.do(days.pause_series, PauseSeries(series, date(2026, 12, 1), date(2027, 1, 10)))
    kept.do(days.pause_series, PauseSeries(series, date(2027, 7, 1), date(2027, 7, 31)))
    kept.do(days.pause_series, PauseSeries(series, date(2026, 11, 24), date(2026, 11, 25)))
    done = kept.change(series, replace(WEEKLY, starts_on=THIRD))
    exceptions = kept.desk.read(
        lambda session: session.execute(select(SeriesException.series_id, SeriesException.day)).all()
    )
    assert sorted(exceptions) == [(series, FRIDAY), (done.series_id, FOURTH)]
    pauses = kept.desk.read(lambda session: session.execute(select(SeriesPause.series_id, SeriesPause.from_day)).all())
    assert sorted(pauses) == [
        (series, date(2026, 11, 24)),
        (series, date(2026, 12, 1)),
        (done.series_id, THIRD),
        (done.series_id, date(2027, 7, 1)),
    ]
    assert kept.days() == []


def test_a_ride_moved_past_the_split_is_not_doubled(kept: Standings) -> None:
    series = kept.begin()
    kept.do(days.move_day, MoveDay(series, FRIDAY, date(2026, 12, 3)))
    kept.change(series, replace(WEEKLY, weekdays=frozenset({3}), starts_on=date(2026, 12, 3)))
    assert kept.days().count(date(2026, 12, 3)) == 1


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), FRIDAY])
def test_a_change_is_refused_for_the_past_and_over_a_newer_one(kept: Standings, day: date) -> None:
    series = kept.begin()
    command = ChangeSeries(series, replace(WEEKLY, starts_on=day), kept.wanted(), version=None if day < TODAY else 99)
    with pytest.raises(RuleError if day < TODAY else ConflictError):
        kept.do(standing.change_series, command)


def test_a_series_that_is_gone(kept: Standings) -> None:
    with pytest.raises(RuleError, match="bestaat niet meer"):
        kept.do(days.skip_day, SkipDay(99, FRIDAY))
    with pytest.raises(RuleError, match="bestaat niet meer"):
        kept.desk.read(series_card, 99, TODAY)


# --- One day, and pauses


def test_10_17_a_day_that_is_skipped_and_put_back(kept: Standings) -> None:
    series = kept.begin()
    done = kept.do(days.skip_day, SkipDay(series, SECOND, "op reis"))
    assert (done.cancelled, kept.days()) == (1, [FRIDAY, THIRD, FOURTH])
    (gone,) = kept.rides(RideState.CANCELLED)
    assert (gone.reason, gone.series_day) == ("op reis", None)
    assert kept.plan() == 0

    assert kept.do(days.restore_day, RestoreDay(series, SECOND)).planned == 1
    assert kept.days() == [FRIDAY, SECOND, THIRD, FOURTH]


def test_a_day_beyond_the_horizon_is_skipped_before_it_is_made(kept: Standings) -> None:
    series = kept.begin()
    assert kept.do(days.skip_day, SkipDay(series, date(2027, 1, 8))).cancelled == 0
    assert kept.plan(date(2027, 1, 15)) == 1


def test_10_17_a_day_that_is_moved_twice_and_put_back(kept: Standings) -> None:
    series = kept.begin(driver=kept.desk.pierre)
    ride = kept.on(SECOND)
    for to in (date(2026, 12, 3), date(2026, 12, 2)):
        assert kept.do(days.move_day, MoveDay(series, SECOND, to)).changed == 1
        moved = kept.on(to)
        assert (moved.id, moved.series_day, moved.driver_id) == (ride.id, SECOND, kept.desk.pierre)
    assert kept.plan() == 0
    kept.do(days.restore_day, RestoreDay(series, SECOND))
    assert kept.on(SECOND).id == ride.id


def test_a_day_moved_from_beyond_the_horizon_is_made_at_once(kept: Standings) -> None:
    series = kept.begin()
    assert kept.do(days.move_day, MoveDay(series, date(2027, 1, 8), date(2026, 12, 22))).planned == 1
    assert kept.on(date(2026, 12, 22)).series_day == date(2027, 1, 8)


def test_a_moved_ride_put_back_on_a_holiday_is_cancelled(kept: Standings) -> None:
    series = kept.begin()
    kept.do(days.move_day, MoveDay(series, CHRISTMAS, date(2026, 12, 23)))
    assert kept.do(days.restore_day, RestoreDay(series, CHRISTMAS)).cancelled == 1


def test_a_moved_ride_does_not_go_back_into_the_past(kept: Standings) -> None:
    series = kept.begin()
    kept.do(days.move_day, MoveDay(series, FRIDAY, date(2026, 12, 3)))
    with clock.frozen(datetime(2026, 11, 30, 9, tzinfo=UTC)), pytest.raises(RuleError, match="voorbij"):
        kept.do(days.restore_day, RestoreDay(series, FRIDAY))


@pytest.mark.parametrize("outcome", [RideState.DRIVEN, RideState.CANCELLED])
def test_a_day_whose_ride_has_an_outcome_stays(kept: Standings, outcome: RideState) -> None:
    series = kept.begin(replace(WEEKLY, starts_on=TODAY, weekdays=frozenset({0})), driver=kept.desk.pierre)
    if outcome is RideState.DRIVEN:
        kept.act(ops.record_result, ops.RecordResult(kept.on(TODAY).id, 30_000))
    else:
        kept.act(ops.cancel_ride, ops.CancelRide(kept.on(TODAY).id, CancelledBy.MEMBER))
    for op, command in (
        (days.skip_day, SkipDay(series, TODAY)),
        (days.move_day, MoveDay(series, TODAY, TODAY + timedelta(days=1))),
    ):
        with pytest.raises(RuleError, match="Heropen"):
            kept.do(op, command)


def test_an_exception_stays_once_its_ride_was_driven(kept: Standings) -> None:
    series = kept.begin(driver=kept.desk.pierre)
    kept.do(days.move_day, MoveDay(series, FRIDAY, TODAY))
    kept.act(ops.record_result, ops.RecordResult(kept.on(TODAY).id, 30_000))
    with pytest.raises(RuleError, match="Heropen"):
        kept.do(days.restore_day, RestoreDay(series, FRIDAY))


@pytest.mark.parametrize(
    ("op", "command", "said"),
    [
        (days.skip_day, SkipDay(0, TODAY), "valt deze vaste rit niet"),
        (days.move_day, MoveDay(0, FRIDAY, date(2026, 11, 20)), "voorbij"),
        (days.restore_day, RestoreDay(0, FRIDAY), "niet overgeslagen of verplaatst"),
        (days.pause_series, PauseSeries(0, SECOND, FRIDAY), "ligt voor de eerste"),
        (days.resume_series, ResumeSeries(0, FRIDAY), "geen pauze"),
    ],
)
def test_deeds_that_make_no_sense_say_so(kept: Standings, op: Any, command: Any, said: str) -> None:  # noqa: ANN401 - any of them
    series = kept.begin()
    with pytest.raises(RuleError, match=said):
        kept.do(op, replace(command, series_id=series))


def test_a_pause_cancels_what_lies_in_it_and_resuming_makes_it_again(kept: Standings) -> None:
    series = kept.begin()
    done = kept.do(days.pause_series, PauseSeries(series, SECOND))
    assert (done.cancelled, kept.days()) == (3, [FRIDAY])
    assert {ride.reason for ride in kept.rides(RideState.CANCELLED)} == {"vaste rit gepauzeerd"}
    assert kept.plan() == 0

    assert kept.do(days.resume_series, ResumeSeries(series, THIRD)).planned == 2
    assert kept.days() == [FRIDAY, THIRD, FOURTH]
    assert kept.do(days.resume_series, ResumeSeries(series, SECOND)).planned == 1
    assert kept.count(SeriesPause) == 0


# --- Ended


def test_a_series_that_ends_leaves_nothing_after_its_last_day(kept: Standings) -> None:
    series = kept.begin()
    done = kept.do(standing.end_series, EndSeries(series, SECOND, "verhuisd"))
    assert (done.cancelled, kept.days()) == (2, [FRIDAY, SECOND])
    assert {ride.reason for ride in kept.rides(RideState.CANCELLED)} == {"verhuisd"}
    assert kept.plan() == 0
    with pytest.raises(RuleError, match="eindigt dan al"):
        kept.do(standing.end_series, EndSeries(series, THIRD))


def test_a_series_that_ends_before_it_began(kept: Standings) -> None:
    series = kept.begin()
    assert kept.do(standing.end_series, EndSeries(series, TODAY)).cancelled == 4
    assert kept.desk.row(RideSeries, series).ends_on == FRIDAY - timedelta(days=1)
    (row,) = kept.desk.read(series_rows, TODAY)
    assert (row.standing, row.next_day) == (Standing.ENDED, None)


@pytest.mark.parametrize(("reason", "ended_on"), [(EndReason.DECEASED, TODAY), (EndReason.RESIGNED, SECOND)])
def test_10_5_the_standing_rides_of_a_member_who_ends_end(kept: Standings, reason: EndReason, ended_on: date) -> None:
    own, long_ago = kept.begin(), kept.begin(replace(WEEKLY, starts_on=date(2026, 1, 2), ends_on=date(2026, 2, 6)))
    other = kept.begin(member_id=kept.desk.maria, passengers=(SharedSeat(kept.desk.rosa), SharedSeat(kept.desk.jef)))
    alone = kept.begin(member_id=kept.desk.jef)
    command = people.EndMember(kept.desk.rosa, ended_on, reason)

    done = kept.desk.database.write(lambda session: people.end_member(session, command), "Lid beëindigd")

    ends = {series: kept.desk.row(RideSeries, series).ends_on for series in (own, long_ago, other, alone)}
    last = max(ended_on, FRIDAY) - timedelta(days=1)
    assert ends == {own: last, long_ago: date(2026, 2, 6), other: None, alone: None}
    assert [seat["member_id"] for seat in kept.desk.row(RideSeries, other).passengers] == [kept.desk.jef]
    kept_rides = [ride.ride_date for ride in kept.rides() if ride.series_id == own]
    assert kept_rides == [day for day in (FRIDAY,) if day < ended_on]
    assert breaches(kept.desk.database, CHECKS) == []
    assert kept.plan(date(2027, 1, 8)) == 2

    kept.desk.database.write(lambda session: take_back(session, done.changes), "Ongedaan gemaakt")
    assert kept.desk.row(RideSeries, own).ends_on is None


def test_nothing_is_made_for_a_member_who_stops(kept: Standings) -> None:
    def stop(session: Session) -> None:
        rosa = session.get_one(Member, kept.desk.rosa)
        rosa.ended_on, rosa.end_reason = THIRD, EndReason.RESIGNED

    kept.desk.database.followers = ()
    kept.desk.database.write(stop)
    kept.desk.database.write(lambda session: standing.create_series(session, CreateSeries(WEEKLY, kept.wanted())))
    assert kept.days() == [FRIDAY, SECOND]
    (series,) = kept.desk.read(lambda session: session.scalars(select(RideSeries)).all())
    assert series.ends_on == THIRD - timedelta(days=1)


def test_who_stopped_has_no_standing_ride_nor_a_seat_in_one(kept: Standings) -> None:
    def stop(session: Session) -> None:
        rosa = session.get_one(Member, kept.desk.rosa)
        rosa.ended_on, rosa.end_reason = FRIDAY, EndReason.RESIGNED

    kept.desk.database.write(stop)
    seat = (SharedSeat(kept.desk.rosa),)
    along = kept.wanted(member_id=kept.desk.jef, passengers=seat)
    for wanted, field in ((kept.wanted(), "member"), (along, "passengers")):
        with pytest.raises(RuleError, match="geen lid meer") as caught:
            kept.desk.do(standing.create_series, CreateSeries(WEEKLY, wanted))
        assert caught.value.field == field


# --- As the page shows it


def test_the_list_of_standing_rides(kept: Standings) -> None:
    desk = kept.desk
    running = kept.begin(driver=desk.pierre)
    kept.act(ops.cancel_ride, ops.CancelRide(kept.on(FRIDAY).id, CancelledBy.MEMBER))
    coming = kept.begin(
        replace(WEEKLY, starts_on=date(2027, 2, 5)), member_id=desk.maria, appointment=None, pickup=time(9)
    )
    resting = kept.begin(replace(WEEKLY, starts_on=date(2026, 11, 20)), member_id=desk.jef)
    kept.do(days.pause_series, PauseSeries(resting, TODAY, date(2026, 12, 6)))

    rows = {row.key: row for row in desk.read(series_rows, TODAY)}

    standings = [rows[key].standing for key in (running, coming, resting)]
    assert standings == [Standing.COMING, Standing.COMING, Standing.PAUSED]
    assert (rows[running].next_day, rows[running].next_driver) == (SECOND, "Reynders Pierre")
    assert rows[running].next_state is RideState.ASSIGNED
    assert (rows[coming].next_day, rows[coming].next_driver, rows[coming].hour) == (date(2027, 2, 5), "", time(9))
    assert (rows[resting].until, rows[resting].next_day) == (date(2026, 12, 6), THIRD)
    kept.do(days.pause_series, PauseSeries(running, TODAY))
    (row,) = [row for row in desk.read(series_rows, TODAY) if row.key == running]
    assert (row.standing, row.until, row.next_day) == (Standing.PAUSED, None, None)


def test_the_card_of_one(kept: Standings) -> None:
    series = kept.begin(driver=kept.desk.pierre, stops=("apotheek",), return_mode=None, note="belt aan")
    kept.do(days.skip_day, SkipDay(series, SECOND, "op reis"))
    kept.do(days.move_day, MoveDay(series, THIRD, date(2026, 12, 10)))
    kept.act(ops.edit_ride, ops.EditRide(kept.on(FOURTH).id, kept.wanted(ride_date=date(2026, 12, 17))))
    kept.do(days.pause_series, PauseSeries(series, date(2027, 2, 1), date(2027, 2, 7)))

    card = kept.desk.read(series_card, series, TODAY)

    shown = [(day.day, day.key, day.occurrence.fate, bool(day.ride_id), day.detached) for day in card.days[:6]]
    assert shown == [
        (FRIDAY, FRIDAY, Fate.PLANNED, True, False),
        (SECOND, SECOND, Fate.SKIPPED, False, False),
        (date(2026, 12, 10), THIRD, Fate.MOVED, True, False),
        (date(2026, 12, 17), FOURTH, Fate.PLANNED, True, True),
        (CHRISTMAS, CHRISTMAS, Fate.HOLIDAY, False, False),
        (date(2027, 1, 1), date(2027, 1, 1), Fate.HOLIDAY, False, False),
    ]
    assert (card.key, card.note, card.asked.stops, card.asked.appointment_at) == (
        *(series, "belt aan", ("apotheek",)),
        clock.at(TODAY, time(10)),
    )
    assert [pause.from_day for pause in card.pauses] == [date(2027, 2, 1)]
    assert card.days[0].driver == "Reynders Pierre"


# --- What must hold


def test_breaches_are_found(kept: Standings) -> None:
    series = kept.begin()
    beside, half, other_half = kept.rides()[:3]

    def break_it(session: Session) -> None:
        session.get_one(Ride, beside.id).series_day = TODAY
        session.get_one(Ride, half.id).series_day = None
        session.get_one(Ride, other_half.id).series_id = None
        rosa = session.get_one(Member, kept.desk.rosa)
        rosa.ended_on, rosa.end_reason = THIRD, EndReason.RESIGNED

    kept.desk.database.followers = ()
    kept.desk.database.write(break_it)

    assert kept.desk.read(series_checks.rides_beside_their_series) == [
        f"Rit {beside.ride_no} op 27/11/2026 past niet bij haar vaste rit."
    ]
    text = "Rit {ride} hoort half bij een vaste rit: dag of vaste rit ontbreekt."
    found = kept.desk.read(series_checks.wrong_series_days)
    assert sorted(found) == sorted(text.format(ride=ride.ride_no) for ride in (half, other_half))
    (gone,) = kept.desk.read(series_checks.series_after_the_end)
    assert gone == "De vaste rit van lid 13 vanaf 27/11/2026 loopt door na het einde van het lidmaatschap."
    assert kept.desk.row(RideSeries, series).ends_on is None


# --- On the command line


def test_the_verb_plans_ahead(kept: Standings, capsys: pytest.CaptureFixture[str]) -> None:
    kept.begin()
    (verb,) = [command for command in FEATURE.commands if command.name == "plan-series"]
    parser = argparse.ArgumentParser()
    verb.add_arguments(parser)
    for words, said in (([], "0"), (["--until", "8/1/2027"], "1"), (["--until", "08/01/2027"], "0")):
        assert load(verb.run)(kept.desk.database, parser.parse_args(words)) == 0
        assert capsys.readouterr().out == f"Nieuwe ritten van vaste ritten: {said}.\n"
