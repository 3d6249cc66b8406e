"""The fees of a year: one frozen row per membership, and what is known of each on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from mmc_desk.core import settings
from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import rules
from mmc_desk.features.people.model import Address, Member, Membership, Person
from mmc_desk.features.people.model.dues import BankPayment
from mmc_desk.features.people.queries.addresses import lives_at
from mmc_desk.features.people.queries.payments import PaymentRow, open_payments
from mmc_desk.features.people.queries.settings import DuesSettings, dues_settings
from mmc_desk.features.people.rules import Dues, DuesStatus, DuesTotals


@dataclass(frozen=True, slots=True)
class DuesRow:
    """A membership of the year as it stands on a day; amounts in cents.

    `also` is the living partner's name (first name first) where the fee is for both.
    """

    key: int
    member_key: int
    member_no: int
    last_name: str
    first_name: str
    also: str
    street: str
    postcode: str
    village: str
    reference: str
    payments: int
    dues: Dues
    status: DuesStatus
    wants_letter: bool
    wants_reminder: bool

    @property
    def name(self) -> str:
        """The name as the desk says it: last name first."""
        return rules.full_name(self.last_name, self.first_name)

    @property
    def addressee(self) -> str:
        """The name as an envelope bears it: first name first, a couple on one line."""
        own = f"{self.first_name} {self.last_name}".strip()
        return translate("people", "{one} en {other}").format(one=own, other=self.also) if self.also else own

    @property
    def due(self) -> int:
        """What is still to come in, in cents."""
        return max(0, self.dues.fee - rules.settled(self.dues))

    @property
    def search(self) -> str:
        """All the text a row is found by, folded."""
        parts = (self.name, self.also, self.member_no, self.street, self.postcode, self.village, self.reference)
        return fold(" ".join(map(str, parts)))


@dataclass(frozen=True, slots=True)
class DuesBook:
    """A year's fees on a day, with what came in and nobody knows of."""

    year: int
    day: date
    rows: tuple[DuesRow, ...]
    payments: tuple[PaymentRow, ...]
    totals: DuesTotals
    settings: DuesSettings
    desk: str
    practice: bool
    unrenewed: int
    """Members of this year who have no membership of the next one yet; asked in December only, else 0."""


def dues_book(session: Session, year: int, day: date) -> DuesBook:
    """Return the fees of a year as they stand on a day."""
    rows = dues_list(session, year, day)
    return DuesBook(
        year=year,
        day=day,
        rows=tuple(rows),
        payments=tuple(open_payments(session)),
        totals=rules.totals((row.dues, row.status) for row in rows),
        settings=dues_settings(session, day),
        desk=settings.desk_name(session),
        practice=settings.is_practice(session),
        unrenewed=_unrenewed(session, day),
    )


def _unrenewed(session: Session, day: date) -> int:
    year = rules.renewal_year(day)
    if year == day.year:
        return 0
    first, held = date(year, 1, 1), aliased(Membership)
    query = (
        select(func.count())
        .select_from(Member)
        .where(
            Member.ended_on.is_(None) | (Member.ended_on > first),
            ~exists().where(held.member_id == Member.id, held.year == year),
        )
    )
    return session.scalar(query) or 0


def dues_list(session: Session, year: int, day: date) -> list[DuesRow]:
    """Return every membership of a year, by name; addresses are those of the day."""
    days = dues_settings(session, day).reminder_days
    return [_row(line, year, day, days) for line in session.execute(_query(year, day))]


def dues_row(session: Session, key: int, year: int, day: date) -> DuesRow | None:
    """Return one membership of a year as it stands in that list; None when it is gone."""
    days = dues_settings(session, day).reminder_days
    line = session.execute(_query(year, day).where(Membership.id == key)).first()
    return _row(line, year, day, days) if line else None


def _query(year: int, day: date) -> Select[*tuple[Any, ...]]:
    received = (
        select(func.coalesce(func.sum(BankPayment.amount), 0))
        .where(BankPayment.membership_id == Membership.id)
        .correlate(Membership)
        .scalar_subquery()
    )
    count = (
        select(func.count(BankPayment.id))
        .where(BankPayment.membership_id == Membership.id)
        .correlate(Membership)
        .scalar_subquery()
    )
    before, partner, spouse, theirs = aliased(Membership), aliased(Member), aliased(Person), aliased(Membership)
    query: Select[*tuple[Any, ...]] = select(
        Membership,
        Member,
        Person,
        Address,
        partner.ended_on.label("partner_ended_on"),
        spouse,
        theirs.fee.label("partner_fee"),
        received.label("received"),
        count.label("payments"),
        exists().where(before.member_id == Member.id, before.year == year - 1).label("member_before"),
    )
    return (
        query.join(Member, Member.id == Membership.member_id)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(Address, lives_at(day))
        .outerjoin(partner, partner.id == Member.partner_id)
        .outerjoin(spouse, spouse.id == partner.person_id)
        .outerjoin(theirs, and_(theirs.member_id == partner.id, theirs.year == year))
        .where(Membership.year == year)
        .order_by(Person.last_name, Person.first_name, Member.member_no)
    )


def _row(line: Any, year: int, day: date, reminder_days: int) -> DuesRow:  # noqa: ANN401 - SQLAlchemy's own row
    membership, member, person, address = line.Membership, line.Member, line.Person, line.Address
    dues = Dues(
        year=year,
        fee=membership.fee,
        received=int(line.received),
        paid_on=membership.paid_on,
        invited_on=membership.invited_on,
        reminded_on=membership.reminded_on,
        is_gone=rules.is_gone(year, day, member.ended_on, person.deceased_on),
        member_before=bool(line.member_before),
    )
    return DuesRow(
        key=membership.id,
        member_key=member.id,
        member_no=member.member_no,
        last_name=person.last_name,
        first_name=person.first_name,
        also=_also(line, year, day),
        street=address.street if address else "",
        postcode=address.postcode if address else "",
        village=address.village if address else "",
        reference=membership.reference or "",
        payments=int(line.payments),
        dues=dues,
        status=rules.dues_status(dues, day, reminder_days),
        wants_letter=rules.wants_letter(dues),
        wants_reminder=rules.wants_reminder(dues, day, reminder_days),
    )


def _also(line: Any, year: int, day: date) -> str:  # noqa: ANN401 - SQLAlchemy's own row
    """Return the partner whom the fee covers too; nobody who died or ended stands on an envelope."""
    spouse = line[5]
    if spouse is None or line.partner_fee != 0:
        return ""
    if rules.is_gone(year, day, line.partner_ended_on, spouse.deceased_on):
        return ""
    return f"{spouse.first_name} {spouse.last_name}".strip()
