"""The village restaurants."""

from mmc_desk.core.feature import Feature
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP

FEATURE = Feature(
    "meals",
    QT_TRANSLATE_NOOP("meals", "Dorpsrestaurants"),
    figures="mmc_desk.features.meals.figures:FIGURE_SETS",
    imports="mmc_desk.features.meals.imports:IMPORT_KINDS",
    demo="mmc_desk.features.meals.demo:fill",
)
