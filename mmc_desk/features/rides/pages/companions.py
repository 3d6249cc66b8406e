"""What other features add to the day board: declared in their feature.py as a core.feature.CardPart of `BOARD`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QAction

from mmc_desk.core.feature import load
from mmc_desk.features import load_features

if TYPE_CHECKING:
    from mmc_desk.features.rides.pages.board import BoardPage

BOARD = "day_board"


class Companion(Protocol):
    """Something made with the board, which knows nothing of what it does.

    It listens to the board (`shown`), may stand in its aside (`lend_aside`), put ghosts in its lanes (`show_ghosts`).
    """

    main: QAction
    """What it is there for: a button of the board."""
    actions: Sequence[QAction]
    """What else it does: in the menu."""


def companions_of(board: "BoardPage") -> tuple[Companion, ...]:
    """Return what features declare for the board, made for it."""
    declared = [part for feature in load_features() for part in feature.card_parts if part.card == BOARD]
    return tuple(load(part.part)(board) for part in declared)
