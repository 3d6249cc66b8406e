"""The planner: a proposal for a day's rides, made by engines and judged by one exact checker."""

from mmc_desk.core.feature import Feature
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP

FEATURE = Feature("planner", QT_TRANSLATE_NOOP("planner", "Planner"))
