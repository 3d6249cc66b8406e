"""Rosters by mail: who gets one, what changed since the last, what the calendar file says; on both databases."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from mmc_desk.core import clock
from mmc_desk.core.calendars import Entry, EventChange, Mailed, fingerprint, is_news, next_calendars, next_entries
from mmc_desk.core.errors import ConflictError, RuleError
from mmc_desk.core.smtp import Security
from mmc_desk.features.mail.ops import MailCalendars, SetMailServer, name_calendar, set_mail_server
from mmc_desk.features.mail.pages.mailing_dialog import calendar_letter
from mmc_desk.features.mail.printout import change_lines
from mmc_desk.features.mail.queries import letter, mail_list
from mmc_desk.features.people.model import Driver, Person
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model import CancelledBy, PrintedRoster
from mmc_desk.features.rides.model.mailing import MailedRide
from mmc_desk.features.rides.printout.calendar import calendar_bytes
from mmc_desk.features.rides.printout.letters import letter_text, ride_words, roster_letter
from mmc_desk.features.rides.queries.mailing import DriverMailing, RosterMailing, mailed_book, roster_mailing
from tests.conftest import NOW
from tests.features.rides.conftest import WEDNESDAY, RideDesk

NEW, CHANGED, SAME, CANCELLED = EventChange.NEW, EventChange.CHANGED, EventChange.SAME, EventChange.CANCELLED


@pytest.mark.parametrize(
    ("present", "mailed", "expected"),
    [
        ({1: "a"}, {}, [(1, 0, NEW)]),
        ({1: "a"}, {1: Mailed(0, "a")}, [(1, 0, SAME)]),
        ({1: "b"}, {1: Mailed(0, "a")}, [(1, 1, CHANGED)]),
        ({}, {1: Mailed(3, "a")}, [(1, 4, CANCELLED)]),
        ({}, {1: Mailed(4, "a", is_cancelled=True)}, []),
        ({1: "a"}, {1: Mailed(4, "a", is_cancelled=True)}, [(1, 5, NEW)]),
        ({2: "a"}, {1: Mailed(0, "x")}, [(2, 0, NEW), (1, 1, CANCELLED)]),
    ],
)
def test_a_sequence_rises_only_when_the_ride_changed(
    present: dict[int, str], mailed: dict[int, Mailed], expected: list[tuple[int, int, EventChange]]
) -> None:
    entries = next_entries(present, mailed)
    assert [(entry.key, entry.sequence, entry.change) for entry in entries] == expected


def test_news_and_fingerprints() -> None:
    assert not is_news([Entry(1, 0, "a", SAME)])
    assert is_news([Entry(1, 0, "a", SAME), Entry(2, 1, "a", CANCELLED)])
    assert fingerprint(("a", "bc")) != fingerprint(("ab", "c"))


def address(desk: RideDesk, driver_id: int, email: str) -> None:
    def write(session: Any) -> None:  # noqa: ANN401 - a session
        session.get_one(Person, session.get_one(Driver, driver_id).person_id).email = email

    desk.database.write(write)


def mailing(desk: RideDesk, first: date = WEDNESDAY, last: date = WEDNESDAY) -> RosterMailing:
    found: RosterMailing = desk.read(roster_mailing, first, last)
    return found


def of(found: RosterMailing, driver_id: int) -> DriverMailing:
    return next(driver for driver in found.recipients if driver.key == driver_id)


def command(found: RosterMailing) -> MailCalendars:
    letters = []
    for driver in found.recipients:
        made = calendar_letter(driver, roster_letter(found, driver, NOW))
        letters.append(replace(made, address=driver.address or "x@voorbeeld.be"))
    return MailCalendars(found.first, found.last, tuple(letters))


def send(desk: RideDesk, first: date = WEDNESDAY, last: date = WEDNESDAY) -> RosterMailing:
    desk.database.write(name_calendar)
    found = mailing(desk, first, last)
    desk.do(ops.mail_rosters, command(found))
    return found


def events(found: RosterMailing, driver_id: int) -> list[Any]:
    calendar = Calendar.from_ical(calendar_bytes(found, of(found, driver_id), NOW))
    assert isinstance(calendar, Calendar)
    assert calendar["METHOD"] == "PUBLISH"
    return list(calendar.events)


def test_the_first_mail_brings_every_ride(desk: RideDesk) -> None:
    address(desk, desk.pierre, "pierre@voorbeeld.be")
    ride = desk.assigned()
    before = mailing(desk)
    assert [driver.name for driver in before.recipients] == ["Reynders Pierre"]
    assert (of(before, desk.pierre).calendar.was_mailed, before.calendar_id) == (False, "")
    found = send(desk)
    driver = of(found, desk.pierre)
    assert (driver.address, [(entry.key, entry.change) for entry in driver.calendar.entries]) == (
        "pierre@voorbeeld.be",
        [(ride, NEW)],
    )
    (event,) = events(found, desk.pierre)
    assert event["UID"] == f"ride-{ride}-driver-{desk.pierre}@{found.calendar_id}"
    assert (event["SEQUENCE"], event["STATUS"], event["CLASS"]) == (0, "CONFIRMED", "PRIVATE")
    assert "ORGANIZER" not in event
    stored = desk.ride(ride)
    assert stored.depart_at is not None
    assert event.decoded("DTSTART") == clock.local(stored.depart_at)
    text = f"{event['SUMMARY']} {event['LOCATION']} {event['DESCRIPTION']}"
    for shown in ("Jans Rosa", "Kerkstraat", "0473 64 17 88", "rollator", "ZOL Genk", "vertrouwelijk"):
        assert shown in text
    again = mailing(desk)
    assert of(again, desk.pierre).calendar.was_mailed
    assert not of(again, desk.pierre).calendar.is_news
    assert desk.read(name_calendar) == found.calendar_id
    (row,) = desk.read(mail_list)
    assert (row.to_address, row.subject, row.files) == (
        "pierre@voorbeeld.be",
        "Rittenlijst woensdag 25 november 2026",
        2,
    )
    assert desk.row(PrintedRoster, 1).prints == 1


def test_nothing_medical_is_in_it(desk: RideDesk) -> None:
    desk.assigned(destination="Dialyse", note="dialyse, driemaal per week")
    found = mailing(desk)
    text = calendar_bytes(found, of(found, desk.pierre), NOW).decode()
    assert "hospital" not in text.lower()
    assert "driemaal" not in text
    assert "driemaal" not in letter_text(found, of(found, desk.pierre))


def test_a_ride_that_moves_to_another_driver(desk: RideDesk) -> None:
    ride, stays = desk.assigned(), desk.assigned(appointment=time(15), member_id=desk.maria)
    first = send(desk)
    desk.do(ops.assign_driver, ops.AssignDriver(ride, desk.paula))
    second = send(desk)
    changes = {
        event["UID"].split("@")[0]: (event["STATUS"], event["SEQUENCE"]) for event in events(second, desk.pierre)
    }
    assert changes == {
        f"ride-{stays}-driver-{desk.pierre}": ("CONFIRMED", 0),
        f"ride-{ride}-driver-{desk.pierre}": ("CANCELLED", 1),
    }
    (new,) = events(second, desk.paula)
    assert (new["STATUS"], new["SEQUENCE"]) == ("CONFIRMED", 0)
    assert first.calendar_id == second.calendar_id
    letter_of_pierre = roster_letter(second, of(second, desk.pierre), NOW)
    assert letter_of_pierre.subject.endswith("gewijzigd")
    assert "Jans Rosa: vervallen" in letter_of_pierre.body
    assert letter_of_pierre.paper.startswith(b"%PDF")
    desk.do(ops.assign_driver, ops.AssignDriver(ride, desk.pierre))
    third = send(desk)
    back = next(event for event in events(third, desk.pierre) if event["UID"].startswith(f"ride-{ride}-"))
    assert (back["STATUS"], back["SEQUENCE"]) == ("CONFIRMED", 2)
    (gone,) = events(third, desk.paula)
    assert (gone["STATUS"], gone["SEQUENCE"], gone["TRANSP"]) == ("CANCELLED", 1, "TRANSPARENT")
    assert gone["SUMMARY"].startswith("Vervallen: ")
    assert "0 ritten" in letter_text(third, of(third, desk.paula))
    assert [driver.name for driver in mailing(desk).recipients] == ["Reynders Pierre"]


def test_a_ride_that_moves_to_another_day_is_told_whatever_the_period(desk: RideDesk) -> None:
    ride = desk.assigned()
    send(desk)

    def move(session: Any) -> None:  # noqa: ANN401 - a session
        row = session.get_one(type(desk.ride(ride)), ride)
        row.ride_date = WEDNESDAY + timedelta(days=7)
        row.depart_at += timedelta(days=7)
        row.home_at += timedelta(days=7)

    desk.database.write(move)
    found = mailing(desk)
    (entry,) = of(found, desk.pierre).calendar.entries
    assert (entry.change, entry.sequence) == (CHANGED, 1)
    assert change_lines(of(found, desk.pierre), ride_words) == ["02/12/2026 09:15 Jans Rosa: gewijzigd"]
    next_month = mailing(desk, date(2026, 12, 7), date(2026, 12, 7))
    assert [driver.key for driver in next_month.recipients] == [desk.pierre]
    send(desk)
    assert mailing(desk).recipients == ()


def test_a_cancelled_ride_and_one_of_the_past(desk: RideDesk) -> None:
    address(desk, desk.pierre, "pierre@voorbeeld.be")
    ride = desk.assigned()
    send(desk)
    desk.do(ops.cancel_ride, ops.CancelRide(ride, CancelledBy.MEMBER))
    found = mailing(desk)
    assert [entry.change for entry in of(found, desk.pierre).calendar.entries] == [CANCELLED]
    with clock.frozen(NOW + timedelta(days=9)):
        assert mailing(desk, date(2026, 12, 2), date(2026, 12, 2)).recipients == ()


def test_what_is_sent_is_what_was_seen(desk: RideDesk) -> None:
    ride = desk.assigned()
    looked_at = command(mailing(desk))
    desk.do(ops.assign_driver, ops.AssignDriver(ride, desk.paula))
    with pytest.raises(ConflictError):
        desk.do(ops.mail_rosters, looked_at)
    assert desk.read(mail_list) == []


def test_an_address_that_is_none_queues_nothing(desk: RideDesk) -> None:
    desk.assigned()
    address(desk, desk.pierre, "pierre")
    with pytest.raises(RuleError):
        desk.do(ops.mail_rosters, command(mailing(desk)))
    assert desk.read(mail_list) == []


def test_the_mail_bears_the_desks_address_and_the_files(desk: RideDesk) -> None:
    server = SetMailServer("smtp.be", 25, Security.NONE, "", "LDC", "desk@bilzen.be")
    desk.do(set_mail_server, server)
    desk.assigned()
    found = send(desk)
    (event,) = events(found, desk.pierre)
    assert event["ORGANIZER"] == "mailto:desk@bilzen.be"
    stored = desk.read(letter, 1)
    assert [file.name for file in stored.attachments] == ["Rittenlijst 2026-11-25.pdf", "ritten.ics"]
    assert Calendar.from_ical(stored.attachments[1].content).events
    assert desk.row(MailedRide, 1).sequence == 0


def test_the_time_zone_travels_along_and_the_night_of_the_clock_change_is_right(desk: RideDesk) -> None:
    """domain.md §10.8: 25/10/2026 has 25 hours."""
    ride = desk.assigned(ride_date=date(2026, 12, 1))

    def at_night(session: Any) -> None:  # noqa: ANN401 - a session
        row = session.get_one(type(desk.ride(ride)), ride)
        row.ride_date = date(2026, 10, 25)
        row.depart_at, row.home_at = clock.at(row.ride_date, time(1, 30)), clock.at(row.ride_date, time(4))

    desk.database.write(at_night)
    found = mailing(desk, date(2026, 10, 25), date(2026, 10, 25))
    content = calendar_bytes(found, of(found, desk.pierre), NOW).decode()
    assert "BEGIN:VTIMEZONE" in content
    assert "DTSTART;TZID=Europe/Brussels:20261025T013000" in content
    (event,) = events(found, desk.pierre)
    elapsed = event.decoded("DTEND").astimezone(UTC) - event.decoded("DTSTART").astimezone(UTC)
    assert elapsed == timedelta(hours=3, minutes=30)


def test_a_ride_without_hours_takes_the_day(desk: RideDesk) -> None:
    ride = desk.assigned()

    def forget(session: Any) -> None:  # noqa: ANN401 - a session
        row = session.get_one(type(desk.ride(ride)), ride)
        row.depart_at = row.home_at = None

    desk.database.write(forget)
    (event,) = events(mailing(desk), desk.pierre)
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (WEDNESDAY, WEDNESDAY + timedelta(days=1))
    assert not isinstance(event.decoded("DTSTART"), datetime)


def test_names_with_commas_newlines_and_emoji_stay_in_their_field(desk: RideDesk) -> None:
    ride = desk.assigned(destination="Zaal; De, Kring\nATTACH:http://x", destination_village="Hees 😀")
    found = mailing(desk)
    (event,) = events(found, desk.pierre)
    assert "ATTACH" not in event
    assert "Hees 😀" in event["DESCRIPTION"]
    assert event["UID"].startswith(f"ride-{ride}")


def test_a_week_is_one_letter(desk: RideDesk) -> None:
    desk.assigned()
    desk.assigned(ride_date=WEDNESDAY + timedelta(days=1))
    found = send(desk, date(2026, 11, 23), date(2026, 11, 29))
    assert len(events(found, desk.pierre)) == 2
    assert mailed_book(found, found.recipients).rosters == (of(found, desk.pierre).roster,)
    made = roster_letter(found, of(found, desk.pierre), NOW)
    assert made.attachments[0].name == "Rittenlijst 2026-11-23 - 2026-11-29.pdf"
    assert "2 ritten" in made.body


def test_a_record_of_another_period_is_told_to_who_was_mailed_it_alone() -> None:
    @dataclass
    class Shown:
        day: date

    before = Mailed(0, "x")
    later, gone = Shown(date(2026, 12, 24)), Shown(date(2026, 12, 1))
    # 1: theirs and mailed to another; 2: mailed and told that it is gone.
    found = next_calendars(
        {(7, 1): later},
        {1: later, 2: gone},
        {8: {1: before}, 9: {2: Mailed(1, "y", is_cancelled=True)}},
        (date(2026, 11, 1), date(2026, 11, 30)),
        lambda row: str(row.day),
    )
    assert list(found) == [8]
    assert (found[8].was_mailed, found[8].coming, found[8].events) == (True, (), {1: later})
