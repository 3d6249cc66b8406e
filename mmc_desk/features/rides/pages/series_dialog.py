"""The dialog of a standing ride: a request that repeats, by keyboard alone, its next days beside it."""

import functools
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.ops import series as ops
from mmc_desk.features.rides.ops.series_commands import ChangeSeries, CreateSeries, SeriesDone
from mmc_desk.features.rides.ops.series_rides import seats_from
from mmc_desk.features.rides.pages.request_dialog import RequestDialog
from mmc_desk.features.rides.pages.request_form import RequestForm
from mmc_desk.features.rides.pages.series_form import SeriesForm
from mmc_desk.features.rides.pages.series_preview import SeriesPreview
from mmc_desk.features.rides.queries.intake import Caller
from mmc_desk.features.rides.queries.series import SeriesCard, SeriesDesk, series_card, series_desk
from mmc_desk.features.rides.rules.series import Pattern, SeriesPlan, require_pattern, split
from mmc_desk.ui import theme
from mmc_desk.ui.following import Record
from mmc_desk.ui.runner import Runner


class SeriesDialog(RequestDialog):
    """Begins a standing ride, or changes one from a day on."""

    saved = Signal(object)
    """The SeriesDone of what was saved."""

    def __init__(self, runner: Runner, parent: QWidget | None = None, *, card: SeriesCard | None = None) -> None:
        self._card = card
        self._is_filled = False
        self._series_desk: SeriesDesk | None = None
        self.preview = SeriesPreview()
        title = (
            translate("series", "Vaste rit wijzigen vanaf een dag") if card else translate("series", "Nieuwe vaste rit")
        )
        member_id = card.row.member_id if card else None
        super().__init__(runner, parent, member_id=member_id, day=None if card else clock.today(), title=title)
        if card:
            self.request.member.setEnabled(False)
            self.request.day.setFocus()
        runner.read(functools.partial(series_desk, today=clock.today()), self._on_series_desk)
        self._show_preview()
        if card:
            self.follow(runner, self._series_record(card))

    def _series_record(self, card: SeriesCard) -> Record[SeriesCard]:
        return Record(
            card,
            functools.partial(series_card, series_id=card.key, today=clock.today()),
            lambda other: SeriesDialog(self._runner, card=other),
            self._take_series,
            frozenset({"ride_series", "series_pause", "series_exception"}),
        )

    def _take_series(self, card: SeriesCard) -> None:
        self._card = card
        self.series.know_passengers(seats_from(card.passengers))

    def caught_up(self) -> None:
        """Show the next days of what came in."""
        super().caught_up()
        self._show_preview()

    @property
    def series(self) -> SeriesForm:
        """The fields."""
        assert isinstance(self.request, SeriesForm)  # noqa: S101 - narrows the type: make_form made it
        return self.request

    def make_form(self, day: date | None) -> RequestForm:
        """Return the fields of a standing ride."""
        return SeriesForm(day)

    def make_side(self) -> QWidget:
        """Return the member's card above the next days."""
        side = QWidget()
        side.setMinimumWidth(theme.px(320))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.card, 1)
        column.addWidget(self.preview)
        return side

    def save_text(self) -> str:
        """Return the verb on the button."""
        return translate("series", "Vaste rit op&slaan")

    # Reading

    def _on_series_desk(self, desk: SeriesDesk) -> None:
        self._series_desk = desk
        self.series.offer_drivers(desk.drivers)
        if self._card and self._is_filled:
            self.series.driver.set_key(self._card.row.driver_id)
        self._show_preview()

    def _on_caller(self, caller: Caller) -> None:
        own = {day.ride_no for day in self._card.days} if self._card else set()
        others = tuple((day, ride_no) for day, ride_no in caller.facts.ride_days if ride_no not in own)
        super()._on_caller(replace(caller, facts=replace(caller.facts, ride_days=others)))
        if self._card and not self._is_filled:
            self._is_filled = True
            self.series.show_series(self._card, from_here_on(self._card))
            self.series.show_passengers(seats_from(self._card.passengers))
            self._read_desk()
            self._propose()
        self._show_preview()

    # Typing

    def _on_form_edited(self) -> None:
        super()._on_form_edited()
        self._show_preview()

    def _show_preview(self) -> None:
        if self._series_desk is None:
            return
        try:
            pattern = self._pattern()
        except RuleError as error:
            self.preview.show_nothing(str(error))
            return
        plan = self._card.plan if self._card else SeriesPlan(pattern)
        self.preview.show_plan(SeriesPlan(pattern, plan.changes, plan.pauses), self._series_desk.closures)

    def _pattern(self) -> Pattern:
        pattern = self.series.pattern()
        if pattern is None:
            raise RuleError(translate("series", "Vul de eerste dag in, bijvoorbeeld 25/11, +2 of vr."), "ride_date")
        require_pattern(pattern)
        return pattern

    # Saving

    def _make_op(self) -> Op[Any]:
        wanted, pattern = self.wanted(), self._pattern()
        if self._card is None:
            begin = CreateSeries(pattern, wanted, self.series.driver_id)
            return functools.partial(ops.create_series, command=begin)
        row = self._card.row
        command = ChangeSeries(
            row.series_id,
            pattern,
            wanted,
            self.series.driver_id,
            row.version,
        )
        return functools.partial(ops.change_series, command=command)

    def _on_saved(self, new_id: SeriesDone) -> None:
        self.saved.emit(new_id)


def from_here_on(card: SeriesCard) -> Pattern:
    """Return the pattern that is left from today on, in step with what was: what the form begins with."""
    pattern = card.row.pattern
    _, left = split(pattern, max(clock.today(), pattern.starts_on))
    return left or replace(pattern, starts_on=clock.today(), ends_on=None, times=None)
