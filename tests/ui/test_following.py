"""Two desks in one form: what only one changed merges, what both changed is chosen, nothing typed is lost."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from mmc_desk.core.changes import Changes
from mmc_desk.core.errors import ConflictError
from mmc_desk.core.model import ClosureDay, DeskSetting
from mmc_desk.ui.conflicts import ConflictDialog
from mmc_desk.ui.fields import (
    Candidate,
    CheckField,
    ChoiceField,
    DateField,
    Form,
    FormDialog,
    ManyTypeAhead,
    NoteField,
    TextField,
    TimeField,
    TypeAhead,
)
from mmc_desk.ui.following import Record
from mmc_desk.ui.held import Held
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible

Key = Qt.Key
Row = tuple[int, date, str, int]
NAMES = [Candidate(1, "Anna"), Candidate(2, "Bert"), Candidate(3, "Bert")]


def read_row(session: Session) -> Row | None:
    one = session.get(ClosureDay, 1)
    return (one.id, one.day, one.reason, one.version) if one else None


class DayDialog(FormDialog):
    """A closure day; its reason is a note, its day a line."""

    def __init__(self, runner: Runner, row: Row) -> None:
        self.row, self.caught = row, 0
        self.day, self.reason, self.unread = DateField(row[1]), NoteField(row[2]), TimeField()
        form = Form()
        form.add("&Dag", self.day, name="day")
        form.add("&Reden", self.reason, name="reason")
        form.add("&Uur", self.unread, name="hour")
        super().__init__("Sluitingsdag", form, "Sluitingsdag opslaan")
        self.refused = ""
        self.save_with(runner, lambda: self.write, "Gewijzigd")
        self.follow(
            runner,
            Record(
                row,
                read_row,
                lambda other: DayDialog(runner, other),
                lambda other: setattr(self, "row", other),
                frozenset({"closure_day"}),
            ),
        )

    def caught_up(self) -> None:
        self.caught += 1

    def write(self, session: Session) -> None:
        if self.refused:
            raise ConflictError(self.refused)
        found = session.get_one(ClosureDay, 1)
        assert found.version == self.row[3]
        found.day, found.reason = self.day.value or date.min, self.reason.value


@pytest.fixture
def dialog(qtbot: QtBot, runner: Runner) -> DayDialog:
    runner.database.write(lambda session: session.add(ClosureDay(day=date(2026, 12, 24), reason="Kerstavond")))
    made = DayDialog(runner, (1, date(2026, 12, 24), "Kerstavond", 1))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


@pytest.fixture
def elsewhere(runner: Runner) -> Callable[..., None]:
    """Another desk that saves; `heard` tells this one."""

    def change(*, heard: bool = False, **values: object) -> None:
        def op(session: Session) -> None:
            one = session.get_one(ClosureDay, 1)
            for name, value in values.items():
                setattr(one, name, value)

        runner.database.write(op)
        if heard:
            runner.hear(Changes(extra_topics=frozenset({"closure_day"})))
            runner.wait_idle()

    return change


def save(dialog: DayDialog, runner: Runner) -> None:
    QTest.keyClick(dialog.reason, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    runner.wait_idle()


def stored(runner: Runner) -> tuple[date, str]:
    found = runner.database.read(read_row)
    assert found
    return found[1:3]


def asking(dialog: DayDialog) -> ConflictDialog:
    assert dialog.following
    assert dialog.following.asking
    return dialog.following.asking


def offered(asked: ConflictDialog) -> list[QRadioButton]:
    return [button for group in asked.groups for button in group.buttons() if isinstance(button, QRadioButton)]


def test_what_each_changed_alone_merges_at_the_save(
    dialog: DayDialog, elsewhere: Callable[..., None], runner: Runner
) -> None:
    dialog.reason.setPlainText("Brug")
    elsewhere(day=date(2026, 12, 23))
    save(dialog, runner)
    assert stored(runner) == (date(2026, 12, 23), "Brug")
    assert not dialog.isVisible()


def test_what_is_heard_shows_at_once_and_keeps_what_is_typed(
    dialog: DayDialog, elsewhere: Callable[..., None], runner: Runner
) -> None:
    dialog.reason.setPlainText("Brug")
    dialog.unread.setText("25:99")
    elsewhere(day=date(2026, 12, 23), heard=True)
    said = dialog.form.rows[0].sentence
    assert dialog.day.value == date(2026, 12, 23)
    assert said.property("role") == "news"
    assert "24/12/2026" in said.text()
    assert (dialog.reason.value, dialog.unread.text(), dialog.caught) == ("Brug", "25:99", 1)
    dialog.day.setText("22/12")
    assert said.property("role") == "help"
    runner.hear(Changes(extra_topics=frozenset({"closure_day"})))
    runner.hear(Changes(extra_topics=frozenset({"person"})))
    runner.wait_idle()
    assert dialog.caught == 1


def test_both_changed_it_and_esc_goes_back_with_everything_typed(
    dialog: DayDialog, elsewhere: Callable[..., None], runner: Runner
) -> None:
    dialog.reason.setPlainText("Brug")
    elsewhere(reason="Inventaris")
    save(dialog, runner)
    asked = asking(dialog)
    assert_accessible(asked)
    assert [conflict.name for conflict in asked.conflicts] == ["Reden"]
    assert [button.accessibleName() for button in offered(asked)] == [
        "Reden, Uw invoer: Brug",
        "Reden, Andere werkplek: Inventaris",
        "Reden, Allebei, onder elkaar",
        "Reden, Zelf aanpassen",
    ]
    QTest.keyClick(asked, Key.Key_Escape)
    assert (dialog.reason.value, dialog.isVisible(), dialog.save_button.isEnabled()) == ("Brug", True, True)
    assert "Inventaris" in dialog.form.rows[1].sentence.text()
    assert stored(runner)[1] == "Inventaris"
    dialog.reason.setPlainText("Brugdag")
    assert "Inventaris" in dialog.form.rows[1].sentence.text()


@pytest.mark.parametrize(
    ("place", "kept"), [(0, "Brug"), (1, "Inventaris"), (2, "Inventaris\nBrug")], ids=["mine", "theirs", "both"]
)
def test_a_choice_by_keys(
    dialog: DayDialog, elsewhere: Callable[..., None], runner: Runner, place: int, kept: str
) -> None:
    dialog.reason.setPlainText("Brug")
    elsewhere(reason="Inventaris")
    save(dialog, runner)
    asked = asking(dialog)
    asked._on_save()
    assert asked.isVisible()
    QTest.keyClick(offered(asked)[place], Key.Key_Return)
    QTest.keyClick(offered(asked)[place], Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    runner.wait_idle()
    assert stored(runner)[1] == kept
    assert not dialog.isVisible()


def test_to_edit_it_goes_back_to_the_field(dialog: DayDialog, elsewhere: Callable[..., None], runner: Runner) -> None:
    dialog.day.setText("22/12")
    dialog.reason.setPlainText("Brug")
    elsewhere(day=date(2026, 12, 23), reason="Inventaris")
    save(dialog, runner)
    asked = asking(dialog)
    first, second = asked.groups
    QTest.mouseClick(asked.findChildren(QWidget, "beside")[1], Qt.MouseButton.LeftButton)
    assert first.checkedId() != -1
    QTest.keyClick(first.buttons()[0], Key.Key_Return)
    assert QApplication.focusWidget() is second.buttons()[0]
    second.buttons()[3].setChecked(True)
    asked._on_save()
    assert dialog.isVisible()
    assert dialog.focusWidget() is dialog.reason
    assert "Inventaris" in dialog.form.rows[1].sentence.text()
    dialog.reason.setPlainText("Brug en inventaris")
    assert dialog.form.rows[1].sentence.isHidden()
    save(dialog, runner)
    assert stored(runner) == (date(2026, 12, 22), "Brug en inventaris")


def test_the_same_or_taken_back_is_no_conflict(
    dialog: DayDialog, elsewhere: Callable[..., None], runner: Runner
) -> None:
    dialog.reason.setPlainText("Brug")
    elsewhere(reason="Inventaris", heard=True)
    assert dialog.following
    assert dialog.following.conflicts
    elsewhere(reason="Kerstavond", heard=True)
    assert not dialog.following.conflicts
    assert dialog.form.rows[1].sentence.isHidden()
    elsewhere(reason="Brug", heard=True)
    assert not dialog.following.conflicts
    save(dialog, runner)
    assert stored(runner)[1] == "Brug"


def test_two_pieces_of_news_after_each_other(dialog: DayDialog, elsewhere: Callable[..., None], runner: Runner) -> None:
    elsewhere(reason="Een")
    runner.hear(Changes(extra_topics=frozenset({"closure_day"})))
    runner.hear(Changes(extra_topics=frozenset({"closure_day"})))
    runner.wait_idle()
    elsewhere(reason="Twee", heard=True)
    assert dialog.reason.value == "Twee"


def test_what_is_gone_is_said(dialog: DayDialog, runner: Runner) -> None:
    runner.database.write(lambda session: session.delete(session.get_one(ClosureDay, 1)))
    dialog.reason.setPlainText("Brug")
    save(dialog, runner)
    assert "verwijderde" in dialog._banner.text()
    assert (dialog.reason.value, dialog.save_button.isEnabled()) == ("Brug", True)


def test_another_conflict_and_what_cant_be_read_are_said(
    dialog: DayDialog, elsewhere: Callable[..., None], runner: Runner
) -> None:
    dialog.refused = "Dat is al door een ander gedaan."
    save(dialog, runner)
    assert dialog._banner.text() == dialog.refused
    dialog.refused = ""
    assert dialog.following
    dialog.following.on_refused(lambda: None, ValueError("niet bereikbaar"))  # type: ignore[arg-type]
    assert dialog._banner.text() == "niet bereikbaar"
    dialog.following._on_unread(ConflictError("weg"))
    assert dialog._banner.text() == "weg"


def test_a_value_from_elsewhere_that_cant_be_saved_waits(
    dialog: DayDialog, elsewhere: Callable[..., None], runner: Runner
) -> None:
    QTest.keyClicks(dialog.reason, "!")
    elsewhere(day=date(2026, 12, 23))
    dialog.form.row("hour").set_error("Kan niet.")  # type: ignore[union-attr]
    assert dialog.following
    dialog.submitted.emit()
    runner.wait_idle()
    assert dialog.isVisible()
    assert dialog.save_button.isEnabled()


def test_who_types_on_is_asked_to_save_nothing(dialog: DayDialog, recorder: MessageRecorder, runner: Runner) -> None:
    runner.database.write(lambda session: session.add(DeskSetting(name="x", valid_from=date(2026, 1, 1), value="1")))
    QTest.keyClick(dialog, Key.Key_Escape)
    assert not recorder.questions


def held_by_another(field: QWidget, other: QWidget) -> tuple[Held, Held]:
    other.hold(field.held)  # type: ignore[attr-defined]
    return field.held, other.held  # type: ignore[attr-defined]


def test_every_field_holds_what_another_one_did(qapp: QApplication) -> None:
    several = ManyTypeAhead(NAMES)
    several.set_keys([2, 3])
    typed = TypeAhead(NAMES)
    typed.setText("Iemand anders")
    namesake = TypeAhead(NAMES)
    namesake.set_key(3)
    unread = TimeField()
    unread.setText("27 uur")
    fields: list[tuple[QWidget, QWidget]] = [
        (TextField("a"), TextField()),
        (unread, TimeField()),
        (NoteField("een\ntwee"), NoteField()),
        (ChoiceField([(5, "vijf")], 5), ChoiceField([(1, "een")])),
        (ChoiceField([(1, "een")], 1), ChoiceField([(1, "een"), (2, "twee")], 2)),
        (CheckField(value=True), CheckField()),
        (namesake, TypeAhead(NAMES)),
        (typed, TypeAhead(NAMES)),
        (several, ManyTypeAhead(NAMES)),
    ]
    for field, other in fields:
        mine, theirs = held_by_another(field, other)
        assert (mine, mine.text) == (theirs, theirs.text)
    assert unread.problem
    first = TypeAhead(NAMES)
    first.set_key(2)
    assert first.held != namesake.held
