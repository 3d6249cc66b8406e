"""Settlements as the desk looks at them: a month of all drivers, one part to sign, a driver's year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from mmc_desk.core import settings
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage.model import Settlement, SettlementEntry
from mmc_desk.features.mileage.queries.lines import is_current, line_of, line_of_entry, open_prices
from mmc_desk.features.mileage.queries.payments import balances_to_pay
from mmc_desk.features.mileage.queries.rows import (
    DriverMonth,
    DriverStatement,
    EntryRow,
    MonthOverview,
    Part,
    RateSum,
    SettlementPaper,
    StatementMonth,
    YearStatements,
)
from mmc_desk.features.mileage.rules import span
from mmc_desk.features.mileage.rules.settlement import Totals, totals
from mmc_desk.features.people.model import Driver
from mmc_desk.features.rides.model import Ride
from mmc_desk.features.rides.queries.breakdowns import driver_names
from mmc_desk.features.rides.queries.prices import RidePrice
from mmc_desk.features.rides.queries.settings import rate_book
from mmc_desk.features.rides.queries.sheets import missing_results
from mmc_desk.features.rides.rules.goals import goal_words


def month_overview(session: Session, year: int, month: int, driver_id: int | None = None) -> MonthOverview:
    """Return every driver with rides in a month (or one driver): frozen parts, what is open, what is missing."""
    first, after = span(year, month)
    last = after - timedelta(1)
    parts, prices, missing = _parts(session, year, month, driver_id), defaultdict(list), defaultdict(list)
    for price in open_prices(session, first, last, driver_id):
        prices[price.driver_id or 0].append(price)
    for ride in missing_results(session, first, last, driver_id):
        missing[ride.driver_id or 0].append(ride.ride_no)
    names = driver_names(session)
    wanted = ({*parts, *prices, *missing} - {0}) if driver_id is None else {driver_id}
    drivers = session.scalars(select(Driver).where(Driver.id.in_(wanted)))
    rows = [
        _driver_month(driver, names[driver.id], missing[driver.id], parts.get(driver.id, ()), prices[driver.id])
        for driver in sorted(drivers, key=lambda driver: fold(names[driver.id]))
    ]
    return MonthOverview(
        year=year,
        month=month,
        drivers=tuple(rows),
        without_driver=tuple(missing[0]),
        to_pay=len(balances_to_pay(session)),
        practice=settings.is_practice(session),
        desk=settings.desk_name(session),
    )


def _driver_month(
    driver: Driver, name: str, missing: Sequence[str], parts: Sequence[Part], prices: Sequence[RidePrice]
) -> DriverMonth:
    lines = [line_of(price, waives=driver.waives_payment) for price in prices]
    return DriverMonth(
        driver_id=driver.id,
        code=driver.code,
        name=name,
        waives=driver.waives_payment,
        iban=driver.iban,
        missing=tuple(missing),
        parts=tuple(parts),
        open=totals(lines),
        open_lines=len(lines),
    )


def _parts(session: Session, year: int, month: int, driver_id: int | None) -> dict[int, list[Part]]:
    query = select(Settlement).where(Settlement.year == year, Settlement.month == month).order_by(Settlement.part)
    if driver_id is not None:
        query = query.where(Settlement.driver_id == driver_id)
    found: dict[int, list[Part]] = defaultdict(list)
    for settlement in session.scalars(query):
        found[settlement.driver_id].append(part_of(settlement))
    return found


def part_of(settlement: Settlement) -> Part:
    """Return a frozen part as a row."""
    return Part(
        settlement_id=settlement.id,
        version=settlement.version,
        driver_id=settlement.driver_id,
        year=settlement.year,
        month=settlement.month,
        part=settlement.part,
        frozen_at=settlement.frozen_at,
        paid_by=settlement.paid_by,
        totals=Totals(settlement.rides, settlement.metres, settlement.due, settlement.received),
        signed_on=settlement.signed_on,
        paid_on=settlement.paid_on,
        file_id=settlement.transfer_file_id,
    )


def driver_papers(session: Session, year: int, month: int, driver_id: int) -> tuple[SettlementPaper, ...]:
    """Return a driver's month to look at, to print and to sign: each frozen part, then what isn't frozen yet.

    Raises RuleError when there is no such driver.
    """
    overview = month_overview(session, year, month, driver_id)
    if not overview.drivers:
        raise RuleError(translate("mileage", "Deze chauffeur bestaat niet meer. Herlaad de pagina."))
    [driver] = overview.drivers
    papers = [
        _paper(session, overview, driver, part, _entries(session, SettlementEntry.settlement_id == part.settlement_id))
        for part in driver.parts
    ]
    if driver.open_lines or not papers:
        papers.append(_paper(session, overview, driver, None, _open_entries(session, overview, driver)))
    return tuple(papers)


def month_papers(session: Session, year: int, month: int) -> tuple[SettlementPaper, ...]:
    """Return every frozen part of a month, by name of the driver: what is printed to be signed."""
    overview = month_overview(session, year, month)
    of_part: dict[int, list[EntryRow]] = defaultdict(list)
    for settlement_id, entry in _entries_of_month(session, year, month):
        of_part[settlement_id].append(entry)
    return tuple(
        _paper(session, overview, driver, part, of_part[part.settlement_id])
        for driver in overview.drivers
        for part in driver.parts
    )


def _paper(
    session: Session, overview: MonthOverview, driver: DriverMonth, part: Part | None, entries: Iterable[EntryRow]
) -> SettlementPaper:
    rows = tuple(entries)
    rates = rate_book(session)
    return SettlementPaper(
        driver=driver,
        year=overview.year,
        month=overview.month,
        part=part,
        entries=rows,
        totals=totals(row.line for row in rows),
        beyond_table=any(rates.on(row.line.ride_date).beyond_table for row in rows),
        practice=overview.practice,
        desk=overview.desk,
    )


def _entries(session: Session, *where: ColumnElement[bool]) -> list[EntryRow]:
    query = (
        select(SettlementEntry, Ride, is_current())
        .join(Ride, Ride.id == SettlementEntry.ride_id)
        .where(*where)
        .order_by(SettlementEntry.ride_date, Ride.ride_no, SettlementEntry.id)
    )
    return [_entry_row(entry, ride, current=current) for entry, ride, current in session.execute(query)]


def _entries_of_month(session: Session, year: int, month: int) -> list[tuple[int, EntryRow]]:
    query = (
        select(SettlementEntry, Ride, is_current())
        .join(Ride, Ride.id == SettlementEntry.ride_id)
        .join(Settlement, Settlement.id == SettlementEntry.settlement_id)
        .where(Settlement.year == year, Settlement.month == month)
        .order_by(SettlementEntry.ride_date, Ride.ride_no, SettlementEntry.id)
    )
    rows = session.execute(query)
    return [(entry.settlement_id, _entry_row(entry, ride, current=current)) for entry, ride, current in rows]


def _entry_row(entry: SettlementEntry, ride: Ride, *, current: bool) -> EntryRow:
    return EntryRow(
        entry_id=entry.id,
        line=line_of_entry(entry),
        ride_no=ride.ride_no,
        state=ride.state,
        route=route_of(ride),
        waiting_minutes=ride.waiting_minutes,
        parking=ride.parking,
        dated=entry.dated,
        reason=entry.reason,
        is_current=current,
    )


def route_of(ride: Ride) -> str:
    """Return where a ride went, without a name: `Hees – Jessa Ziekenhuis, Hasselt`."""
    places = (ride.village, goal_words(ride.destination, ride.destination_village))
    return " – ".join(place for place in places if place)


def _open_entries(session: Session, overview: MonthOverview, driver: DriverMonth) -> list[EntryRow]:
    first, after = span(overview.year, overview.month)
    prices = open_prices(session, first, after - timedelta(1), driver.driver_id)
    rides = {ride.id: ride for ride in session.scalars(select(Ride).where(Ride.id.in_([p.ride_id for p in prices])))}
    return [
        EntryRow(
            entry_id=None,
            line=line_of(price, waives=driver.waives),
            ride_no=price.ride_no,
            state=price.state,
            route=route_of(rides[price.ride_id]),
        )
        for price in prices
    ]


def year_statements(session: Session, year: int, driver_id: int | None = None) -> YearStatements:
    """Return what every driver (or one) was settled over a year, per month, corrections and late sheets in it."""
    where = [Settlement.year == year] + ([] if driver_id is None else [Settlement.driver_id == driver_id])
    months = _months(session, where)
    names = driver_names(session)
    codes = dict(session.execute(select(Driver.id, Driver.code)).all())
    statements = [
        DriverStatement(driver, codes[driver], names[driver], year, tuple(months[driver]))
        for driver in sorted(months, key=lambda driver: fold(names[driver]))
    ]
    return YearStatements(year, tuple(statements), settings.is_practice(session), settings.desk_name(session))


def _months(session: Session, where: Sequence[ColumnElement[bool]]) -> dict[int, list[StatementMonth]]:
    rates = _rate_sums(session, where)
    rows = session.execute(
        select(
            Settlement.driver_id,
            Settlement.month,
            func.sum(Settlement.rides),
            func.sum(Settlement.metres),
            func.sum(Settlement.due),
            func.sum(Settlement.received),
            func.max(Settlement.paid_on),
            func.count() - func.count(Settlement.paid_on),
        )
        .where(*where)
        .group_by(Settlement.driver_id, Settlement.month)
        .order_by(Settlement.driver_id, Settlement.month)
    )
    found: dict[int, list[StatementMonth]] = defaultdict(list)
    for driver, month, rides, metres, due, received, paid_on, unpaid in rows:
        sums = Totals(int(rides), int(metres), int(due), int(received))
        paid = None if unpaid else paid_on
        found[driver].append(StatementMonth(month, sums, tuple(rates[driver, month]), paid))
    return found


def _rate_sums(session: Session, where: Sequence[ColumnElement[bool]]) -> Mapping[tuple[int, int], list[RateSum]]:
    rows = session.execute(
        select(
            Settlement.driver_id,
            Settlement.month,
            SettlementEntry.rate,
            func.sum(SettlementEntry.metres),
            func.sum(SettlementEntry.km_cents),
        )
        .join(SettlementEntry, SettlementEntry.settlement_id == Settlement.id)
        .where(*where)
        .group_by(Settlement.driver_id, Settlement.month, SettlementEntry.rate)
        .order_by(func.min(SettlementEntry.ride_date), SettlementEntry.rate)
    )
    found: dict[tuple[int, int], list[RateSum]] = defaultdict(list)
    for driver, month, rate, metres, cents in rows:
        if metres or cents:  # a rate that was wholly taken back leaves nothing
            found[driver, month].append(RateSum(rate, int(metres), int(cents)))
    return found
