"""Rides of the Minder Mobielen Centrale."""

from mmc_desk.core.feature import Feature
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.rides.figures import FIGURE_SET

FEATURE = Feature("rides", QT_TRANSLATE_NOOP("rides", "Minder Mobielen Centrale"), figures=(FIGURE_SET,))
