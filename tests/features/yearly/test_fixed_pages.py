"""The pages Doelen, Vroegere jaren and Publicaties, by keys."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mmc_desk.features.yearly.model import GoalKind
from mmc_desk.features.yearly.pages.goals import GoalDialog, GoalsPage
from mmc_desk.features.yearly.pages.publications import PublicationsPage
from mmc_desk.features.yearly.pages.publishing import PublishDialog, ReasonDialog
from mmc_desk.features.yearly.pages.totals import TotalDialog, TotalsPage
from mmc_desk.features.yearly.queries.goals import GoalYear
from mmc_desk.ui import messages, theme
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.preview import PreviewDialog
from mmc_desk.ui.runner import Runner

Book = Any
"""The RideBook of conftest.py: a test folder is no package to import from."""

ENTER, DELETE, F2 = Qt.Key.Key_Return, Qt.Key.Key_Delete, Qt.Key.Key_F2


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> MessageRecorder:
    made = MessageRecorder()
    monkeypatch.setattr(messages, "recorder", made)
    return made


@pytest.fixture
def show(sqlite_book: Book, qtbot: QtBot, qapp: QApplication, recorder: MessageRecorder) -> Any:  # noqa: ANN401
    theme.apply(qapp, "light", 100)
    jan = sqlite_book.driver("Peeters|Jan")
    for month in range(1, 11):
        sqlite_book.ride(date(2026, month, 3), jan, 20)
        sqlite_book.ride(date(2025, month, 3), jan, 10)
    runner = Runner(sqlite_book.database)

    def shown(kind: Callable[[Runner], QWidget]) -> Any:  # noqa: ANN401 - the page asked for
        page = kind(runner)
        qtbot.addWidget(page)
        page.resize(1130, 640)
        page.show()
        runner.wait_idle()
        return page

    yield shown
    runner.close()


def dialog_of(page: QWidget, kind: type[Any]) -> Any:  # noqa: ANN401 - the dialog asked for
    return page.findChildren(kind)[-1]


def press(widget: QWidget, key: Qt.Key) -> None:
    """Press a key that works while the widget has the focus."""
    widget.window().activateWindow()
    QApplication.processEvents()
    widget.setFocus()
    QTest.keyClick(widget, key)


def printed(page: Any) -> str:  # noqa: ANN401 - any of the pages
    """Print, and return what the paper says."""
    page.on_print()
    page.runner.wait_idle()
    [dialog] = page.findChildren(PreviewDialog)
    pages = pypdf.PdfReader(io.BytesIO(dialog.pages.content)).pages
    dialog.close()
    return " ".join(" ".join(one.extract_text() for one in pages).split())


def cells(page: Any) -> list[list[str]]:  # noqa: ANN401 - any of the pages
    model = page.table.model()
    return [[column.text(row) for column in model.columns] for row in model.rows]


def put(field: Any, text: str) -> None:  # noqa: ANN401 - any line field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def test_a_goal_is_set_changed_and_removed_by_key(show: Any, recorder: MessageRecorder) -> None:  # noqa: ANN401
    page: GoalsPage = show(GoalsPage)
    assert page.stack.currentWidget() is page.empty
    assert "Nog geen doelen voor 2026" in page.empty.sentence.text()
    page.on_edit()
    page.on_remove()
    page.on_new()
    dialog: GoalDialog = dialog_of(page, GoalDialog)
    dialog.name.set_value("rides")
    dialog.save_button.click()
    assert "Vul het doel in" in dialog.form.row("target").problem  # type: ignore[union-attr] # it is there
    put(dialog.target, "15")
    QTest.keyClick(dialog.target, ENTER, Qt.KeyboardModifier.ControlModifier)
    page.runner.wait_idle()
    assert recorder.toasts == ["Doel bewaard"]
    assert cells(page) == [["Ritten", "minstens 15", "10", "66\xa0%", "4", "± 10", "loopt achter"]]
    assert "Schatting naar de maanden van 2025" in page.explanation.text()
    press(page.table, F2)
    dialog = dialog_of(page, GoalDialog)
    put(dialog.target, "1")
    dialog.rhythm.set_value(True)
    dialog.per.set_value("drivers")
    dialog.kind.set_value(GoalKind.AT_MOST)
    dialog.note.setPlainText("samen")
    dialog.save_button.click()
    page.runner.wait_idle()
    assert cells(page)[0][:4] == ["Ritten", "hoogstens 12", "10", "83\xa0%"]
    assert "1 per maand, maal Chauffeurs." in page.explanation.text()
    page.grab()  # the bar draws itself
    page.resize(500, 640)
    page.grab()
    paper = printed(page)
    assert "Doelen 2026" in paper
    assert "hoogstens 12" in paper
    assert "1 per maand, maal Chauffeurs." in paper
    press(page.table, DELETE)
    page.runner.wait_idle()
    assert cells(page) == []
    page.on_print()
    page.runner.undo()
    page.runner.wait_idle()
    assert len(cells(page)) == 1


def test_goals_are_those_of_the_chosen_year(show: Any) -> None:  # noqa: ANN401 - the fixture
    page: GoalsPage = show(GoalsPage)
    page.restore_state({"year": 2025})
    page.restore_state({"year": "x"})
    page.runner.wait_idle()
    assert page.save_state() == {"year": 2025}
    assert "voor 2025" in page.empty.sentence.text()
    page._on_read(GoalYear(2024, ()))
    assert "voor 2025" in page.empty.sentence.text()
    QTest.keyClick(page, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    page.runner.wait_idle()
    assert page.years.year == 2026
    page.on_new()
    dialog: GoalDialog = dialog_of(page, GoalDialog)
    put(dialog.year, " ")
    dialog.save_button.click()
    assert "Vul het jaar in" in dialog.form.row("year").problem  # type: ignore[union-attr] # it is there


def test_a_total_is_entered_changed_and_removed_by_key(show: Any, recorder: MessageRecorder) -> None:  # noqa: ANN401
    page: TotalsPage = show(TotalsPage)
    assert "271 leden in 2018" in page.empty.sentence.text()
    page.on_edit()
    page.on_remove()
    page.on_import()
    page.on_new()
    dialog: TotalDialog = dialog_of(page, TotalDialog)
    for field, told in ((dialog.year, "Vul het jaar in"), (dialog.value, "Vul de waarde in")):
        put(field, " ")
        dialog.save_button.click()
        assert any(told in row.problem for row in dialog.form.rows)
        put(field, "2018")
    put(dialog.value, "271")
    put(dialog.source, "Jaarverslag")
    QTest.keyClick(dialog.source, ENTER, Qt.KeyboardModifier.ControlModifier)
    page.runner.wait_idle()
    assert recorder.toasts == ["Totaal bewaard"]
    assert cells(page) == [["2018", "Leden", "271", "–", "Jaarverslag", ""]]
    assert "kan dit niet tellen" in page.explanation.text()
    page.on_new()
    dialog = dialog_of(page, TotalDialog)
    assert (dialog.year.value, dialog.source.value) == (2018, "Jaarverslag")
    dialog.reject()
    press(page.table, F2)
    dialog = dialog_of(page, TotalDialog)
    dialog.name.set_value("rides")
    put(dialog.year, "2025")
    put(dialog.value, "11")
    dialog.note.setPlainText("na te kijken")
    dialog.save_button.click()
    page.runner.wait_idle()
    assert cells(page) == [["2025", "Ritten", "11", "10", "Jaarverslag", "na te kijken"]]
    assert "telt zelf 10" in page.explanation.text()
    press(page.table, DELETE)
    page.runner.wait_idle()
    assert page.stack.currentWidget() is page.empty
    page.do(_refused, "Weg")
    page.runner.wait_idle()
    assert recorder.errors == ["Dit kan niet."]


def _refused(_session: object) -> None:
    from mmc_desk.core.errors import RuleError

    raise RuleError("Dit kan niet.")


def test_a_year_is_published_and_what_changed_explained(
    show: Any,  # noqa: ANN401 - the fixture
    sqlite_book: Book,
    recorder: MessageRecorder,
) -> None:
    page: PublicationsPage = show(PublicationsPage)
    assert "Nog niets gepubliceerd" in page.empty.sentence.text()
    page.on_edit()
    page.on_print()
    page.on_new()
    dialog: PublishDialog = dialog_of(page, PublishDialog)
    put(dialog.year, " ")
    dialog.save_button.click()
    assert "Vul het jaar in" in dialog.form.row("year").problem  # type: ignore[union-attr] # it is there
    put(dialog.year, "2025")
    put(dialog.by, "An Claes")
    dialog.note.setPlainText("Sociaal plan")
    dialog.save_button.click()
    page.runner.wait_idle()
    assert recorder.toasts == ["Cijfers gepubliceerd"]
    assert cells(page) == [["2025", "1", "23/11/2026", "An Claes", "Sociaal plan"]]
    assert page.heading.text() == "Jaarcijfers 2025: alle cijfers zijn nog dezelfde"
    page.on_edit()
    assert page.findChildren(ReasonDialog) == []
    sqlite_book.ride(date(2025, 12, 30), 1, 7)
    page.reload()
    page.runner.wait_idle()
    assert page.heading.text() == "Jaarcijfers 2025: 3 cijfers intussen gewijzigd"
    assert page.handed_in.text() == "Publicatie 1 van 23/11/2026, door An Claes. Sociaal plan"
    page.figures.select_where(lambda figure: figure.line.name == "rides")
    press(page.figures, F2)
    reason: ReasonDialog = dialog_of(page, ReasonDialog)
    reason.reason.setPlainText("Blad kwam te laat.")
    reason.save_button.click()
    page.runner.wait_idle()
    rides = page.figures.current_row()
    assert [column.text(rides) for column in page.figures_model.columns] == [
        *("Ritten", "10", "11", "Blad kwam te laat.; na publicatie gewijzigd"),
    ]
    assert page.explanation.text().endswith("Blad kwam te laat; na publicatie gewijzigd.")
    assert "Publicatie 1 van 23/11/2026, door An Claes. Sociaal plan" in printed(page)
