"""What a ride costs the member: one pure function with its sum line by line (domain.md §2).

The price told to the caller, the slip, the sheet and the settlement all come from `price_ride`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mmc_desk.core.formats import show_duration, show_km, show_rate
from mmc_desk.core.i18n import translate


@dataclass(frozen=True, slots=True)
class Band:
    """A distance up to which a fixed price holds: as if `as_metres` were driven, or a flat `cents`."""

    up_to: int
    as_metres: int | None = None
    cents: int | None = None
    inclusive: bool = True

    def holds(self, metres: int) -> bool:
        """Tell whether `metres` falls in this band (bands are tried in order)."""
        return metres <= self.up_to if self.inclusive else metres < self.up_to


@dataclass(frozen=True, slots=True)
class CoffeeStep:
    """A fixed amount for the driver's coffee from a waiting time in minutes on."""

    from_minutes: int
    cents: int


@dataclass(frozen=True, slots=True)
class Tariff:
    """The dated parameters of domain.md §2. Amounts in cents, distances in metres, rates in 1/10 000 euro per km.

    `rate` None means the official rate of the ride's date. Waiting costs `waiting_step_cents` per step of
    `waiting_step_minutes` begun, or per part of it to the minute when `waiting_proportional`. A shared car's price is
    split over the members, or the first one's alone without `shared_split`. Without `double_leg_charged` a ride out
    of which another driver returns is charged as it was driven.
    """

    valid_from: date = date.min
    rate: int | None = None
    minimum_cents: int = 0
    minimum_metres: int = 0
    bands: tuple[Band, ...] = ()
    admin_fee: int = 0
    admin_fee_return: int = 0
    waiting_step_minutes: int = 30
    waiting_step_cents: int = 0
    waiting_free_steps: int = 0
    waiting_proportional: bool = False
    coffee: tuple[CoffeeStep, ...] = ()
    parking_paid_by_member: bool = True
    shared_split: bool = True
    double_leg_charged: bool = True
    late_cancel_charged: bool = True
    wasted_charged: bool = True


@dataclass(frozen=True, slots=True)
class Journey:
    """What is charged for: metres home to home, waiting, parking (cents), how many members share the car.

    `returns`: the member is brought back in this ride. `one_way` are the metres of the way with the member aboard when
    another driver brings them back: those are charged twice, instead of `metres` (domain.md §2, §10.4). None for any
    other ride, and where they aren't known: then what was driven counts, the empty way home included.
    """

    metres: int
    waiting_minutes: int = 0
    parking: int = 0
    members: int = 1
    returns: bool = True
    one_way: int | None = None


class LineKind(StrEnum):
    """What a line of a price is for. The desk fee is the desk's; everything else is for the driver."""

    KM = "km"
    MINIMUM = "minimum"
    DESK_FEE = "desk_fee"
    WAITING = "waiting"
    COFFEE = "coffee"
    PARKING = "parking"


@dataclass(frozen=True, slots=True)
class PriceLine:
    """A line of the price sum, in cents."""

    kind: LineKind
    label: str
    cents: int


@dataclass(frozen=True, slots=True)
class Price:
    """A price in cents with its sum and its rate (1/10 000 euro per km).

    `shares` are what each member pays, in the order of the car, to the cent. `above_official` marks a rate that would
    make the service licensed paid transport (domain.md §2).
    """

    lines: tuple[PriceLine, ...]
    shares: tuple[int, ...]
    rate: int
    above_official: bool = False

    @property
    def total(self) -> int:
        """What the members pay together."""
        return sum(self.shares)

    def amount(self, *kinds: LineKind) -> int:
        """Return the cents of the lines of these kinds together, 0 where there is none."""
        return sum(line.cents for line in self.lines if line.kind in kinds)

    @property
    def desk_fee(self) -> int:
        """What the driver hands on to the desk: the administration fee."""
        return self.amount(LineKind.DESK_FEE)

    @property
    def for_driver(self) -> int:
        """What the driver keeps: everything but the desk's fee."""
        return self.total - self.desk_fee


def price_ride(journey: Journey, official_rate: int, tariff: Tariff) -> Price:
    """Return what `journey` costs under `tariff`, line by line in cents; `official_rate` is that of its date."""
    rate = official_rate if tariff.rate is None else tariff.rate
    lines = (
        *_distance_lines(journey, rate, tariff),
        *_fee_lines(journey, tariff),
        *_waiting_lines(journey.waiting_minutes, tariff),
        *_parking_lines(journey, tariff),
    )
    return _price(lines, journey.members, rate, official_rate, tariff)


def price_called_off(journey: Journey, official_rate: int, tariff: Tariff) -> Price:
    """Return what a wasted ride or a late cancellation costs where it is chargeable: the km driven and the parking.

    "The driven km" of domain.md §2 and §10.1 is taken to the letter: no minimum, no fee, no waiting, no double leg.
    """
    rate = official_rate if tariff.rate is None else tariff.rate
    lines = (_km_line(journey.metres, rate), *_parking_lines(journey, tariff)) if journey.metres else ()
    return _price(lines, journey.members, rate, official_rate, tariff)


def _km_line(metres: int, rate: int) -> PriceLine:
    label = translate("rides", "{km} × {rate}").format(km=show_km(metres), rate=show_rate(rate))
    return PriceLine(LineKind.KM, label, km_amount(metres, rate))


def _price(lines: tuple[PriceLine, ...], members: int, rate: int, official_rate: int, tariff: Tariff) -> Price:
    total = sum(line.cents for line in lines)
    shares = split(total, members) if tariff.shared_split else (total, *(0 for _ in range(members - 1)))
    return Price(lines, shares, rate, rate > official_rate)


def estimate_price(metres: int, official_rate: int, tariff: Tariff, *, members: int = 1) -> Price:
    """Return the price read back to a caller: `metres` home to home, nothing known yet of waiting and parking."""
    return price_ride(Journey(metres, members=members), official_rate, tariff)


def km_amount(metres: int, rate: int) -> int:
    """Return metres × rate (1/10 000 euro per km) in cents, half a cent upwards."""
    return (metres * rate + 50_000) // 100_000


def split(cents: int, members: int) -> tuple[int, ...]:
    """Return `cents` in equal shares, what can't be divided to the first (domain.md §2)."""
    each, rest = divmod(cents, members)
    return (each + rest, *(each for _ in range(members - 1)))


def _distance_lines(journey: Journey, rate: int, tariff: Tariff) -> list[PriceLine]:
    doubled = journey.one_way is not None and tariff.double_leg_charged
    metres = journey.one_way * 2 if doubled and journey.one_way is not None else journey.metres
    band = next((band for band in tariff.bands if band.holds(metres)), None)
    if band is not None and band.cents is not None:
        label = translate("rides", "vaste prijs tot {km}").format(km=show_km(band.up_to))
        return [PriceLine(LineKind.KM, label, band.cents)]
    charged = max(metres, tariff.minimum_metres)
    if band is not None and band.as_metres is not None:
        charged = band.as_metres
    label = _distance_label(charged, metres, rate, doubled=doubled)
    lines = [PriceLine(LineKind.KM, label, km_amount(charged, rate))]
    short = tariff.minimum_cents - lines[0].cents
    if short > 0:
        lines.append(PriceLine(LineKind.MINIMUM, translate("rides", "aanvulling tot het minimum"), short))
    return lines


def _distance_label(charged: int, metres: int, rate: int, *, doubled: bool) -> str:
    values = {"km": show_km(charged), "real": show_km(metres), "rate": show_rate(rate)}
    if charged != metres:
        return translate("rides", "{km} × {rate} (gereden {real})").format(**values)
    if doubled:
        return translate("rides", "{km} × {rate} (enkele rit dubbel)").format(**values)
    return translate("rides", "{km} × {rate}").format(**values)


def _fee_lines(journey: Journey, tariff: Tariff) -> list[PriceLine]:
    fee = tariff.admin_fee + (tariff.admin_fee_return if journey.returns else 0)
    return [PriceLine(LineKind.DESK_FEE, translate("rides", "administratie"), fee)] if fee else []


def _waiting_lines(minutes: int, tariff: Tariff) -> list[PriceLine]:
    charged = waiting_amount(minutes, tariff)
    coffee = max((step.cents for step in tariff.coffee if minutes >= step.from_minutes), default=0)
    lines = []
    if charged:
        label = translate("rides", "wachten {time}").format(time=show_duration(minutes))
        lines.append(PriceLine(LineKind.WAITING, label, charged))
    if coffee:
        lines.append(PriceLine(LineKind.COFFEE, translate("rides", "koffie chauffeur"), coffee))
    return lines


def waiting_amount(minutes: int, tariff: Tariff) -> int:
    """Return the cents of `minutes` of waiting: per step begun, or to the minute (half a cent upwards)."""
    step = tariff.waiting_step_minutes
    if tariff.waiting_proportional:
        beyond = max(0, minutes - tariff.waiting_free_steps * step)
        return (2 * beyond * tariff.waiting_step_cents + step) // (2 * step)
    started = -(-minutes // step)
    return max(0, started - tariff.waiting_free_steps) * tariff.waiting_step_cents


def _parking_lines(journey: Journey, tariff: Tariff) -> list[PriceLine]:
    if not journey.parking or not tariff.parking_paid_by_member:
        return []
    return [PriceLine(LineKind.PARKING, translate("rides", "parking"), journey.parking)]
