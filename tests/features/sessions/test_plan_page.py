"""The month plan through its widgets, by keys; the drag by the event it ends in."""

from datetime import date, time

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mmc_desk.features.mail.pages.mailing_dialog import MailingDialog
from mmc_desk.features.sessions.model import SessionKind, SessionState, WheelsSession
from mmc_desk.features.sessions.pages.plan import PlanPage
from mmc_desk.features.sessions.pages.plan_dialogs import PeriodDialog, SettingsDialog
from mmc_desk.features.sessions.pages.plan_grid import _MIME
from mmc_desk.features.sessions.pages.session_dialog import SessionDialog
from mmc_desk.features.sessions.pages.session_tasks import CancelDialog, MoveDialog
from mmc_desk.features.sessions.queries.settings import session_settings
from mmc_desk.features.sessions.rules.plan import Month
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.preview import PreviewDialog
from tests.features.sessions.sitting import Sitting

Key = Qt.Key
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
THURSDAY, NEXT = date(2026, 12, 3), date(2026, 12, 10)


def december(desk: Sitting) -> PlanPage:
    page = desk.open(PlanPage)
    desk.press(page.grid, Key.Key_Right, CTRL)
    assert page.bar.month == Month(2026, 12)
    return page


def test_a_month_is_proposed_seen_with_its_reasons_and_taken_over_in_one_step(
    desk: Sitting, recorder: MessageRecorder
) -> None:
    desk.wheels.theme("Bingo", SessionKind.RECREATIONAL)
    page = december(desk)
    desk.press(page.grid, Key.Key_G, CTRL)
    assert page.proposal is not None
    assert len(page.proposal.sessions) == 2
    assert page.panel.isVisible()
    assert page.grid.ghost is not None
    assert page.sentence.text().startswith("Voorstel: ")
    assert "kwam nog niet in" in page.sentence.text()
    desk.press(page.grid, Key.Key_Return, CTRL)
    assert recorder.toasts == ["2 activiteiten gepland"]
    assert desk.rows(WheelsSession) == 2
    assert page.proposal is None
    desk.runner.undo()
    desk.runner.wait_idle()
    assert desk.rows(WheelsSession) == 0


def test_a_proposal_for_another_year_or_until_a_day(desk: Sitting) -> None:
    page = desk.open(PlanPage)
    desk.press(page.grid, Key.Key_G, CTRL | Qt.KeyboardModifier.ShiftModifier)
    dialog = desk.dialog(page, PeriodDialog)
    offered = [dialog.period.itemText(place) for place in range(dialog.period.count())]
    assert offered[1:3] == ["heel 2026", "heel 2027"]
    dialog.period.setCurrentIndex(2)
    assert dialog.months() == ((2027, 1), (2027, 12))
    for first, last in ((None, NEXT), (NEXT, THURSDAY), (THURSDAY, date(2036, 1, 1))):
        dialog.first.set_value(first)
        dialog.last.set_value(last)
        desk.save(dialog)
        assert dialog.isVisible()
        for row in dialog.form.rows:
            row.clear()
    dialog.first.set_value(date(2026, 11, 23))
    QTest.keyClicks(dialog.last, " ")
    assert dialog.period.value is None
    dialog.last.set_value(THURSDAY)
    desk.save(dialog)
    assert page.proposal is not None
    assert (page.proposal.first, page.proposal.last) == ((2026, 11), (2026, 12))


def test_how_long_a_theme_stays_away_is_set_from_a_day_on(desk: Sitting, recorder: MessageRecorder) -> None:
    page = desk.open(PlanPage)
    desk.press(page.grid, Key.Key_F4)
    dialog = desk.dialog(page, SettingsDialog)
    assert (dialog.repeat_months.value, dialog.valid_from.value) == (6, date(2026, 11, 1))
    dialog.starts_at.set_value(None)
    desk.save(dialog)
    assert dialog.isVisible()
    for row in dialog.form.rows:
        row.clear()
    dialog.starts_at.set_value(time(13, 30))
    dialog.repeat_months.set_value(9)
    desk.save(dialog)
    assert recorder.toasts == ["Instellingen bewaard"]
    settings = desk.wheels.read(session_settings, THURSDAY)
    assert (settings.repeat_months, settings.starts_at, settings.minutes) == (9, time(13, 30), 90)
    assert desk.wheels.read(session_settings, date(2026, 10, 31)).repeat_months == 6


def test_one_line_of_a_proposal_is_taken_over_from_the_grid_or_the_table(desk: Sitting) -> None:
    page = december(desk)
    page.month_button.click()
    desk.runner.wait_idle()
    desk.press(page.grid, Key.Key_Return)
    assert desk.rows(WheelsSession) == 1
    assert page.proposal is not None
    page.panel.table.setFocus()
    page.panel.table.selectRow(0)
    assert page.grid.ghost is not None
    desk.press(page.panel.table, Key.Key_Return)
    assert desk.rows(WheelsSession) == 2
    page.month_button.click()
    desk.runner.wait_idle()
    assert page.proposal is None


def test_a_year_shows_months_without_and_is_put_away(desk: Sitting) -> None:
    page = desk.open(PlanPage)
    page.year_button.click()
    desk.save(desk.dialog(page, PeriodDialog))
    assert page.proposal is not None
    assert {row.month for row in page.proposal.rows} == {(2026, 11), (2026, 12)}
    page.panel.drop_button.click()
    desk.press(page.grid, Key.Key_Right, CTRL)
    desk.press(page.grid, Key.Key_Right, CTRL)
    assert page.bar.month == Month(2027, 1)
    assert page.stack.currentWidget() is page.empty
    desk.press(page, Key.Key_G, CTRL)
    assert page.proposal is not None
    assert {row.day for row in page.proposal.rows} == {None}
    page.panel.table.setFocus()
    page.panel.table.selectRow(0)
    desk.press(page.panel.table, Key.Key_Return)
    desk.press(page.panel.table, Key.Key_Escape)
    assert page.proposal is None
    assert not page.panel.isVisible()
    page.show_day(THURSDAY)
    desk.runner.wait_idle()
    assert page.bar.month == Month(2026, 12)


def test_a_proposal_that_changed_meanwhile_is_refused_and_read_again(desk: Sitting) -> None:
    page = december(desk)
    page.month_button.click()
    desk.runner.wait_idle()
    assert page.proposal is not None
    row = page.proposal.sessions[0]
    assert row.day is not None
    desk.wheels.plan(row.location, row.day)
    page.accept(row)
    desk.runner.wait_idle()
    assert page.refusal.isVisible()
    assert "intussen gewijzigd" in page.refusal.text.text()


def test_an_activity_is_moved_by_alt_arrows_and_by_drag(desk: Sitting, recorder: MessageRecorder) -> None:
    key = desk.wheels.plan("Hees", THURSDAY)
    page = december(desk)
    page.grid.select_day(desk.wheels.locations["Hees"], THURSDAY)
    desk.press(page.grid, Key.Key_Right, ALT)
    assert desk.wheels.session(key)["session_date"] == NEXT
    assert page.grid.cell is not None
    assert page.grid.cell.day == NEXT
    desk.press(page.grid, Key.Key_Left, ALT)
    assert desk.wheels.session(key)["session_date"] == THURSDAY
    desk.press(page.grid, Key.Key_Left, ALT)
    assert "geen vrije open middag" in page.refusal.text.text()
    _drop(page, key, desk.wheels.locations["Hees"], date(2026, 12, 17))
    desk.runner.wait_idle()
    assert desk.wheels.session(key)["session_date"] == date(2026, 12, 17)
    _drop(page, key, desk.wheels.locations["Mopertingen"], date(2026, 12, 7))
    assert "blijft in haar locatie" in page.refusal.text.text()
    _drop(page, key, desk.wheels.locations["Hees"], date(2026, 12, 17))
    assert recorder.toasts == ["Activiteit verplaatst"] * 3


def _drop(page: PlanPage, key: int, location_id: int, day: date) -> None:
    here = page.grid.currentIndex()
    page.grid.select_day(location_id, day)
    place = page.grid.visualRect(page.grid.currentIndex()).center()
    page.grid.setCurrentIndex(here)
    data = QMimeData()
    data.setData(_MIME, str(key).encode())
    moves = Qt.DropAction.MoveAction
    event = QDropEvent(QPointF(place), moves, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    page.grid.dropEvent(event)


def test_picking_an_activity_up_carries_its_key(desk: Sitting) -> None:
    key = desk.wheels.plan("Hees", THURSDAY)
    page = december(desk)
    page.grid.select_day(desk.wheels.locations["Hees"], THURSDAY)
    model, index = page.grid.plan_model, page.grid.currentIndex()
    assert bytes(model.mimeData([index]).data(_MIME).data()) == str(key).encode()
    assert model.flags(index) & Qt.ItemFlag.ItemIsDragEnabled
    page.grid.select_day(desk.wheels.locations["Hees"], NEXT)
    assert model.flags(page.grid.currentIndex()) & Qt.ItemFlag.ItemIsDropEnabled
    assert model.flags(model.index(1, 0)) == Qt.ItemFlag.NoItemFlags


def test_deeds_on_the_cell_under_the_cursor(desk: Sitting) -> None:
    key = desk.wheels.plan("Hees", THURSDAY)
    page = december(desk)
    page.grid.select_day(desk.wheels.locations["Hees"], THURSDAY)
    desk.press(page.grid, Key.Key_Z)
    assert desk.wheels.session(key)["is_pinned"] is True
    assert "vastgezet" in page.sentence.text()
    desk.press(page.grid, Key.Key_Z)
    assert desk.wheels.session(key)["is_pinned"] is False
    desk.press(page.grid, Key.Key_V)
    move = desk.dialog(page, MoveDialog)
    assert move.to.value == NEXT
    desk.save(move)
    assert desk.wheels.session(key)["session_date"] == NEXT
    page.grid.select_day(desk.wheels.locations["Hees"], NEXT)
    desk.press(page.grid, Key.Key_Delete)
    cancel = desk.dialog(page, CancelDialog)
    QTest.keyClicks(cancel.reason, "sneeuw")
    desk.save(cancel)
    assert desk.wheels.session(key)["state"] is SessionState.CANCELLED
    desk.press(page.grid, Key.Key_H)
    assert desk.wheels.session(key)["state"] is SessionState.PLANNED


def test_an_activity_is_planned_on_the_free_noon_under_the_cursor(desk: Sitting) -> None:
    partner = desk.wheels.partner("Koor")
    desk.wheels.theme("Samen zingen", SessionKind.RECREATIONAL, partner_id=partner)
    page = december(desk)
    page.grid.select_day(desk.wheels.locations["Hees"], THURSDAY)
    desk.press(page.grid, Key.Key_Return)
    dialog = desk.dialog(page, SessionDialog)
    desk.pick(dialog.theme, "zing")
    assert dialog.kind.value is SessionKind.RECREATIONAL
    assert dialog.partner.value is not None
    desk.save(dialog)
    (row,) = page.plan.sessions if page.plan else ()
    assert (row.theme, row.partner, row.starts_at) == ("Samen zingen", "Koor", time(14))
    desk.press(page.grid, Key.Key_Return)
    again = desk.dialog(page, SessionDialog)
    again.material.setFocus()
    QTest.keyClicks(again.material, "piano")
    desk.save(again)
    assert desk.wheels.session(row.key)["material"] == "piano"


def test_a_new_activity_names_its_day_or_says_what_is_wrong(desk: Sitting) -> None:
    page = december(desk)
    page.grid.select_day(desk.wheels.locations["Hees"], date(2026, 12, 24))
    page.on_new()
    dialog = desk.dialog(page, SessionDialog)
    desk.save(dialog)
    assert dialog.form.row("session_date").problem  # type: ignore[union-attr] # the form has it
    dialog.day.setText("24/12/2026")
    desk.save(dialog)
    assert "geen open middag" in dialog.form.row("session_date").problem  # type: ignore[union-attr] # as above
    dialog.reject()


def test_papers_are_seen_first(desk: Sitting, recorder: MessageRecorder) -> None:
    desk.wheels.plan("Hees", THURSDAY)
    page = december(desk)
    page.on_print()
    assert page.papers.isVisible()
    page.papers.close()
    page.grid.select_day(desk.wheels.locations["Hees"], NEXT)
    page.print_poster()
    page.grid.select_day(desk.wheels.locations["Hees"], THURSDAY)
    for make in (page.print_month, page.print_posters, page.print_poster):
        make()
        desk.runner.wait_idle()
        preview = desk.dialog(page, PreviewDialog)
        assert len(preview.pages.sizes) == 1
        preview.reject()
        QApplication.processEvents()
    page.bar.step(-1)
    desk.runner.wait_idle()
    page.print_posters()
    desk.runner.wait_idle()
    assert recorder.infos == ["Er is geen activiteit om een affiche van te maken."]


def test_invitations_are_ticked_seen_and_queued(desk: Sitting, recorder: MessageRecorder) -> None:
    partner = desk.wheels.partner("Koor", email="lea@voorbeeld.be")
    silent = desk.wheels.partner("Bibliotheek")
    desk.wheels.plan("Hees", THURSDAY, partner_id=partner)
    desk.wheels.plan("Mopertingen", date(2026, 12, 7), partner_id=silent)
    page = december(desk)
    desk.press(page.grid, Key.Key_M, CTRL)
    dialog = desk.dialog(page, MailingDialog)
    desk.settle(dialog)
    assert dialog.ticked == {partner}
    assert "Uitnodiging" in dialog.text.toPlainText()
    dialog.table.selectRow(0)
    desk.press(dialog.table, Key.Key_Space)
    assert dialog.ticked == {partner}
    dialog.table.selectRow(1)
    desk.press(dialog.table, Key.Key_Space)
    assert not dialog.queue_button.isEnabled()
    desk.press(dialog.table, Key.Key_Return)
    desk.settle(dialog)
    dialog.print_button.click()
    desk.runner.wait_idle()
    preview = desk.dialog(dialog, PreviewDialog)
    assert len(preview.pages.sizes) == 1  # the one who has no address
    preview.reject()
    dialog.queue_button.click()
    desk.runner.wait_idle()
    assert recorder.toasts == ["1 mail in de wachtrij"]


def test_what_isnt_pinned_may_be_rearranged(desk: Sitting) -> None:
    partner = desk.wheels.partner("Koor")
    keys = [desk.wheels.plan("Hees", THURSDAY, partner_id=partner), desk.wheels.plan("Mopertingen", date(2026, 11, 30))]
    page = december(desk)
    page.rearrange.setChecked(True)
    desk.press(page.grid, Key.Key_G, CTRL)
    assert page.proposal is not None
    (moved,) = [row for row in page.proposal.sessions if row.proposed and row.proposed.session_id]
    assert moved.why[0].startswith("Verschuift van do 03/12")
    page.accept(moved)
    desk.runner.wait_idle()
    assert desk.wheels.session(keys[0])["session_date"] == moved.day
    desk.runner.undo()
    desk.runner.wait_idle()
    assert desk.wheels.session(keys[0])["session_date"] == THURSDAY


def test_pages_remember_how_they_were(desk: Sitting) -> None:
    page = desk.open(PlanPage)
    page.restore_state({"sizes": [300, 200]})
    assert "sizes" in page.save_state()
