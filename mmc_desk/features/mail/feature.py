"""Mail that leaves the desk."""

from mmc_desk.core.feature import Feature
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP

FEATURE = Feature("mail", QT_TRANSLATE_NOOP("mail", "Uitgaande mail"))
