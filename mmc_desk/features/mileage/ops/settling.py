"""Month end: freezing what drivers have coming, and what comes in after that (domain.md §3, §9, §10.15)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import month_name, show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage.model import Settlement
from mmc_desk.features.mileage.ops.commands import SettleLate, SettleMonth
from mmc_desk.features.mileage.ops.freezing import Frozen, NewPart, freeze, load_driver
from mmc_desk.features.mileage.queries.lines import line_of, open_prices
from mmc_desk.features.mileage.rules import span
from mmc_desk.features.mileage.rules.settlement import require_over
from mmc_desk.features.people.model import Driver
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.ops.settling import settle_rides
from mmc_desk.features.rides.queries.breakdowns import driver_names
from mmc_desk.features.rides.queries.prices import RidePrice
from mmc_desk.features.rides.queries.sheets import missing_results

MOST_NAMED = 5
"""Rides or drivers a refusal names: more of them help nobody."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What was frozen, and the names of the drivers who wait for a result."""

    drivers: int
    rides: int
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Month:
    """What is known of a month before anything of it is frozen."""

    year: int
    month: int
    open: Mapping[int, Sequence[RidePrice]]
    missing: Mapping[int, Sequence[str]]
    settled: Mapping[int, Settlement]
    names: Mapping[int, str]

    @property
    def title(self) -> str:
        return f"{month_name(self.month)} {self.year}"


def settle_month(session: Session, command: SettleMonth) -> Settled:
    """Freeze a month of one driver, or of every driver whose rides have their result; return what was frozen.

    Raises RuleError when the month isn't over, a ride of that driver has no result yet, the month was settled already
    or nothing was driven: in each case with what to do.
    """
    require_over(command.year, command.month, clock.today())
    found = _month(session, command.year, command.month, command.driver_id)
    if command.driver_id is None:
        return _settle_all(session, found)
    driver = load_driver(session, command.driver_id)
    _require_ready(found, driver)
    return _freeze_all(session, found, [driver.id])


def _settle_all(session: Session, found: _Month) -> Settled:
    ready = [driver for driver in found.open if driver not in found.missing and driver not in found.settled]
    if not ready:
        raise RuleError(_why_nobody(found))
    return _freeze_all(session, found, ready)


def _why_nobody(found: _Month) -> str:
    waiting = _waiting(found)
    if waiting:
        text = translate(
            "mileage",
            "Niemand kan al afgerekend worden voor {month}: er ontbreken resultaten bij {names}. "
            "Vul hun rittenbladen in, of annuleer die ritten.",
        )
        return text.format(month=found.title, names=_named(waiting))
    if found.settled:
        return translate(
            "mileage",
            "{month} is al afgerekend. Voor een blad dat later kwam is er “Late bladen”, voor een fout “Corrigeren”.",
        ).format(month=found.title.capitalize())
    return translate("mileage", "In {month} werd niets gereden: er valt niets af te rekenen.").format(month=found.title)


def _require_ready(found: _Month, driver: Driver) -> None:
    name = found.names[driver.id]
    if driver.id in found.settled:
        text = translate(
            "mileage",
            "{month} van {name} is al afgerekend op {day}. Voor een blad dat later kwam is er “Late bladen”, "
            "voor een fout “Corrigeren”.",
        )
        day = show_date(clock.local(found.settled[driver.id].frozen_at).date())
        raise RuleError(text.format(month=found.title.capitalize(), name=name, day=day))
    if driver.id in found.missing:
        text = translate(
            "mileage",
            "{name} kan nog niet afgerekend worden voor {month}: zonder resultaat zijn nog {rides}. "
            "Vul het rittenblad in, of annuleer die ritten.",
        )
        raise RuleError(text.format(month=found.title, name=name, rides=_named(found.missing[driver.id])))
    if driver.id not in found.open:
        text = translate("mileage", "{name} reed niet in {month}: er valt niets af te rekenen.")
        raise RuleError(text.format(name=name, month=found.title))


def settle_late(session: Session, command: SettleLate) -> Settled:
    """Freeze the rides that got a result after their month was settled, as a further part of it (domain.md §10.15).

    Raises RuleError when there are none.
    """
    found = _month(session, command.year, command.month, command.driver_id)
    late = [driver for driver in found.open if driver in found.settled]
    if not late:
        text = translate(
            "mileage", "Voor {month} kwamen geen bladen binnen na de afrekening. Vul eerst het rittenblad in."
        )
        raise RuleError(text.format(month=found.title))
    return _freeze_all(session, found, late)


def _freeze_all(session: Session, found: _Month, driver_ids: Collection[int]) -> Settled:
    drivers = session.scalars(select(Driver).where(Driver.id.in_(driver_ids)).order_by(Driver.code)).all()
    freeze(session, [_new_part(found, driver) for driver in drivers])
    prices = [price for driver in drivers for price in found.open[driver.id]]
    versions = {price.ride_id: price.version for price in prices if price.state is RideState.DRIVEN}
    settle_rides(session, versions)
    return Settled(len(drivers), len(versions), _waiting(found))


def _new_part(found: _Month, driver: Driver) -> NewPart:
    waives = driver.waives_payment
    reason = translate("mileage", "laat binnengekomen") if driver.id in found.settled else ""
    lines = [Frozen(line_of(price, waives=waives), reason=reason) for price in found.open[driver.id]]
    return NewPart(driver, found.year, found.month, lines, waives)


def _waiting(found: _Month) -> tuple[str, ...]:
    return tuple(sorted(found.names[driver] for driver in found.missing if driver not in found.settled))


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return translate("mileage", "{names} en nog {more}").format(names=shown, more=more) if more > 0 else shown


def _month(session: Session, year: int, month: int, driver_id: int | None) -> _Month:
    first, after = span(year, month)
    last = after - timedelta(1)
    prices: dict[int, list[RidePrice]] = defaultdict(list)
    for price in open_prices(session, first, last, driver_id):
        prices[price.driver_id or 0].append(price)
    missing: dict[int, list[str]] = defaultdict(list)
    for ride in missing_results(session, first, last, driver_id):
        if ride.driver_id is not None:
            missing[ride.driver_id].append(ride.ride_no)
    settled = session.scalars(
        select(Settlement).where(Settlement.year == year, Settlement.month == month, Settlement.part == 0)
    )
    return _Month(year, month, prices, missing, {found.driver_id: found for found in settled}, driver_names(session))
