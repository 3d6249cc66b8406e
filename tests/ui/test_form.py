"""Forms by keys: Enter goes on, the last one saves, Esc asks, errors stand beside their field."""

from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import DatabaseError, RuleError
from mmc_desk.core.model import ClosureDay
from mmc_desk.ui import parts
from mmc_desk.ui.fields import Candidate, DateField, Form, FormDialog, NoteField, TextField, TypeAhead
from mmc_desk.ui.form import plain
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible


class DayDialog(FormDialog):
    def __init__(self) -> None:
        self.day = DateField()
        self.reason = TextField()
        self.who = TypeAhead([Candidate(1, "Anna"), Candidate(2, "Bert")])
        self.note = NoteField()
        form = Form()
        form.add_heading("Sluitingsdag")
        self.day_row = form.add("&Datum", self.day, "Bijvoorbeeld 25/12", name="day")
        self.reason_row = form.add("&Reden:", self.reason, name="reason", unit="kort")
        form.add("&Wie", self.who)
        form.add("&Nota", self.note)
        super().__init__("Sluitingsdag", form, "Sluitingsdag opslaan")

    def op(self) -> "SaveDay":
        if not self.day.value:
            raise RuleError("Vul een datum in.", "day")
        return SaveDay(self.day.value, self.reason.value)


class SaveDay:
    def __init__(self, day: date, reason: str) -> None:
        self.day, self.reason = day, reason

    def __call__(self, session: Session) -> int:
        if self.reason == "fout":
            raise RuleError("Die reden bestaat niet.", "reason")
        if self.reason == "elders":
            raise RuleError("Dat kan vandaag niet.", "iets_anders")
        closure = ClosureDay(day=self.day, reason=self.reason)
        session.add(closure)
        session.flush()
        return closure.id


@pytest.fixture
def dialog(qtbot: QtBot, frozen_clock: datetime) -> DayDialog:
    made = DayDialog()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.day.setFocus()
    qtbot.waitUntil(made.day.hasFocus)
    return made


def focused() -> object:
    return QApplication.focusWidget()


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, modifier)


def test_enter_goes_from_field_to_field_and_saves_from_the_last(dialog: DayDialog, qtbot: QtBot) -> None:
    QTest.keyClicks(dialog.day, "25/12")
    press(Qt.Key.Key_Return)
    assert focused() is dialog.reason
    assert dialog.day.text() == "25/12/2026"
    press(Qt.Key.Key_Return)
    assert focused() is dialog.who
    QTest.keyClicks(dialog.who, "b")
    press(Qt.Key.Key_Return)
    assert dialog.who.value == Candidate(2, "Bert")
    assert focused() is dialog.note
    press(Qt.Key.Key_Return)
    assert focused() is dialog.note
    with qtbot.waitSignal(dialog.submitted):
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_enter_in_a_last_line_submits(qtbot: QtBot) -> None:
    form = Form()
    field = TextField()
    form.add("Naam", field)
    qtbot.addWidget(form)
    form.show()
    with qtbot.waitSignal(form.submitted):
        QTest.keyClick(field, Qt.Key.Key_Enter)
    with qtbot.waitSignal(form.cancelled):
        QTest.keyClick(form, Qt.Key.Key_Escape)


def test_a_dialog_is_as_high_as_its_texts_are_once_they_wrap(qtbot: QtBot) -> None:
    for beside in (None, QWidget()):
        form = Form()
        form.add_widget(parts.label("muted", "Dit is een lange uitleg die over meer lijnen loopt. " * 12))
        form.add("&Reden", TextField())
        if beside is not None:
            beside.setMinimumWidth(200)
        made = FormDialog("Uitleg", form, "Opslaan", beside=beside)
        qtbot.addWidget(made)
        made.show()
        QApplication.processEvents()
        assert made.findChildren(QScrollArea)[0].verticalScrollBar().maximum() == 0


def test_access_keys_go_to_their_field(dialog: DayDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    assert focused() is dialog.reason
    QTest.keyClick(dialog, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    assert focused() is dialog.day


def test_help_gives_way_to_how_it_was_understood_and_to_what_is_wrong(dialog: DayDialog) -> None:
    said = dialog.day_row.sentence
    assert said.text() == "Bijvoorbeeld 25/12"
    QTest.keyClicks(dialog.day, "25/12")
    assert said.text() == "vrijdag 25 december 2026"
    dialog.day_row.set_warning("Dat is Kerstmis.")
    assert (said.text(), said.property("role")) == ("Dat is Kerstmis.", "warning")
    QTest.keyClicks(dialog.day, "x")
    press(Qt.Key.Key_Tab)
    assert said.property("role") == "error"
    assert dialog.day.accessibleDescription() == said.text()
    dialog.day_row.clear()
    dialog.day.set_value(None)
    assert said.text() == "Bijvoorbeeld 25/12"


def test_what_cannot_be_read_is_not_saved(dialog: DayDialog, qtbot: QtBot) -> None:
    QTest.keyClicks(dialog.day, "morgn")
    dialog.note.setFocus()
    with qtbot.assertNotEmitted(dialog.submitted):
        QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert focused() is dialog.day


def test_saving_writes_and_closes(dialog: DayDialog, runner: Runner, qtbot: QtBot) -> None:
    done: list[int] = []
    dialog.save_with(runner, dialog.op, "Sluitingsdag toegevoegd", done.append)
    QTest.keyClicks(dialog.day, "25/12")
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    runner.wait_idle()
    assert len(done) == 1
    assert dialog.result() == QDialog.DialogCode.Accepted
    days: list[list[date]] = []
    runner.read(lambda session: list(session.scalars(select(ClosureDay.day))), days.append)
    runner.wait_idle()
    assert days == [[date(2026, 12, 25)]]


def test_an_error_of_a_rule_stands_beside_its_field_and_keeps_what_was_typed(dialog: DayDialog, runner: Runner) -> None:
    dialog.save_with(runner, dialog.op, "Sluitingsdag toegevoegd")
    QTest.keyClicks(dialog.reason, "fout")
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert dialog.day_row.sentence.text() == "Vul een datum in."
    QTest.keyClicks(dialog.day, "25/12")
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    runner.wait_idle()
    assert dialog.isVisible()
    assert dialog.reason_row.sentence.text() == "Die reden bestaat niet."
    assert dialog.reason.text() == "fout"
    assert focused() is dialog.reason
    QTest.keyClicks(dialog.reason, "x")
    assert dialog.reason_row.sentence.isHidden()
    assert dialog.save_button.isEnabled()


@pytest.mark.parametrize(
    "error", [RuleError("Dat kan vandaag niet.", "iets_anders"), DatabaseError("De schijf is vol.")]
)
def test_an_error_without_a_field_stands_above_the_buttons(dialog: DayDialog, error: RuleError | DatabaseError) -> None:
    dialog.refuse(error)
    assert dialog._banner.isVisible()
    assert dialog._banner.text() == str(error)
    QTest.keyClicks(dialog.reason, "x")
    assert not dialog._banner.isVisible()


def test_escape_closes_at_once_when_nothing_was_typed(dialog: DayDialog, recorder: MessageRecorder) -> None:
    press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert recorder.questions == []


def test_escape_asks_before_typed_values_are_lost(dialog: DayDialog, recorder: MessageRecorder) -> None:
    recorder.answers.extend([False, True])
    QTest.keyClicks(dialog.reason, "Brugdag")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    QTest.keyClick(dialog.reason, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert len(recorder.questions) == 2


def test_a_hidden_row_is_skipped_and_never_keeps_from_saving(dialog: DayDialog) -> None:
    dialog.day_row.set_error("Fout.")
    dialog.day_row.set_visible(False)
    assert dialog.form.first_problem() is None
    dialog.reason_row.set_visible(False)
    dialog.day_row.set_visible(True)
    dialog.day.setFocus()
    press(Qt.Key.Key_Return)
    assert focused() is dialog.who
    assert dialog.form.row("bestaat niet") is None


def test_everything_has_a_name(dialog: DayDialog) -> None:
    assert dialog.reason.accessibleName() == "Reden"
    assert plain("R&&D &Naam") == "R&D Naam"
    assert_accessible(dialog)


def test_the_audit_finds_what_has_no_name(qtbot: QtBot) -> None:
    window = QWidget()
    QVBoxLayout(window).addWidget(TextField())
    qtbot.addWidget(window)
    window.show()
    with pytest.raises(AssertionError, match="TextField"):
        assert_accessible(window)
