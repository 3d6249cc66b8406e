"""What rides cost and what their drivers have coming: the figures the slip, the sheet and the settlement are made of.

Eight statements whatever the number of rides: the rides, their members (three, as every list of rides), the metres of
their legs, and the dated tables: rates, tariffs, who pays how (two). Nothing here is stored: a settlement freezes what
it takes over (domain.md §3).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from mmc_desk.features.rides.model import Leg, LegKind, PaymentMode, Ride, RideState
from mmc_desk.features.rides.queries.paying import payment_book
from mmc_desk.features.rides.queries.reading import ride_lines
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.queries.settings import rate_book, tariff_book
from mmc_desk.features.rides.rules.paying import ALL_CASH, PaymentBook, cash_fee, cash_share
from mmc_desk.features.rides.rules.rates import OfficialRate, RateBook, TariffBook
from mmc_desk.features.rides.rules.states import OPEN
from mmc_desk.features.rides.rules.tariff import Journey, LineKind, Price, Tariff, price_called_off, price_ride

_CALLED_OFF = frozenset({RideState.WASTED, RideState.CANCELLED})


@dataclass(frozen=True, slots=True)
class RidePrice:
    """A ride with a result, priced by the tariff and the official rate of its own date (domain.md §3).

    Amounts in cents, rates in 1/10 000 euro per km. `members` are the names in the order of the car, as are
    `price.shares`. `metres` are home to home, 0 when the sheet of a wasted ride had none. `rate` is the one the price
    was made with: the tariff's, or the official one; `beyond_table` says that the table of official rates had ended
    before this date and its last row stands in. `chargeable` tells of a ride that wasn't driven: a driven one always
    is. `price` is the sum before that choice; what is really asked is `owed`. `received` is None while the sheet
    doesn't say. `modes`: how each of the seats is paid.
    `member_ids`: those of `members`.
    """

    ride_id: int
    version: int
    ride_no: str
    ride_date: date
    state: RideState
    driver_id: int | None
    driver: str
    members: tuple[str, ...]
    metres: int
    waiting_minutes: int
    parking: int
    rate: int
    official_rate: int
    beyond_table: bool
    price: Price
    received: int | None
    chargeable: bool
    modes: tuple[PaymentMode, ...] = ()
    member_ids: tuple[int, ...] = ()

    @property
    def is_charged(self) -> bool:
        """Tell whether the members pay: not for a wasted or cancelled ride that isn't chargeable."""
        return self.state not in _CALLED_OFF or self.chargeable

    @property
    def owed(self) -> int:
        """What the members pay together."""
        return self.price.total if self.is_charged else 0

    @property
    def owed_in_cash(self) -> int:
        """What the driver receives from the members: nothing of those who get an invoice."""
        return cash_share(self.price, self.modes) if self.is_charged else 0

    @property
    def desk_fee(self) -> int:
        """The part of `owed_in_cash` that is the desk's, and that the driver hands on."""
        return cash_fee(self.price, self.modes) if self.owed else 0

    @property
    def driver_due(self) -> int:
        """What the driver has coming, whether the member owes it or not: he drove, and he paid the parking.

        A driven ride gives him its price without the desk's fee, and the parking too where the tariff doesn't ask the
        member for it. A wasted or cancelled one gives him its km and its parking.
        """
        return self.price.for_driver + self.parking_of_desk

    @property
    def parking_of_desk(self) -> int:
        """Parking the driver paid that the tariff doesn't ask of the member: the desk gives it back."""
        return self.parking - self.price.amount(LineKind.PARKING)


def ride_prices(
    session: Session,
    first: date,
    last: date,
    driver_id: int | None = None,
    ride_ids: Collection[int] | None = None,
) -> tuple[RidePrice, ...]:
    """Return every ride with a result from … to (both included), by date and departure, each with its price.

    A result is: driven, settled, wasted, and cancelled where km were driven, chargeable or not. `driver_id` keeps one
    driver's, `ride_ids` only those rides.
    """
    where = [
        Ride.ride_date.between(first, last),
        or_(
            Ride.state.in_([RideState.DRIVEN, RideState.SETTLED, RideState.WASTED]),
            and_(Ride.state == RideState.CANCELLED, Ride.metres > 0),
        ),
    ]
    if driver_id is not None:
        where.append(Ride.driver_id == driver_id)
    if ride_ids is not None:
        where.append(Ride.id.in_(ride_ids))
    return price_lines(session, ride_lines(session, *where))


def price_lines(session: Session, lines: Sequence[RideLine]) -> tuple[RidePrice, ...]:
    """Return the prices of rides already read, in their order; an open one is priced by what is expected of it."""
    legs = leg_sums(session, _of_lines(lines))
    books = price_books(session)
    return tuple(priced(line, legs.get(line.ride_id, UNKNOWN_LEGS), books) for line in lines)


@dataclass(frozen=True, slots=True)
class LegSum:
    """The legs of a ride as its price needs them: with a way back or not, metres with the member aboard if known."""

    returns: bool
    metres: int | None


UNKNOWN_LEGS = LegSum(returns=True, metres=None)
"""An old ride book tells no legs: a ride that came home brought its member home."""

_FEW = 500
"""Up to so many rides their legs are asked for one by one: all of their days may hold a thousand times as many."""


def _of_lines(lines: Sequence[RideLine]) -> ColumnElement[bool]:
    if len(lines) <= _FEW:
        return Ride.id.in_([line.ride_id for line in lines])
    days = [line.ride_date for line in lines]
    return Ride.ride_date.between(min(days), max(days))


def leg_sums(session: Session, *where: ColumnElement[bool]) -> Mapping[int, LegSum]:
    """Return the legs of the rides that meet `where`, by ride."""
    rows = session.execute(
        select(
            Leg.ride_id,
            func.max(case((Leg.kind == LegKind.BACK, 1), else_=0)),
            func.sum(Leg.metres),
            func.count() - func.count(Leg.metres),
        )
        .join(Ride, Ride.id == Leg.ride_id)
        .where(*where)
        .group_by(Leg.ride_id)
    )
    return {
        ride_id: LegSum(bool(returns), None if unknown else int(metres)) for ride_id, returns, metres, unknown in rows
    }


def journey_of(line: RideLine, legs: LegSum) -> Journey:
    """Return what is charged for: what was driven, or what is expected while there is no result yet."""
    metres = line.estimated_metres if line.metres is None and line.state in OPEN else line.metres
    return Journey(
        metres=metres or 0,
        waiting_minutes=line.waiting_minutes,
        parking=line.parking,
        members=line.passengers,
        returns=legs.returns,
        one_way=legs.metres if line.double_leg else None,
    )


@dataclass(frozen=True, slots=True)
class Pricing:
    """What a ride's price depends on but what its sheet says, so that a form can show it at every key."""

    line: RideLine
    legs: LegSum
    official: OfficialRate
    tariff: Tariff
    modes: tuple[PaymentMode, ...]

    def price(self, metres: int, waiting_minutes: int, parking: int) -> Price:
        """Return the price if that is what was driven, waited (minutes) and parked (cents)."""
        keyed = self.line._replace(metres=metres, waiting_minutes=waiting_minutes, parking=parking)
        return price_ride(journey_of(keyed, self.legs), self.official.rate, self.tariff)


def ride_pricing(session: Session, line: RideLine) -> Pricing:
    """Return what the price of a ride depends on."""
    legs = leg_sums(session, Ride.id == line.ride_id).get(line.ride_id, UNKNOWN_LEGS)
    day, books = line.ride_date, price_books(session)
    return Pricing(line, legs, books.rates.on(day), books.tariffs.on(day), _modes(line, books.payments))


@dataclass(frozen=True, slots=True)
class PriceBooks:
    """The dated tables that prices are made by: official rates, tariffs, who pays how."""

    rates: RateBook
    tariffs: TariffBook
    payments: PaymentBook = ALL_CASH


def price_books(session: Session) -> PriceBooks:
    """Return the dated tables that prices are made by."""
    return PriceBooks(rate_book(session), tariff_book(session), payment_book(session))


def priced(line: RideLine, legs: LegSum, books: PriceBooks) -> RidePrice:
    """Return a ride with its price by the tariff and the official rate of its date."""
    official, tariff = books.rates.on(line.ride_date), books.tariffs.on(line.ride_date)
    by_rule = price_called_off if line.state in _CALLED_OFF else price_ride
    price = by_rule(journey_of(line, legs), official.rate, tariff)
    return RidePrice(
        ride_id=line.ride_id,
        version=line.version,
        ride_no=line.ride_no,
        ride_date=line.ride_date,
        state=line.state,
        driver_id=line.driver_id,
        driver=line.driver,
        members=tuple(member.name for member in line.members),
        metres=line.metres or 0,
        waiting_minutes=line.waiting_minutes,
        parking=line.parking,
        rate=price.rate,
        official_rate=official.rate,
        beyond_table=official.beyond_table,
        price=price,
        received=line.received,
        chargeable=line.chargeable,
        modes=_modes(line, books.payments),
        member_ids=tuple(member.member_id for member in line.members),
    )


def _modes(line: RideLine, payments: PaymentBook) -> tuple[PaymentMode, ...]:
    """Return how each seat that shares the price is paid; an old ride book doesn't name everybody in a car."""
    known = [payments.on(member.member_id, line.ride_date) for member in line.members][: line.passengers]
    return (*known, *(PaymentMode.CASH for _ in range(line.passengers - len(known))))
