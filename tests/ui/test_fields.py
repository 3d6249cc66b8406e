"""Fields by keys: what is typed, what it means, what is said about it."""

from datetime import date, datetime, time
from enum import StrEnum

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mmc_desk.ui.fields import (
    AmountField,
    Candidate,
    CheckField,
    ChoiceField,
    DateField,
    Form,
    KmField,
    LineField,
    ManyTypeAhead,
    NoteField,
    PhoneField,
    TextField,
    TimeField,
    TypeAhead,
)


class Aid(StrEnum):
    NONE = "none"
    CANE = "cane"


@pytest.mark.parametrize(
    ("field", "typed", "value", "shown"),
    [
        (DateField, "25/11", date(2026, 11, 25), "25/11/2026"),
        (DateField, "+2", date(2026, 11, 25), "25/11/2026"),
        (DateField, "vr", date(2026, 11, 27), "27/11/2026"),
        (TimeField, "915", time(9, 15), "09:15"),
        (TimeField, "14u30", time(14, 30), "14:30"),
        (AmountField, "1012,5", 101_250, "1.012,50"),
        (KmField, "26,4", 26_400, "26,4"),
        (KmField, "26 km", 26_000, "26"),
        (PhoneField, "0473/64.17.88", "+32473641788", "0473 64 17 88"),
        (PhoneField, "bij de buren", "bij de buren", "bij de buren"),
        (TextField, "  Bilzen ", "Bilzen", "Bilzen"),
    ],
)
def test_typing_gives_a_value_and_leaving_tidies_it(
    qtbot: QtBot, frozen_clock: datetime, field: type[LineField[object]], typed: str, value: object, shown: str
) -> None:
    made = field()
    qtbot.addWidget(made)
    edits: list[int] = []
    made.edited.connect(lambda: edits.append(1))
    QTest.keyClicks(made, typed)
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert made.value == value
    assert made.text() == shown
    assert made.problem == ""
    assert len(edits) == len(typed)


@pytest.mark.parametrize("field", [DateField, TimeField, AmountField, KmField])
def test_what_cannot_be_read_is_said_and_not_guessed(qtbot: QtBot, field: type[LineField[object]]) -> None:
    made = field()
    qtbot.addWidget(made)
    QTest.keyClicks(made, "abc")
    assert made.value is None
    assert "abc" in made.problem
    with qtbot.waitSignal(made.judged, timeout=3000):
        pass
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert made.text() == "abc"
    made.clear()
    assert made.problem == ""
    assert made.value is None


@pytest.mark.parametrize(
    ("field", "value", "empty"),
    [
        (DateField, date(2026, 1, 5), None),
        (TimeField, time(8, 5), None),
        (AmountField, -50, None),
        (KmField, 1234, None),
        (PhoneField, "+31612345678", ""),
        (TextField, "x", ""),
    ],
)
def test_a_value_set_comes_back_untouched_and_silently(
    qtbot: QtBot, field: type[LineField[object]], value: object, empty: object
) -> None:
    made = field()
    qtbot.addWidget(made)
    assert made.value == empty
    with qtbot.assertNotEmitted(made.edited):
        made.set_value(value)
    assert made.value == value
    made.set_value(None)
    assert made.value == empty


def test_a_date_says_which_day_it_is(qtbot: QtBot, frozen_clock: datetime) -> None:
    field = DateField()
    qtbot.addWidget(field)
    QTest.keyClicks(field, "morgen")
    assert field.hint == "dinsdag 24 november 2026"


def test_a_base_field_knows_no_values(qtbot: QtBot) -> None:
    field: LineField[int] = LineField()
    qtbot.addWidget(field)
    with pytest.raises(NotImplementedError):
        field.to_text(1)
    with pytest.raises(NotImplementedError):
        field.from_text("1")


def test_a_choice_keeps_its_own_values(qtbot: QtBot) -> None:
    field = ChoiceField([(Aid.NONE, "Geen"), (Aid.CANE, "Wandelstok")])
    qtbot.addWidget(field)
    assert field.value is Aid.NONE
    edits: list[object] = []
    field.edited.connect(lambda: edits.append(field.value))
    field.set_value(Aid.CANE)
    assert edits == []
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert edits == [Aid.NONE]
    field.set_value(None)
    assert field.value is None
    field.set_value(Aid.CANE)
    field.set_options([(Aid.CANE, "Stok"), (Aid.NONE, "Geen")])
    assert field.value is Aid.CANE
    field.set_options([])
    assert field.value is None
    assert ChoiceField([(1, "een"), (2, "twee")], 2).value == 2


def test_scrolling_past_a_choice_does_not_change_it(qtbot: QtBot) -> None:
    window = QWidget()
    layout = QVBoxLayout(window)
    field, other = ChoiceField([(1, "een"), (2, "twee")]), QLineEdit()
    layout.addWidget(other)
    layout.addWidget(field)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    other.setFocus()
    _turn(field)
    assert field.value == 1
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    _turn(field)
    assert field.value == 2


def _turn(field: ChoiceField[int]) -> None:
    middle = QPointF(field.rect().center())
    turn = QWheelEvent(
        middle,
        QPointF(field.mapToGlobal(field.rect().center())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    field.wheelEvent(turn)


def test_a_note_takes_lines_and_tab_goes_on(qtbot: QtBot) -> None:
    field = NoteField("a")
    qtbot.addWidget(field)
    with qtbot.assertNotEmitted(field.edited):
        field.set_value(None)
    with qtbot.waitSignal(field.edited):
        QTest.keyClicks(field, "een")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClicks(field, "twee")
    assert field.value == "een\ntwee"
    assert field.tabChangesFocus()


def test_a_check_is_ticked_by_the_space_bar(qtbot: QtBot) -> None:
    field = CheckField("Wacht")
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.edited):
        QTest.keyClick(field, Qt.Key.Key_Space)
    assert field.value is True
    with qtbot.assertNotEmitted(field.edited):
        field.set_value(None)
    assert field.value is False


PLACES = [
    Candidate(1, "Ziekenhuis Oost-Limburg", "Genk"),
    Candidate(2, "Zwembad", "Bilzen"),
    Candidate(3, "Kapper Zoë", "Hees"),
]


@pytest.fixture
def type_ahead(qtbot: QtBot) -> TypeAhead:
    window = QWidget()
    layout = QVBoxLayout(window)
    field = TypeAhead(PLACES)
    layout.addWidget(field)
    layout.addWidget(QLineEdit())
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    field.setFocus()
    field.window_kept_alive = window  # type: ignore[attr-defined] # else the test's window goes with this function
    return field


def test_typing_opens_the_list_and_enter_takes_the_first(type_ahead: TypeAhead, qtbot: QtBot) -> None:
    with qtbot.waitSignal(type_ahead.picked) as picked:
        QTest.keyClicks(type_ahead, "ZOE")
        QTest.keyClick(type_ahead, Qt.Key.Key_Return)
    assert picked.args == [PLACES[2]]
    assert type_ahead.value == PLACES[2]
    assert type_ahead.text() == "Kapper Zoë"
    assert not type_ahead.list.isVisible()


def test_arrows_choose_and_escape_closes(type_ahead: TypeAhead) -> None:
    QTest.keyClick(type_ahead, Qt.Key.Key_Down)
    assert type_ahead.list.isVisible()
    for key in (
        Qt.Key.Key_Down,
        Qt.Key.Key_Down,
        Qt.Key.Key_Up,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_Down,
    ):
        QTest.keyClick(type_ahead, key)
    assert type_ahead.list.chosen() == PLACES[1]
    QTest.keyClick(type_ahead, Qt.Key.Key_Escape)
    assert not type_ahead.list.isVisible()
    assert type_ahead.value is None


def test_tab_takes_the_chosen_one(type_ahead: TypeAhead) -> None:
    QTest.keyClicks(type_ahead, "zwem")
    QTest.keyClick(type_ahead, Qt.Key.Key_Tab)
    assert type_ahead.value == PLACES[1]


def test_a_click_takes_the_one_under_it(type_ahead: TypeAhead) -> None:
    QTest.keyClicks(type_ahead, "z")
    place = type_ahead.list.visualRect(type_ahead.list.candidates.index(1)).center()
    QTest.mouseClick(type_ahead.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert type_ahead.value == PLACES[1]


def test_what_is_not_offered_is_a_problem_unless_free(type_ahead: TypeAhead) -> None:
    QTest.keyClicks(type_ahead, "xyz")
    assert type_ahead.value is None
    assert "xyz" in type_ahead.problem
    assert not type_ahead.list.isVisible()
    type_ahead.free_text = True
    assert type_ahead.value == Candidate(None, "xyz")
    assert type_ahead.problem == ""


def test_editing_a_taken_one_lets_it_go(type_ahead: TypeAhead) -> None:
    type_ahead.set_key(2)
    assert type_ahead.text() == "Zwembad"
    QTest.keyClick(type_ahead, Qt.Key.Key_End)
    QTest.keyClick(type_ahead, Qt.Key.Key_Backspace)
    assert type_ahead.value is None
    type_ahead.set_key(99)
    assert type_ahead.text() == ""
    assert type_ahead.candidates == PLACES


def test_free_text_stays_what_was_typed(qtbot: QtBot) -> None:
    field = TypeAhead(PLACES, free_text=True)
    qtbot.addWidget(field)
    field.show()
    QTest.keyClicks(field, "z")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.value == Candidate(None, "z")
    QTest.keyClicks(field, "w")
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.value == PLACES[1]
    field.hide()


# Several candidates in one line


@pytest.fixture
def many(qtbot: QtBot) -> Form:
    form = Form()
    form.add("&Meerijders", ManyTypeAhead(PLACES), name="along")
    form.add("&Opmerking", TextField(), name="note")
    qtbot.addWidget(form)
    form.show()
    form.activateWindow()
    form.rows[0].field.setFocus()
    return form


def along(form: Form) -> ManyTypeAhead:
    field = form.rows[0].field
    assert isinstance(field, ManyTypeAhead)
    return field


def test_enter_takes_one_after_the_other_and_goes_on_from_an_empty_line(many: Form) -> None:
    field = along(many)
    for text in ("zwem", "kap", "zwem"):
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.keys == (2, 3)
    assert (field.text(), field.value, field.problem) == ("", None, "")
    assert many.rows[0].sentence.text() == "Zwembad, Kapper Zoë. Backspace laat de laatste weg."
    assert field.hasFocus()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert many.rows[1].field.hasFocus()


def test_backspace_in_an_empty_line_drops_the_last_one(many: Form) -> None:
    field = along(many)
    field.set_keys([3, 99, 1])
    QTest.keyClicks(field, "x")
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert list(field.keys) == [3, 1]
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert list(field.keys) == [3]
    field.actions()[0].trigger()
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert (list(field.keys), field.hint, many.rows[0].sentence.text()) == ([], "", "")


def test_ctrl_enter_takes_the_chosen_one_and_saves(many: Form, qtbot: QtBot) -> None:
    QTest.keyClicks(along(many), "zwem")
    with qtbot.waitSignal(many.submitted):
        QTest.keyClick(along(many), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert along(many).keys == (2,)


def test_what_nobody_is_called_stays_a_problem(many: Form) -> None:
    QTest.keyClicks(along(many), "qqq")
    QTest.keyClick(along(many), Qt.Key.Key_Tab)
    assert "werd niet gevonden" in many.rows[0].problem
