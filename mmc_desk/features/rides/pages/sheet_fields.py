"""What the rows of a ride sheet are made of: a field for an odometer reading, a line of text that ends in …."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.rules.sheets import complete_reading
from mmc_desk.ui.fields import LineField

_LONGEST = 7
"""Digits: no car has more kilometres."""


class OdometerField(LineField[int]):
    """A reading in whole km; the last digits are enough when the reading before it is known."""

    def __init__(self) -> None:
        self.after: int | None = None
        super().__init__()

    def to_text(self, value: int) -> str:
        """Return `84.437`."""
        return show_number(value)

    def from_text(self, text: str) -> int:
        """Read a reading. Raises RuleError."""
        typed = text.replace(".", "").replace(" ", "").strip()
        if not typed.isdecimal() or len(typed) > _LONGEST:
            sentence = translate("sheets", "“{text}” is geen tellerstand. Typ de hele km, of de laatste drie cijfers.")
            raise RuleError(sentence.format(text=text))
        return complete_reading(int(typed), len(typed), self.after)


class ElidedLabel(QLabel):
    """A line of text that ends in … where there is no room."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_whole(self, text: str) -> None:
        """Show a text."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the text anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width()))
