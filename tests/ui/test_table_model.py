"""The fast table: sorting, filtering, keeping the row, copying, by keys."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from mmc_desk.ui import theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.table_model import RowTableModel, TableView


@dataclass(frozen=True)
class Person:
    key: int
    name: str
    born: int | None


COLUMNS = (
    Column[Person](
        "Naam", lambda row: row.name, width=200, bold=lambda row: row.key == 1, tooltip=lambda row: f"Lid {row.key}"
    ),
    Column[Person](
        "Geboren",
        lambda row: str(row.born or ""),
        sort=lambda row: row.born,
        align_right=True,
        colour=lambda row: "warn" if row.born is None else "",
        icon=lambda row: "triangle-alert" if row.born is None else "",
    ),
    Column[Person]("Nr.", lambda row: str(row.key)),
)
PEOPLE = [Person(1, "Élise Peeters", 1950), Person(2, "Anna\tJanssens", None), Person(3, "zoë Bielen", 1938)]


@pytest.fixture
def model() -> RowTableModel[Person]:
    made = RowTableModel(COLUMNS)
    made.set_rows(PEOPLE)
    return made


@pytest.fixture
def view(model: RowTableModel[Person], qtbot: QtBot) -> TableView:
    made = TableView(model, name="Leden")
    qtbot.addWidget(made)
    made.show()
    return made


def keys(model: RowTableModel[Person]) -> list[int]:
    return [row.key for row in model.rows]


def test_qt_agrees_with_the_model(model: RowTableModel[Person], qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)  # type: ignore[no-untyped-call] # pytest-qt ships no types for it


def test_text_sorts_without_accents_or_capitals(model: RowTableModel[Person]) -> None:
    model.sort(0)
    assert keys(model) == [2, 1, 3]


@pytest.mark.parametrize(
    ("order", "expected"), [(Qt.SortOrder.AscendingOrder, [3, 1, 2]), (Qt.SortOrder.DescendingOrder, [1, 3, 2])]
)
def test_unknown_comes_last_whichever_way(
    model: RowTableModel[Person], order: Qt.SortOrder, expected: list[int]
) -> None:
    model.sort(1, order)
    assert keys(model) == expected
    model.set_rows(PEOPLE[::-1])
    assert keys(model) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("elise", [1]), ("ZOE biel", [3]), ("biel zoe", [3]), ("19", [1, 3]), ("niemand", []), ("", [1, 2, 3])],
)
def test_the_filter_wants_every_word(model: RowTableModel[Person], text: str, expected: list[int]) -> None:
    model.set_filter("a")
    model.set_filter(text)
    assert keys(model) == expected
    assert len(model.all_rows) == 3


def test_a_column_may_be_left_out_of_the_search() -> None:
    model = RowTableModel(COLUMNS, search=lambda row: row.name)
    model.set_rows(PEOPLE)
    model.set_filter("1950")
    assert keys(model) == []


def test_what_qt_asks_of_a_cell(model: RowTableModel[Person]) -> None:
    role = Qt.ItemDataRole
    first, born = model.index(0, 0), model.index(1, 1)
    assert first.data(role.ToolTipRole) == "Lid 1"
    assert first.data(role.FontRole).bold()
    assert first.data(role.ForegroundRole) is None
    assert born.data(role.ForegroundRole) == theme.colour("warn")
    assert not born.data(role.DecorationRole).isNull()
    assert born.data(role.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.headerData(1, Qt.Orientation.Horizontal, role.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.headerData(0, Qt.Orientation.Horizontal, role.DecorationRole) is None
    assert model.data(QModelIndex()) is None
    with pytest.raises(IndexError):
        model.row_at(QModelIndex())


def test_a_reload_keeps_the_row_under_the_cursor(view: TableView, model: RowTableModel[Person]) -> None:
    rows: list[Person | None] = []
    view.current_row_changed.connect(rows.append)
    assert view.select_where(lambda row: row.key == 3)
    model.set_rows([Person(3, "Zoë Bielen-Thijs", 1938), *PEOPLE[:2]])
    assert view.current_row() == Person(3, "Zoë Bielen-Thijs", 1938)
    model.set_rows(PEOPLE[:2])
    assert view.current_row() is None
    assert rows[-1] is None
    assert not view.select_where(lambda row: row.key == 9)


def test_keys_move_activate_and_copy(view: TableView, qtbot: QtBot) -> None:
    opened: list[Person] = []
    view.activated_row.connect(opened.append)
    view.selectRow(0)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert opened == [PEOPLE[1]]
    assert QGuiApplication.clipboard().text() == "Naam\tGeboren\tNr.\nAnna Janssens\t\t2\nzoë Bielen\t1938\t3\n"
    QTest.keyClicks(view, "zo")
    assert view.current_row() == PEOPLE[2]


def test_a_click_on_a_title_sorts(view: TableView, qtbot: QtBot, model: RowTableModel[Person]) -> None:
    header = view.horizontalHeader()
    place = header.sectionViewportPosition(1) + 10
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, 8))
    assert keys(model) == [3, 1, 2]


def test_widths_and_order_come_back_at_another_scale(
    view: TableView, model: RowTableModel[Person], qtbot: QtBot, qapp: QApplication
) -> None:
    view.setColumnWidth(0, 300)
    view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    state = view.save_state()
    theme.apply(qapp, "light", 150)
    other = TableView(model, name="Leden")
    qtbot.addWidget(other)
    other.restore_state(state)
    assert other.columnWidth(0) == 450
    assert other.horizontalHeader().sortIndicatorSection() == 1
    other.restore_state({"widths": [1], "sorted_by": 9})
    assert other.columnWidth(0) == 450


def test_a_hundred_thousand_rows_filter_without_widgets_per_row(qtbot: QtBot) -> None:
    model = RowTableModel(COLUMNS, search=lambda row: row.name)
    view = TableView(model, name="Leden")
    qtbot.addWidget(view)
    model.set_rows([Person(number, f"Lid {number}", 1950) for number in range(100_000)])
    view.show()
    model.set_filter("lid 99999")
    assert keys(model) == [99_999]


WIDE: list[Column[Person]] = [
    Column("Nr", lambda row: str(row.key), align_right=True, width=50),
    Column("Naam", lambda row: row.name, width=200, grows=True),
    Column("Geboren", lambda row: str(row.born), width=100),
    Column("Straat", lambda _row: "", width=100, is_spare=True),
]


@pytest.fixture
def wide(qtbot: QtBot, qapp: QApplication) -> TableView:
    theme.apply(qapp, "light", 100)
    made = TableView(RowTableModel(WIDE), name="Leden")
    qtbot.addWidget(made)
    made.show()
    return made


def widths_in(view: TableView, room: int) -> list[int]:
    """Return the widths of the columns in a viewport of some pixels; 0 for a hidden one."""
    view.resize(room + view.width() - view.viewport().width(), 300)
    return [view.columnWidth(place) for place in range(len(WIDE))]


@pytest.mark.parametrize(
    ("room", "widths"),
    [
        (600, [50, 350, 100, 100]),
        (450, [50, 200, 100, 100]),
    ],
)
def test_columns_share_the_room(wide: TableView, room: int, widths: list[int]) -> None:
    assert widths_in(wide, room) == widths


def test_empty_room_gives_way_before_a_spare_column_and_a_name_last(wide: TableView) -> None:
    wide.rows_model.set_rows([Person(1, "Froidmont-Meesters Monique", 1950)])
    name = wide.fontMetrics().horizontalAdvance("Froidmont-Meesters Monique")
    fitting = widths_in(wide, 440)
    assert sum(fitting) <= 440
    assert min(fitting) > 0
    narrow = widths_in(wide, name + 190)
    assert narrow[3] == 0
    assert narrow[1] > name
    wide.rows_model.set_rows([Person(1, "An", 1950)])
    assert widths_in(wide, name + 190)[3] > 0


def test_a_width_a_person_gave_stays_theirs(wide: TableView) -> None:
    widths_in(wide, 600)
    wide.horizontalHeader().resizeSection(1, 180)
    assert widths_in(wide, 700) == [50, 180, 100, 370]
    state = wide.save_state()
    assert state["widths"] == [0, 180, 0, 0]


def test_a_number_is_never_cut(wide: TableView) -> None:
    wide.rows_model.set_rows([Person(12_345_678_901, "An", 1950)])
    assert widths_in(wide, 600)[0] > wide.fontMetrics().horizontalAdvance("12345678901")
    wide.horizontalHeader().resizeSection(0, 40)
    assert widths_in(wide, 600)[0] == 40


def test_a_column_put_away_leaves_its_room_to_the_others(wide: TableView) -> None:
    wide.put_away(0, away=True)
    assert widths_in(wide, 450) == [0, 250, 100, 100]
    wide.put_away(0, away=False)
    assert widths_in(wide, 450) == [50, 200, 100, 100]


def test_an_empty_table_says_what_that_means(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light", 100)
    pictures = []
    for nothing in ("", "Nog niemand."):
        view = TableView(RowTableModel(COLUMNS), name="Leden", nothing=nothing)
        qtbot.addWidget(view)
        view.resize(400, 200)
        view.show()
        assert view.accessibleDescription() == nothing
        pictures.append(view.viewport().grab().toImage())
    assert pictures[0] != pictures[1]
