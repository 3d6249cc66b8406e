"""Members, drivers and volunteers."""

from mmc_desk.core.feature import Feature
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.people.figures import FIGURE_SET

FEATURE = Feature(
    "people",
    QT_TRANSLATE_NOOP("people", "Leden en vrijwilligers"),
    figures=(FIGURE_SET,),
    demo="mmc_desk.features.people.demo:fill",
)
