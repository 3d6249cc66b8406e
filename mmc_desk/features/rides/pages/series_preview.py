"""The next days of a standing ride while it is typed: each with its date, a skipped one with the reason."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mmc_desk.core.formats import show_weekday_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.pages.card import plain_label
from mmc_desk.features.rides.rules.calendar import Closures
from mmc_desk.features.rides.rules.series import Occurrence, SeriesPlan, coming
from mmc_desk.features.rides.rules.series_words import describe, fate_words
from mmc_desk.ui import theme

RIDES = 10
_MOST_LINES = 16


class SeriesPreview(QFrame):
    """The sentence of a pattern and its first ten rides."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.heading = plain_label(translate("series", "De eerste tien ritten"), "heading")
        self.sentence = plain_label("")
        self.days, self.more_days = plain_label(""), plain_label("")
        self.skipped = plain_label("", "help")
        layout = QVBoxLayout(self)
        margin = theme.px(16)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.px(8))
        pair = QHBoxLayout()
        pair.addWidget(self.days)
        pair.addWidget(self.more_days)
        layout.addWidget(self.heading)
        layout.addWidget(self.sentence)
        layout.addLayout(pair)
        layout.addWidget(self.skipped)
        layout.addStretch(1)

    def show_plan(self, plan: SeriesPlan, closures: Closures) -> None:
        """Show the days of a plan from its first one on."""
        found = coming(plan, closures, plan.pattern.starts_on, RIDES)
        driven = [one for one in found if one.ride_date is not None]
        skipped = [one for one in found if one.ride_date is None][:_MOST_LINES]
        self._show(describe(plan.pattern), driven, skipped)

    def show_nothing(self, text: str) -> None:
        """Say why there is nothing to show yet."""
        self._show(text, [], [])

    def _show(self, sentence: str, driven: list[Occurrence], skipped: list[Occurrence]) -> None:
        self.sentence.setText(sentence)
        # Two by two: ten lines would push the rest out of sight.
        half = (len(driven) + 1) // 2
        self.days.setText("\n".join(map(_short, driven[:half])))
        self.more_days.setText("\n".join(map(_short, driven[half:])))
        self.skipped.setText("\n".join(f"{_short(one)} – {fate_words(one)}" for one in skipped))
        self.skipped.setVisible(bool(skipped))


def _short(one: Occurrence) -> str:
    day = one.ride_date or one.day
    return show_weekday_date(day)
