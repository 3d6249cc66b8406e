"""What follows by itself: a member's rides end with them (domain.md §10.5), sheets teach distances."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from mmc_desk.core.recording import take_back
from mmc_desk.features import follow
from mmc_desk.features.people import ops as people
from mmc_desk.features.people.model import EndReason, Member
from mmc_desk.features.rides import ops as rides
from mmc_desk.features.rides.model import Distance, DistanceSource, RideState
from mmc_desk.features.rides.queries.settings import distance_book
from tests.features.rides.conftest import RideDesk

MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def following(desk: RideDesk) -> Iterator[None]:
    desk.database.followers = (follow,)
    yield
    desk.database.followers = ()


def end(reason: EndReason = EndReason.DECEASED) -> people.EndMember:
    return people.EndMember(member_id=0, ended_on=MONDAY, reason=reason)


@pytest.mark.parametrize(
    ("reason", "said"),
    [(EndReason.DECEASED, "lid overleden"), (EndReason.RESIGNED, "lidmaatschap beëindigd")],
)
def test_the_rides_to_come_end_with_the_member(desk: RideDesk, reason: EndReason, said: str) -> None:
    past, coming = desk.driven(), desk.assigned()
    command = replace(end(reason), member_id=desk.rosa)

    done = desk.database.write(lambda session: people.end_member(session, command), "Lid beëindigd")

    assert (desk.ride(past).state, desk.ride(coming).state) == (RideState.DRIVEN, RideState.CANCELLED)
    assert desk.ride(coming).reason == said
    assert {"member", "ride"} <= done.changes.topics

    undone = desk.database.write(lambda session: take_back(session, done.changes), "Ongedaan gemaakt")
    assert desk.row(Member, desk.rosa).ended_on is None
    assert desk.ride(coming).state is RideState.ASSIGNED

    desk.database.write(lambda session: take_back(session, undone.changes), "Opnieuw")
    assert desk.ride(coming).state is RideState.CANCELLED


def test_another_change_to_a_member_leaves_the_rides_alone(desk: RideDesk) -> None:
    coming = desk.assigned()
    ended = replace(end(), member_id=desk.jef)

    desk.database.write(lambda session: people.end_member(session, ended), "Lid beëindigd")
    desk.database.write(lambda session: people.reopen_member(session, people.ReopenMember(desk.jef)), "Lid heropend")

    assert desk.row(Member, desk.jef).ended_on is None
    assert desk.ride(coming).state is RideState.ASSIGNED


def test_the_third_sheet_of_a_road_teaches_its_distance(desk: RideDesk) -> None:
    desk.driven(40_000, ride_date=date(2026, 11, 16))
    desk.driven(42_000, ride_date=date(2026, 11, 17))
    before = desk.read(distance_book, MONDAY).metres(("Hees",), ("Genk",))
    assert desk.read(lambda session: session.scalar(select(func.count(Distance.id)))) == 0

    desk.driven(44_000, ride_date=date(2026, 11, 18))

    learnt = desk.read(lambda session: session.scalars(select(Distance)).one())
    assert (learnt.source, learnt.samples) == (DistanceSource.LEARNT, 3)
    assert desk.read(distance_book, MONDAY).metres(("Hees",), ("Genk",)) == learnt.metres != before


def test_a_distance_typed_by_hand_stands_whatever_the_sheets_say(desk: RideDesk) -> None:
    by_hand = rides.SetDistance("Hees", "Genk", 30_000)
    desk.database.write(lambda session: rides.set_distance(session, by_hand))
    for day in (16, 17, 18):
        desk.driven(60_000, ride_date=date(2026, 11, day))
    assert desk.read(distance_book, MONDAY).metres(("Hees",), ("Genk",)) == 30_000


def test_a_corrected_sheet_is_learnt_anew_and_undone_with_it(desk: RideDesk) -> None:
    for day in (16, 17, 18):
        last = desk.driven(42_000, ride_date=date(2026, 11, day))
    first = desk.read(lambda session: session.scalars(select(Distance)).one()).metres
    others = [desk.driven(52_000, ride_date=date(2026, 11, day)) for day in (12, 13)]
    assert others

    correction = rides.RecordResult(last, 60_000)
    done = desk.database.write(lambda session: rides.record_result(session, correction), "Rit uitgevoerd")
    assert desk.read(lambda session: session.scalars(select(Distance)).one()).metres > first
    desk.database.write(lambda session: take_back(session, done.changes), "Ongedaan gemaakt")
    assert desk.ride(last).metres == 42_000


def test_taking_back_a_reopened_member_leaves_alone_what_was_done_meanwhile(desk: RideDesk) -> None:
    ended = replace(end(EndReason.RESIGNED), member_id=desk.rosa)
    desk.database.write(lambda session: people.end_member(session, ended), "Lid beëindigd")
    taken = desk.request()
    reopened = desk.database.write(
        lambda session: people.reopen_member(session, people.ReopenMember(desk.rosa)), "Lid heropend"
    )

    desk.database.write(lambda session: take_back(session, reopened.changes), "Ongedaan gemaakt")

    assert desk.row(Member, desk.rosa).ended_on == MONDAY
    assert desk.ride(taken).state is RideState.REQUESTED
