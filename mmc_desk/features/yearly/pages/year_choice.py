"""Which years stand beside the year on show: a button with a menu of the years that are known."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from mmc_desk.core.i18n import translate

MOST = 5
"""How many years stand beside it at most: six columns of numbers are what a screen holds."""


class YearChoice(QPushButton):
    """Alt+N opens the menu. Without a choice of a person's own the year before stands beside."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._year = 0
        self._chosen: tuple[int, ...] | None = None
        self.setText(translate("yearly", "&Naast"))  # which ones the columns say already: tools have little room
        self.setToolTip(translate("yearly", "Welke jaren ernaast staan (Alt+N)"))
        self.years_menu = QMenu(self)
        self.setMenu(self.years_menu)
        self.setAutoDefault(False)

    @property
    def own(self) -> tuple[int, ...] | None:
        """What a person chose; None for the year before, whichever that is."""
        return self._chosen

    def take(self, years: Sequence[int] | None) -> None:
        """Take a choice back as `own` returned it."""
        self._chosen = None if years is None else tuple(years)[:MOST]

    def beside(self, year: int) -> tuple[int, ...]:
        """Return the years beside a year, the last one first."""
        chosen = (year - 1,) if self._chosen is None else self._chosen
        return tuple(sorted((one for one in chosen if one != year), reverse=True))

    def show_years(self, year: int, known: Sequence[int]) -> None:
        """Offer the years that are known, beside the one on show."""
        self._year = year
        offered = sorted({*known, *self.beside(year), year - 1} - {year}, reverse=True)
        beside = self.beside(year)
        names = ", ".join(map(str, beside)) or translate("yearly", "geen ander jaar")
        self.setAccessibleName(translate("yearly", "Jaren ernaast: {years}").format(years=names))
        menu = self.years_menu
        menu.clear()
        for one in offered:
            action = menu.addAction(str(one))
            action.setCheckable(True)
            action.setChecked(one in beside)
            action.setEnabled(one in beside or len(beside) < MOST)
            action.triggered.connect(lambda _checked=False, action=action: self._on_chosen(action))
        menu.addSeparator()
        usual = menu.addAction(translate("yearly", "Enkel het jaar ervoor"))
        usual.triggered.connect(lambda _checked=False: self._set(None))

    def _on_chosen(self, action: QAction) -> None:
        year, beside = int(action.text()), self.beside(self._year)
        self._set((*beside, year) if action.isChecked() else tuple(one for one in beside if one != year))

    def _set(self, years: tuple[int, ...] | None) -> None:
        self._chosen = years
        self.changed.emit()
