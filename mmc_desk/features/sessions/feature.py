"""LDC on Wheels: activities after the meal in a village restaurant."""

from mmc_desk.core.feature import Feature
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP

FEATURE = Feature(
    "sessions",
    QT_TRANSLATE_NOOP("sessions", "LDC on Wheels"),
    figures="mmc_desk.features.sessions.figures:FIGURE_SETS",
    demo="mmc_desk.features.sessions.demo:fill",
)
