"""Which day, week or month a page shows: back and on, a date as people type it, "Vandaag"."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QIcon, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from mmc_desk.core import clock
from mmc_desk.core.formats import (
    month_name,
    short_month_name,
    show_date,
    show_long_date,
    show_weekday_date,
    weekday_name,
)
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.queries.roster import month_of, week_of
from mmc_desk.ui import icons, theme
from mmc_desk.ui.fields import DateField
from mmc_desk.ui.slim import Slim


class Span(StrEnum):
    """How many days are shown at once."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


_SLIM_TITLE = 32
"""Pixels at 100 % of the title at least, where it shares its row: two letters of a day."""


class DayBar(Slim):
    """The day in view and how much around it. Ctrl+← and Ctrl+→ step, Ctrl+T goes to today."""

    changed = Signal()

    def __init__(self, page: QWidget, spans: Sequence[Span]) -> None:
        super().__init__(page)
        self.day = clock.today()
        self.span = spans[0]
        self.date = DateField(self.day)
        self.date.setAccessibleName(translate("rides", "Datum"))
        self.date.setFixedWidth(theme.px(112))
        self.date.setToolTip(translate("rides", "Typ 25/11, vr of +2 en druk Enter"))
        self.date.editingFinished.connect(self._on_typed)
        self.title = QLabel()
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.title.setProperty("role", "heading")
        self._spans = {span: _toggle(_SPAN_TEXTS[span]()) for span in spans}
        self._group = QButtonGroup(self)
        self._lay_out(page)
        self._show()

    def _lay_out(self, page: QWidget) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        back = _Step("chevron-left", translate("rides", "Vorige"), "Ctrl+Left", page)
        on = _Step("chevron-right", translate("rides", "Volgende"), "Ctrl+Right", page)
        back.action_wanted.triggered.connect(lambda: self.step(-1))
        on.action_wanted.triggered.connect(lambda: self.step(1))
        self.today_button = QPushButton(translate("rides", "Vandaag"))
        today = QAction(self.today_button.text(), page)
        today.setShortcut(QKeySequence("Ctrl+T"))
        today.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        today.triggered.connect(lambda: self.go(clock.today()))
        page.addAction(today)
        self.today_button.setToolTip(translate("rides", "Naar vandaag (Ctrl+T)"))
        self.today_button.clicked.connect(lambda: self.go(clock.today()))
        self._controls = (back, self.date, on, self.today_button, *self._spans.values())
        for widget in self._controls[:4]:
            layout.addWidget(widget)
        layout.addSpacing(theme.px(8))
        layout.addWidget(self.title, 1)
        for span, button in self._spans.items():
            self._group.addButton(button)
            layout.addWidget(button)
            button.clicked.connect(lambda _checked=False, span=span: self.set_span(span))
            button.setVisible(len(self._spans) > 1)

    def put_after(self, first: QWidget, *more: QWidget) -> None:
        """Let Tab go through the page's main widgets before it comes to this bar."""
        for widget, following in pairwise((first, *more, *self._controls)):
            QWidget.setTabOrder(widget, following)

    def be_slim(self, *, is_slim: bool) -> None:
        """Say less where it shares its row: today by its sign, the day by its name."""
        today = translate("rides", "Vandaag")
        self.today_button.setText("" if is_slim else today)
        self.today_button.setIcon(icons.icon("sun") if is_slim else QIcon())
        self.today_button.setAccessibleName(today)
        self.title.setMinimumWidth(theme.px(_SLIM_TITLE) if is_slim else 0)

    def go(self, day: date) -> None:
        """Show the day, or the week or month around it."""
        self.day = day
        self._show()
        self.changed.emit()

    def set_span(self, span: Span) -> None:
        """Show a day, a week or a month."""
        self.span = span
        self._show()
        self.changed.emit()

    def step(self, by: int) -> None:
        """Go days, weeks or months on; a month keeps the day where it has it."""
        if self.span is Span.MONTH:
            first, last = month_of(self.day)
            self.go((last + timedelta(days=1)) if by > 0 else (first - timedelta(days=1)).replace(day=1))
        else:
            self.go(self.day + timedelta(days=by * (7 if self.span is Span.WEEK else 1)))

    def bounds(self) -> tuple[date, date]:
        """Return the first and the last day in view."""
        if self.span is Span.WEEK:
            return week_of(self.day)
        return month_of(self.day) if self.span is Span.MONTH else (self.day, self.day)

    def _on_typed(self) -> None:
        typed = self.date.value
        if typed is not None and typed != self.day:
            self.go(typed)
        elif typed is None:
            self.date.set_value(self.day)

    def _show(self) -> None:
        self.date.set_value(self.day)
        self._spans[self.span].setChecked(True)
        self.today_button.setEnabled(self.day != clock.today())
        self._fit_title()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the title in what is left."""
        super().resizeEvent(event)
        self._fit_title()

    def _fit_title(self) -> None:
        whole, *shorter = self._titles()
        metrics, room = QFontMetrics(theme.font(1.2, bold=True)), self.title.width() - theme.px(4)
        fitting = next((text for text in (whole, *shorter) if metrics.horizontalAdvance(text) <= room), shorter[-1])
        self.title.setText(metrics.elidedText(fitting, Qt.TextElideMode.ElideRight, room))
        self.title.setToolTip(whole)

    def _titles(self) -> tuple[str, ...]:
        """Return what is in view in words, from the whole to what fits the narrowest window."""
        first, last = self.bounds()
        if self.span is Span.WEEK:
            week = translate("rides", "Week {number}: {first} tot en met {last}")
            whole = week.format(number=first.isocalendar().week, first=show_date(first), last=show_date(last))
            return whole, whole.partition(": ")[0]
        if self.span is Span.MONTH:
            names = (month_name(first.month), short_month_name(first.month))
            return tuple(f"{name} {first.year}".capitalize() for name in names)
        day = show_long_date(first)
        today = translate("rides", "Vandaag, {day}").format(day=day)
        plain = (day.capitalize(), show_weekday_date(first).capitalize())
        name = weekday_name(first).capitalize()
        return (*((today,) if first == clock.today() else ()), *plain, name, name[:2])


class _Step(QToolButton):
    """An arrow with a key that works on the whole page."""

    def __init__(self, icon: str, text: str, keys: str, page: QWidget) -> None:
        super().__init__()
        self.action_wanted = QAction(icons.icon(icon), text, page)
        self.action_wanted.setShortcut(QKeySequence(keys))
        self.action_wanted.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        page.addAction(self.action_wanted)
        self.setDefaultAction(self.action_wanted)
        self.setIconSize(QSize(theme.px(18), theme.px(18)))
        shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(f"{text} ({shown})")
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def _toggle(text: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setCheckable(True)
    button.setAccessibleName(text)
    return button


_SPAN_TEXTS = {
    Span.DAY: lambda: translate("rides", "Dag"),
    Span.WEEK: lambda: translate("rides", "Week"),
    Span.MONTH: lambda: translate("rides", "Maand"),
}
