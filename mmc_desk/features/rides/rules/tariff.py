"""What a ride costs the member: one pure function with its sum line by line (domain.md §2).

The price told to the caller, the slip, the sheet and the settlement all come from `price_ride`.
"""

from dataclasses import dataclass
from datetime import date

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

    `rate` None means the official rate of the ride's date.
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
    coffee: tuple[CoffeeStep, ...] = ()
    parking_paid_by_member: bool = True
    late_cancel_charged: bool = True
    wasted_charged: bool = True


@dataclass(frozen=True, slots=True)
class Journey:
    """What is charged for: metres home to home, waiting, parking, how many members share the car.

    `double_leg`: another driver brings the member back, so this one charges the one-way leg twice.
    """

    metres: int
    waiting_minutes: int = 0
    parking: int = 0
    members: int = 1
    returns: bool = True
    double_leg: bool = False


@dataclass(frozen=True, slots=True)
class PriceLine:
    """A line of the price sum, in cents."""

    label: str
    cents: int


@dataclass(frozen=True, slots=True)
class Price:
    """A price with its sum. `shares` splits the total over the members to the cent, the remainder to the first."""

    lines: tuple[PriceLine, ...]
    total: int
    shares: tuple[int, ...]
    above_official: bool = False


def price_ride(journey: Journey, official_rate: int, tariff: Tariff) -> Price:
    """Return what `journey` costs under `tariff`, line by line in cents; `official_rate` is that of its date.

    `above_official` marks a rate that would make the service licensed paid transport (domain.md §2).
    """
    rate = official_rate if tariff.rate is None else tariff.rate
    lines = (
        *_distance_lines(journey, rate, tariff),
        *_fee_lines(journey, tariff),
        *_waiting_lines(journey.waiting_minutes, tariff),
        *_parking_lines(journey, tariff),
    )
    total = sum(line.cents for line in lines)
    return Price(lines, total, split(total, journey.members), rate > official_rate)


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
    metres = journey.metres * 2 if journey.double_leg else journey.metres
    band = next((band for band in tariff.bands if band.holds(metres)), None)
    if band is not None and band.cents is not None:
        label = translate("rides", "vaste prijs tot {km}").format(km=show_km(band.up_to))
        return [PriceLine(label, band.cents)]
    charged = max(metres, tariff.minimum_metres)
    if band is not None and band.as_metres is not None:
        charged = band.as_metres
    lines = [PriceLine(_distance_label(charged, metres, rate, journey), km_amount(charged, rate))]
    short = tariff.minimum_cents - lines[0].cents
    if short > 0:
        lines.append(PriceLine(translate("rides", "aanvulling tot het minimum"), short))
    return lines


def _distance_label(charged: int, metres: int, rate: int, journey: Journey) -> str:
    values = {"km": show_km(charged), "real": show_km(metres), "rate": show_rate(rate)}
    if charged != metres:
        return translate("rides", "{km} × {rate} (gereden {real})").format(**values)
    if journey.double_leg:
        return translate("rides", "{km} × {rate} (enkele rit dubbel)").format(**values)
    return translate("rides", "{km} × {rate}").format(**values)


def _fee_lines(journey: Journey, tariff: Tariff) -> list[PriceLine]:
    fee = tariff.admin_fee + (tariff.admin_fee_return if journey.returns else 0)
    return [PriceLine(translate("rides", "administratie"), fee)] if fee else []


def _waiting_lines(minutes: int, tariff: Tariff) -> list[PriceLine]:
    started = -(-minutes // tariff.waiting_step_minutes)
    charged = max(0, started - tariff.waiting_free_steps) * tariff.waiting_step_cents
    coffee = max((step.cents for step in tariff.coffee if minutes >= step.from_minutes), default=0)
    lines = []
    if charged:
        lines.append(PriceLine(translate("rides", "wachten {time}").format(time=show_duration(minutes)), charged))
    if coffee:
        lines.append(PriceLine(translate("rides", "koffie chauffeur"), coffee))
    return lines


def _parking_lines(journey: Journey, tariff: Tariff) -> list[PriceLine]:
    if not journey.parking or not tariff.parking_paid_by_member:
        return []
    return [PriceLine(translate("rides", "parking"), journey.parking)]
