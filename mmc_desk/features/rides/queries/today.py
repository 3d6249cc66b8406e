"""What the desk has to do now, for the page Vandaag (domain.md §9). No sqlalchemy: the window opens with it."""

import itertools
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from mmc_desk.core import clock
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.core.prepared import PreparedQuery, Rows
from mmc_desk.features.people.model import DocumentKind
from mmc_desk.features.people.rules.persons import full_name
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.queries.lines import lines
from mmc_desk.features.rides.queries.rows import CallBack, ClosureRow, Lapse, RideLine, Today
from mmc_desk.features.rides.rules.states import PLANNED

DOCUMENT_NAMES = {
    DocumentKind.LICENCE: QT_TRANSLATE_NOOP("rides", "rijbewijs"),
    DocumentKind.INSURANCE: QT_TRANSLATE_NOOP("rides", "verzekering"),
    DocumentKind.CHECK_UP: QT_TRANSLATE_NOOP("rides", "autokeuring"),
    DocumentKind.CRIMINAL_RECORD: QT_TRANSLATE_NOOP("rides", "uittreksel strafregister"),
    DocumentKind.BRIEFING_NOTE: QT_TRANSLATE_NOOP("rides", "informatienota"),
}

LEAVING_WITHIN = timedelta(hours=2)
AHEAD = timedelta(days=7)
SHEETS_SINCE = timedelta(days=62)
MOST = 200
"""Lists longer than this say enough by their first rows."""


def today(now: datetime) -> PreparedQuery[Today]:
    """Ask what leaves now, waits for a phone call, has no driver, whose sheet is missing, what lapses before a ride.

    Also which drivers asked to be called back, and which closed days still have rides.
    `now` is an aware instant. "To phone": planned within a week and not yet confirmed to the member.
    """
    return PreparedQuery("mmc_desk.features.rides.queries.today_statements", lambda rows: _today(rows, now))


def _today(rows: Rows, now: datetime) -> Today:
    day = clock.local(now).date()
    ((rides_today, drivers_today),) = rows("counts", day=day)
    # All lists at once: every start waits for this query.
    days = {"first": day - SHEETS_SINCE, "last": day + AHEAD}
    rides = lines(rows("rides", **days), rows("members", **days), rows("bearers", **days))
    ahead = [ride for ride in rides if ride.ride_date >= day]
    return Today(
        leaving=_first(ride for ride in rides if _leaves(ride, now)),
        to_phone=_first(ride for ride in ahead if ride.state is RideState.ASSIGNED),
        without_driver=_first(ride for ride in ahead if ride.state is RideState.REQUESTED),
        sheets_missing=_first(ride for ride in rides if ride.ride_date < day and ride.state in PLANNED),
        lapsing=tuple(sorted(_lapsing(rows, day), key=lambda lapse: (lapse.lapses_on, lapse.who))[:MOST]),
        call_backs=_call_backs(rows, day),
        closed=tuple(row for row in itertools.starmap(ClosureRow, rows("closed", day=day)) if row.rides),
        rides_today=rides_today,
        drivers_today=drivers_today,
    )


def _first(rides: Iterable[RideLine]) -> tuple[RideLine, ...]:
    return tuple(itertools.islice(rides, MOST))


def _leaves(ride: RideLine, now: datetime) -> bool:
    """Tell whether a ride is under way or soon will be; not one of long ago of which nobody noted when it was home."""
    days = abs(ride.ride_date - clock.local(now).date())
    if ride.state not in PLANNED or ride.depart_at is None or days > timedelta(days=1):
        return False
    return ride.depart_at <= now + LEAVING_WITHIN and (ride.home_at is None or ride.home_at >= now)


def _lapsing(rows: Rows, day: date) -> Iterator[Lapse]:
    review = translate("rides", "inkomenscontrole")
    for first, last, lapses_on, *ride in rows("reviews", day=day):
        yield Lapse(full_name(last, first), review, lapses_on, *ride)
    for first, last, kind, lapses_on, *ride in rows("documents", day=day):
        yield Lapse(full_name(last, first), translate("rides", DOCUMENT_NAMES[kind]), lapses_on, *ride)


def _call_backs(rows: Rows, day: date) -> tuple[CallBack, ...]:
    calls = rows("calls", day=day)[:MOST]
    if not calls:
        return ()
    found = (rows(f"called {part}", day=day) for part in ("rides", "members", "bearers"))
    rides = {ride.ride_id: ride for ride in lines(*found)}
    return tuple(
        CallBack(rides[ride_id], full_name(last, first), mobile or phone, at)
        for ride_id, at, last, first, mobile, phone in calls
    )
