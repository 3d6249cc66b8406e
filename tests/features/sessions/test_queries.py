"""What the screens read: the grid, the proposal, partners, themes, interests, figures, checks, search."""

from datetime import date, time
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from mmc_desk.core.model import DeskSetting
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.sessions.checks import CHECKS
from mmc_desk.features.sessions.figures import per_location, session_figures
from mmc_desk.features.sessions.model import SessionKind, WheelsAttendance, WheelsSession, WheelsSlot
from mmc_desk.features.sessions.ops import partners, sessions, themes
from mmc_desk.features.sessions.queries.partners import partner_card, partner_list
from mmc_desk.features.sessions.queries.plan import month_plan, proposal
from mmc_desk.features.sessions.queries.search import search_hits
from mmc_desk.features.sessions.queries.sessions import session_card
from mmc_desk.features.sessions.queries.settings import session_settings
from mmc_desk.features.sessions.queries.themes import interests, theme_card, theme_list
from mmc_desk.features.sessions.rules.plan import Month
from tests.features.sessions.conftest import Wheels

TODAY, THURSDAY, PAST = date(2026, 11, 23), date(2026, 12, 3), date(2026, 11, 19)
DECEMBER = Month(2026, 12)


def test_the_grid_of_a_month(wheels: Wheels) -> None:
    wheels.plan("Hees", THURSDAY)
    plan = wheels.read(month_plan, DECEMBER)
    assert plan.weeks == tuple(date(2026, 11, 30) if week == 0 else date(2026, 12, 7 * week) for week in range(5))
    hees, mopertingen = plan.rows
    assert (hees.location, hees.weekday, mopertingen.location) == ("Hees", 3, "Mopertingen")
    assert [bool(cell and cell.session) for cell in hees.cells] == [True, False, False, False, False]
    assert [cell.is_open for cell in hees.cells if cell] == [True, True, True, False, False]
    assert mopertingen.cells[0] is None
    assert [row.day for row in plan.sessions] == [THURSDAY]


def test_a_proposal_fills_what_is_empty_and_says_why(wheels: Wheels) -> None:
    wheels.theme("Bingo", SessionKind.RECREATIONAL)
    wheels.plan("Hees", THURSDAY)
    found = wheels.read(proposal, DECEMBER, DECEMBER.plus(1), TODAY)
    (row,) = found.sessions
    assert (row.location, row.theme, found.kept) == ("Mopertingen", "Bingo", 1)
    assert "“Bingo” kwam nog niet in Mopertingen." in row.why
    without = [(one.location, one.month, one.why) for one in found.rows if one.day is None]
    reason = ("Geen middag in het rooster van deze maand.",)
    assert without == [("Hees", (2027, 1), reason), ("Mopertingen", (2027, 1), reason)]


def test_a_proposal_may_rearrange_what_isnt_pinned(wheels: Wheels) -> None:
    partner = wheels.partner("koor")
    keys = [wheels.plan("Hees", THURSDAY, partner_id=partner), wheels.plan("Mopertingen", date(2026, 11, 30))]
    wheels.do(sessions.pin_session, sessions.PinSession(keys[1], is_pinned=True))
    assert wheels.read(proposal, Month(2026, 11), DECEMBER, TODAY).kept == 2
    found = wheels.database.read(lambda session: proposal(session, Month(2026, 11), DECEMBER, TODAY, rearrange=True))
    moved = [row for row in found.sessions if row.proposed and row.proposed.session_id]
    assert [(row.location, row.partner) for row in moved] == [("Hees", "koor")]


def test_an_activity_that_was_called_off_keeps_its_noon(wheels: Wheels) -> None:
    for day in (3, 10, 17):
        key = wheels.plan("Hees", date(2026, 12, day))
        wheels.do(sessions.cancel_session, sessions.CancelSession(key, "sneeuw"))
    found = wheels.read(proposal, DECEMBER, DECEMBER, TODAY)
    (hees,) = [row for row in found.rows if row.location == "Hees"]
    assert hees.why == ("Geen enkele open middag: activiteit geannuleerd (3×), kerstvakantie (1×).",)


def test_the_setting_of_the_desk_is_dated(wheels: Wheels) -> None:
    def note(session: Session) -> None:
        session.add(DeskSetting(name="sessions.repeat_months", valid_from=date(2027, 1, 1), value="12"))

    wheels.database.write(note)
    assert wheels.read(session_settings, TODAY).repeat_months == 6
    assert wheels.read(session_settings, date(2027, 1, 1)).repeat_months == 12


def test_partners_with_what_they_did_and_will_do(wheels: Wheels) -> None:
    partner = wheels.partner("koor", weekdays=frozenset({3}))
    wheels.partner("Bibliotheek")
    theme = wheels.theme("Zingen", partner_id=partner)
    held = wheels.plan("Hees", PAST, partner_id=partner, theme_id=theme)
    wheels.do(sessions.record_session, sessions.RecordSession(held, 12))
    wheels.plan("Hees", THURSDAY, partner_id=partner)
    wheels.do(partners.add_absence, partners.AddPartnerAbsence(partner, THURSDAY, THURSDAY, "op reis"))
    rows = wheels.read(partner_list, TODAY)
    assert [(row.name, row.sessions, row.next_day) for row in rows] == [
        ("Bibliotheek", 0, None),
        ("koor", 1, THURSDAY),
    ]
    card = wheels.read(partner_card, partner, TODAY)
    assert card.key == partner
    assert ([row.day for row in card.coming], [row.day for row in card.past]) == ([THURSDAY], [PAST])
    assert ([one.reason for one in card.absences], card.themes) == (["op reis"], ("Zingen",))
    assert wheels.read(partner_card, 99, TODAY) is None


def test_themes_meet_interests(wheels: Wheels) -> None:
    flowers = wheels.theme("Bloemschikken met de seizoenen", note="knutselen")
    wheels.theme("Bingo")
    maria, jan = wheels.person("Peeters", "Maria"), wheels.person("Smeets", "Jan")
    wheels.do(themes.note_interest, themes.NoteInterest(maria, "bloemen schikken"))
    wheels.do(themes.note_interest, themes.NoteInterest(jan, "petanque"))
    assert [(one.name, one.topic, one.themes) for one in wheels.read(interests)] == [
        ("Peeters Maria", "bloemen schikken", ("Bloemschikken met de seizoenen",)),
        ("Smeets Jan", "petanque", ()),
    ]
    key = wheels.plan("Hees", THURSDAY, theme_id=flowers)
    assert [one.topic for one in wheels.read(interests, jan)] == ["petanque"]
    assert [(row.name, row.interested, row.sessions) for row in wheels.read(theme_list)] == [
        ("Bingo", 0, 0),
        ("Bloemschikken met de seizoenen", 1, 1),
    ]
    card = wheels.read(theme_card, flowers)
    assert ([one.name for one in card.interested], [one.key for one in card.sessions]) == (["Peeters Maria"], [key])
    assert card.key == flowers
    assert wheels.read(theme_card, 99) is None
    found = wheels.read(session_card, key)
    assert (found.key, found.interested) == (key, ("Peeters Maria",))
    assert found.open_days == (THURSDAY, date(2026, 12, 10), date(2026, 12, 17))


def test_figures_per_location(wheels: Wheels) -> None:
    assert set(wheels.read(session_figures, 2026).values()) == {None}
    held, counted = wheels.plan("Mopertingen", date(2026, 11, 2)), wheels.plan("Hees", PAST)
    wheels.do(sessions.record_session, sessions.RecordSession(held, None))
    wheels.do(sessions.record_session, sessions.RecordSession(counted, 14, 2))
    wheels.plan("Hees", THURSDAY)
    off = wheels.plan("Hees", date(2026, 12, 10))
    wheels.do(sessions.cancel_session, sessions.CancelSession(off, "sneeuw"))
    wheels.plan("Hees", date(2026, 12, 17))
    wheels.close("Hees", date(2026, 12, 17))
    assert wheels.read(session_figures, 2026) == {
        "sessions": 2,
        "sessions_missed": 2,
        "session_attendance": 14,
        "session_first_timers": 2,
    }
    assert [row[1:] for row in wheels.read(per_location, 2026)] == [
        ("Hees", 4, 1, 2, 14, 2),
        ("Mopertingen", 1, 1, 0, None, None),
    ]
    assert wheels.read(per_location, 2025) == []


def _found(wheels: Wheels) -> list[str]:
    return [breach for check in CHECKS for breach in wheels.read(check.find)]


def test_checks_find_what_contradicts(wheels: Wheels) -> None:
    partner = wheels.partner("koor")
    key = wheels.plan("Hees", THURSDAY, partner_id=partner)
    other = wheels.plan("Mopertingen", date(2026, 12, 7), partner_id=partner)
    past = wheels.plan("Hees", PAST)
    wheels.do(sessions.record_session, sessions.RecordSession(past, 0))
    assert _found(wheels) == []

    def spoil(session: Session) -> None:
        session.add(WheelsAttendance(session_id=past, person_id=None, name="iemand"))
        for at, minutes in ((time(14), 20), (time(14, 10), 20), (time(15), 5)):
            session.add(WheelsSlot(session_id=key, starts_at=at, minutes=minutes))
        session.flush()
        session.execute(update(WheelsSession).where(WheelsSession.id == other).values(session_date=THURSDAY))
        session.execute(update(MealService).where(MealService.service_date == PAST).values(closed_reason="dicht"))

    wheels.database.write(spoil)
    assert _found(wheels) == [
        "De activiteit in Hees op 19/11/2026 valt op een gesloten middag (dicht).",
        "koor heeft op 03/12/2026 meer dan één activiteit.",
        "De activiteit in Hees op 19/11/2026 telt 0 aanwezigen en 1 namen.",
        "Afspraken overlappen op 03/12/2026 om 14:10.",
    ]


def test_search_finds_activities_partners_and_themes(wheels: Wheels) -> None:
    partner = wheels.partner("koor", phone="+3289519138", offer="zingen")
    theme = wheels.theme("Samen zingen", partner_id=partner)
    wheels.plan("Hees", THURSDAY, theme_id=theme, partner_id=partner)
    wheels.plan("Mopertingen", date(2026, 12, 7))
    hits: list[Any] = wheels.read(search_hits)
    assert [(hit.page, hit.title, hit.detail) for hit in hits] == [
        ("wheels_sessions", "Hees · Samen zingen", "03/12/2026 · koor · gepland"),
        ("wheels_sessions", "Mopertingen", "07/12/2026 · gepland"),
        ("wheels_partners", "koor", "zingen · 089 51 91 38"),
        ("wheels_themes", "Samen zingen", "informatief"),
    ]
