"""Invariants of standing rides: one Dutch sentence per breach."""

from collections.abc import Sequence
from itertools import islice

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Member, Person
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.rides.model.series import RideSeries
from mmc_desk.features.rides.queries.checks import MOST
from mmc_desk.features.rides.queries.series import plans_of
from mmc_desk.features.rides.rules.series import has_day
from mmc_desk.features.rides.rules.states import OPEN


def rides_beside_their_series(session: Session) -> Sequence[str]:
    """Return open rides to come on a day that their series doesn't have, skips or rests on.

    Not those that a series leaves alone: changed by hand, or with somebody else in the car.
    """
    rides = session.execute(
        select(Ride.ride_no, Ride.ride_date, Ride.series_id, Ride.series_day, Ride.passengers)
        .where(
            Ride.series_id.is_not(None),
            Ride.series_day.is_not(None),
            Ride.detached.is_(False),
            Ride.ride_date >= clock.today(),
            Ride.state.in_(sorted(OPEN)),
        )
        .order_by(Ride.ride_date, Ride.id)
    ).all()
    found = session.scalars(select(RideSeries).where(RideSeries.id.in_({ride.series_id for ride in rides}))).all()
    plans, seats = plans_of(session, found), {series.id: 1 + len(series.passengers) for series in found}
    text = translate("series", "Rit {ride} op {day} past niet bij haar vaste rit.")
    own = (ride for ride in rides if ride.passengers == seats[ride.series_id])
    wrong = (ride for ride in own if not has_day(plans[ride.series_id], ride.series_day))
    return [text.format(ride=ride.ride_no, day=show_date(ride.ride_date)) for ride in islice(wrong, MOST)]


def wrong_series_days(session: Session) -> Sequence[str]:
    """Return rides with the day of a series but no series, and open rides of a series without their day."""
    numbers = session.scalars(
        select(Ride.ride_no)
        .where(
            or_(
                and_(Ride.series_id.is_(None), Ride.series_day.is_not(None)),
                and_(Ride.series_id.is_not(None), Ride.series_day.is_(None), Ride.state != RideState.CANCELLED),
            )
        )
        .limit(MOST)
    )
    text = translate("series", "Rit {ride} hoort half bij een vaste rit: dag of vaste rit ontbreekt.")
    return [text.format(ride=ride_no) for ride_no in numbers]


def series_after_the_end(session: Session) -> Sequence[str]:
    """Return standing rides that run on after their member stopped or died (domain.md §10.5)."""
    rows = session.execute(
        select(Member.member_no, RideSeries.starts_on)
        .join(Member, Member.id == RideSeries.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(
            or_(
                RideSeries.ends_on.is_(None),
                and_(RideSeries.ends_on >= clock.today(), RideSeries.ends_on >= RideSeries.starts_on),
            ),
            or_(
                Member.ended_on <= RideSeries.ends_on,
                and_(Member.ended_on.is_not(None), RideSeries.ends_on.is_(None)),
                Person.deceased_on.is_not(None),
            ),
        )
        .order_by(RideSeries.id)
        .limit(MOST)
    )
    text = translate(
        "series", "De vaste rit van lid {member} vanaf {day} loopt door na het einde van het lidmaatschap."
    )
    return [text.format(member=member_no, day=show_date(starts_on)) for member_no, starts_on in rows]
