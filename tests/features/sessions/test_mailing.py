"""Invitations: posters, the month, what a partner is mailed, and what becomes of it in their calendar."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from mmc_desk.core import clock
from mmc_desk.core.calendars import EventChange
from mmc_desk.core.errors import ConflictError
from mmc_desk.core.smtp import Security
from mmc_desk.features.mail.ops import MailCalendars, SetMailServer, name_calendar, set_mail_server
from mmc_desk.features.mail.pages.mailing_dialog import calendar_letter
from mmc_desk.features.mail.printout import change_lines
from mmc_desk.features.mail.queries import mail_list
from mmc_desk.features.meals.model.schedule import RestaurantVenue
from mmc_desk.features.sessions.model import SessionKind
from mmc_desk.features.sessions.ops import mailing as ops
from mmc_desk.features.sessions.ops import sessions
from mmc_desk.features.sessions.printout.calendar import calendar_bytes
from mmc_desk.features.sessions.printout.invitations import (
    invitation_bytes,
    invitation_letter,
    session_words,
    write_invitations,
)
from mmc_desk.features.sessions.printout.overview import write_overview
from mmc_desk.features.sessions.printout.posters import write_posters
from mmc_desk.features.sessions.queries.mailing import InvitationMailing, PartnerMailing, invitation_mailing
from mmc_desk.features.sessions.queries.plan import month_plan
from mmc_desk.features.sessions.rules.plan import Month
from tests.conftest import NOW
from tests.features.sessions.conftest import Wheels

THURSDAY, NEXT = date(2026, 12, 3), date(2026, 12, 10)
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)


def choir(wheels: Wheels, **more: Any) -> tuple[int, int]:  # noqa: ANN401 - SessionDetails' own
    partner = wheels.partner("Koor", contact="Lea Moors", email="lea@voorbeeld.be")
    theme = wheels.theme("Samen zingen", SessionKind.RECREATIONAL, partner_id=partner)
    hours: dict[str, Any] = {"starts_at": time(14), "ends_at": time(15, 30), **more}
    return partner, wheels.plan("Hees", THURSDAY, theme_id=theme, partner_id=partner, **hours)


def mailing(wheels: Wheels) -> InvitationMailing:
    found: InvitationMailing = wheels.read(invitation_mailing, FIRST, LAST)
    return found


def command(found: InvitationMailing) -> MailCalendars:
    letters = [calendar_letter(one, invitation_letter(found, one, NOW)) for one in found.recipients]
    return MailCalendars(found.first, found.last, tuple(letters))


def send(wheels: Wheels) -> InvitationMailing:
    wheels.database.write(name_calendar)
    found = mailing(wheels)
    wheels.do(ops.mail_invitations, command(found))
    return found


def events(found: InvitationMailing, partner: PartnerMailing) -> list[Any]:
    calendar = Calendar.from_ical(calendar_bytes(found, partner, NOW))
    assert isinstance(calendar, Calendar)
    return list(calendar.events)


def test_a_partner_gets_what_is_planned_and_keeps_its_uid(wheels: Wheels) -> None:
    partner, key = choir(wheels, expected=20, material="piano")
    assert not mailing(wheels).recipients[0].calendar.was_mailed
    found = send(wheels)
    (row,) = found.recipients
    assert (row.key, row.address, row.calendar.is_news) == (partner, "lea@voorbeeld.be", True)
    (event,) = events(found, row)
    uid = f"session-{key}-partner-{partner}@{found.calendar_id}"
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (uid, 0, "CONFIRMED")
    assert event["SUMMARY"] == "LDC on Wheels Hees: Samen zingen"
    assert event.decoded("DTSTART") == clock.local(datetime(2026, 12, 3, 13, tzinfo=UTC))
    assert "piano" in event["DESCRIPTION"]
    assert "20" in event["DESCRIPTION"]
    (mail,) = wheels.read(mail_list)
    assert (mail.to_address, mail.files) == ("lea@voorbeeld.be", 2)
    again = mailing(wheels).recipients[0]
    assert (again.calendar.was_mailed, again.calendar.is_news) == (True, False)

    wheels.do(sessions.move_session, sessions.MoveSession(key, NEXT))
    moved = mailing(wheels)
    assert change_lines(moved.recipients[0], session_words) == [
        "donderdag 10 december 2026, 14:00 – 15:30, Hees, Samen zingen: gewijzigd"
    ]
    letter = invitation_letter(moved, moved.recipients[0], NOW)
    assert letter.subject.endswith("– gewijzigd")
    assert "Sinds de vorige mail:" in letter.body
    wheels.do(ops.mail_invitations, command(moved))
    (event,) = events(moved, moved.recipients[0])
    assert (event["UID"], event["SEQUENCE"]) == (uid, 1)

    wheels.do(sessions.cancel_session, sessions.CancelSession(key, "sneeuw"))
    gone = mailing(wheels)
    (event,) = events(gone, gone.recipients[0])
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (uid, 2, "CANCELLED")
    assert event["SUMMARY"].startswith("Vervallen: ")
    body = invitation_letter(gone, gone.recipients[0], NOW).body
    assert "- niets meer in deze periode" in body
    assert "geen activiteit meer" in _text(invitation_bytes(gone, gone.recipients))
    wheels.do(ops.mail_invitations, command(gone))
    assert mailing(wheels).recipients == ()


def test_another_partner_and_no_hours(wheels: Wheels) -> None:
    partner, key = choir(wheels, starts_at=None, ends_at=None)
    send(wheels)
    other = wheels.partner("Bibliotheek", email="bib@voorbeeld.be")
    details = sessions.SessionDetails(partner_id=other)
    wheels.do(sessions.change_session, sessions.ChangeSession(key, details))
    found = mailing(wheels)
    changes = {row.key: [entry.change for entry in row.calendar.entries] for row in found.recipients}
    assert changes == {partner: [EventChange.CANCELLED], other: [EventChange.NEW]}
    (event,) = events(found, found.recipients[0])
    assert event.decoded("DTSTART") == THURSDAY
    assert event["SUMMARY"] == "LDC on Wheels Hees: activiteit"


def test_what_changed_meanwhile_isnt_sent(wheels: Wheels) -> None:
    _, key = choir(wheels)
    wheels.database.write(name_calendar)
    made = command(mailing(wheels))
    wheels.do(sessions.move_session, sessions.MoveSession(key, NEXT))
    with pytest.raises(ConflictError, match="intussen gewijzigd"):
        wheels.do(ops.mail_invitations, made)


def test_a_location_that_moves_is_told_by_its_hall_of_that_day(wheels: Wheels, tmp_path: Path) -> None:
    _, key = choir(wheels)

    def add(session: Any) -> None:  # noqa: ANN401 - a session
        place = wheels.locations["Hees"]
        old = {"name": "Parochiezaal", "street": "Kerkplein 1", "postcode": "3740", "village": "Hees"}
        session.add(RestaurantVenue(restaurant_id=place, valid_from=date(2018, 1, 1), **old))
        session.add(RestaurantVenue(restaurant_id=place, valid_from=NEXT, name="De Kring"))

    wheels.database.write(add)
    found = send(wheels)
    (event,) = events(found, found.recipients[0])
    assert event["LOCATION"] == "Dorpsrestaurant Hees, Parochiezaal, Kerkplein 1, 3740\u00a0Hees"
    assert "Parochiezaal" in _text(invitation_bytes(found, found.recipients))
    wheels.do(sessions.move_session, sessions.MoveSession(key, NEXT))
    moved = mailing(wheels)
    (event,) = events(moved, moved.recipients[0])
    assert event["LOCATION"] == "Dorpsrestaurant Hees, De Kring"
    plan = wheels.read(month_plan, Month(2026, 12))
    write_posters(tmp_path / "poster.pdf", plan.sessions, desk=plan.desk)
    assert "De Kring" in _read(tmp_path / "poster.pdf")[0]


def test_the_organizer_is_the_sender_of_the_desk(sqlite_wheels: Wheels) -> None:
    choir(sqlite_wheels)
    sender = SetMailServer("smtp.bilzen.be", 587, Security.STARTTLS, "", "LDC", "ldc@bilzen.be")
    sqlite_wheels.do(set_mail_server, sender)
    found = mailing(sqlite_wheels)
    (event,) = events(found, found.recipients[0])
    assert event["ORGANIZER"] == "mailto:ldc@bilzen.be"


def _text(pdf: bytes) -> str:
    import io

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def _read(path: Path) -> list[str]:
    return [page.extract_text() for page in PdfReader(path).pages]


def test_a_poster_per_activity_in_large_print(sqlite_wheels: Wheels, tmp_path: Path) -> None:
    choir(sqlite_wheels, speaker="Lea Moors")
    long = sqlite_wheels.theme("Een heel lang thema over " + "zelfstandigheidsbevorderende " * 4 + "hulpmiddelen")
    sqlite_wheels.plan("Mopertingen", date(2026, 12, 7), theme_id=long)
    sqlite_wheels.plan("Hees", NEXT, starts_at=time(14))
    plan = sqlite_wheels.read(month_plan, Month(2026, 12))
    write_posters(tmp_path / "posters.pdf", plan.sessions, desk=plan.desk, practice=True)
    first, second, third = _read(tmp_path / "posters.pdf")
    for shown in ("LDC on Wheels", "Samen zingen", "met Lea Moors · Koor", "donderdag 3 december", "14:00 – 15:30"):
        assert shown in first
    assert "Dorpsrestaurant Hees" in first
    assert "LDC De Wijzer · Bilzen" in first
    assert "OEFENDATA" in first
    assert "na de maaltijd" in second
    assert "…" in second or "hulpmiddelen" in second
    assert "vanaf 14:00" in third
    assert "Activiteit" in third


def test_the_month_on_one_page(sqlite_wheels: Wheels, tmp_path: Path) -> None:
    empty = sqlite_wheels.read(month_plan, Month(2026, 12))
    write_overview(tmp_path / "empty.pdf", empty)
    assert "geen activiteiten" in _read(tmp_path / "empty.pdf")[0]
    choir(sqlite_wheels)
    off = sqlite_wheels.plan("Mopertingen", date(2026, 12, 7))
    sqlite_wheels.do(sessions.cancel_session, sessions.CancelSession(off, "sneeuw"))
    write_overview(tmp_path / "month.pdf", sqlite_wheels.read(month_plan, Month(2026, 12)))
    (page,) = _read(tmp_path / "month.pdf")
    for shown in ("LDC on Wheels in december 2026", "Samen zingen", "met Koor", "donderdag", "Hees"):
        assert shown in page
    assert "Mopertingen" not in page


def test_invitations_on_paper(sqlite_wheels: Wheels, tmp_path: Path) -> None:
    choir(sqlite_wheels, expected=20)
    other = sqlite_wheels.partner("Bibliotheek")
    sqlite_wheels.plan("Mopertingen", date(2026, 12, 7), partner_id=other)
    found = mailing(sqlite_wheels)
    write_invitations(tmp_path / "all.pdf", found, found.recipients)
    library, koor = _read(tmp_path / "all.pdf")
    assert "Dag Bibliotheek," in library
    assert "nog af te spreken" in library
    for shown in ("Uitnodiging Koor", "Dag Lea Moors,", "do 03/12/2026", "Hees", "Samen zingen", "20"):
        assert shown in koor
    assert "Pagina 1 van 1" in koor
