"""What rides do when something changes: a member who ends, a sheet that comes in."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from mmc_desk.core.changes import Changes, RowChange
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import EndReason, Member
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.rides.ops.commands import EndMemberRides
from mmc_desk.features.rides.ops.distances import LEARNT_OVER, learn_distances
from mmc_desk.features.rides.ops.results import end_member_rides
from mmc_desk.features.rides.ops.series import end_member_series


def follow(session: Session, changes: Changes) -> None:
    """Let rides follow a write (a core.changes.Follower); one undo brings back what was changed and what followed."""
    if changes.takes_back:
        return
    for member_id, member in _ended_members(changes):
        end_member_rides(session, EndMemberRides(member_id, member["ended_on"], _reason(member)))
        end_member_series(session, member_id, member["ended_on"])
    for ride in _sheets(changes):
        learn_distances(session, ride["ride_date"] - LEARNT_OVER, [(ride["village"], ride["destination_village"])])


def _ended_members(changes: Changes) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the members who just ended: they need no rides any more (domain.md §10.5)."""
    for row in _written(changes, Member.__tablename__, {"ended_on"}):
        if row.after is not None and row.after["ended_on"] is not None:
            yield row.key, row.after


def _reason(member: Mapping[str, Any]) -> str:
    if member["end_reason"] is EndReason.DECEASED:
        return translate("rides", "lid overleden")
    return translate("rides", "lidmaatschap beëindigd")


def _sheets(changes: Changes) -> Iterator[Mapping[str, Any]]:
    """Yield the rides whose kilometres just came in, or were corrected."""
    for row in _written(changes, Ride.__tablename__, {"state", "metres"}):
        ride = row.after or {}
        if ride["state"] is RideState.DRIVEN and ride["village"] and ride["destination_village"]:
            yield ride


def _written(changes: Changes, table: str, columns: set[str]) -> Iterator[RowChange]:
    """Yield the rows of a table that are still there and differ in one of the columns."""
    for row in changes.rows:
        if row.table == table and row.after is not None and row.changed_columns() & columns:
            yield row
