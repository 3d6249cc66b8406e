"""Lists, cards, search and checks, on both databases."""

from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from typing import TypeVar

from sqlalchemy.orm import Session

from mmc_desk.core.feature import load
from mmc_desk.core.formats import fold
from mmc_desk.core.model import DeskSetting
from mmc_desk.features.people import ops, queries
from mmc_desk.features.people.feature import FEATURE
from mmc_desk.features.people.model import (
    Address,
    Aid,
    AvailabilityKind,
    DocumentKind,
    Driver,
    DriverTie,
    EndReason,
    Household,
    IncomeResult,
    Member,
    Membership,
    Person,
    StreetAlias,
    WeekAvailability,
)
from mmc_desk.features.people.queries import DriverCard, MemberCard, MemberRow
from mmc_desk.features.people.rules import (
    Expiry,
    MembershipStatus,
    MembershipTariff,
    Review,
    parse_week_pattern,
    show_week_pattern,
)
from tests.features.people.small_desk import Desk

T = TypeVar("T")
TODAY = date(2026, 11, 23)


def members(desk: Desk, day: date = TODAY) -> dict[int, MemberRow]:
    return {row.key: row for row in desk.database.read(lambda session: queries.member_list(session, day))}


def member_card(desk: Desk, key: int, day: date = TODAY) -> MemberCard:
    card = desk.database.read(lambda session: queries.member_card(session, key, day))
    assert card
    return card


def driver_card(desk: Desk, key: int) -> DriverCard:
    card = desk.database.read(lambda session: queries.driver_card(session, key, TODAY))
    assert card
    return card


def write(desk: Desk, op: Callable[[Session, T], object], command: T) -> None:
    desk.database.write(lambda session: op(session, command))


def put(desk: Desk, *rows: object) -> None:
    desk.database.write(lambda session: session.add_all(rows))


def test_the_list_shows_the_address_of_the_day(desk: Desk) -> None:
    person_id = desk.row(Member, desk.maria).person_id
    put(
        desk,
        Address(person_id=person_id, valid_from=date(2026, 6, 1), street="Markt 1", postcode="3740", village="Hees"),
    )
    assert members(desk)[desk.maria].village == "Hees"
    assert members(desk, date(2026, 5, 31))[desk.maria].village == "Bilzen"
    assert members(desk, date(2020, 1, 1))[desk.maria].street == "Demerwal 2"


def test_a_member_without_address_or_years_is_in_the_list(desk: Desk) -> None:
    key = desk.database.write(lambda session: ops.add_member(session, ops.AddMember(ops.PersonDetails("Zonder")))).value
    row = members(desk)[key]
    assert (row.name, row.street, row.village) == ("Zonder", "", "")
    assert (row.status, row.review) == (MembershipStatus.UNPAID, Review.MISSING)


def test_the_list_tells_who_paid(desk: Desk) -> None:
    write(desk, ops.record_membership, ops.RecordMembership(desk.jef, 2026, 1800, date(2026, 1, 9)))
    put(desk, Membership(member_id=desk.maria, year=2025, fee=1200, paid_on=date(2025, 1, 9)))
    status = {key: row.status for key, row in members(desk).items()}
    assert status == {
        desk.jef: MembershipStatus.PAID,
        desk.rosa: MembershipStatus.PAID,
        desk.maria: MembershipStatus.UNPAID,
    }
    january = date(2026, 1, 20)
    assert members(desk, january)[desk.maria].status is MembershipStatus.GRACE
    assert member_card(desk, desk.maria, january).status is MembershipStatus.GRACE


def test_a_partner_at_no_fee_has_paid_when_the_other_one_has(desk: Desk) -> None:
    put(
        desk,
        Membership(member_id=desk.jef, year=2026, fee=1800, paid_on=None),
        Membership(member_id=desk.rosa, year=2026, fee=0, paid_on=None),
        Membership(member_id=desk.maria, year=2026, fee=0, paid_on=None),
    )
    rows = members(desk)
    assert rows[desk.rosa].status is MembershipStatus.UNPAID
    assert rows[desk.maria].status is MembershipStatus.PAID
    for key, row in rows.items():
        assert member_card(desk, key).status is row.status
    write(desk, ops.record_membership, ops.RecordMembership(desk.jef, 2026, 1800, date(2026, 3, 1)))
    assert members(desk)[desk.rosa].status is MembershipStatus.PAID
    assert member_card(desk, desk.rosa).status is MembershipStatus.PAID


def test_the_list_takes_the_last_income_check(desk: Desk) -> None:
    for day, result in ((date(2026, 3, 1), IncomeResult.MEETS), (date(2025, 3, 1), IncomeResult.PENDING)):
        write(desk, ops.record_eligibility, ops.RecordEligibility(desk.maria, day, result))
    row = members(desk)[desk.maria]
    assert (row.review, row.next_review) == (Review.FINE, date(2027, 3, 1))
    assert members(desk, date(2027, 3, 1))[desk.maria].review is Review.OVERDUE
    assert [check.result for check in member_card(desk, desk.maria).checks] == [
        IncomeResult.MEETS,
        IncomeResult.PENDING,
    ]


def test_a_widow_shows_as_single_next_year(desk: Desk) -> None:
    write(desk, ops.end_member, ops.EndMember(desk.jef, TODAY, EndReason.DECEASED))
    assert members(desk)[desk.rosa].household is Household.COUPLE
    assert members(desk, date(2027, 1, 1))[desk.rosa].household is Household.SINGLE
    assert members(desk)[desk.jef].status is MembershipStatus.ENDED


def test_10_11_a_street_is_renamed_and_nobody_moved(desk: Desk) -> None:
    """Both names are found; the address stays as it was written, and nobody has a former one."""
    put(desk, StreetAlias(old_name="Kerkstraat", new_name="Sint-Jansstraat", village="HEES"))
    put(desk, StreetAlias(old_name="Oude Wal", new_name="Demerwal", village="Bilzen"))
    rows = members(desk)
    assert "sint-jansstraat" in rows[desk.rosa].search
    assert "oude wal" in rows[desk.maria].search
    assert "sint-jansstraat" not in rows[desk.maria].search
    hits = desk.database.read(queries.search_hits)
    assert [hit.key for hit in hits if "sint-jansstraat" in fold(hit.search)] == [desk.jef, desk.rosa]
    card = member_card(desk, desk.rosa)
    assert card.person.address
    assert card.person.address.street.startswith("Kerkstraat")
    assert len(card.person.addresses) == 1


def test_everything_about_a_member_is_searched(desk: Desk) -> None:
    search = members(desk)[desk.maria].search
    for word in ("thijs", "maria", "271", "1938", "demerwal", "bilzen", "089519138", "51 91 38"):
        assert word in search


def test_the_card_of_a_member(desk: Desk) -> None:
    person_id = desk.row(Member, desk.rosa).person_id
    write(desk, ops.add_contact, ops.AddContact(person_id, "dochter Lia", "0473 64 17 88"))
    write(desk, ops.set_preference, ops.SetPreference(desk.rosa, desk.paula, DriverTie.PREFERRED))
    card = member_card(desk, desk.rosa)
    assert (card.person.name, card.person.age) == ("Jans Rosa", 88)
    assert card.partner
    assert (card.partner.name, card.partner.member_no) == ("Claes Jef", 12)
    assert [contact.name for contact in card.person.contacts] == ["dochter Lia"]
    assert [(row.name, row.label, row.tie) for row in card.preferences] == [("Vos Paula", "C02", DriverTie.PREFERRED)]
    assert card.proposed_fees == {2026: 1800, 2027: 1800}
    assert card.person.address
    assert card.person.address.line == "Kerkstraat 1, 3740 Hees"
    assert card.aid is Aid.ROLLATOR
    write(desk, ops.record_membership, ops.RecordMembership(desk.jef, 2026, 1800))
    assert member_card(desk, desk.rosa).proposed_fees == {2026: 0, 2027: 1800}
    assert [row.fee for row in member_card(desk, desk.jef).memberships] == [1800]


def test_who_joins_late_is_asked_half_under_the_tariff_of_that_day(desk: Desk) -> None:
    put(
        desk,
        DeskSetting(name="membership.single_cents", valid_from=date(2026, 1, 1), value="1400"),
        DeskSetting(name="membership.single_cents", valid_from=date(2027, 1, 1), value="1600"),
        DeskSetting(name="membership.half_from", valid_from=date(2020, 1, 1), value="09-01"),
    )
    details = ops.MemberDetails(since=date(2026, 9, 2))
    command = ops.AddMember(ops.PersonDetails("Laat"), details=details)
    key = desk.database.write(lambda session: ops.add_member(session, command)).value
    assert member_card(desk, key).proposed_fees == {2026: 700, 2027: 1600}
    tariff = desk.database.read(lambda session: queries.membership_tariff(session, date(2025, 1, 1)))
    assert tariff == MembershipTariff(half_from=(9, 1))


def test_an_unknown_card_is_none(desk: Desk) -> None:
    assert desk.database.read(lambda session: queries.member_card(session, 999_999, TODAY)) is None
    assert desk.database.read(lambda session: queries.driver_card(session, 999_999, TODAY)) is None


def test_drivers_in_list_and_card(desk: Desk) -> None:
    pattern = parse_week_pattern("ma di 9-12")
    write(desk, ops.set_week_pattern, ops.SetWeekPattern(desk.pierre, pattern))
    write(desk, ops.add_absence, ops.AddAbsence(desk.pierre, TODAY, TODAY + timedelta(days=3), "verlof"))
    extra = ops.AddAbsence(desk.paula, TODAY, TODAY, kind=AvailabilityKind.AVAILABLE)
    write(desk, ops.add_absence, extra)
    for kind, days in ((DocumentKind.LICENCE, 400), (DocumentKind.CHECK_UP, -1)):
        document = ops.RecordDocument(desk.pierre, kind, TODAY + timedelta(days=days))
        write(desk, ops.record_document, document)
    write(desk, ops.set_preference, ops.SetPreference(desk.maria, desk.pierre, DriverTie.INCOMPATIBLE))
    rows = {row.key: row for row in desk.database.read(lambda session: queries.driver_list(session, TODAY))}
    pierre, paula = rows[desk.pierre], rows[desk.paula]
    assert (pierre.expiry, pierre.absent_until, pierre.pattern) == (Expiry.EXPIRED, TODAY + timedelta(days=3), pattern)
    assert (paula.expiry, paula.absent_until, paula.pattern) == (Expiry.UNKNOWN, None, ())
    assert "0473641788" in pierre.search
    card = driver_card(desk, desk.pierre)
    assert show_week_pattern(card.pattern) == "ma, di 09:00-12:00"
    assert [(row.name, row.tie) for row in card.preferences] == [("Thijs María", DriverTie.INCOMPATIBLE)]
    assert {row.kind: row.expiry for row in card.documents} == {
        DocumentKind.LICENCE: Expiry.FINE,
        DocumentKind.CHECK_UP: Expiry.EXPIRED,
    }
    assert [row.reason for row in card.absences] == ["verlof"]


def test_a_driver_without_address_is_listed(desk: Desk) -> None:
    key = desk.database.write(lambda session: ops.add_driver(session, ops.AddDriver(ops.PersonDetails("Kaal")))).value
    rows = {row.key: row for row in desk.database.read(lambda session: queries.driver_list(session, TODAY))}
    assert (rows[key].name, rows[key].village) == ("Kaal", "")


def test_the_global_search_finds_members_and_drivers(desk: Desk) -> None:
    write(desk, ops.end_member, ops.EndMember(desk.maria, TODAY, EndReason.MOVED))
    write(desk, ops.end_driver, ops.EndDriver(desk.paula, TODAY - timedelta(days=1)))
    hits = desk.database.read(load(FEATURE.search))
    assert [(hit.page, hit.title) for hit in hits] == [
        ("drivers", "Reynders Pierre"),
        ("drivers", "Vos Paula"),
        ("members", "Claes Jef"),
        ("members", "Jans Rosa"),
        ("members", "Thijs María"),
    ]
    assert hits[-1].detail == "lid 271 · °1938 · Bilzen · gestopt"
    assert hits[1].detail == "chauffeur C02 · Beverst · 0473 64 17 88 · niet actief"
    active = desk.database.read(lambda session: queries.member_hits(session, with_ended=False))
    assert [hit.key for hit in active] == [desk.jef, desk.rosa]
    driving = desk.database.read(lambda session: queries.driver_hits(session, with_ended=False))
    assert [hit.key for hit in driving] == [desk.pierre]


def test_somebody_alike_is_pointed_out(desk: Desk) -> None:
    def alike(last: str, first: str, born_on: date | None) -> list[str]:
        matches = desk.database.read(lambda session: queries.near_duplicates(session, last, first, born_on))
        return [match.name for match in matches]

    born = date(1938, 5, 2)
    assert alike("JANS", "rosa", None) == ["Jans Rosa"]
    assert alike("Rosa", "Jans", born) == ["Jans Rosa"]
    assert alike("Janssen", "Rosa", born) == ["Jans Rosa"]
    assert alike("Jans", "Rosa", date(1960, 5, 2)) == []
    assert alike("Peeters", "Frans", born) == []
    assert alike("Peeters", "Frans", None) == []
    (match,) = desk.database.read(lambda session: queries.near_duplicates(session, "Thijs", "Maria", None))
    assert (match.member_no, match.village, match.driver_code) == (271, "Bilzen", None)


def test_villages_come_from_the_shipped_places(desk: Desk) -> None:
    assert ("Hees", "3740") in desk.database.read(queries.villages)


def breaches(desk: Desk) -> list[str]:
    def find(session: Session) -> Sequence[str]:
        return [sentence for check in FEATURE.invariants() for sentence in check.find(session)]

    return list(desk.database.read(find))


def test_a_sound_desk_has_no_breaches(desk: Desk) -> None:
    write(desk, ops.set_week_pattern, ops.SetWeekPattern(desk.pierre, parse_week_pattern("ma 9-12 13-17, di")))
    assert breaches(desk) == []


def test_every_breach_is_named(desk: Desk) -> None:
    def spoil(session: Session) -> None:
        session.get_one(Member, desk.jef).partner_id = None
        session.get_one(Member, desk.maria).ended_on = date(2000, 1, 1)
        session.get_one(Member, desk.maria).end_reason = EndReason.OTHER
        session.get_one(Driver, desk.paula).active_to = date(2000, 1, 1)
        person = Person(last_name="Nergens")
        session.add(person)
        session.flush()
        session.add(Member(person_id=person.id, member_no=999))
        for start, end in ((9, 12), (11, 14)):
            slot = WeekAvailability(driver_id=desk.pierre, weekday=0)
            slot.from_time, slot.to_time = time(start), time(end)
            session.add(slot)

    desk.database.write(spoil)
    assert breaches(desk) == [
        "Lid 13 heeft lid 12 als partner, maar niet omgekeerd.",
        "Lid 999 heeft geen adres.",
        "Lid 271: het einde heeft geen reden, of ligt vóór het begin.",
        "Chauffeur C02 stopte vóór het begin.",
        "Chauffeur C01: de uren op maandag overlappen.",
    ]
