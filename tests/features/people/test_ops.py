"""Every deed with people, on both databases; `desk.do` also takes it back and does it again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mmc_desk.core.errors import ConflictError, DeskError, RuleError
from mmc_desk.features.people import ops, queries, rules
from mmc_desk.features.people.model import (
    Absence,
    Address,
    Aid,
    AvailabilityKind,
    Contact,
    DocumentKind,
    Driver,
    DriverDocument,
    DriverPreference,
    DriverTie,
    EligibilityCheck,
    EndReason,
    Household,
    IncomeResult,
    Member,
    Membership,
    Person,
    Volunteer,
    WeekAvailability,
)
from mmc_desk.features.people.queries import Seen
from tests.features.people.small_desk import Desk

TODAY = date(2026, 11, 23)
NEW = ops.PersonDetails("Peeters", "Lia", date(1941, 8, 9), "089/51.91.38", "", "lia@voorbeeld.be")
HOME = ops.AddressDetails("Bosstraat 4", "3740", "Munsterbilzen")


def refused(desk: Desk, op: Callable[..., Any], command: object) -> tuple[str, str]:
    """Return the field and the sentence of the rule that refuses a command."""
    with pytest.raises(RuleError) as caught:
        desk.database.write(lambda session: op(session, command))
    assert len(str(caught.value)) > 10
    return caught.value.field, str(caught.value)


def rows(desk: Desk, query: Any) -> list[Any]:  # noqa: ANN401 - any model's rows
    return desk.database.read(lambda session: list(session.scalars(query)))


def edit(desk: Desk, key: int, **changes: Any) -> ops.EditMember:  # noqa: ANN401 - fields by name
    card = desk.database.read(lambda session: queries.member_card(session, key, TODAY))
    assert card
    assert card.person.address
    person, home = card.person, card.person.address
    command = ops.EditMember(
        key,
        ops.PersonDetails(
            person.last_name, person.first_name, person.born_on, person.phone, person.mobile, person.email
        ),
        ops.AddressDetails(home.street, home.postcode, home.village),
        ops.MemberDetails(
            card.member_no, card.since, card.household, card.partner.key if card.partner else None, card.aid
        ),
        seen=card.seen,
    )
    return replace(command, **changes)


def edit_driver(desk: Desk, **changes: Any) -> ops.EditDriver:  # noqa: ANN401 - fields by name
    driver = desk.row(Driver, desk.pierre)
    person = desk.row(Person, driver.person_id)
    command = ops.EditDriver(
        desk.pierre,
        ops.PersonDetails(person.last_name, person.first_name),
        ops.AddressDetails("Dorpsstraat 9", "3740", "Beverst"),
        ops.DriverDetails(driver.code, driver.active_from, iban=driver.iban),
        seen=Seen(person.version, driver.version),
    )
    return replace(command, **changes)


def test_a_new_member_gets_the_next_number_and_today(desk: Desk) -> None:
    key = desk.do(ops.add_member, ops.AddMember(NEW, HOME))
    member = desk.row(Member, key)
    person = desk.row(Person, member.person_id)
    assert (member.member_no, member.since, person.phone) == (272, TODAY, "+3289519138")
    (address,) = rows(desk, select(Address).where(Address.person_id == person.id))
    assert (address.valid_from, address.village) == (TODAY, "Munsterbilzen")


def test_a_member_may_have_no_address_yet(desk: Desk) -> None:
    key = desk.do(ops.add_member, ops.AddMember(NEW))
    member = desk.row(Member, key)
    assert rows(desk, select(Address).where(Address.person_id == member.person_id)) == []
    person = ops.PersonDetails("Peeters", "Lia")
    desk.do(ops.edit_member, ops.EditMember(key, person, HOME, ops.MemberDetails()))
    (address,) = rows(desk, select(Address).where(Address.person_id == member.person_id))
    assert address.valid_from == TODAY


def test_partners_are_tied_both_ways(desk: Desk) -> None:
    assert desk.row(Member, desk.jef).partner_id == desk.rosa
    assert desk.row(Member, desk.jef).household is Household.COUPLE
    details = ops.MemberDetails(271, None, Household.COUPLE, desk.jef)
    field, text = refused(desk, ops.edit_member, edit(desk, desk.maria, details=details))
    assert (field, "Claes Jef" in text) == ("partner_id", True)
    own = ops.MemberDetails(271, None, Household.COUPLE, desk.maria)
    assert refused(desk, ops.edit_member, edit(desk, desk.maria, details=own))[0] == "partner_id"


def test_a_new_partner_frees_the_old_one(desk: Desk) -> None:
    details = ops.MemberDetails(13, None, Household.COUPLE, desk.maria)
    desk.do(ops.edit_member, edit(desk, desk.rosa, details=details))
    assert desk.row(Member, desk.maria).partner_id == desk.rosa
    jef = desk.row(Member, desk.jef)
    assert (jef.partner_id, jef.household) == (None, Household.SINGLE)
    desk.do(ops.edit_member, edit(desk, desk.rosa, details=ops.MemberDetails(13)))
    assert desk.row(Member, desk.maria).partner_id is None


@pytest.mark.parametrize(
    ("person", "details", "field"),
    [
        (ops.PersonDetails("  "), ops.MemberDetails(), "last_name"),
        (ops.PersonDetails("Jans", "", date(2026, 11, 24)), ops.MemberDetails(), "born_on"),
        (NEW, ops.MemberDetails(member_no=271), "member_no"),
        (NEW, ops.MemberDetails(member_no=0), "member_no"),
    ],
)
def test_a_member_is_refused_beside_the_field(
    desk: Desk, person: ops.PersonDetails, details: ops.MemberDetails, field: str
) -> None:
    assert refused(desk, ops.add_member, ops.AddMember(person, HOME, details))[0] == field


def test_who_moves_keeps_the_old_village_in_history(desk: Desk) -> None:
    desk.do(ops.edit_member, edit(desk, desk.maria, address=HOME, moved_on=date(2026, 6, 1)))
    card = desk.database.read(lambda session: queries.member_card(session, desk.maria, date(2026, 5, 31)))
    assert card
    assert card.person.address
    assert card.person.address.village == "Bilzen"
    assert [row.village for row in card.person.addresses] == ["Munsterbilzen", "Bilzen"]


def test_a_move_on_the_day_of_the_last_one_replaces_it(desk: Desk) -> None:
    desk.do(ops.edit_member, edit(desk, desk.maria, address=HOME, moved_on=date(2024, 1, 5)))
    (address,) = rows(desk, select(Address).where(Address.village == "Munsterbilzen"))
    assert address.valid_from == date(2024, 1, 5)
    early = edit(desk, desk.maria, address=HOME, moved_on=date(2024, 1, 4))
    assert refused(desk, ops.edit_member, early)[0] == "moved_on"


def test_a_correction_edits_the_present_address(desk: Desk) -> None:
    better = ops.AddressDetails("Demerwal 22", "3740", "Bilzen")
    desk.do(ops.edit_member, edit(desk, desk.maria, address=better))
    person_id = desk.row(Member, desk.maria).person_id
    assert [row.street for row in rows(desk, select(Address).where(Address.person_id == person_id))] == ["Demerwal 22"]


def test_a_form_filled_from_an_older_record_is_refused(desk: Desk) -> None:
    stale = edit(desk, desk.maria)
    desk.do(ops.edit_member, edit(desk, desk.maria, person=NEW))
    with pytest.raises(ConflictError):
        desk.database.write(lambda session: ops.edit_member(session, stale))


def test_a_record_that_is_gone_is_said_so(desk: Desk) -> None:
    with pytest.raises(ConflictError):
        desk.database.write(lambda session: ops.reopen_member(session, ops.ReopenMember(999_999)))


def test_who_dies_ends_and_the_partner_is_single_next_year(desk: Desk) -> None:
    desk.do(ops.end_member, ops.EndMember(desk.jef, TODAY, EndReason.DECEASED))
    jef = desk.row(Member, desk.jef)
    assert (jef.ended_on, desk.row(Person, jef.person_id).deceased_on) == (TODAY, TODAY)

    def household(day: date) -> Household:
        card = desk.database.read(lambda session: queries.member_card(session, desk.rosa, day))
        assert card
        return card.household

    assert household(date(2026, 12, 31)) is Household.COUPLE
    assert household(date(2027, 1, 1)) is Household.SINGLE
    desk.do(ops.record_membership, ops.RecordMembership(desk.rosa, 2027, 1200))
    rosa = desk.row(Member, desk.rosa)
    assert (rosa.household, rosa.partner_id) == (Household.SINGLE, None)
    desk.do(ops.reopen_member, ops.ReopenMember(desk.jef))
    assert desk.row(Person, jef.person_id).deceased_on is None


def test_a_driver_who_dies_as_a_member_stops_driving(desk: Desk) -> None:
    person_id = desk.row(Driver, desk.pierre).person_id
    pierre = ops.PersonDetails("Reynders", "Pierre")
    key = desk.do(ops.add_member, ops.AddMember(pierre, person_id=person_id))
    assert desk.row(Member, key).person_id == person_id
    assert refused(desk, ops.add_member, ops.AddMember(pierre, person_id=person_id))[0] == "last_name"
    desk.do(ops.end_member, ops.EndMember(key, TODAY, EndReason.DECEASED))
    assert desk.row(Driver, desk.pierre).active_to == TODAY
    with pytest.raises(RuleError, match="overleden"):
        desk.database.write(lambda session: ops.reopen_driver(session, ops.ReopenDriver(desk.pierre)))


def test_ending_has_its_rules(desk: Desk) -> None:
    end = ops.EndMember(desk.maria, date(2024, 1, 4), EndReason.MOVED)
    assert refused(desk, ops.end_member, end)[0] == "ended_on"
    future = ops.EndMember(desk.maria, TODAY + timedelta(days=1), EndReason.DECEASED)
    assert refused(desk, ops.end_member, future)[0] == "ended_on"
    desk.do(ops.end_member, ops.EndMember(desk.maria, TODAY + timedelta(days=1), EndReason.MOVED))
    assert refused(desk, ops.end_member, replace(end, ended_on=TODAY))[0] == "ended_on"
    late = edit(desk, desk.maria, details=ops.MemberDetails(271, date(2027, 1, 1)))
    assert refused(desk, ops.edit_member, late)[0] == "since"
    desk.do(ops.reopen_member, ops.ReopenMember(desk.maria))
    refused(desk, ops.reopen_member, ops.ReopenMember(desk.maria))


def test_a_couple_pays_once(desk: Desk) -> None:
    desk.do(ops.record_membership, ops.RecordMembership(desk.rosa, 2026, 1800, date(2026, 1, 12)))
    found = {row.member_id: (row.fee, row.paid_on) for row in rows(desk, select(Membership))}
    assert found == {desk.rosa: (1800, date(2026, 1, 12)), desk.jef: (0, date(2026, 1, 12))}
    desk.do(ops.record_membership, ops.RecordMembership(desk.rosa, 2026, 1800, date(2026, 2, 2)))
    assert {row.paid_on for row in rows(desk, select(Membership))} == {date(2026, 2, 2)}
    desk.do(ops.record_membership, ops.RecordMembership(desk.jef, 2026, 1200))
    desk.do(ops.record_membership, ops.RecordMembership(desk.rosa, 2026, 1200))
    assert {row.fee for row in rows(desk, select(Membership))} == {1200}


@pytest.mark.parametrize(
    ("year", "fee", "paid_on", "field"),
    [
        (2026, -1, None, "fee"),
        (1949, 1200, None, "year"),
        (2028, 1200, None, "year"),
        (2026, 1200, TODAY + timedelta(days=1), "paid_on"),
    ],
)
def test_a_year_is_refused_beside_the_field(desk: Desk, year: int, fee: int, paid_on: date | None, field: str) -> None:
    assert refused(desk, ops.record_membership, ops.RecordMembership(desk.maria, year, fee, paid_on))[0] == field


def test_an_ended_member_pays_no_more(desk: Desk) -> None:
    desk.do(ops.end_member, ops.EndMember(desk.maria, date(2026, 1, 1), EndReason.RESIGNED))
    assert refused(desk, ops.record_membership, ops.RecordMembership(desk.maria, 2026, 1200))[0] == "year"
    desk.do(ops.record_membership, ops.RecordMembership(desk.maria, 2025, 1200))


def test_income_checks(desk: Desk) -> None:
    check = ops.RecordEligibility(desk.maria, date(2026, 3, 1), IncomeResult.PENDING)
    desk.do(ops.record_eligibility, check)
    desk.do(ops.record_eligibility, replace(check, result=IncomeResult.MEETS, proof="verhoogde tegemoetkoming"))
    (found,) = rows(desk, select(EligibilityCheck))
    assert (found.result, found.next_review) == (IncomeResult.MEETS, date(2027, 3, 1))
    tomorrow = replace(check, checked_on=TODAY + timedelta(days=1))
    assert refused(desk, ops.record_eligibility, tomorrow)[0] == "checked_on"
    backwards = replace(check, next_review=check.checked_on)
    assert refused(desk, ops.record_eligibility, backwards)[0] == "next_review"


def test_contacts(desk: Desk) -> None:
    person_id = desk.row(Member, desk.maria).person_id
    key = desk.do(ops.add_contact, ops.AddContact(person_id, " dochter Rosa ", "0473/64 17 88"))
    assert (desk.row(Contact, key).name, desk.row(Contact, key).phone) == ("dochter Rosa", "+32473641788")
    desk.do(ops.edit_contact, ops.EditContact(key, "buurman"))
    assert refused(desk, ops.edit_contact, ops.EditContact(key, ""))[0] == "name"
    desk.do(ops.remove_contact, ops.RemoveContact(key))
    assert rows(desk, select(Contact)) == []


def test_driver_preferences(desk: Desk) -> None:
    desk.do(ops.set_preference, ops.SetPreference(desk.maria, desk.paula, DriverTie.PREFERRED))
    desk.do(ops.set_preference, ops.SetPreference(desk.maria, desk.paula, DriverTie.INCOMPATIBLE))
    assert [row.tie for row in rows(desk, select(DriverPreference))] == [DriverTie.INCOMPATIBLE]
    desk.do(ops.set_preference, ops.SetPreference(desk.maria, desk.paula, None))
    desk.do(ops.set_preference, ops.SetPreference(desk.maria, desk.paula, None))
    assert rows(desk, select(DriverPreference)) == []


def test_a_new_driver_gets_the_next_code(desk: Desk) -> None:
    key = desk.do(ops.add_driver, ops.AddDriver(NEW, HOME))
    driver = desk.row(Driver, key)
    assert (driver.code, driver.active_from, driver.seats) == ("C03", TODAY, 4)


def test_a_member_may_drive_too(desk: Desk) -> None:
    person_id = desk.row(Member, desk.maria).person_id
    maria = ops.AddDriver(ops.PersonDetails("Thijs", "María"), HOME, person_id=person_id)
    desk.do(ops.add_driver, maria)
    assert [row.village for row in rows(desk, select(Address).where(Address.person_id == person_id))] == ["Bilzen"]
    assert refused(desk, ops.add_driver, maria)[0] == "last_name"


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (ops.DriverDetails("C01"), "code"),
        (ops.DriverDetails(iban="BE68 5390 0754 7035"), "iban"),
        (ops.DriverDetails(car=ops.CarDetails(0)), "seats"),
        (ops.DriverDetails(max_rides_per_week=0), "max_rides_per_week"),
        (ops.DriverDetails(max_distance=0), "max_distance"),
    ],
)
def test_a_driver_is_refused_beside_the_field(desk: Desk, details: ops.DriverDetails, field: str) -> None:
    assert refused(desk, ops.add_driver, ops.AddDriver(NEW, HOME, details))[0] == field


def test_a_driver_changes_moves_and_stops(desk: Desk) -> None:
    car = ops.CarDetails(6, rigid_wheelchair=True)
    details = ops.DriverDetails(
        "C01", date(2015, 3, 1), car, max_rides_per_week=3, max_distance=60_000, wishes="geen autosnelweg"
    )
    desk.do(ops.edit_driver, edit_driver(desk, details=details))
    driver = desk.row(Driver, desk.pierre)
    assert (driver.seats, driver.rigid_wheelchair, driver.max_distance) == (6, True, 60_000)
    desk.do(ops.edit_driver, edit_driver(desk, address=HOME, moved_on=TODAY))
    desk.do(ops.end_driver, ops.EndDriver(desk.pierre, TODAY))
    late = edit_driver(desk, details=ops.DriverDetails("C01", TODAY + timedelta(days=1)))
    assert refused(desk, ops.edit_driver, late)[0] == "active_from"
    desk.do(ops.reopen_driver, ops.ReopenDriver(desk.pierre))
    refused(desk, ops.reopen_driver, ops.ReopenDriver(desk.pierre))
    early = ops.EndDriver(desk.pierre, date(2015, 2, 28))
    assert refused(desk, ops.end_driver, early)[0] == "active_to"


def test_the_week_pattern_is_replaced_in_place(desk: Desk) -> None:
    def pattern() -> str:
        card = desk.database.read(lambda session: queries.driver_card(session, desk.pierre, TODAY))
        assert card
        return rules.show_week_pattern(card.pattern)

    for text in ("ma 9-12 do", "ma 9-17 di", "di 9-12 wo", ""):
        slots = rules.parse_week_pattern(text)
        desk.do(ops.set_week_pattern, ops.SetWeekPattern(desk.pierre, slots))
        assert pattern() == rules.show_week_pattern(slots)
    backwards = ops.SetWeekPattern(desk.pierre, (rules.WeekSlot(0, time(12), time(9)),))
    assert refused(desk, ops.set_week_pattern, backwards)[0] == "pattern"
    assert rows(desk, select(WeekAvailability)) == []


def test_absences(desk: Desk) -> None:
    leave = ops.AddAbsence(desk.pierre, TODAY, TODAY + timedelta(days=7), " verlof ")
    key = desk.do(ops.add_absence, leave)
    longer = ops.EditAbsence(key, TODAY, TODAY + timedelta(days=9), "ziek", AvailabilityKind.AVAILABLE)
    desk.do(ops.edit_absence, longer)
    found = desk.row(Absence, key)
    assert (found.reason, found.kind, found.to_day) == (
        "ziek",
        AvailabilityKind.AVAILABLE,
        TODAY + timedelta(days=9),
    )
    backwards = replace(leave, to_day=TODAY - timedelta(days=1))
    assert refused(desk, ops.add_absence, backwards)[0] == "to_day"
    desk.do(ops.remove_absence, ops.RemoveAbsence(key))
    assert rows(desk, select(Absence)) == []


def test_a_newer_paper_replaces_the_older(desk: Desk) -> None:
    for expires_on in (TODAY, date(2030, 1, 1)):
        desk.do(ops.record_document, ops.RecordDocument(desk.pierre, DocumentKind.LICENCE, expires_on))
    (found,) = rows(desk, select(DriverDocument))
    assert found.expires_on == date(2030, 1, 1)


def test_volunteers(desk: Desk) -> None:
    key = desk.do(ops.add_volunteer, ops.AddVolunteer(NEW, "Mopertingen", "koken"))
    assert desk.row(Volunteer, key).active_from == TODAY
    person_id = desk.row(Member, desk.maria).person_id
    maria = ops.AddVolunteer(ops.PersonDetails("Thijs", "María"), "Hees", person_id=person_id)
    desk.do(ops.add_volunteer, maria)
    assert refused(desk, ops.add_volunteer, maria)[0] == "last_name"
    assert refused(desk, ops.add_volunteer, replace(maria, location=" "))[0] == "location"


def test_hostile_names_are_kept_as_typed(desk: Desk) -> None:
    names = ("<b>O'Neil</b> & =HYPERLINK(1)", "שלום " + "x" * 250, "😀")
    for name in names:
        key = desk.do(ops.add_member, ops.AddMember(ops.PersonDetails(name)))
        assert desk.row(Person, desk.row(Member, key).person_id).last_name == name


def test_undo_refuses_to_destroy_later_work(desk: Desk) -> None:
    from mmc_desk.core.recording import take_back

    first = desk.database.write(lambda session: ops.edit_member(session, edit(desk, desk.maria, person=NEW)))
    later = edit(desk, desk.maria, person=replace(NEW, first_name="Leonie"))
    desk.database.write(lambda session: ops.edit_member(session, later))
    with pytest.raises(DeskError):
        desk.database.write(lambda session: take_back(session, first.changes))
    assert desk.row(Member, desk.maria).aid is Aid.ROLLATOR
