"""Duties by mail: what each volunteer is told, and what stands in their calendar from then on."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import icalendar
import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from mmc_desk.core.errors import ConflictError
from mmc_desk.features.mail.model import OutgoingMail
from mmc_desk.features.mail.ops import MailCalendars, name_calendar
from mmc_desk.features.mail.pages.mailing_dialog import MailingDialog, calendar_letter, news_text
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.duties import MealDuty, MealTask
from mmc_desk.features.meals.ops import duties as ops
from mmc_desk.features.meals.ops.duty_mailing import mail_duties
from mmc_desk.features.meals.printout.duty_letters import duty_letter
from mmc_desk.features.meals.queries.duty_mailing import DutyMailing, duty_mailing
from mmc_desk.features.meals.rules.duties import duty_hours
from mmc_desk.features.people import ops as people_ops
from mmc_desk.features.people.ops import PersonDetails
from mmc_desk.features.rides.queries.roster import month_of
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible
from tests.features.meals.conftest import MealDesk, fill_meals
from tests.features.meals.test_duties_page import RosterClerk
from tests.features.people.clerk import CTRL
from tests.features.rides.conftest import fill

DECEMBER = month_of(date(2026, 12, 1))
STAMP = datetime(2026, 11, 23, 9, tzinfo=UTC)
COOK = MealTask.COOKING


def test_a_duty_begins_before_the_meal_and_ends_on_its_day() -> None:
    assert duty_hours(None, 240) == (time(10), time(14))
    assert duty_hours(time(12, 30), 90) == (time(10, 30), time(12))
    assert duty_hours(time(1), 720) == (time(0), time(12))
    assert duty_hours(time(20), 720) == (time(18), time(23, 59))


def volunteer(desk: MealDesk, name: str, email: str = "") -> int:
    command = people_ops.AddVolunteer(PersonDetails(name, email=email), "Hees", "koken", date(2020, 1, 1))
    key: int = desk.database.write(lambda session: people_ops.add_volunteer(session, command)).value
    return key


def read(desk: MealDesk) -> DutyMailing:
    found: DutyMailing = desk.read(duty_mailing, *DECEMBER)
    return found


def mail(desk: MealDesk, mailing: DutyMailing) -> int:
    letters = []
    for row in mailing.recipients:
        made = calendar_letter(row, duty_letter(mailing, row, STAMP))
        letters.append(replace(made, address="anna@example.be"))
    count: int = desk.do(mail_duties, MailCalendars(*DECEMBER, tuple(letters)))
    return count


def events(mailing: DutyMailing) -> list[tuple[str, int, str, str]]:
    """Return UID, sequence, status and summary of what the first volunteer would get."""
    letter = duty_letter(mailing, mailing.recipients[0], STAMP)
    calendar = icalendar.Calendar.from_ical(letter.attachments[1].content)
    return [
        (str(event["UID"]), int(str(event["SEQUENCE"])), str(event["STATUS"]), str(event["SUMMARY"]))
        for event in calendar.walk("VEVENT")
    ]


def test_calendar_entries_are_made_changed_and_cancelled(meals: MealDesk) -> None:
    anna = volunteer(meals, "Anna", "anna@example.be")
    meals.database.write(name_calendar)
    first, second = (meals.noon(date(2026, 12, day)) for day in (1, 8))
    keys = [meals.do(ops.add_duty, ops.AddDuty(service, anna, COOK)) for service in (first, second)]
    mailing = read(meals)
    uid = f"duty-{first}-volunteer-{anna}@{mailing.calendar_id}"
    assert events(mailing)[0] == (uid, 0, "CONFIRMED", "Dorpsrestaurant Hees: koken")
    letter = duty_letter(mailing, mailing.recipients[0], STAMP)
    assert "dinsdag 1 december 2026, 10:00–14:00, Hees, koken" in letter.body
    assert "Sinds de vorige mail" not in letter.body
    assert mail(meals, mailing) == 1
    assert not read(meals).recipients[0].calendar.is_news
    meals.do(ops.edit_duty, ops.EditDuty(keys[0], meals.row(MealDuty, keys[0]).version, MealTask.DISHES))
    meals.do(ops.remove_duty, ops.RemoveDuty(keys[1]))
    changed = read(meals)
    assert events(changed) == [
        (uid, 1, "CONFIRMED", "Dorpsrestaurant Hees: afwas"),
        (f"duty-{second}-volunteer-{anna}@{mailing.calendar_id}", 1, "CANCELLED", "Vervallen: Dorpsrestaurant Hees"),
    ]
    assert news_text(changed.recipients[0]) == "1 gewijzigd, 1 vervallen"
    letter = duty_letter(changed, changed.recipients[0], STAMP)
    assert letter.subject.endswith("gewijzigd")
    assert "vervallen" in letter.body
    mail(meals, changed)
    again = read(meals)
    assert events(again) == [(uid, 1, "CONFIRMED", "Dorpsrestaurant Hees: afwas")]
    assert news_text(again.recipients[0]) == "niets gewijzigd"


def test_a_noon_that_closes_cancels_its_duties(meals: MealDesk) -> None:
    anna, service = volunteer(meals, "Anna"), meals.noon(date(2026, 12, 1))
    meals.do(ops.add_duty, ops.AddDuty(service, anna, COOK))
    mail(meals, read(meals))
    meals.change(MealService, service, closed_reason="verbouwing")
    closed = read(meals)
    assert events(closed)[0][1:3] == (1, "CANCELLED")
    letter = duty_letter(closed, closed.recipients[0], STAMP)
    assert "geen in deze maand" in letter.body
    mail(meals, closed)
    assert read(meals).recipients == ()


def test_what_changed_since_it_was_looked_at_is_not_sent(meals: MealDesk) -> None:
    anna = volunteer(meals, "Anna")
    key = meals.do(ops.add_duty, ops.AddDuty(meals.noon(date(2026, 12, 1)), anna, COOK))
    seen = read(meals)
    meals.do(ops.edit_duty, ops.EditDuty(key, meals.row(MealDuty, key).version, MealTask.DISHES))
    with pytest.raises(ConflictError, match="intussen"):
        mail(meals, seen)
    meals.do(ops.remove_duty, ops.RemoveDuty(key))
    with pytest.raises(ConflictError, match="intussen"):
        mail(meals, seen)


def test_mailing_by_keyboard(qtbot: QtBot, qapp: QApplication, runner: Runner) -> None:
    desk = fill_meals(fill(runner.database))
    service = desk.noon(date(2026, 12, 1))
    for name, email in (("Anna", "anna@example.be"), ("Bert", ""), ("Cara", "cara@example.be")):
        key = volunteer(desk, name, email)
        desk.do(ops.add_duty, ops.AddDuty(service, key, COOK))
    clerk = RosterClerk(qtbot, qapp, runner)
    clerk.press(Qt.Key.Key_M, CTRL)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, MailingDialog)
    assert_accessible(dialog)
    assert "Dag Anna" in dialog.text.toPlainText()
    assert [row.name for row in dialog.model.rows if row.key not in dialog.ticked] == ["Bert"]
    clerk.press(Qt.Key.Key_Down)
    clerk.press(Qt.Key.Key_Down)
    clerk.press(Qt.Key.Key_Space)
    assert "3 vrijwilligers, 1 aangevinkt" in dialog.count.text()
    clerk.press(Qt.Key.Key_Return, CTRL)
    clerk.settle()
    query = select(OutgoingMail.to_address, OutgoingMail.subject)
    ((address, subject),) = runner.database.read(lambda session: session.execute(query).all())
    assert address == "anna@example.be"
    assert "december 2026" in subject


def test_the_paper_of_a_volunteer(sqlite_meals: MealDesk, tmp_path_factory: pytest.TempPathFactory) -> None:
    anna = volunteer(sqlite_meals, "Anna")
    sqlite_meals.do(ops.add_duty, ops.AddDuty(sqlite_meals.noon(date(2026, 12, 1)), anna, COOK))
    mailing = read(sqlite_meals)
    path = tmp_path_factory.mktemp("paper") / "duties.pdf"
    path.write_bytes(duty_letter(mailing, mailing.recipients[0], STAMP).attachments[0].content)
    (page,) = pypdf.PdfReader(path).pages
    for shown in ("Anna", "dinsdag 1 december 2026", "10:00–14:00", "Hees", "koken"):
        assert shown in page.extract_text()
