"""A member who ends needs no rides any more, and one undo brings back both (domain.md §10.5)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from mmc_desk.core.changes import take_back
from mmc_desk.features import follow
from mmc_desk.features.people import ops as people
from mmc_desk.features.people.model import EndReason, Member
from mmc_desk.features.rides.model import RideState
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
