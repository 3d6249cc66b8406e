"""Distances the desk corrects by hand, and those that ride sheets teach."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.model import Distance, DistanceSource
from mmc_desk.features.rides.ops.commands import NoteRoads, SetDistance
from mmc_desk.features.rides.ops.routing import NoteRouteAnswer, note_route_answer
from mmc_desk.features.rides.queries.learning import Route, distance_samples
from mmc_desk.features.rides.rules.distances import learnt_distance

LEARNT_OVER = timedelta(days=730)
"""Roads change: what was driven longer ago teaches nothing."""


def set_distance(session: Session, command: SetDistance) -> None:
    """Fix the distance between two places by hand, or forget it. Raises RuleError for no place or no distance."""
    place, other = command.place.strip(), command.other.strip()
    if not place or not other:
        raise RuleError(translate("rides", "Noem twee plaatsen."), "place")
    found = _find(session, place, other)
    if command.metres is None:
        if found is not None:
            session.delete(found)
        return
    if command.metres < 0:
        raise RuleError(translate("rides", "Een afstand is niet negatief."), "metres")
    distance = found or _new(session, place, other)
    distance.metres, distance.source, distance.minutes = command.metres, DistanceSource.HAND, None


def learn_distances(session: Session, since: date, routes: Collection[Route] = ()) -> int:
    """Learn the road distance between villages from the sheets of rides since a day; return how many pairs changed.

    `routes` learns these alone: what one sheet may have changed. A distance typed by hand stands. A pair needs three
    rides; their median counts (domain.md §10.15).
    """
    samples = distance_samples(session, since, routes)
    known = {(row.place_a, row.place_b): row for row in session.scalars(select(Distance))}
    changed = 0
    for (place_a, place_b), metres in sorted(samples.items()):
        learnt = learnt_distance(metres)
        found = known.get((place_a, place_b))
        if learnt is None or (found is not None and found.source is DistanceSource.HAND):
            continue
        if found is not None and (found.metres, found.samples) == (learnt, len(metres)):
            continue
        row = found or _new(session, place_a, place_b)
        row.metres, row.source, row.samples, row.minutes = learnt, DistanceSource.LEARNT, len(metres), None
        changed += 1
    return changed


def note_roads(session: Session, command: NoteRoads) -> int:
    """Keep what a route service told of roads, and return how many are new or changed.

    It is better than an estimate and no more: a distance typed by hand or learnt from sheets stands, and ride sheets
    overrule it as they come.
    """
    known = {(row.place_a, row.place_b): row for row in session.scalars(select(Distance))}
    changed = 0
    for place, other, metres, minutes in command.roads:
        pair = min(place, other), max(place, other)
        found = known.get(pair)
        if found is not None and not _is_older(found, metres, minutes):
            continue
        row = known[pair] = found or _new(session, place, other)
        row.metres, row.source, row.samples, row.minutes = metres, DistanceSource.LEARNT, 0, minutes
        changed += 1
    if command.answered_at is not None:
        note_route_answer(session, NoteRouteAnswer(command.answered_at))
    return changed


def _is_older(known: Distance, metres: int, minutes: int) -> bool:
    """Tell whether what a route service says is news: it told the same road otherwise before."""
    is_told = known.source is DistanceSource.LEARNT and not known.samples
    return is_told and (known.metres, known.minutes) != (metres, minutes)


def _find(session: Session, place: str, other: str) -> Distance | None:
    place_a, place_b = sorted((place, other))
    return session.scalars(
        select(Distance).where(Distance.place_a == place_a, Distance.place_b == place_b)
    ).one_or_none()


def _new(session: Session, place: str, other: str) -> Distance:
    place_a, place_b = sorted((place, other))
    row = Distance(place_a=place_a, place_b=place_b)
    session.add(row)
    return row
