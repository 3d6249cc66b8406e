"""What must hold of the village restaurants, asked by `mmc-desk check`."""

from mmc_desk.core.feature import Check
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.meals.queries import booking_checks, checks

CHECKS = (
    Check(QT_TRANSLATE_NOOP("meals", "Weekdagen van dorpsrestaurants"), checks.overlapping_moments),
    Check(QT_TRANSLATE_NOOP("meals", "Gesloten middagen zonder tellingen"), checks.closed_with_counts),
    Check(QT_TRANSLATE_NOOP("meals", "Tellingen van middagen"), checks.counts_that_cant_be),
    Check(QT_TRANSLATE_NOOP("meals", "Middagen van gesloten restaurants"), checks.after_the_end),
    Check(QT_TRANSLATE_NOOP("meals", "Tellingen zoals de inschrijvingen"), booking_checks.wrong_counts),
    Check(QT_TRANSLATE_NOOP("meals", "Inschrijvingen van gestopte deelnemers"), booking_checks.bookings_after_the_end),
    Check(QT_TRANSLATE_NOOP("meals", "Afgesloten middagen met open inschrijvingen"), booking_checks.unticked),
)
