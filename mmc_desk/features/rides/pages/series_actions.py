"""Everything that can be asked of a standing ride and of a day of it: one action each, with a key."""

import functools
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import DeskError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.ops import series as ops
from mmc_desk.features.rides.ops import series_days
from mmc_desk.features.rides.ops.series_commands import RestoreDay, ResumeSeries, SeriesDone
from mmc_desk.features.rides.pages.request_dialog import RequestDialog
from mmc_desk.features.rides.pages.ride_actions import Refused
from mmc_desk.features.rides.pages.series_dialog import SeriesDialog
from mmc_desk.features.rides.pages.series_tables import is_driven, is_excepted
from mmc_desk.features.rides.pages.series_tasks import EndDialog, MoveDialog, PauseDialog, SeriesTask, SkipDialog, said
from mmc_desk.features.rides.queries.series import ComingDay, SeriesCard, Standing
from mmc_desk.ui import messages
from mmc_desk.ui.keys import deed
from mmc_desk.ui.runner import Runner

ON_SERIES = ("change", "pause", "resume", "end")
ON_DAYS = ("skip", "move", "restore", "edit")
"""The deeds on a standing ride and on one day of it."""


class SeriesActions(QObject):
    """The deeds on the standing ride, and the day, under the cursor of a page."""

    refused = Signal(object)
    """A Refused."""
    done = Signal(int)
    """A deed succeeded: the id of the standing ride that matters now, 0 for all of them."""

    def __init__(self, runner: Runner, page: QWidget) -> None:
        super().__init__(page)
        self._runner = runner
        self._page = page
        self.card: SeriesCard | None = None
        self.day: ComingDay | None = None
        self.actions = {name: deed(self, text, keys, icon, act) for name, text, keys, icon, act in self._deeds()}
        self.set_current(None, None)

    def _deeds(self) -> list[tuple[str, str, tuple[str, ...], str, Callable[[], None]]]:
        return [
            ("change", translate("series", "&Wijzigen…"), ("F2", "E"), "pencil", self.change),
            ("pause", translate("series", "&Pauzeren…"), ("P",), "calendar-off", self.pause),
            ("resume", translate("series", "&Hervatten"), ("H",), "rotate-ccw", self.resume),
            ("end", translate("series", "&Beëindigen…"), ("Del",), "ban", self.end),
            ("skip", translate("series", "&Overslaan…"), ("O", "Del"), "x", self.skip),
            ("move", translate("series", "&Verplaatsen…"), ("V",), "calendar-days", self.move_day),
            ("restore", translate("series", "&Terugzetten"), ("T",), "undo-2", self.restore),
            ("edit", translate("series", "Rit be&werken…"), ("F2", "E"), "pencil", self.edit_ride),
        ]

    def attach(self, widget: QWidget, names: tuple[str, ...]) -> None:
        """Let the keys of these deeds work while `widget` has the focus."""
        widget.addActions([self.actions[name] for name in names])

    def set_current(self, card: SeriesCard | None, day: ComingDay | None) -> None:
        """Say what is under the cursor; what makes no sense for it rests."""
        self.card, self.day = card, day
        allowed = {
            "change": card is not None,
            "pause": card is not None and card.row.standing is not Standing.ENDED,
            "resume": card is not None and bool(card.pauses),
            "end": card is not None and card.row.standing is not Standing.ENDED,
            "skip": day is not None and is_driven(day),
            "move": day is not None and is_driven(day),
            "restore": day is not None and is_excepted(day),
            "edit": day is not None and day.ride_id is not None and is_driven(day),
        }
        for name, is_allowed in allowed.items():
            self.actions[name].setEnabled(is_allowed)

    def begin(self) -> None:
        """Begin a standing ride."""
        self._open_series(SeriesDialog(self._runner, self._page), translate("series", "Vaste rit begonnen"))

    def change(self) -> None:
        """Change the standing ride from a day on."""
        if self.card:
            dialog = SeriesDialog(self._runner, self._page, card=self.card)
            self._open_series(dialog, translate("series", "Vaste rit gewijzigd"))

    def _open_series(self, dialog: SeriesDialog, label: str) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.saved.connect(functools.partial(self._say, label))
        dialog.open()

    def pause(self) -> None:
        """Let the standing ride rest."""
        if self.card:
            self._ask(
                PauseDialog(self.card.row, clock.today(), self._page), translate("series", "Vaste rit gepauzeerd")
            )

    def resume(self) -> None:
        """Let it drive again from today on, or end the pause to come."""
        if self.card and self.card.pauses:
            first = max(clock.today(), self.card.pauses[0].from_day)
            command = ResumeSeries(self.card.key, first)
            self._write(
                functools.partial(series_days.resume_series, command=command), translate("series", "Vaste rit hervat")
            )

    def end(self) -> None:
        """End the standing ride."""
        if self.card:
            self._ask(EndDialog(self.card.row, self._page), translate("series", "Vaste rit beëindigd"))

    def skip(self) -> None:
        """Leave out the day under the cursor."""
        if self.card and self.day:
            self._ask(SkipDialog(self.card.row, self.day, self._page), translate("series", "Dag overgeslagen"))

    def move_day(self) -> None:
        """Move the day under the cursor."""
        if self.card and self.day:
            self._ask(MoveDialog(self.card.row, self.day, self._page), translate("series", "Dag verplaatst"))

    def restore(self) -> None:
        """Take back the exception of the day under the cursor."""
        if self.card and self.day:
            command = RestoreDay(self.card.key, self.day.key)
            self._write(
                functools.partial(series_days.restore_day, command=command), translate("series", "Dag teruggezet")
            )

    def edit_ride(self) -> None:
        """Change the ride of the day under the cursor, for that day alone."""
        if self.day and self.day.ride_id is not None:
            dialog = RequestDialog.edit(self._runner, self.day.ride_id, self._page)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def plan_ahead(self) -> None:
        """Make the rides of every standing ride now."""
        self._write(ops.plan_series, ops.planned_label())

    def _ask(self, dialog: SeriesTask, label: str) -> None:
        dialog.save_with(self._runner, dialog.make_op, label, lambda done: self._say(label, done))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _write(self, op: Op[Any], label: str) -> None:
        self._runner.write(op, label, lambda done: self._say(label, done), self._refuse)

    def _say(self, label: str, done: Any) -> None:  # noqa: ANN401 - a SeriesDone or a number of rides
        self.done.emit(done.series_id if isinstance(done, SeriesDone) else 0)
        messages.toast(self._page, said(label, done), self._runner.undo)

    def _refuse(self, error: DeskError) -> None:
        self.refused.emit(Refused(str(error)))
