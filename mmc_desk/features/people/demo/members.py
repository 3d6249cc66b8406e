"""The members of the practice town: who joins and leaves, so that each year has the number the town published."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from mmc_desk.core.model import Base
from mmc_desk.features.people.demo import names
from mmc_desk.features.people.demo.town import FIRST_YEAR, Inhabitant, Town
from mmc_desk.features.people.model import (
    Address,
    Aid,
    Contact,
    EligibilityCheck,
    EndReason,
    Household,
    IncomeResult,
    Member,
    Membership,
    Person,
    StreetAlias,
)
from mmc_desk.features.people.rules import DatedAddress, MembershipTariff, full_name, membership_fee, review_on

PUBLISHED = {2018: 271, 2019: 295, 2020: 256}
"""Members per year (domain.md §1)."""

AIDS = {
    Aid.NONE: 50,
    Aid.CANE: 17,
    Aid.ROLLATOR: 20,
    Aid.FOLDABLE_WHEELCHAIR: 10,
    Aid.RIGID_WHEELCHAIR: 3,
}
TARIFF = MembershipTariff()
RENAMED = (
    ("Kerkstraat", "Sint-Stefanusstraat", "Hoeselt"),
    ("Dorpsstraat", "Bronstraat", "Hoeselt"),
    ("Nieuwstraat", "Nieuwe Hernerstraat", "Sint-Huibrechts-Hern"),
)
"""Streets that took another name when the towns merged."""


def members_in(year: int) -> int:
    """Return how many members a year has: the published number, or one like it."""
    return PUBLISHED.get(year, 272 + year * 7 % 17)


@dataclass(slots=True)
class _Resident:
    """A member while the years pass."""

    last_name: str
    first_name: str
    born_on: date
    home: DatedAddress
    since: date
    aid: Aid
    companion: bool = False
    moved_to: DatedAddress | None = None
    partner: "_Resident | None" = None
    ended_on: date | None = None
    end_reason: EndReason | None = None
    years: list[int] = field(default_factory=list)
    key: int = 0
    number: int = 0


@dataclass(slots=True)
class _Rows:
    """The rows to insert, by model."""

    by_model: dict[type[Base], list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, model: type[Base], **values: Any) -> None:  # noqa: ANN401 - the columns' own types
        self.by_model.setdefault(model, []).append(values)


def fill_members(session: Session, town: Town) -> None:
    """Add every member since 2018 with addresses, memberships, checks and contacts."""
    residents = _live(town)
    _tell_apart(town, residents)
    rows = _Rows()
    for number, resident in enumerate(residents, 1):
        resident.key = town.key(Member)
        resident.number = number
    for resident in residents:
        _write(town, resident, rows)
    for model, values in rows.by_model.items():
        town.add(session, model, values)
    _join_partners(session, residents)
    renamed = [{"old_name": old, "new_name": new, "village": village} for old, new, village in RENAMED]
    town.add(session, StreetAlias, renamed)


def _join_partners(session: Session, residents: list[_Resident]) -> None:
    # A partner is a member: both rows must be there before they can name each other.
    session.connection().execute(
        update(Member).where(Member.id == bindparam("member")),
        [{"member": one.key, "partner_id": one.partner.key} for one in residents if one.partner is not None],
    )


def _live(town: Town) -> list[_Resident]:
    everyone: list[_Resident] = []
    present: list[_Resident] = []
    for year in range(FIRST_YEAR, max(town.today.year, 2020) + 1):
        if present:
            present = _after_leaving(town, present, year - 1, members_in(year))
        newcomers = list(_newcomers(town, year, members_in(year) - len(present), founding=not everyone))
        everyone += newcomers
        present += newcomers
        for resident in present:
            resident.years.append(year)
    _end_some_this_year(town, present)
    return everyone


def _after_leaving(town: Town, present: list[_Resident], year: int, wanted: int) -> list[_Resident]:
    """Let members leave in the course of `year` until there is room for newcomers; couples go together."""
    staying = wanted - town.rng.randint(24, 34)
    order = town.rng.sample(present, len(present))
    excess = len(present) - staying
    for resident in order:
        if excess <= 0:
            break
        if resident.ended_on is None:
            excess -= _leave(town, resident, year)
    return [resident for resident in present if resident.ended_on is None]


def _leave(town: Town, resident: _Resident, year: int) -> int:
    first = max(date(year, 2, 1), resident.since + timedelta(days=20))
    day = town.day_between(first, date(year, 12, 31))
    reasons = (EndReason.MOVED, EndReason.RESIGNED) if resident.partner else tuple(EndReason)
    reason = town.rng.choice(reasons)
    pair = [resident] if resident.partner is None else [resident, resident.partner]
    for one in pair:
        one.ended_on, one.end_reason = day, reason
    return len(pair)


def _end_some_this_year(town: Town, present: list[_Resident]) -> None:
    start = date(town.today.year, 1, 1)
    for resident in town.rng.sample([one for one in present if one.since < start and not one.partner], 4):
        resident.ended_on = town.day_between(start, town.today)
        resident.end_reason = EndReason.DECEASED
    mover = next(one for one in present if one.since < start and not one.partner and one.ended_on is None)
    mover.moved_to = town.new_address(town.day_between(date(town.today.year - 1, 7, 1), start))


def _newcomers(town: Town, year: int, wanted: int, *, founding: bool) -> Iterator[_Resident]:
    made = 0
    while made < wanted:
        since = _joins(town, year, founding=founding)
        resident = _newcomer(town, since)
        made += 1
        yield resident
        if made < wanted and town.rng.random() < 0.09:
            made += 1
            yield _partner_of(town, resident)


def _joins(town: Town, year: int, *, founding: bool) -> date:
    if founding:
        return town.day_between(date(2010, 1, 4), date(year - 1, 12, 31))
    last = min(date(year, 11, 30), town.today) if year == town.today.year else date(year, 11, 30)
    return town.day_between(min(date(year, 1, 4), last), last)


def _newcomer(town: Town, since: date) -> _Resident:
    last_name, first_name = town.new_name()
    aid = town.rng.choices(list(AIDS), list(AIDS.values()))[0]
    age = round(town.rng.triangular(58, 96, 80)) if town.rng.random() < 0.95 else town.rng.randint(25, 57)
    born = town.day_between(date(since.year - age, 1, 1), date(since.year - age, 12, 31))
    companion = aid in {Aid.FOLDABLE_WHEELCHAIR, Aid.RIGID_WHEELCHAIR} and town.rng.random() < 0.5
    return _Resident(last_name, first_name, born, town.new_address(since), since, aid, companion)


def _partner_of(town: Town, resident: _Resident) -> _Resident:
    partner = _newcomer(town, resident.since)
    partner.home = resident.home
    partner.partner, resident.partner = resident, partner
    return partner


def _tell_apart(town: Town, residents: list[_Resident]) -> None:
    """Make a minor with a companion, a wheelchair that doesn't fold, and two members of one name (domain.md §10)."""
    present = [one for one in residents if one.ended_on is None and one.partner is None]
    minor, wheelchair, namesake, other = present[-4:]
    minor.born_on = date(town.today.year - 12, 5, 14)
    minor.companion, minor.aid = True, Aid.NONE
    minor.first_name = "Noor"
    wheelchair.aid, wheelchair.companion = Aid.RIGID_WHEELCHAIR, True
    namesake.last_name, namesake.first_name = other.last_name, other.first_name
    while namesake.home.village == other.home.village or namesake.born_on.year == other.born_on.year:
        namesake.home = town.new_address(namesake.since)
        namesake.born_on -= timedelta(days=400)


def _write(town: Town, resident: _Resident, rows: _Rows) -> None:
    person = town.key(Person)
    _write_person(town, resident, person, rows)
    rows.add(
        Member,
        id=resident.key,
        person_id=person,
        member_no=resident.number,
        since=resident.since,
        ended_on=resident.ended_on,
        end_reason=resident.end_reason,
        household=Household.COUPLE if resident.partner else Household.SINGLE,
        aid=resident.aid,
        companion=resident.companion,
        note="Stapt moeilijk in: passagierszetel ver naar achter." if town.rng.random() < 0.04 else "",
    )
    addresses = [resident.home] + ([resident.moved_to] if resident.moved_to else [])
    for home in addresses:
        rows.add(
            Address,
            person_id=person,
            valid_from=home.valid_from,
            street=home.street,
            postcode=home.postcode,
            village=home.village,
        )
    _write_memberships(town, resident, rows)
    _write_check(town, resident, rows)
    town.members.append(
        Inhabitant(
            resident.key,
            person,
            full_name(resident.last_name, resident.first_name),
            tuple(addresses),
            resident.since,
            resident.ended_on,
            frozenset(resident.years),
            resident.aid,
            resident.companion,
            resident.born_on,
        )
    )


def _write_person(town: Town, resident: _Resident, person: int, rows: _Rows) -> None:
    deceased = resident.end_reason is EndReason.DECEASED
    rows.add(
        Person,
        id=person,
        last_name=resident.last_name,
        first_name=resident.first_name,
        born_on=resident.born_on,
        phone=town.new_phone(),
        mobile=town.new_mobile() if town.rng.random() < 0.45 else "",
        deceased_on=resident.ended_on if deceased else None,
    )
    if resident.companion or town.rng.random() < 0.4:
        kin = f"{town.rng.choice(names.KIN)} {town.rng.choice(names.WOMEN + names.MEN)}"
        rows.add(Contact, person_id=person, name=kin, phone=town.new_mobile())


def _write_memberships(town: Town, resident: _Resident, rows: _Rows) -> None:
    household = Household.COUPLE if resident.partner else Household.SINGLE
    partner_pays = resident.partner is not None and resident.partner.number < resident.number
    for year in resident.years:
        fee = membership_fee(TARIFF, household, year, resident.since, partner_pays=partner_pays)
        paid_on = max(town.day_between(date(year, 1, 5), date(year, 2, 20)), resident.since + timedelta(days=3))
        forgot = year == town.today.year and town.rng.random() < 0.04
        paid = None if forgot or paid_on > town.today else paid_on
        rows.add(Membership, member_id=resident.key, year=year, fee=fee, paid_on=paid)


def _write_check(town: Town, resident: _Resident, rows: _Rows) -> None:
    last = resident.ended_on or town.today
    checked = max(resident.since, town.day_between(last - timedelta(days=372), last))
    exception = town.rng.random() < 0.05
    rows.add(
        EligibilityCheck,
        member_id=resident.key,
        checked_on=checked,
        result=IncomeResult.EXCEPTION if exception else IncomeResult.MEETS,
        proof="beslissing bijzonder comité" if exception else town.rng.choice(names.PROOFS),
        next_review=None if resident.ended_on else review_on(checked, 12),
    )
