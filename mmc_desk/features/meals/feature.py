"""The village restaurants."""

from mmc_desk.core.feature import Feature
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.meals.figures import FIGURE_SET

FEATURE = Feature(
    "meals",
    QT_TRANSLATE_NOOP("meals", "Dorpsrestaurants"),
    figures=(FIGURE_SET,),
    imports="mmc_desk.features.meals.imports:IMPORT_KINDS",
    demo="mmc_desk.features.meals.demo:fill",
)
