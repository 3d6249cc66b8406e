"""The kilometre report from the database: every ride at the rate of its own date, or at what it was settled at."""

from datetime import date, timedelta

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    cast,
    extract,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session

from mmc_desk.core import settings
from mmc_desk.core.formats import fold
from mmc_desk.features.mileage import rules
from mmc_desk.features.mileage.model import AllowanceChoice, AllowanceSystem, SettlementEntry
from mmc_desk.features.mileage.rules import BesideFlat, MileageReport, Part, Payee, Period, Rate, Sums
from mmc_desk.features.people.model import Driver
from mmc_desk.features.rides.model import OfficialKmRate, Ride, RideState
from mmc_desk.features.rides.queries.breakdowns import driver_names

_DRIVEN = (RideState.DRIVEN, RideState.SETTLED)


def mileage_report(session: Session, year: int, month: int | None = None) -> MileageReport:
    """Return the kilometre report of a year or a month, with the same span of last year beside it."""
    parts, previous = _parts(session, year, month), _parts(session, year - 1, month)
    payees = _payees(session)
    driven = [part for part in parts if not part.wasted]
    periods, per_driver = rules.fold(driven, payees)
    _, before = rules.fold([part for part in previous if not part.wasted], payees)
    drivers = tuple(
        rules.driver_mileage(payees[key], per_driver.get(key, []), periods, before.get(key, []))
        for key in payees
        if key in per_driver or key in before
    )
    paid = [part for found in per_driver.values() for part in found]
    _, wasted = rules.fold([part for part in parts if part.wasted], payees)
    return MileageReport(
        year=year,
        month=month,
        periods=periods,
        drivers=drivers,
        total=sum((driver.total for driver in drivers), start=Sums()),
        per_period=rules.per_period(paid, periods),
        previous=sum((driver.previous for driver in drivers), start=Sums()),
        previous_known=bool(before),
        wasted=rules.add_up(part for found in wasted.values() for part in found),
        beside_flat=_beside_flat(session, year),
        practice=settings.is_practice(session),
        desk=settings.desk_name(session),
    )


def _payees(session: Session) -> dict[int, Payee]:
    """Return every driver by id, in the order of their names."""
    names = driver_names(session)
    rows = session.execute(select(Driver.id, Driver.code, Driver.waives_payment)).all()
    ordered = sorted(rows, key=lambda row: fold(names[row.id]))
    return {key: Payee(key, code, names[key], waives) for key, code, waives in ordered}


def _rates_between(first: date, after: date) -> Subquery:
    """Return the official rates that days of a span can have, each with the day the next one takes over."""
    following = func.lead(OfficialKmRate.valid_from).over(order_by=OfficialKmRate.valid_from)
    rate = select(
        OfficialKmRate.valid_from, OfficialKmRate.valid_to, OfficialKmRate.rate, following.label("following")
    ).subquery()
    return (
        select(rate)
        .where(rate.c.valid_from < after, or_(rate.c.following.is_(None), rate.c.following > first))
        .subquery()
    )


def _parts(session: Session, year: int, month: int | None) -> list[Part]:
    first, after = rules.span(year, month)
    periods = rules.periods_of(_rates(session), first, after - timedelta(1))
    rows = [(False, *row) for row in session.execute(_at_the_rates(first, after))]
    rows += [(True, *row) for row in session.execute(_as_frozen(first, after))]
    return [
        Part(
            driver,
            int(in_month),
            _period_at(periods, day),
            Sums(rides, int(metres or 0), int(paid or 0), int(received or 0), int(waived or 0)),
            wasted=state is RideState.WASTED,
            frozen=frozen,
        )
        for frozen, driver, in_month, state, day, rides, metres, paid, received, waived in rows
        if driver is not None  # the database's own rule (has_driver) in Python's words
    ]


def _at_the_rates(
    first: date, after: date
) -> Select[int | None, int, RideState, date, int, int | None, int, int | None, int]:
    """Select what isn't settled (or was, before this program), at the official rate of each day."""
    rate = _rates_between(first, after)
    # Per ride, half up, in whole cents, as tariff.km_amount does it; wide, since metres × rate passes 2^31.
    cents = (cast(Ride.metres, BigInteger) * rate.c.rate + 50_000) // 100_000
    ride_month, beyond = extract("month", Ride.ride_date), Ride.ride_date > rate.c.valid_to
    in_force = and_(
        Ride.ride_date >= rate.c.valid_from, or_(rate.c.following.is_(None), Ride.ride_date < rate.c.following)
    )
    return (
        select(
            Ride.driver_id,
            ride_month,
            Ride.state,
            func.min(Ride.ride_date),
            func.count(),
            func.sum(Ride.metres),
            func.sum(cents),
            func.sum(Ride.received),
            literal(0),
        )
        .outerjoin(rate, in_force)
        .where(
            Ride.ride_date >= first,
            Ride.ride_date < after,
            Ride.state.in_((*_DRIVEN, RideState.WASTED)),
            # Most rides of a running year are only driven: they can't be frozen, and needn't be looked up.
            or_(Ride.state == RideState.DRIVEN, ~_is_frozen()),
        )
        .group_by(Ride.driver_id, ride_month, Ride.state, rate.c.valid_from, beyond)
    )


def _is_frozen() -> ColumnElement[bool]:
    return select(SettlementEntry.id).where(SettlementEntry.ride_id == Ride.id).exists()


def _as_frozen(first: date, after: date) -> Select[int | None, int, RideState, date, int, int, int, int, int]:
    """Select what was settled, at the amounts that were: reversals and corrections add up to what stands."""
    ride_month = extract("month", SettlementEntry.ride_date)
    return (
        select(
            Ride.driver_id,
            ride_month,
            Ride.state,
            func.min(SettlementEntry.ride_date),
            func.count(SettlementEntry.ride_id.distinct()),
            func.sum(SettlementEntry.metres),
            func.sum(SettlementEntry.km_cents),
            func.sum(SettlementEntry.received),
            func.sum(_waived_when_frozen()),
        )
        .join(Ride, Ride.id == SettlementEntry.ride_id)
        .where(
            SettlementEntry.ride_date >= first,
            SettlementEntry.ride_date < after,
            Ride.state.in_((RideState.SETTLED, RideState.WASTED)),
        )
        .group_by(Ride.driver_id, ride_month, Ride.state, SettlementEntry.ride_date)
    )


def _waived_when_frozen() -> ColumnElement[int]:
    """Return what a line would have brought at its rate where it was frozen at nothing; a reversal takes it back."""
    entry = SettlementEntry
    official = (cast(func.abs(entry.metres), BigInteger) * entry.rate + 50_000) // 100_000
    return case((entry.km_cents != 0, 0), (entry.metres < 0, -official), else_=official)


def _beside_flat(session: Session, year: int) -> tuple[BesideFlat, ...]:
    names = driver_names(session)
    rows = session.execute(
        select(Driver.id, AllowanceChoice.other_metres)
        .join(AllowanceChoice, AllowanceChoice.person_id == Driver.person_id)
        .where(AllowanceChoice.year == year, AllowanceChoice.system == AllowanceSystem.FLAT)
    )
    found = (BesideFlat(names[driver], metres) for driver, metres in rows)
    return tuple(sorted(found, key=lambda one: fold(one.name)))


def _period_at(periods: tuple[Period, ...], day: date) -> Period:
    return next(period for period in periods if period.first <= day <= period.last)


def _rates(session: Session) -> list[Rate]:
    rows = session.execute(select(OfficialKmRate.valid_from, OfficialKmRate.valid_to, OfficialKmRate.rate))
    return [Rate(*row) for row in rows]
