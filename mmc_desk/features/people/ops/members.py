"""Members: coming, changing, moving, ending (domain.md §2, §10)."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import rules
from mmc_desk.features.people.model import Aid, Driver, EndReason, Household, Member, Person
from mmc_desk.features.people.ops import persons
from mmc_desk.features.people.ops.dues import mend_coming_years
from mmc_desk.features.people.ops.persons import AddressDetails, PersonDetails, found
from mmc_desk.features.people.queries import Seen


@dataclass(frozen=True, slots=True)
class MemberDetails:
    """What the desk notes of a member; without a number the next free one is given."""

    member_no: int | None = None
    since: date | None = None
    household: Household = Household.SINGLE
    partner_id: int | None = None
    aid: Aid = Aid.NONE
    companion: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class AddMember:
    """Enrol a member; `person_id` when the desk knows the person, such as a driver (domain.md §10.12)."""

    person: PersonDetails
    address: AddressDetails = field(default_factory=AddressDetails)
    details: MemberDetails = field(default_factory=MemberDetails)
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class EditMember:
    """Change a member; with `moved_on` the address is a new one from that day, else a correction."""

    member_id: int
    person: PersonDetails
    address: AddressDetails
    details: MemberDetails
    moved_on: date | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class EndMember:
    """End a membership from a day on; for who died that is the day of death."""

    member_id: int
    ended_on: date
    reason: EndReason


@dataclass(frozen=True, slots=True)
class ReopenMember:
    """Take an ended member in again, under the same number."""

    member_id: int


def add_member(session: Session, command: AddMember) -> int:
    """Enrol a member and return the key.

    Raises RuleError: no name, a number or a person already taken, a partner who has another partner.
    """
    member_no = _free_number(session, command.details.member_no, None)
    person = _person(session, command)
    since = command.details.since or clock.today()
    if command.person_id is None or persons.present_address(session, person.id) is None:
        persons.first_address(session, person.id, command.address, since)
    member = Member(person_id=person.id, member_no=member_no, since=since)
    session.add(member)
    _write_details(member, command.details)
    session.flush()
    _tie_partner(session, member, command.details)
    return member.id


def _person(session: Session, command: AddMember) -> Person:
    if command.person_id is None:
        return persons.new_person(session, command.person)
    person = found(session, Person, command.person_id)
    known = session.scalar(select(Member.member_no).where(Member.person_id == person.id))
    if known is not None:
        raise RuleError(
            translate("people", "Deze persoon is al lid, met nummer {no}. Open dat lid.").format(no=known),
            field="last_name",
        )
    persons.write_person(person, command.person)
    return person


def edit_member(session: Session, command: EditMember) -> None:
    """Change a member.

    Raises RuleError as `add_member` does, and for a move before the latest known address; ConflictError when
    the record was changed after the form was opened.
    """
    member = found(session, Member, command.member_id)
    person = found(session, Person, member.person_id)
    persons.check_seen(command.seen, person.version, member.version)
    persons.write_person(person, command.person)
    member.member_no = _free_number(session, command.details.member_no or member.member_no, member.id)
    _write_since(member, command.details.since)
    _write_details(member, command.details)
    _tie_partner(session, member, command.details)
    if command.moved_on is None:
        persons.correct_address(session, person.id, command.address)
    else:
        persons.move(session, person.id, command.address, command.moved_on)


def _write_since(member: Member, since: date | None) -> None:
    if since and member.ended_on and member.ended_on < since:
        raise RuleError(
            translate("people", "Dit lid stopte op {day}; lid worden kan niet later zijn.").format(
                day=show_date(member.ended_on)
            ),
            field="since",
        )
    member.since = since


def _free_number(session: Session, wanted: int | None, member_id: int | None) -> int:
    if wanted is None:
        return rules.next_member_no([session.scalar(select(func.max(Member.member_no))) or 0])
    if wanted < 1:
        raise RuleError(translate("people", "Een lidnummer begint bij 1."), field="member_no")
    holder = session.scalar(select(Member.id).where(Member.member_no == wanted))
    if holder not in (None, member_id):
        raise RuleError(
            translate("people", "Lidnummer {no} is al van {name}. Laat leeg voor het volgende nummer.").format(
                no=wanted, name=_name(session, holder)
            ),
            field="member_no",
        )
    return wanted


def _name(session: Session, member_id: int | None) -> str:
    query = select(Person.last_name, Person.first_name).join(Member, Member.person_id == Person.id)
    return rules.full_name(*session.execute(query.where(Member.id == member_id)).one())


def _write_details(member: Member, details: MemberDetails) -> None:
    member.household = details.household
    member.aid = details.aid
    member.companion = details.companion
    member.note = details.note.strip()


def _tie_partner(session: Session, member: Member, details: MemberDetails) -> None:
    """Tie both partners to each other; a former partner is untied and single."""
    partner_id = details.partner_id if details.household is Household.COUPLE else None
    if partner_id == member.partner_id:
        return
    if member.partner_id is not None:
        _untie(session, member.partner_id)
    member.partner_id = partner_id
    if partner_id is None:
        return
    partner = found(session, Member, partner_id)
    if partner.id == member.id or partner.partner_id not in (None, member.id):
        raise RuleError(
            translate("people", "{name} heeft al een andere partner. Maak die eerst los.").format(
                name=_name(session, partner.id)
            )
            if partner.id != member.id
            else translate("people", "Een lid kan niet de eigen partner zijn. Kies iemand anders."),
            field="partner_id",
        )
    partner.partner_id = member.id
    partner.household = Household.COUPLE


def _untie(session: Session, partner_id: int) -> None:
    partner = found(session, Member, partner_id)
    partner.partner_id = None
    partner.household = Household.SINGLE


def end_member(session: Session, command: EndMember) -> None:
    """End a membership. Who died stops driving too; the partner is single from next year on, by rule (§10.5).

    What was already made for the years to come, and nobody paid, goes.

    Raises RuleError: already ended, an end before the start, a death in the future.
    """
    member = found(session, Member, command.member_id)
    _check_end(member, command)
    member.ended_on = command.ended_on
    member.end_reason = command.reason
    if command.reason is EndReason.DECEASED:
        _record_death(session, member.person_id, command.ended_on)
    mend_coming_years(session, member)


def _check_end(member: Member, command: EndMember) -> None:
    if member.ended_on is not None:
        raise RuleError(
            translate("people", "Dit lidmaatschap is al beëindigd op {day}.").format(day=show_date(member.ended_on)),
            field="ended_on",
        )
    if member.since and command.ended_on < member.since:
        raise RuleError(
            translate("people", "Lid sinds {day}: het einde kan niet vroeger zijn.").format(
                day=show_date(member.since)
            ),
            field="ended_on",
        )
    if command.reason is EndReason.DECEASED and command.ended_on > clock.today():
        raise RuleError(
            translate("people", "Een overlijden ligt niet in de toekomst. Kijk de datum na."),
            field="ended_on",
        )


def _record_death(session: Session, person_id: int, day: date) -> None:
    found(session, Person, person_id).deceased_on = day
    driver = session.scalar(select(Driver).where(Driver.person_id == person_id))
    if driver and rules.active_on(driver.active_from, driver.active_to, day):
        driver.active_to = day


def reopen_member(session: Session, command: ReopenMember) -> None:
    """Take an ended member in again. Raises RuleError when the membership isn't ended."""
    member = found(session, Member, command.member_id)
    if member.ended_on is None:
        raise RuleError(translate("people", "Dit lidmaatschap loopt nog."))
    if member.end_reason is EndReason.DECEASED:
        found(session, Person, member.person_id).deceased_on = None
    member.ended_on = None
    member.end_reason = None
