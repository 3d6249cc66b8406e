"""What rides do when people change: a member who ends needs no rides any more (domain.md §10.5)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from mmc_desk.core.changes import Changes
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import EndReason, Member
from mmc_desk.features.rides.ops.commands import EndMemberRides
from mmc_desk.features.rides.ops.results import end_member_rides


def follow_people(session: Session, changes: Changes) -> None:
    """Cancel the open rides of a member who just ended, from that day on; undo brings back both."""
    for row in changes.rows:
        if row.table != Member.__tablename__ or row.after is None:
            continue
        ended = row.after["ended_on"]
        if ended is not None and ended != (row.before or {}).get("ended_on"):
            end_member_rides(session, EndMemberRides(row.key, ended, _reason(row.after)))


def _reason(member: Mapping[str, Any]) -> str:
    if member["end_reason"] is EndReason.DECEASED:
        return translate("rides", "lid overleden")
    return translate("rides", "lidmaatschap beëindigd")
