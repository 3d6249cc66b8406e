"""Activities, partners and themes through their widgets, by keys."""

from datetime import date, time
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mmc_desk.features.meals.ops.booking_commands import AddParticipant, ParticipantDetails
from mmc_desk.features.meals.ops.participants import add_participant
from mmc_desk.features.meals.pages.participants import ParticipantsPage
from mmc_desk.features.sessions.model import (
    SessionKind,
    SessionState,
    WheelsAttendance,
    WheelsInterest,
    WheelsPartner,
    WheelsPartnerAbsence,
    WheelsSlot,
    WheelsTheme,
)
from mmc_desk.features.sessions.pages.interest_part import InterestPart, OwnInterestDialog
from mmc_desk.features.sessions.pages.partners import PartnerAbsenceDialog, PartnerDialog, PartnersPage
from mmc_desk.features.sessions.pages.session_dialog import SessionDialog
from mmc_desk.features.sessions.pages.session_tasks import (
    CancelDialog,
    NameDialog,
    RecordDialog,
    SlotsDialog,
    TakeSlotDialog,
)
from mmc_desk.features.sessions.pages.sessions import SessionsPage
from mmc_desk.features.sessions.pages.themes import InterestDialog, ThemeDialog, ThemesPage
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.preview import PreviewDialog
from tests.features.sessions.sitting import Sitting

Key = Qt.Key
THURSDAY, PAST = date(2026, 12, 3), date(2026, 11, 19)


def test_an_activity_is_recorded_with_names_and_appointments(desk: Sitting, recorder: MessageRecorder) -> None:
    desk.wheels.person("Peeters", "Maria")
    theme = desk.wheels.theme("Bloeddruk meten", SessionKind.SERVICE)
    key = desk.wheels.plan("Hees", PAST, theme_id=theme, starts_at=time(14))
    page = desk.open(SessionsPage)
    page.choose_chip("unrecorded")
    page.table.selectRow(0)
    desk.settle(page)
    desk.press(page.table, Key.Key_R)
    record = desk.dialog(page, RecordDialog)
    QTest.keyClicks(record.attendance, "17")
    QTest.keyClicks(record.first_timers, "3")
    desk.save(record)
    page.choose_chip("all")
    desk.settle(page)
    assert (desk.wheels.session(key)["attendance"], page.view.title.text()) == (17, "Bloeddruk meten")
    desk.press(page.table, Key.Key_A)
    name = desk.dialog(page, NameDialog)
    desk.pick(name.who, "peet")
    desk.save(name)
    desk.settle(page)
    assert desk.rows(WheelsAttendance) == 1
    page.on_remove_name(page.shown_card.attendees[0])
    desk.settle(page)
    assert desk.rows(WheelsAttendance) == 0
    desk.press(page.table, Key.Key_F)
    slots = desk.dialog(page, SlotsDialog)
    desk.save(slots)
    desk.settle(page)
    assert desk.rows(WheelsSlot) == 6
    page.on_slot(page.shown_card.slots[0])
    take = desk.dialog(page, TakeSlotDialog)
    QTest.keyClicks(take.who, "buurvrouw")
    desk.save(take)
    desk.settle(page)
    assert [slot.name for slot in page.shown_card.slots][:2] == ["buurvrouw", ""]
    page.on_remove_slot(page.shown_card.slots[0])
    desk.settle(page)
    assert recorder.errors == ["Deze afspraak is ingevuld. Maak ze eerst vrij."]
    page.on_remove_slot(page.shown_card.slots[1])
    desk.settle(page)
    assert desk.rows(WheelsSlot) == 5


def test_the_list_plans_edits_calls_off_and_prints(desk: Sitting) -> None:
    key = desk.wheels.plan("Hees", THURSDAY)
    page = desk.open(SessionsPage)
    page.table.selectRow(0)
    desk.settle(page)
    desk.press(page.table, Key.Key_F2)
    dialog = desk.dialog(page, SessionDialog)
    QTest.keyClicks(dialog.speaker, "Lea")
    desk.save(dialog)
    desk.settle(page)
    assert desk.wheels.session(key)["speaker"] == "Lea"
    page.on_print()
    desk.runner.wait_idle()
    desk.dialog(page, PreviewDialog).reject()
    desk.press(page.table, Key.Key_Delete)
    cancel = desk.dialog(page, CancelDialog)
    QTest.keyClicks(cancel.reason, "sneeuw")
    desk.save(cancel)
    desk.settle(page)
    page.choose_chip("lost")
    desk.settle(page)
    assert page.view.end.text().strip() == "Opnieuw pl&annen"
    desk.press(page.table, Key.Key_Delete)
    desk.settle(page)
    assert desk.wheels.session(key)["state"] is SessionState.PLANNED
    page.on_new()
    desk.dialog(page, SessionDialog).reject()
    page.show_day(THURSDAY)
    assert page.filter.text() == "03/12/2026"


def test_partners_by_keyboard(desk: Sitting) -> None:
    page = desk.open(PartnersPage)
    assert page.empty.isVisible()
    page.empty.button.click()
    dialog = desk.dialog(page, PartnerDialog)
    QTest.keyClicks(dialog.name, "Koor De Zandloper")
    QTest.keyClicks(dialog.weekdays, "ma wo")
    desk.save(dialog)
    desk.settle(page)
    assert page.view.title.text() == "Koor De Zandloper"
    desk.press(page.table, Key.Key_F2)
    again = desk.dialog(page, PartnerDialog)
    assert again.weekdays.value == frozenset({0, 2})
    QTest.keyClicks(again.contact, "Lea")
    desk.save(again)
    desk.settle(page)
    page.on_absence()
    absence = desk.dialog(page, PartnerAbsenceDialog)
    desk.save(absence)
    desk.settle(page)
    assert desk.rows(WheelsPartnerAbsence) == 1
    page.on_remove_absence(page.shown_card.absences[0])
    desk.settle(page)
    assert desk.rows(WheelsPartnerAbsence) == 0
    key = page.shown_card.key
    for expected in (date(2026, 11, 23), None):
        desk.press(page.table, Key.Key_Delete)
        desk.settle(page)
        assert desk.wheels.get(WheelsPartner, key)["active_to"] == expected
    opened: list[Any] = []
    page.open_page.connect(lambda name, what: opened.append((name, what)))
    page.on_mails()
    assert opened == [("outbox", "Lea")]


def test_themes_and_interests_by_keyboard(desk: Sitting) -> None:
    desk.wheels.person("Peeters", "Maria")
    desk.wheels.partner("Koor")
    page = desk.open(ThemesPage)
    page.on_new()
    dialog = desk.dialog(page, ThemeDialog)
    QTest.keyClicks(dialog.name, "Samen zingen")
    desk.pick(dialog.partner, "koor")
    desk.save(dialog)
    desk.settle(page)
    key = page.shown_card.key
    desk.press(page.table, Key.Key_F2)
    again = desk.dialog(page, ThemeDialog)
    QTest.keyClicks(again.note, "muziek")
    desk.save(again)
    desk.settle(page)
    desk.press(page.table, Key.Key_I)
    interest = desk.dialog(page, InterestDialog)
    desk.save(interest)
    assert interest.form.row("person_id").problem  # type: ignore[union-attr] # the form has it
    desk.pick(interest.who, "peet")
    interest.topic.setText("muziek luisteren")
    desk.save(interest)
    desk.settle(page)
    assert [one.name for one in page.shown_card.interested] == ["Peeters Maria"]
    page.on_remove_interest(page.shown_card.interested[0])
    desk.settle(page)
    assert desk.rows(WheelsInterest) == 0
    for expected in (False, True):
        desk.press(page.table, Key.Key_Delete)
        desk.settle(page)
        assert desk.wheels.get(WheelsTheme, key)["is_offered"] is expected
        page.choose_chip("all")
        desk.settle(page)


def test_a_participant_s_card_has_their_interests(desk: Sitting, recorder: MessageRecorder) -> None:
    desk.wheels.theme("Bloemschikken", note="bloemen")
    maria = desk.wheels.person("Peeters", "Maria")
    desk.wheels.do(add_participant, AddParticipant(ParticipantDetails(), maria))
    page = desk.open(ParticipantsPage)
    desk.settle(page)
    (part,) = page.parts
    assert isinstance(part, InterestPart)
    for topic in ("bloemen", "petanque"):
        desk.press(page.table, Key.Key_I)
        dialog = desk.dialog(page, OwnInterestDialog)
        assert "Peeters Maria" in dialog.windowTitle()
        QTest.keyClicks(dialog.topic, topic)
        desk.save(dialog)
        desk.settle(page)
    assert [(row.topic, row.themes) for row in part.rows] == [("bloemen", ("Bloemschikken",)), ("petanque", ())]
    part.change(part.rows[1])
    dialog = desk.dialog(page, OwnInterestDialog)
    dialog.topic.set_value("bingo")
    desk.save(dialog)
    desk.settle(page)
    part.remove(part.rows[1])
    desk.settle(page)
    assert [row.topic for row in part.rows] == ["bingo"]
    assert recorder.toasts == [*["Interesse genoteerd"] * 2, "Interesse gewijzigd", "Interesse verwijderd"]
