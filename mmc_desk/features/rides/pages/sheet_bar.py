"""Whose sheets of which month: a driver by type-ahead, the month by Ctrl+← and Ctrl+→, who still lacks sheets."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from mmc_desk.core import clock
from mmc_desk.core.formats import month_name, show_phone
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages.sheet_fields import ElidedLabel
from mmc_desk.features.rides.queries.roster import month_of
from mmc_desk.features.rides.queries.sheets import DriverSheets
from mmc_desk.ui import icons, theme
from mmc_desk.ui.fields import Candidate, TypeAhead

_LATE_DAYS = 10
"""Until this day of a month it is the sheets of the month before that come in."""


class SheetBar(QWidget):
    """The driver and the month in view."""

    changed = Signal()
    """Another driver or month is wanted."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        today = clock.today()
        self.first = month_of(today - timedelta(days=_LATE_DAYS))[0]
        self.driver_id: int | None = None
        self.drivers: Sequence[DriverSheets] = ()
        self.driver = TypeAhead()
        self.driver.setAccessibleName(translate("sheets", "Chauffeur"))
        self.driver.setPlaceholderText(translate("sheets", "Chauffeur: typ een naam, ↓ toont wie nog mist"))
        self.driver.setMinimumWidth(theme.px(230))
        self.driver.setClearButtonEnabled(True)
        self.driver.picked.connect(self._on_picked)
        self.driver.installEventFilter(self)
        self.driver.textEdited.connect(self._on_cleared)
        self.month, self.waiting = QLabel(), ElidedLabel()
        self.month.setProperty("role", "heading")
        self.month.setMinimumWidth(theme.px(130))
        self.month.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out(page)
        self.show_month()

    def _lay_out(self, page: QWidget) -> None:
        back = _step(page, "chevron-left", translate("sheets", "Vorige maand"), "Ctrl+Left", lambda: self.step(-1))
        on = _step(page, "chevron-right", translate("sheets", "Volgende maand"), "Ctrl+Right", lambda: self.step(1))
        previous = _step(
            page,
            "arrow-left",
            translate("sheets", "Vorige chauffeur met ontbrekende bladen"),
            "Ctrl+Up",
            lambda: self.step_driver(-1),
        )
        text = translate("sheets", "Volgende chauffeur")
        self.next_button = QPushButton(text + "\u2002→")
        self.next_button.setToolTip(translate("sheets", "Volgende chauffeur met ontbrekende bladen (Ctrl+↓)"))
        self.next_button.setAutoDefault(True)
        self.next_button.clicked.connect(lambda _checked=False: self.step_driver(1))
        following = QAction(text, page)
        following.setShortcut(QKeySequence("Ctrl+Down"))
        following.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        following.triggered.connect(lambda: self.step_driver(1))
        page.addAction(following)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        for widget in (self.driver, back, self.month, on):
            layout.addWidget(widget)
        layout.addSpacing(theme.px(8))
        layout.addWidget(self.waiting, 1)
        layout.addWidget(previous)
        layout.addWidget(self.next_button)

    def show_drivers(self, drivers: Sequence[DriverSheets]) -> None:
        """Offer the drivers of the month, those who still lack sheets first."""
        self.drivers = drivers
        ordered = sorted(drivers, key=lambda driver: driver.missing == 0)
        self.driver.set_candidates([_candidate(driver) for driver in ordered])
        if not self.driver.hasFocus():
            self._show_driver()

    def _show_driver(self) -> None:
        found = next((driver for driver in self.drivers if driver.driver_id == self.driver_id), None)
        self.driver.set_value(_candidate(found) if found else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave Ctrl+← and Ctrl+→ in the driver's name to the months: nobody steps through its words."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            steps = event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}
            if steps and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _on_picked(self, one: Candidate) -> None:
        if one.key == self.driver_id:
            self.changed.emit()  # the keys go to the sheets again
        else:
            self.choose(one.key)

    def choose(self, driver_id: int | None) -> None:
        """Show a driver; None shows whose sheets are missing."""
        if driver_id != self.driver_id:
            self.driver_id = driver_id
            self._show_driver()
            self.changed.emit()

    def go(self, day: date) -> None:
        """Show the month around a day."""
        first = month_of(day)[0]
        if first != self.first:
            self.first = first
            self.show_month()
            self.changed.emit()

    def step(self, by: int) -> None:
        """Go a month on or back."""
        first, last = month_of(self.first)
        self.go(last + timedelta(days=1) if by > 0 else first - timedelta(days=1))

    def step_driver(self, by: int) -> None:
        """Go to the next driver who still lacks sheets, round the corner too."""
        names = [driver.driver_id for driver in self.drivers]
        here = names.index(self.driver_id) if self.driver_id in names else (-1 if by > 0 else len(names))
        places = [(here + by * step) % len(names) for step in range(1, len(names) + 1)] if names else []
        found = next((self.drivers[place] for place in places if self.drivers[place].missing), None)
        if found is not None:
            self.choose(found.driver_id)

    def tell(self, mine: int | None, unsaved: int) -> None:
        """Say how many sheets still wait: of this driver, and of how many drivers in the month."""
        late = [driver for driver in self.drivers if driver.missing and driver.driver_id != self.driver_id]
        parts = []
        if mine is not None:
            parts.append(_still(mine) if mine else translate("sheets", "alle bladen zijn binnen"))
        if unsaved:
            parts.append(translate("sheets", "{count} nog niet bewaard").format(count=unsaved))
        if late:
            text = (
                translate("sheets", "nog {count} andere chauffeurs")
                if mine is not None
                else translate("sheets", "bij {count} chauffeurs ontbreken bladen")
            )
            parts.append(text.format(count=len(late)))
        self.waiting.set_whole(" · ".join(parts))
        self.waiting.setToolTip(" · ".join(parts))
        self.next_button.setEnabled(bool(late))

    def _on_cleared(self, text: str) -> None:
        if not text:
            self.choose(None)

    def show_month(self) -> None:
        """Show which month is in view."""
        self.month.setText(f"{month_name(self.first.month)} {self.first.year}")


def _still(count: int) -> str:
    if count == 1:
        return translate("sheets", "nog 1 blad")
    return translate("sheets", "nog {count} bladen").format(count=count)


def _candidate(driver: DriverSheets) -> Candidate:
    missing = _still(driver.missing) if driver.missing else translate("sheets", "volledig")
    if not driver.rides:
        missing = translate("sheets", "geen ritten")
    detail = " · ".join(filter(None, (driver.code, missing, show_phone(driver.phone))))
    return Candidate(driver.driver_id, driver.name, detail, f"{driver.code} {driver.name}")


def _step(page: QWidget, icon: str, text: str, keys: str, act: Callable[[], None]) -> QToolButton:
    action = QAction(icons.icon(icon), text, page)
    action.setShortcut(QKeySequence(keys))
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.triggered.connect(act)
    page.addAction(action)
    button = QToolButton()
    button.setDefaultAction(action)
    button.setIconSize(QSize(theme.px(18), theme.px(18)))
    shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    button.setToolTip(f"{text} ({shown})")
    button.setAccessibleName(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
