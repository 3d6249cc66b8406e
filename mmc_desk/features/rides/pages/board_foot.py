"""The line under the day board: what the signs of the states mean, and how wide the hours are."""

import functools
from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.pages.look import GHOST, LOOKS, StateLook
from mmc_desk.features.rides.rules.states import state_name
from mmc_desk.ui import icons, parts, theme
from mmc_desk.ui.page import Yielding

_STATES = (RideState.ASSIGNED, RideState.CONFIRMED, RideState.DRIVEN, RideState.WASTED)


class BoardFoot(Yielding):
    """The legend, and buttons that make the hours narrower or wider."""

    def __init__(self, zoom: Callable[[int], None]) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(4))
        for state in _STATES:
            line.addWidget(_legend(LOOKS[state], state_name(state)))
        self.ghosts = _legend(GHOST, translate("rides", "voorgesteld"))
        self.ghosts.hide()
        line.addWidget(self.ghosts)
        line.addStretch(1)
        for text, sign, steps in (
            (translate("rides", "Uren smaller"), "−", -1),
            (translate("rides", "Uren breder"), "+", 1),
        ):
            button = QToolButton()
            button.setText(sign)
            button.setAccessibleName(text)
            button.setToolTip(f"{text} ({sign})")
            button.clicked.connect(functools.partial(zoom, steps))
            line.addWidget(button)

    def be_low(self, *, is_low: bool) -> None:
        """Make way: a ride says its state itself where it is pointed at, and the keys and the wheel zoom."""
        self.setMaximumHeight(0 if is_low else parts.NO_LIMIT)


def _legend(look: StateLook, name: str) -> QWidget:
    pair = QWidget()
    line = QHBoxLayout(pair)
    line.setContentsMargins(0, 0, theme.px(8), 0)
    line.setSpacing(theme.px(4))
    picture, text = QLabel(), QLabel(name)
    picture.setPixmap(icons.pixmap(look.icon, 14, look.role, pair.devicePixelRatioF()))
    text.setProperty("role", "help")
    line.addWidget(picture)
    line.addWidget(text)
    return pair
