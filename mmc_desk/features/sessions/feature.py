"""LDC on Wheels: activities after the meal in a village restaurant."""

from mmc_desk.core.feature import Feature
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.sessions.figures import FIGURE_SET

FEATURE = Feature(
    "sessions",
    QT_TRANSLATE_NOOP("sessions", "LDC on Wheels"),
    figures=(FIGURE_SET,),
    demo="mmc_desk.features.sessions.demo:fill",
)
