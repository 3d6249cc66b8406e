"""The worker: order kept, errors told, results of the gone dropped, undo and redo with their conflicts."""

import functools
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.changes import Changes
from mmc_desk.core.db import Committed
from mmc_desk.core.errors import DatabaseError, NotKeptError, RuleError, ServerLostError, UnsettledError
from mmc_desk.core.model import AuditEntry, ClosureDay
from mmc_desk.core.recording import note_final
from mmc_desk.ui import runner as runner_module
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner

DAY = date(2026, 12, 24)


def add_day(day: date, reason: str = "Brugdag") -> Callable[[Session], int]:
    def op(session: Session) -> int:
        closure = ClosureDay(day=day, reason=reason)
        session.add(closure)
        session.flush()
        return closure.id

    return op


def rename(reason: str) -> Callable[[Session], None]:
    def op(session: Session) -> None:
        session.scalars(select(ClosureDay)).one().reason = reason

    return op


def reasons(session: Session) -> list[str]:
    return list(session.scalars(select(ClosureDay.reason).order_by(ClosureDay.day)))


def answer(number: int, _session: Session) -> int:
    return number


def refuse(_session: Session) -> list[str]:
    raise RuleError("Dat mag niet. Doe het anders.")


def shown(runner: Runner) -> list[str]:
    found: list[list[str]] = []
    runner.read(reasons, found.append)
    runner.wait_idle()
    return found[0]


def test_a_write_reports_its_value_its_change_and_its_time(runner: Runner, frozen_clock: datetime) -> None:
    values: list[int] = []
    topics: list[frozenset[str]] = []
    times: list[datetime] = []
    runner.changed.connect(lambda changes: topics.append(changes.topics))
    runner.saved.connect(times.append)
    runner.write(add_day(date(2026, 5, 15)), "Sluitingsdag toegevoegd", values.append)
    runner.wait_idle()
    assert (len(values), topics, times) == (1, [frozenset({"closure_day"})], [frozen_clock.astimezone(UTC)])


def test_what_opening_did_without_is_loaded_behind_it(runner: Runner) -> None:
    runner.warm_up()
    runner.wait_idle()
    assert "engine" in vars(runner.database)


def test_work_is_done_in_the_order_it_was_asked(runner: Runner) -> None:
    seen: list[int] = []
    for number in range(20):
        runner.read(functools.partial(answer, number), seen.append)
    runner.write(add_day(date(2026, 1, 2)), "Toegevoegd", lambda _key: seen.append(99))
    runner.read(reasons, lambda rows: seen.append(len(rows)))
    runner.wait_idle()
    assert seen == [*range(20), 99, 1]


def test_busy_is_told_once_for_a_row_of_jobs(runner: Runner, qtbot: QtBot) -> None:
    told: list[bool] = []
    runner.busy.connect(told.append)
    runner.read(reasons, lambda _rows: None)
    runner.read(reasons, lambda _rows: None)
    runner.wait_idle()
    assert told == [True, False]
    assert runner.is_idle


def test_an_error_without_a_taker_is_shown(runner: Runner, recorder: MessageRecorder) -> None:
    failures: list[Exception] = []
    runner.failed.connect(failures.append)
    runner.write(refuse, "Geweigerd")
    runner.wait_idle()
    assert recorder.errors == ["Dat mag niet. Doe het anders."]
    assert len(failures) == 1
    assert not runner.undo_stack.canUndo()


def test_an_error_with_a_taker_goes_to_it_alone(runner: Runner, recorder: MessageRecorder) -> None:
    errors: list[Exception] = []
    runner.write(refuse, "Geweigerd", on_error=errors.append)
    runner.wait_idle()
    assert [str(error) for error in errors] == ["Dat mag niet. Doe het anders."]
    assert recorder.errors == []


def test_a_bug_reaches_the_exception_hook(runner: Runner, qtbot: QtBot) -> None:
    def bug(_session: Session) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        runner.read(bug, lambda _rows: None)
        runner.wait_idle()
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]
    assert shown(runner) == []


class Asker(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[list[str]] = []

    def take(self, rows: list[str]) -> None:
        self.got.append(rows)


def test_a_read_for_somebody_who_is_gone_is_dropped(runner: Runner, recorder: MessageRecorder) -> None:
    asker = Asker()
    late: list[int] = []
    runner.read(reasons, asker.take)

    def count(rows: list[str]) -> None:
        late.append(len(rows) + len(asker.got))

    runner.read(reasons, count)
    runner.run(lambda: ["a letter"], count)
    runner.read(refuse, asker.take)
    shiboken6.delete(asker)
    runner.wait_idle()
    assert late == []
    assert recorder.errors == []


def test_other_work_runs_in_line(runner: Runner) -> None:
    seen: list[str] = []
    runner.run(lambda: "werk", seen.append)
    runner.wait_idle()
    assert seen == ["werk"]


def test_everything_can_be_announced(runner: Runner) -> None:
    topics: list[frozenset[str]] = []
    runner.changed.connect(lambda changes: topics.append(changes.topics))
    runner.announce_everything()
    assert {"closure_day", "person", "ride"} <= topics[0]


def test_waiting_gives_up(runner: Runner) -> None:
    import threading

    hold = threading.Event()
    runner.run(hold.wait, lambda _: None)
    with pytest.raises(TimeoutError):
        runner.wait_idle(30)
    hold.set()
    runner.wait_idle()


def test_a_runner_can_be_closed_twice(runner: Runner) -> None:
    runner.close()
    runner.close()


def test_undo_and_redo_put_rows_there_and_back(runner: Runner) -> None:
    runner.write(add_day(date(2026, 5, 15)), "Sluitingsdag toegevoegd")
    runner.write(rename("Teamdag"), "Reden gewijzigd")
    runner.wait_idle()
    assert runner.undo_stack.undoText() == "Reden gewijzigd"
    states = []
    for step in (runner.undo, runner.undo, runner.redo, runner.redo, runner.undo):
        step()
        runner.wait_idle()
        states.append(shown(runner))
    assert states == [["Brugdag"], [], ["Brugdag"], ["Teamdag"], ["Brugdag"]]


def test_undo_asked_during_a_write_takes_that_write_back(runner: Runner) -> None:
    runner.write(add_day(date(2026, 5, 15)), "Sluitingsdag toegevoegd")
    runner.undo()
    runner.undo()
    runner.redo()
    runner.wait_idle()
    assert shown(runner) == ["Brugdag"]
    assert runner.undo_stack.canUndo()


def test_undo_is_in_the_trace_under_its_own_name(runner: Runner) -> None:
    runner.write(add_day(date(2026, 5, 15)), "Sluitingsdag toegevoegd")
    runner.undo()
    labels: list[list[str]] = []
    runner.wait_idle()
    runner.read(lambda session: list(session.scalars(select(AuditEntry.label))), labels.append)
    runner.wait_idle()
    assert labels == [["Sluitingsdag toegevoegd", "Ongedaan gemaakt: Sluitingsdag toegevoegd"]]


def test_nothing_to_undo_is_nothing(runner: Runner) -> None:
    runner.undo()
    runner.redo()
    assert runner.is_idle


def test_a_write_without_a_label_is_no_step(runner: Runner) -> None:
    runner.write(add_day(date(2026, 5, 15)), "")
    runner.wait_idle()
    assert not runner.undo_stack.canUndo()


def test_a_final_write_is_no_step(runner: Runner) -> None:
    def freeze(session: Session) -> None:
        session.add(ClosureDay(day=date(2026, 5, 15), reason="brug"))
        note_final(session)

    runner.write(freeze, "Afrekening")
    runner.wait_idle()
    assert not runner.undo_stack.canUndo()


@pytest.mark.parametrize("redo", [False, True])
def test_a_step_that_no_longer_fits_is_told_and_dropped(runner: Runner, recorder: MessageRecorder, redo: bool) -> None:  # noqa: FBT001
    runner.write(add_day(date(2026, 5, 15)), "Sluitingsdag toegevoegd")
    runner.write(rename("Teamdag"), "Reden gewijzigd")
    runner.wait_idle()
    if redo:
        runner.undo()
        runner.wait_idle()
    runner.write(rename("Buiten de lijst om"), "")
    runner.wait_idle()
    (runner.redo if redo else runner.undo)()
    runner.wait_idle()
    assert "intussen gewijzigd" in recorder.errors[0]
    assert shown(runner) == ["Buiten de lijst om"]
    assert runner.undo_stack.count() == 1
    assert runner.undo_stack.undoText() == "Sluitingsdag toegevoegd"


def test_a_step_stays_when_the_database_refuses(
    runner: Runner, recorder: MessageRecorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner.write(add_day(date(2026, 5, 15)), "Sluitingsdag toegevoegd")
    runner.wait_idle()
    with monkeypatch.context() as patched:

        def full(*_: object) -> None:
            raise DatabaseError("De schijf is vol.")

        patched.setattr(runner.database, "write", full)
        runner.undo()
        runner.wait_idle()
    assert recorder.errors == ["De schijf is vol."]
    runner.undo()
    runner.wait_idle()
    assert shown(runner) == []


def test_a_hundred_steps_are_kept(runner: Runner) -> None:
    for day in range(102):
        runner.write(add_day(date.fromordinal(739_000 + day)), f"Dag {day}")
    runner.wait_idle(20_000)
    assert runner.undo_stack.count() == 100


# --- A server that goes


def _ignore(_asker: QObject, _value: object) -> None:
    """Take an answer."""


class Gone:
    """Stands in for a database whose server goes: what the next writes and the settling come to."""

    def __init__(self, runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answers: list[Exception | None] = []
        self._write = runner.database.write
        monkeypatch.setattr(runner.database, "write", self.write)
        monkeypatch.setattr(runner.database, "settle", self.settle)

    def write(self, op: Callable[[Session], object], label: str = "") -> object:
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        return self._write(op, label)

    def settle(self, unsettled: UnsettledError) -> object:
        answer = self.answers.pop(0)
        if answer is not None:
            raise answer
        return unsettled.committed


@pytest.fixture
def gone(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> Gone:
    return Gone(runner, monkeypatch)


def unsettled() -> UnsettledError:
    return UnsettledError("Sluitingsdag", "hash", Committed("gekomen", Changes("Sluitingsdag")))


def test_what_was_not_confirmed_waits_for_the_server(runner: Runner, gone: Gone, recorder: MessageRecorder) -> None:
    told: list[object] = []
    gone.answers = [unsettled(), unsettled(), None]
    runner.unsettled.connect(told.append)
    runner.write(add_day(DAY), "Sluitingsdag", told.append, told.append)
    runner.wait_idle()
    runner.come_back()
    runner.wait_idle()
    assert told == [["Sluitingsdag"], [], ["Sluitingsdag"]]
    runner.come_back()
    runner.wait_idle()
    assert told[3:] == [[], "gekomen"]
    assert not recorder.errors


def test_what_was_not_kept_can_be_saved_again(runner: Runner, gone: Gone) -> None:
    told: list[object] = []
    lost = NotKeptError("weg")
    gone.answers = [unsettled(), lost]
    runner.write(add_day(DAY), "Sluitingsdag", told.append, told.append)
    runner.wait_idle()
    runner.come_back()
    runner.wait_idle()
    assert told == [lost]
    assert shown(runner) == []


@pytest.mark.parametrize("losses", [[ServerLostError("weg")], [unsettled(), NotKeptError("weg")]])
def test_what_the_window_notes_by_itself_is_noted_later(
    runner: Runner, gone: Gone, recorder: MessageRecorder, losses: list[Exception]
) -> None:
    gone.answers = list(losses)
    runner.write(add_day(DAY), "")
    runner.wait_idle()
    assert shown(runner) == []
    runner.lose()
    runner.come_back()
    runner.wait_idle()
    assert shown(runner) == ["Brugdag"]
    assert not recorder.errors


def test_a_lost_server_is_said_by_the_banner_and_not_by_every_page(runner: Runner, recorder: MessageRecorder) -> None:
    def lost(_session: Session) -> list[str]:
        raise ServerLostError("weg")

    told: list[object] = []
    answers = iter([lost, reasons])

    def first_lost(session: Session) -> list[str]:
        return next(answers)(session)

    runner.read(first_lost, told.append, told.append)
    gone = QObject()
    runner.read(lost, functools.partial(_ignore, gone))
    runner.wait_idle()
    assert not recorder.errors
    assert not told
    shiboken6.delete(gone)
    runner.come_back()
    runner.wait_idle()
    assert told == [[]]
    runner.write(lost, "Iets")
    runner.wait_idle()
    assert recorder.errors == ["weg"]


def test_the_end_does_not_wait_for_a_lost_server(runner: Runner, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(runner_module, "_FAREWELL_SECONDS", 0.01)
    back = threading.Event()
    runner.run(back.wait, lambda _: None)
    runner.lose()
    runner.close()
    back.set()
    runner._worker.join()
