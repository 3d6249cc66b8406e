"""What must hold of settlements, asked by `mmc-desk check`."""

from mmc_desk.core.feature import Check
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.mileage.queries import checks

CHECKS = (
    Check(QT_TRANSLATE_NOOP("mileage", "Sommen van afrekeningen"), checks.wrong_sums),
    Check(QT_TRANSLATE_NOOP("mileage", "Ritten één keer afgerekend"), checks.rides_settled_twice),
    Check(QT_TRANSLATE_NOOP("mileage", "Afgerekende ritten staan in een afrekening"), checks.rides_without_a_line),
    Check(QT_TRANSLATE_NOOP("mileage", "Afrekeningen kloppen met hun ritten"), checks.lines_without_a_ride),
    Check(QT_TRANSLATE_NOOP("mileage", "Terugnames"), checks.wrong_reversals),
    Check(QT_TRANSLATE_NOOP("mileage", "Forfaits binnen de grenzen"), checks.allowances_over_the_limits),
)
