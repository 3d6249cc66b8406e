"""The flat allowance of volunteers: which system holds in a year, and the days it is paid for (domain.md §3)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage.model import AllowanceChoice, AllowanceDay, AllowanceSystem
from mmc_desk.features.mileage.ops.commands import ChooseSystem, ProposeAllowances, RecordAllowance, RemoveAllowance
from mmc_desk.features.mileage.queries.allowances import allowance_limits
from mmc_desk.features.mileage.queries.duty_days import open_duty_days
from mmc_desk.features.mileage.rules import span
from mmc_desk.features.mileage.rules.allowance import (
    Limits,
    payable_days,
    require_allowance,
    require_past,
    too_many_other_metres,
)
from mmc_desk.features.people.model import Driver, Person, Volunteer
from mmc_desk.features.people.rules import full_name


@dataclass(frozen=True, slots=True)
class AllowancesProposed:
    """How many days were added for how many people; `held_back` says whom not all was added for, and why."""

    days: int
    people: int
    held_back: tuple[str, ...]


def choose_system(session: Session, command: ChooseSystem) -> str:
    """Enter a volunteer's system of a year, and return what to beware of ("" for nothing).

    Raises RuleError for somebody who is no volunteer, or real costs where days of the flat allowance were entered.
    """
    person = _volunteer(session, command.person_id)
    is_flat = command.system is AllowanceSystem.FLAT
    if command.other_metres < 0:
        raise RuleError(translate("mileage", "De andere kilometers kunnen niet negatief zijn."), "other_metres")
    if not is_flat and _paid(session, person.id, command.year):
        text = translate(
            "mileage", "{name} heeft in {year} al dagen forfait. Verwijder die eerst: één systeem per kalenderjaar."
        )
        raise RuleError(text.format(name=_name(person), year=command.year), "system")
    found = _choice(session, person.id, command.year)
    if found is None:
        found = AllowanceChoice(person_id=person.id, year=command.year)
        session.add(found)
    found.system, found.other_metres = command.system, command.other_metres
    return too_many_other_metres(is_flat=is_flat, other_metres=command.other_metres)


def record_allowance(session: Session, command: RecordAllowance) -> int:
    """Add days to a volunteer's flat allowance and return what the year adds up to, in cents.

    The first day makes the flat allowance the system of that year. Raises RuleError for who chose real costs, a day
    that is there already or still to come, and what passes the limits of the year.
    """
    person = _volunteer(session, command.person_id)
    require_past(command.days, clock.today())
    total = 0
    for year in sorted({day.year for day in command.days}) or [clock.today().year]:
        days = sorted({day for day in command.days if day.year == year})
        limits = _limits(session, year)
        earlier = _paid(session, person.id, year)
        require_allowance(command.cents, days, earlier, limits)
        _require_flat(session, person, year)
        _require_new(session, person, days)
        session.add_all(AllowanceDay(person_id=person.id, day=day, cents=command.cents) for day in days)
        session.flush()
        total = earlier + command.cents * len(days)
    return total


def propose_allowances(session: Session, command: ProposeAllowances) -> AllowancesProposed:
    """Add the days of duty that have no allowance yet, never over the year's maximum, and return what was added.

    Who chose real costs gets none (one system per calendar year). Raises RuleError where the year's limits aren't
    known.
    """
    year, limits = command.year, _limits(session, command.year)
    added, people, held_back = 0, 0, []
    for person_id, days in sorted(open_duty_days(session, year, clock.today()).items()):
        person = session.get_one(Person, person_id)
        choice = _choice(session, person_id, year)
        if choice is not None and choice.system is not AllowanceSystem.FLAT:
            text = translate("mileage", "{name} koos voor de reële kosten: {count} dagen niet toegevoegd.")
            held_back.append(text.format(name=_name(person), count=len(days)))
            continue
        payable = payable_days(days, _paid(session, person_id, year), limits)
        if len(payable) < len(days):
            text = translate("mileage", "{name} bereikt het maximum van {year}: {count} dagen niet toegevoegd.")
            held_back.append(text.format(name=_name(person), year=year, count=len(days) - len(payable)))
        if payable:
            _require_flat(session, person, year)
            session.add_all(AllowanceDay(person_id=person_id, day=day, cents=limits.per_day) for day in payable)
            added, people = added + len(payable), people + 1
    return AllowancesProposed(added, people, tuple(held_back))


def remove_allowance(session: Session, command: RemoveAllowance) -> None:
    """Take a day off a volunteer's flat allowance. Raises RuleError when it isn't there."""
    found = session.scalars(
        select(AllowanceDay).where(AllowanceDay.person_id == command.person_id, AllowanceDay.day == command.day)
    ).one_or_none()
    if found is None:
        raise RuleError(translate("mileage", "Deze dag staat er niet meer. Herlaad de pagina."))
    session.delete(found)


def _volunteer(session: Session, person_id: int) -> Person:
    person = session.get(Person, person_id)
    roles = (select(role.id).where(role.person_id == person_id).limit(1) for role in (Volunteer, Driver))
    if person is None or all(session.scalar(role) is None for role in roles):
        raise RuleError(translate("mileage", "Dit is geen vrijwilliger. Kies een vrijwilliger of een chauffeur."))
    return person


def _choice(session: Session, person_id: int, year: int) -> AllowanceChoice | None:
    return session.scalars(
        select(AllowanceChoice).where(AllowanceChoice.person_id == person_id, AllowanceChoice.year == year)
    ).one_or_none()


def _limits(session: Session, year: int) -> Limits:
    limits = allowance_limits(session, year)
    if limits is None:
        text = translate("mileage", "Van {year} is het forfait nog niet gekend. Kies een ander jaar.")
        raise RuleError(text.format(year=year), "days")
    return limits


def _require_flat(session: Session, person: Person, year: int) -> None:
    choice = _choice(session, person.id, year)
    if choice is None:
        session.add(AllowanceChoice(person_id=person.id, year=year, system=AllowanceSystem.FLAT))
    elif choice.system is not AllowanceSystem.FLAT:
        text = translate(
            "mileage", "{name} koos in {year} voor de reële kosten. Verander eerst die keuze: één systeem per jaar."
        )
        raise RuleError(text.format(name=_name(person), year=year), "days")


def _require_new(session: Session, person: Person, days: list[date]) -> None:
    known = select(AllowanceDay.day).where(AllowanceDay.person_id == person.id, AllowanceDay.day.in_(days))
    double = session.scalars(known.order_by(AllowanceDay.day)).first()
    if double is not None:
        text = translate("mileage", "{day} staat er al voor {name}.")
        raise RuleError(text.format(day=show_date(double), name=_name(person)), "days")


def _paid(session: Session, person_id: int, year: int) -> int:
    first, after = span(year, None)
    cents = session.scalar(
        select(func.sum(AllowanceDay.cents)).where(
            AllowanceDay.person_id == person_id, AllowanceDay.day >= first, AllowanceDay.day < after
        )
    )
    return int(cents or 0)


def _name(person: Person) -> str:
    return full_name(person.last_name, person.first_name)
