"""The row of buttons over the board: taking a ride, what is done most with the selected one, and the rest in a menu."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton

from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages.mailing_dialog import mailing_action, open_mailing
from mmc_desk.features.rides.pages.tool_row import ToolRow
from mmc_desk.ui import icons, theme

if TYPE_CHECKING:
    from mmc_desk.features.rides.pages.board import BoardPage

_BUTTONS = ("assign", "confirm", "result", "cancel")


def board_tools(board: "BoardPage") -> ToolRow:
    """Return the row, with what accompanies the board before the deeds of a ride."""
    new = QPushButton(icons.icon("plus", "on_accent"), "\u2002" + translate("rides", "Rit aannemen"))
    new.setProperty("role", "primary")
    new.setToolTip(translate("rides", "Rit aannemen (Ctrl+N)"))
    new.clicked.connect(board.on_new)
    buttons = [board.deeds.actions[name] for name in _BUTTONS]
    return ToolRow(new, [*(one.main for one in board.companions), *buttons], _more(board))


def _more(board: "BoardPage") -> QToolButton:
    more = QToolButton()
    more.setText("\u2002" + translate("rides", "Meer"))
    more.setIcon(icons.icon("chevron-down"))
    more.setIconSize(QSize(theme.px(16), theme.px(16)))
    more.setAccessibleName(translate("rides", "Meer met deze rit"))
    more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    menu = QMenu(more)
    menu.addActions([action for name, action in board.deeds.actions.items() if name not in _BUTTONS])
    menu.addSeparator()
    mailing = mailing_action(board)
    mailing.triggered.connect(lambda: open_mailing(board.runner, board, *board.bar.bounds()))
    menu.addAction(mailing)
    menu.addActions(list(board.day_deeds.actions))
    for companion in board.companions:
        menu.addSeparator()
        menu.addActions([companion.main, *companion.actions])
    more.setMenu(menu)
    return more
