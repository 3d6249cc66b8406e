"""The dialog "Kopiëren naar data": a ride again on days that are typed, filled in at once, or picked in a calendar."""

import functools
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLabel, QTableView, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_weekday_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.pages.card import plain_label
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model.series import Frequency
from mmc_desk.features.rides.pages.outcome_form import add_ride_line
from mmc_desk.features.rides.pages.series_form import CountField
from mmc_desk.features.rides.queries.copies import copy_desk
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.rules.copies import MOST_DAYS, CopyDesk, day_warnings, parse_days, show_days
from mmc_desk.features.rides.rules.series import Pattern, pattern_days
from mmc_desk.ui import theme
from mmc_desk.ui.fields import ChoiceField, Form, FormDialog, LineField
from mmc_desk.ui.runner import Runner

Rhythm = tuple[Frequency, int]
_FAR = timedelta(days=5 * 366)


class DaysField(LineField[tuple[date, ...]]):
    """Several days: 27/11, 4/12, +14, vr."""

    def to_text(self, value: tuple[date, ...]) -> str:
        """Return the days in full."""
        return show_days(value)

    def from_text(self, text: str) -> tuple[date, ...]:
        """Read the days. Raises RuleError naming the one that is none."""
        return parse_days(text, clock.today())

    def _tidy(self, value: tuple[date, ...]) -> None:
        if value:
            super()._tidy(value)


class DayCalendar(QCalendarWidget):
    """A month in which Enter or a click picks a day, or lets go of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.setMinimumHeight(theme.px(230))
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        for part in (self, *self.findChildren(QTableView)):
            part.setAccessibleName(translate("copies", "Dagen kiezen"))
        weekend = QTextCharFormat()
        weekend.setForeground(theme.colour("muted"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.setWeekdayTextFormat(day, weekend)

    def show_picked(self, days: Sequence[date]) -> None:
        """Mark the picked days."""
        self.setDateTextFormat(QDate(), QTextCharFormat())
        picked = QTextCharFormat()
        picked.setBackground(theme.colour("accent"))
        picked.setForeground(theme.colour("on_accent"))
        for day in days:
            self.setDateTextFormat(QDate(day.year, day.month, day.day), picked)


class CopyDialog(FormDialog):
    """Copies a ride to the picked days, without its driver and its result."""

    def __init__(self, runner: Runner, ride: RideLine, parent: QWidget | None = None) -> None:
        self.ride = ride
        self._desk: CopyDesk | None = None
        form = Form()
        add_ride_line(form, ride)
        self.rhythm: ChoiceField[Rhythm | None] = ChoiceField(_rhythms())
        self.times = CountField()
        self.days = DaysField()
        self.calendar = DayCalendar()
        self.warnings = plain_label("", "warning")
        form.add(translate("copies", "&Hoe vaak"), self.rhythm, name="every")
        form.add(
            translate("copies", "&Aantal keren"), self.times, translate("copies", "Vult de dagen in."), name="times"
        )
        hint = translate("copies", "25/11, +2 of vr, met een komma ertussen. Of kies ze in de kalender met Enter.")
        form.add(translate("copies", "&Dagen"), self.days, hint, name="days")
        form.add_widget(self.warnings)
        super().__init__(translate("copies", "Rit kopiëren naar data"), form, "", parent, beside=_framed(self.calendar))
        self.resize(
            self.width(), max(self.height(), min(theme.px(420), self.screen().availableGeometry().height() - 40))
        )
        self.rhythm.edited.connect(self._fill)
        self.times.edited.connect(self._fill)
        self.days.edited.connect(self._judge)
        self.calendar.activated.connect(self._on_picked)
        self.calendar.clicked.connect(self._on_picked)
        runner.read(functools.partial(copy_desk, ride_id=ride.ride_id, today=clock.today()), self._on_desk)
        self._judge()
        self.days.setFocus()

    def _on_desk(self, desk: CopyDesk) -> None:
        self._desk = desk
        self._judge()

    def _fill(self) -> None:
        rhythm, times = self.rhythm.value, self.times.value
        if rhythm is None or not times:
            return
        self.days.set_value(days_after(self.ride.ride_date, rhythm, min(times, MOST_DAYS)))
        self._judge()

    def _on_picked(self, picked: QDate) -> None:
        day = date(picked.year(), picked.month(), picked.day())
        self.days.set_value(tuple(sorted(set(self.days.value or ()) ^ {day})))
        self.form.edited.emit()
        self._judge()

    def _judge(self) -> None:
        days = self.days.value or ()
        self.calendar.show_picked(days)
        text = translate("copies", "1 rit &maken") if len(days) == 1 else translate("copies", "{rides} ritten &maken")
        self.save_button.setText(text.format(rides=len(days)))
        found = day_warnings(days, self._desk, clock.now()) if self._desk else ()
        lines = [f"{show_weekday_date(one.day)}: {one.text}" for one in found]
        self.warnings.setText("\n".join(lines))

    def make_op(self) -> Op[Any]:
        """Return the write. Raises RuleError without a day."""
        if not self.days.value:
            raise RuleError(translate("copies", "Kies minstens één dag."), "days")
        command = ops.DuplicateRide(self.ride.ride_id, self.days.value)
        return lambda session: ops.duplicate_ride(session, command)


def days_after(day: date, rhythm: Rhythm, times: int) -> tuple[date, ...]:
    """Return so many days after `day` in that rhythm: the same weekday, or the same date of the month."""
    frequency, every = rhythm
    by_date = frequency is Frequency.MONTHLY_DATE
    pattern = Pattern(
        frequency,
        day,
        every,
        weekdays=frozenset() if by_date else frozenset({day.weekday()}),
        month_day=day.day if by_date else None,
        times=times + 1,
    )
    return pattern_days(pattern, day + _FAR)[1:]


def _rhythms() -> list[tuple[Rhythm | None, str]]:
    return [
        (None, translate("copies", "zelf kiezen")),
        ((Frequency.WEEKLY, 1), translate("copies", "elke week")),
        ((Frequency.WEEKLY, 2), translate("copies", "elke 2 weken")),
        ((Frequency.MONTHLY_DATE, 1), translate("copies", "elke maand")),
    ]


def _framed(calendar: QWidget) -> QWidget:
    frame = QFrame()
    frame.setObjectName("card")
    frame.setMinimumWidth(theme.px(340))
    column = QVBoxLayout(frame)
    margin = theme.px(16)
    column.setContentsMargins(margin, margin, margin, margin)
    column.addWidget(calendar)
    hint = QLabel(translate("copies", "Enter of een klik kiest een dag, of laat ze weer los."), wordWrap=True)
    hint.setProperty("role", "help")
    column.addWidget(hint)
    column.addStretch(1)
    return frame
