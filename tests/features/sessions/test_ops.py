"""Deeds of LDC on Wheels on both databases: planning, recording, partners, themes, names, appointments."""

from datetime import date, time
from functools import partial
from typing import Any

import pytest

from mmc_desk.core.errors import ConflictError, DeskError, RuleError
from mmc_desk.features.sessions.model import (
    SessionKind,
    SessionState,
    WheelsAttendance,
    WheelsPartner,
    WheelsPartnerAbsence,
    WheelsSession,
    WheelsSlot,
    WheelsTheme,
)
from mmc_desk.features.sessions.ops import attending, partners, sessions, themes
from mmc_desk.features.sessions.ops.reading import found
from mmc_desk.features.sessions.ops.settings import SaveSessionSettings, save_session_settings
from mmc_desk.features.sessions.queries.sessions import choices, session_card, session_list
from mmc_desk.features.sessions.queries.settings import session_settings
from mmc_desk.features.sessions.rules.sessions import SessionSettings
from tests.features.sessions.conftest import Wheels

THURSDAY, NEXT, PAST = date(2026, 12, 3), date(2026, 12, 10), date(2026, 11, 19)


def test_an_activity_is_planned_with_all_it_needs(wheels: Wheels) -> None:
    partner = wheels.partner("koor", weekdays=frozenset({1}))
    theme = wheels.theme("Samen zingen", SessionKind.RECREATIONAL, partner_id=partner)
    wheels.person("Maes", "An", volunteers=True)
    offered = wheels.read(choices, THURSDAY)
    (volunteer, name), *_ = offered.volunteers
    key = wheels.plan(
        *("Hees", THURSDAY),
        theme_id=theme,
        partner_id=partner,
        volunteer_id=volunteer,
        speaker=" Lea Moors ",
        material="piano",
        starts_at=time(14),
        ends_at=time(15, 30),
        expected=20,
        cost=2500,
        remarks="zaal boven",
    )
    (row,) = wheels.read(session_list, THURSDAY, THURSDAY)
    assert (row.key, row.location, row.theme, row.partner, row.volunteer) == (key, "Hees", "Samen zingen", "koor", name)
    assert (row.speaker, row.kind, row.state) == ("Lea Moors", SessionKind.RECREATIONAL, SessionState.PLANNED)
    assert row.trouble == "koor komt niet op donderdag"
    assert (offered.starts_at, offered.ends_at) == (time(14), time(15, 30))
    assert [name for _, name in offered.locations] == ["Hees", "Mopertingen"]


def test_a_partner_twice_a_day_is_said(wheels: Wheels) -> None:
    partner = wheels.partner("koor")
    wheels.plan("Hees", THURSDAY, partner_id=partner)
    other = wheels.plan("Mopertingen", date(2026, 12, 7), partner_id=partner)
    assert [row.trouble for row in wheels.read(session_list, THURSDAY, NEXT)] == ["", ""]
    wheels.database.write(lambda session: _put_on(session, other, THURSDAY))
    troubles = [row.trouble for row in wheels.read(session_list, THURSDAY, NEXT)]
    assert troubles == ["koor heeft die dag twee activiteiten"] * 2


def _put_on(session: Any, key: int, day: date) -> None:  # noqa: ANN401 - a session
    found(session, WheelsSession, key).session_date = day


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 12, 4), "Op vr 04/12 is er geen open middag in Hees. Kies: do 03/12, do 10/12, do 17/12."),
        (date(2026, 12, 24), "Op do 24/12 is er geen open middag in Hees (kerstvakantie). Kies: do 03/12"),
        (date(2027, 3, 1), "Op ma 01/03 is er geen open middag in Hees."),
    ],
)
def test_an_activity_needs_an_open_noon(sqlite_wheels: Wheels, day: date, text: str) -> None:
    with pytest.raises(RuleError) as refused:
        sqlite_wheels.plan("Hees", day)
    assert str(refused.value).startswith(text)
    assert refused.value.field == "session_date"


def test_a_noon_bears_one_activity_whose_times_agree(wheels: Wheels) -> None:
    wheels.plan("Hees", THURSDAY)
    with pytest.raises(RuleError, match="al een activiteit"):
        wheels.plan("Hees", THURSDAY)
    with pytest.raises(RuleError, match="Het einduur komt na het beginuur"):
        wheels.plan("Hees", NEXT, starts_at=time(15), ends_at=time(14))


def test_an_activity_changes_moves_and_is_pinned(wheels: Wheels) -> None:
    key = wheels.plan("Hees", THURSDAY)
    theme = wheels.theme("Bloeddruk", SessionKind.SERVICE)
    wheels.do(sessions.change_session, sessions.ChangeSession(key, sessions.SessionDetails(theme_id=theme), 1))
    assert wheels.session(key)["kind"] is SessionKind.SERVICE
    details = sessions.SessionDetails(kind=SessionKind.EDUCATIONAL)
    with pytest.raises(ConflictError, match="Iemand anders"):
        wheels.do(sessions.change_session, sessions.ChangeSession(key, details, 1))
    wheels.do(sessions.change_session, sessions.ChangeSession(key, details))
    assert wheels.session(key)["kind"] is SessionKind.EDUCATIONAL
    wheels.do(sessions.move_session, sessions.MoveSession(key, THURSDAY))
    wheels.do(sessions.move_session, sessions.MoveSession(key, NEXT))
    wheels.do(sessions.pin_session, sessions.PinSession(key, is_pinned=True))
    assert (wheels.session(key)["session_date"], wheels.session(key)["is_pinned"]) == (NEXT, True)


def test_calling_off_asks_a_reason_and_can_be_restored(wheels: Wheels) -> None:
    key = wheels.plan("Hees", THURSDAY)
    with pytest.raises(RuleError, match="waarom"):
        wheels.do(sessions.cancel_session, sessions.CancelSession(key, " "))
    wheels.do(sessions.cancel_session, sessions.CancelSession(key, "spreker ziek"))
    for op, command in (
        (sessions.move_session, sessions.MoveSession(key, NEXT)),
        (sessions.pin_session, sessions.PinSession(key, is_pinned=True)),
        (sessions.cancel_session, sessions.CancelSession(key, "nog eens")),
    ):
        with pytest.raises(RuleError, match="niet meer gepland"):
            wheels.do(op, command)
    wheels.do(sessions.restore_session, sessions.RestoreSession(key))
    assert (wheels.session(key)["state"], wheels.session(key)["reason"]) == (SessionState.PLANNED, "")


def test_what_was_missed_isnt_restored_on_a_closed_noon(wheels: Wheels) -> None:
    key = wheels.plan("Hees", date(2026, 12, 17))
    wheels.close("Hees", date(2026, 12, 17))
    assert wheels.session(key)["state"] is SessionState.MISSED
    with pytest.raises(RuleError, match="geen open middag"):
        wheels.do(sessions.restore_session, sessions.RestoreSession(key))


def test_an_activity_is_recorded_once_it_was(wheels: Wheels) -> None:
    key = wheels.plan("Hees", PAST)
    wheels.do(sessions.record_session, sessions.RecordSession(key, None))
    assert (wheels.session(key)["state"], wheels.session(key)["attendance"]) == (SessionState.HELD, None)
    wheels.do(sessions.record_session, sessions.RecordSession(key, 17, 3, 2500, " gezellig "))
    row = wheels.session(key)
    assert (row["attendance"], row["first_timers"], row["cost"], row["remarks"]) == (17, 3, 2500, "gezellig")
    with pytest.raises(RuleError, match="Nieuwe gezichten"):
        wheels.do(sessions.record_session, sessions.RecordSession(key, 2, 3))
    with pytest.raises(RuleError, match="Nieuwe gezichten"):
        wheels.do(sessions.record_session, sessions.RecordSession(key, None, 3))
    wheels.do(sessions.restore_session, sessions.RestoreSession(key))
    assert wheels.session(key)["attendance"] is None


def test_what_is_to_come_or_was_called_off_isnt_recorded(wheels: Wheels) -> None:
    key = wheels.plan("Hees", THURSDAY)
    with pytest.raises(RuleError, match="pas op 03/12/2026"):
        wheels.do(sessions.record_session, sessions.RecordSession(key, 4))
    wheels.do(sessions.cancel_session, sessions.CancelSession(key, "sneeuw"))
    with pytest.raises(RuleError, match="ging niet door"):
        wheels.do(sessions.record_session, sessions.RecordSession(key, 4))


def test_a_proposal_is_taken_over_whole_or_not(wheels: Wheels) -> None:
    partner = wheels.partner("koor")
    theme = wheels.theme("Zingen", SessionKind.RECREATIONAL, partner_id=partner)
    hees, mopertingen = wheels.locations["Hees"], wheels.locations["Mopertingen"]
    both = (
        sessions.AcceptProposal(hees, THURSDAY, theme, partner),
        sessions.AcceptProposal(mopertingen, date(2026, 12, 7), None, None),
    )
    assert wheels.do(sessions.accept_proposals, both) == 2
    rows = wheels.read(session_list, THURSDAY, NEXT)
    assert [(row.location, row.theme, row.starts_at) for row in rows] == [
        ("Hees", "Zingen", time(14)),
        ("Mopertingen", "", time(14)),
    ]
    moved = sessions.AcceptProposal(hees, NEXT, theme, partner, session_id=rows[0].key)
    wheels.do(sessions.accept_proposals, (moved,))
    assert wheels.session(rows[0].key)["session_date"] == NEXT
    again = (sessions.AcceptProposal(hees, THURSDAY, theme, partner), both[1])
    with pytest.raises(ConflictError, match="Het plan is intussen gewijzigd"):
        wheels.do(sessions.accept_proposals, again)
    assert len(wheels.read(session_list, THURSDAY, NEXT)) == 2
    wheels.close("Hees", date(2026, 12, 17))
    with pytest.raises(ConflictError, match="geen open middag"):
        wheels.do(sessions.accept_proposals, (sessions.AcceptProposal(hees, date(2026, 12, 17), None, None),))
    assert wheels.do(sessions.accept_proposals, ()) == 0


def test_what_is_gone_says_so(sqlite_wheels: Wheels) -> None:
    with pytest.raises(ConflictError, match="bestaat niet meer"):
        sqlite_wheels.do(sessions.pin_session, sessions.PinSession(99, is_pinned=True))
    with pytest.raises(ConflictError, match="bestaat niet meer"):
        sqlite_wheels.read(session_card, 99)


# Partners and themes


def test_a_partner_is_added_changed_and_stops(wheels: Wheels) -> None:
    key = wheels.partner("koor", contact="Lea", email="lea@voorbeeld.be", weekdays=frozenset({4, 1}))
    assert wheels.get(WheelsPartner, key)["weekdays"] == "14"
    change = partners.SavePartner("Koor De Zandloper", key=key, version=1)
    assert wheels.do(partners.save_partner, change) == key
    wheels.do(partners.end_partner, partners.EndPartner(key, THURSDAY))
    assert wheels.get(WheelsPartner, key)["active_to"] == THURSDAY
    absence = wheels.do(partners.add_absence, partners.AddPartnerAbsence(key, THURSDAY, NEXT, "op reis"))
    assert wheels.get(WheelsPartnerAbsence, absence)["to_day"] == NEXT
    wheels.do(partners.remove_absence, partners.RemovePartnerAbsence(absence))


@pytest.mark.parametrize(
    ("op", "command", "field"),
    [
        (partners.save_partner, partners.SavePartner(" "), "name"),
        (partners.save_partner, partners.SavePartner("KOOR"), "name"),
        (partners.save_partner, partners.SavePartner("iets", email="geen adres"), "email"),
        (partners.add_absence, partners.AddPartnerAbsence(1, NEXT, THURSDAY), "to_day"),
        (themes.save_theme, themes.SaveTheme(" "), "name"),
        (themes.save_theme, themes.SaveTheme("BINGO"), "name"),
        (themes.note_interest, themes.NoteInterest(1, " "), "topic"),
    ],
)
def test_what_partners_and_themes_refuse(sqlite_wheels: Wheels, op: Any, command: Any, field: str) -> None:  # noqa: ANN401 - any
    sqlite_wheels.partner("koor")
    sqlite_wheels.theme("Bingo")
    with pytest.raises(RuleError) as refused:
        sqlite_wheels.do(op, command)
    assert refused.value.field == field


def test_a_theme_is_added_changed_and_withdrawn(wheels: Wheels) -> None:
    key = wheels.theme("Bingo", note="spel")
    change = themes.SaveTheme("Bingo", SessionKind.RECREATIONAL, key=key, version=1)
    assert wheels.do(themes.save_theme, change) == key
    wheels.do(themes.offer_theme, themes.OfferTheme(key, is_offered=False))
    row = wheels.get(WheelsTheme, key)
    assert (row["kind"], row["is_offered"], row["note"]) == (SessionKind.RECREATIONAL, False, "")


def test_an_interest_is_noted_once(wheels: Wheels) -> None:
    person = wheels.person("Peeters", "Maria")
    key = wheels.do(themes.note_interest, themes.NoteInterest(person, "Bloemen"))
    with pytest.raises(RuleError, match="staat al genoteerd"):
        wheels.do(themes.note_interest, themes.NoteInterest(person, "bloemen"))
    wheels.do(themes.change_interest, themes.ChangeInterest(key, "bloemen", 1))
    wheels.do(themes.note_interest, themes.NoteInterest(person, "dansen"))
    with pytest.raises(RuleError):
        wheels.do(themes.change_interest, themes.ChangeInterest(key, "Dansen"))
    with pytest.raises(ConflictError):
        wheels.do(themes.change_interest, themes.ChangeInterest(key, "zingen", 1))
    wheels.do(themes.remove_interest, themes.RemoveInterest(key))
    wheels.do(themes.note_interest, themes.NoteInterest(person, "bloemen"))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"repeat_months": 61}, "repeat_months"),
        ({"repeat_months": -1}, "repeat_months"),
        ({"minutes": 0}, "minutes"),
        ({"starts_minute": 23 * 60}, "minutes"),
    ],
)
def test_parameters_that_can_not_be(sqlite_wheels: Wheels, wrong: dict[str, int], field: str) -> None:
    command = SaveSessionSettings(date(2026, 12, 1), SessionSettings(**wrong))
    with pytest.raises(RuleError) as refused:
        sqlite_wheels.do(save_session_settings, command)
    assert refused.value.field == field


def test_parameters_hold_from_their_day_on(wheels: Wheels) -> None:
    for months in (9, 4, 4):
        wheels.do(save_session_settings, SaveSessionSettings(date(2026, 12, 1), SessionSettings(months)))
    held = [wheels.read(session_settings, day).repeat_months for day in (date(2026, 11, 30), date(2026, 12, 1))]
    assert held == [6, 4]


# Names and appointments


def test_names_are_noted_and_count_along(wheels: Wheels) -> None:
    key = wheels.plan("Hees", PAST)
    person = wheels.person("Peeters", "Maria")
    first = wheels.do(attending.note_attendee, attending.NoteAttendee(key, person))
    wheels.do(attending.note_attendee, attending.NoteAttendee(key, name=" buurvrouw "))
    with pytest.raises(RuleError, match="op de lijst"):
        wheels.do(attending.note_attendee, attending.NoteAttendee(key, person))
    with pytest.raises(RuleError, match="Kies wie"):
        wheels.do(attending.note_attendee, attending.NoteAttendee(key))
    assert wheels.session(key)["attendance"] is None
    with pytest.raises(RuleError, match="2 namen"):
        wheels.do(sessions.record_session, sessions.RecordSession(key, 1))
    wheels.do(sessions.record_session, sessions.RecordSession(key, 2))
    wheels.do(attending.note_attendee, attending.NoteAttendee(key, name="buurman"))
    assert wheels.session(key)["attendance"] == 3
    card = wheels.read(session_card, key)
    assert [(one.name, one.is_known) for one in card.attendees] == [
        ("buurman", False),
        ("buurvrouw", False),
        ("Peeters Maria", True),
    ]
    wheels.do(attending.remove_attendee, attending.RemoveAttendee(first))
    assert len(wheels.read(session_card, key).attendees) == 2


def test_appointments_are_made_taken_and_freed(wheels: Wheels) -> None:
    key = wheels.plan("Hees", THURSDAY)
    person = wheels.person("Peeters", "Maria")
    assert wheels.do(attending.add_slots, attending.AddSlots(key, time(14), 15, 3)) == 3
    one, two, three = wheels.read(session_card, key).slots
    wheels.do(attending.take_slot, attending.TakeSlot(one.key, person))
    wheels.do(attending.take_slot, attending.TakeSlot(two.key, name="buurvrouw"))
    with pytest.raises(RuleError, match="al een afspraak om 14:00"):
        wheels.do(attending.take_slot, attending.TakeSlot(three.key, person))
    names = [slot.name for slot in wheels.read(session_card, key).slots]
    assert names == ["Peeters Maria", "buurvrouw", ""]
    for slot in (one, two):
        with pytest.raises(RuleError, match="ingevuld"):
            wheels.do(attending.remove_slot, attending.RemoveSlot(slot.key))
        wheels.do(attending.take_slot, attending.TakeSlot(slot.key))
        wheels.do(attending.remove_slot, attending.RemoveSlot(slot.key))
    assert [slot.key for slot in wheels.read(session_card, key).slots] == [three.key]
    assert wheels.get(WheelsSlot, three.key)["minutes"] == 15


def test_names_and_appointments_need_an_activity_that_goes_on(wheels: Wheels) -> None:
    key = wheels.plan("Hees", THURSDAY)
    wheels.do(sessions.cancel_session, sessions.CancelSession(key, "sneeuw"))
    for op, command in (
        (attending.note_attendee, attending.NoteAttendee(key, name="iemand")),
        (attending.add_slots, attending.AddSlots(key, time(14), 15, 3)),
    ):
        with pytest.raises(RuleError, match="gaat niet door"):
            wheels.do(op, command)


def test_the_database_itself_refuses_what_contradicts(wheels: Wheels) -> None:
    key = wheels.plan("Hees", THURSDAY)
    wrong: list[dict[str, Any]] = [
        {"attendance": 3},
        {"state": SessionState.HELD, "attendance": 3, "first_timers": 4},
        {"state": SessionState.CANCELLED},
        {"starts_at": time(15), "ends_at": time(14)},
        {"cost": -1},
    ]
    for values in wrong:
        with pytest.raises((DeskError, Exception), match=r"(?i)check|constraint"):
            wheels.database.write(partial(_set, key=key, values=values))
    with pytest.raises(Exception, match=r"(?i)check|constraint"):
        wheels.database.write(lambda session: session.add(WheelsAttendance(session_id=key, person_id=None, name="")))


def _set(session: Any, key: int, values: dict[str, Any]) -> None:  # noqa: ANN401 - a session
    row = found(session, WheelsSession, key)
    for name, value in values.items():
        setattr(row, name, value)
