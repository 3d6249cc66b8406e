"""How a ride's state, aid and return look and read: never by colour alone, an icon and a pattern go with it."""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import Qt

from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides.model import ReturnMode, RideState
from mmc_desk.features.rides.printout.rosters import AID_NAMES


class StateLook(NamedTuple):
    """A state's icon, theme role (its `_soft` one fills the bar), hatching, and whether the edge is dashed."""

    icon: str
    role: str
    hatch: Qt.BrushStyle = Qt.BrushStyle.NoBrush
    is_dashed: bool = False
    is_struck: bool = False


LOOKS: Mapping[RideState, StateLook] = {
    RideState.REQUESTED: StateLook("circle-question-mark", "warn", is_dashed=True),
    RideState.ASSIGNED: StateLook("phone", "warn", is_dashed=True),
    RideState.CONFIRMED: StateLook("circle-check", "accent"),
    RideState.DRIVEN: StateLook("car", "ok"),
    RideState.SETTLED: StateLook("euro", "ok"),
    RideState.CANCELLED: StateLook("circle-x", "muted", is_struck=True),
    RideState.WASTED: StateLook("ban", "bad", Qt.BrushStyle.BDiagPattern),
    RideState.NO_DRIVER: StateLook("triangle-alert", "bad", Qt.BrushStyle.Dense7Pattern),
}

GHOST = StateLook("sparkles", "accent", is_dashed=True)
"""A ride where it is only proposed."""

WHEELCHAIRS = frozenset({Aid.FOLDABLE_WHEELCHAIR, Aid.RIGID_WHEELCHAIR})

_RETURNS: Mapping[ReturnMode, str] = {
    ReturnMode.WAIT: QT_TRANSLATE_NOOP("rides", "chauffeur wacht"),
    ReturnMode.AT_TIME: QT_TRANSLATE_NOOP("rides", "terug op uur"),
    ReturnMode.PHONES: QT_TRANSLATE_NOOP("rides", "lid belt voor terugrit"),
    ReturnMode.NONE: QT_TRANSLATE_NOOP("rides", "enkel heen"),
}
RETURN_ICONS: Mapping[ReturnMode, str] = {
    ReturnMode.WAIT: "clock",
    ReturnMode.AT_TIME: "rotate-ccw",
    ReturnMode.PHONES: "phone",
    ReturnMode.NONE: "arrow-right",
}


def aid_words(aid: Aid) -> str:
    """Return an aid in Dutch, nothing for none."""
    return translate("rides", AID_NAMES[aid]) if AID_NAMES[aid] else ""


def return_words(mode: ReturnMode) -> str:
    """Return how the member gets back, in Dutch."""
    return translate("rides", _RETURNS[mode])
