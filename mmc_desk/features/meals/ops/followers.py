"""What the village restaurants do when something else changes, in the order it is done."""

from sqlalchemy.orm import Session

from mmc_desk.core.changes import Changes
from mmc_desk.core.recording import changes_so_far
from mmc_desk.features.meals.ops import following, leaving
from mmc_desk.features.meals.ops.schedule import follow_schedule

FOLLOWERS = (follow_schedule, following.follow, leaving.follow)
"""Noons first: who always eats there is booked on what they add and open again."""


def follow(session: Session, changes: Changes) -> None:
    """Let the restaurants follow a write (a core.changes.Follower)."""
    for follower in FOLLOWERS:
        follower(session, changes_so_far(session, changes.label) or changes)
        session.flush()
