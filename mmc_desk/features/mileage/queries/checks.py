"""Invariants of settlements that the database's own constraints can't hold: one Dutch sentence per breach."""

from collections.abc import Sequence

from sqlalchemy import and_, exists, extract, func, or_, select
from sqlalchemy.orm import Session, aliased

from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage.model import (
    AllowanceChoice,
    AllowanceDay,
    AllowanceSystem,
    EntryKind,
    Settlement,
    SettlementEntry,
    VolunteerForfait,
)
from mmc_desk.features.mileage.queries.lines import is_current
from mmc_desk.features.people.model import Person
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.model import Ride, RideState

MOST = 100


def wrong_sums(session: Session) -> Sequence[str]:
    """Return settlements whose sums aren't those of their lines, and lines whose parts don't add up."""
    parts = (SettlementEntry.rides, SettlementEntry.metres, SettlementEntry.due, SettlementEntry.received)
    sums = (
        select(SettlementEntry.settlement_id, *(func.sum(part).label(part.key) for part in parts))
        .group_by(SettlementEntry.settlement_id)
        .subquery()
    )
    told = (Settlement.rides, Settlement.metres, Settlement.due, Settlement.received)
    wrong = or_(*(column != func.coalesce(sums.c[column.key], 0) for column in told))
    rows = session.execute(
        select(Settlement.year, Settlement.month, Settlement.part, Settlement.driver_id)
        .outerjoin(sums, sums.c.settlement_id == Settlement.id)
        .where(wrong)
        .limit(MOST)
    )
    text = translate("mileage", "Afrekening {month}/{year}, deel {part} van chauffeur {driver}: de som klopt niet.")
    return [
        text.format(month=month, year=year, part=part, driver=driver) for year, month, part, driver in rows
    ] + _wrong_lines(session)


def _wrong_lines(session: Session) -> list[str]:
    entry = SettlementEntry
    rows = session.scalars(
        select(entry.id).where(entry.due != entry.km_cents + entry.parking + entry.other).limit(MOST)
    )
    text = translate("mileage", "Regel {entry} van een afrekening: het bedrag is niet de som van zijn delen.")
    return [text.format(entry=found) for found in rows]


def rides_settled_twice(session: Session) -> Sequence[str]:
    """Return rides that stand in more than one line which wasn't taken back."""
    rows = session.scalars(
        select(Ride.ride_no)
        .join(SettlementEntry, SettlementEntry.ride_id == Ride.id)
        .where(is_current())
        .group_by(Ride.id, Ride.ride_no)
        .having(func.count() > 1)
        .limit(MOST)
    )
    text = translate("mileage", "Rit {ride} staat meer dan één keer in een afrekening.")
    return [text.format(ride=ride_no) for ride_no in rows]


def rides_without_a_line(session: Session) -> Sequence[str]:
    """Return rides called settled that stand in no line, though their driver's month was settled here.

    Rides settled before this program (an import) have none: their month has no settlement.
    """
    entry = aliased(SettlementEntry)
    in_month = and_(
        Settlement.driver_id == Ride.driver_id,
        Settlement.year == extract("year", Ride.ride_date),
        Settlement.month == extract("month", Ride.ride_date),
    )
    rows = session.scalars(
        select(Ride.ride_no)
        .where(
            Ride.state == RideState.SETTLED,
            exists().where(in_month),
            ~exists().where(entry.ride_id == Ride.id),
        )
        .limit(MOST)
    )
    text = translate("mileage", "Rit {ride} is afgerekend, maar staat in geen afrekening.")
    return [text.format(ride=ride_no) for ride_no in rows]


def lines_without_a_ride(session: Session) -> Sequence[str]:
    """Return lines that stand while their ride says something else: its state, km or money."""
    settled = and_(SettlementEntry.rides == 1, Ride.state == RideState.SETTLED)
    called_off = and_(SettlementEntry.rides == 0, Ride.state.in_((RideState.WASTED, RideState.CANCELLED)))
    agrees = and_(
        or_(settled, called_off),
        func.coalesce(Ride.metres, 0) == SettlementEntry.metres,
        func.coalesce(Ride.received, 0) == SettlementEntry.received,
        Ride.driver_id == Settlement.driver_id,
        Ride.ride_date == SettlementEntry.ride_date,
    )
    rows = session.scalars(
        select(Ride.ride_no)
        .join(SettlementEntry, SettlementEntry.ride_id == Ride.id)
        .join(Settlement, Settlement.id == SettlementEntry.settlement_id)
        .where(is_current(), ~agrees)
        .limit(MOST)
    )
    text = translate("mileage", "Rit {ride} zegt iets anders dan de afrekening waarin ze staat.")
    return [text.format(ride=ride_no) for ride_no in rows]


def wrong_reversals(session: Session) -> Sequence[str]:
    """Return reversals that don't take exactly their line back."""
    old, new = aliased(SettlementEntry), aliased(SettlementEntry)
    figures = ("rides", "metres", "km_cents", "parking", "other", "desk_fee", "due", "received")
    differs = or_(
        *(getattr(new, name) != -getattr(old, name) for name in figures),
        new.rate != old.rate,
        new.ride_id != old.ride_id,
    )
    rows = session.scalars(
        select(new.id)
        .outerjoin(old, old.id == new.reverses_id)
        .where(new.kind == EntryKind.REVERSAL, or_(old.id.is_(None), differs))
        .limit(MOST)
    )
    text = translate("mileage", "Terugname {entry} neemt haar regel niet juist terug.")
    return [text.format(entry=entry) for entry in rows]


def allowances_over_the_limits(session: Session) -> Sequence[str]:
    """Return who got more flat allowance in a year than may be, or got it beside real costs (domain.md §3)."""
    year = extract("year", AllowanceDay.day)
    query = (
        select(Person.last_name, Person.first_name, year)
        .join(Person, Person.id == AllowanceDay.person_id)
        .join(VolunteerForfait, VolunteerForfait.year == year)
        .outerjoin(
            AllowanceChoice, and_(AllowanceChoice.person_id == AllowanceDay.person_id, AllowanceChoice.year == year)
        )
        .group_by(Person.id, Person.last_name, Person.first_name, year, VolunteerForfait.per_year)
        .having(
            or_(
                func.sum(AllowanceDay.cents) > VolunteerForfait.per_year,
                func.max(AllowanceChoice.system) == AllowanceSystem.REAL.value,
            )
        )
        .order_by(year, Person.last_name, Person.first_name)
        .limit(MOST)
    )
    text = translate("mileage", "{name} kreeg in {year} meer forfait dan mag, of naast reële kosten.")
    return [
        text.format(name=full_name(last, first), year=int(in_year)) for last, first, in_year in session.execute(query)
    ]
