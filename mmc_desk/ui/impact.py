"""After a write: what it does to the records of other features, put to the person in a dialog of theirs."""

from collections import deque
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QWidget

from mmc_desk.core.changes import Changes
from mmc_desk.core.errors import DeskError
from mmc_desk.core.feature import Feature, ImpactSpec, load
from mmc_desk.ui.runner import Runner


class ImpactWatcher(QObject):
    """Asks each feature that declares an ImpactSpec; shows one dialog at a time."""

    def __init__(self, runner: Runner, features: Sequence[Feature], window: QWidget) -> None:
        super().__init__(window)
        self._runner = runner
        self._window = window
        self._specs = [spec for feature in features for spec in feature.impacts]
        self._waiting: deque[tuple[ImpactSpec, Any]] = deque()
        self.dialog: QDialog | None = None
        runner.changed.connect(self._on_changed)

    def _on_changed(self, changes: Changes) -> None:
        if changes.takes_back or not changes.rows:
            return
        tables = {row.table for row in changes.rows}
        for spec in self._specs:
            if spec.topics & tables:
                self._ask(spec, changes)

    def _ask(self, spec: ImpactSpec, changes: Changes) -> None:
        def found(impact: Any) -> None:  # noqa: ANN401 - what the feature's own dialog takes
            if impact is not None:
                self._waiting.append((spec, impact))
                self._show_next()

        self._runner.read(lambda session: load(spec.find)(session, changes), found, _say_nothing)

    def _show_next(self) -> None:
        if self.dialog is not None or not self._waiting:
            return
        spec, impact = self._waiting.popleft()
        self.dialog = load(spec.dialog)(self._runner, impact, self._window)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.finished.connect(self._on_finished)
        self.dialog.open()

    def _on_finished(self) -> None:
        self.dialog = None
        self._show_next()


def _say_nothing(_error: DeskError) -> None:
    """Leave it: what was touched went meanwhile, there is nothing to decide any more."""
