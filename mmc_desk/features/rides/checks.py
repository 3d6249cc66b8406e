"""What must hold of rides, asked by `mmc-desk check`."""

from mmc_desk.core.feature import Check
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.rides.queries import checks, series_checks

CHECKS = (
    Check(QT_TRANSLATE_NOOP("rides", "Chauffeur in twee ritten tegelijk"), checks.double_booked),
    Check(QT_TRANSLATE_NOOP("rides", "Leden in de wagen"), checks.wrong_passengers),
    Check(QT_TRANSLATE_NOOP("rides", "Delen van een rit"), checks.wrong_legs),
    Check(QT_TRANSLATE_NOOP("rides", "Toestand van een rit"), checks.wrong_states),
    Check(QT_TRANSLATE_NOOP("rides", "Ritten van gestopte leden"), checks.rides_after_the_end),
    Check(QT_TRANSLATE_NOOP("rides", "Ritten van gestopte chauffeurs"), checks.rides_of_gone_drivers),
    Check(QT_TRANSLATE_NOOP("series", "Ritten die bij hun vaste rit passen"), series_checks.rides_beside_their_series),
    Check(QT_TRANSLATE_NOOP("series", "Dagen van vaste ritten"), series_checks.wrong_series_days),
    Check(QT_TRANSLATE_NOOP("series", "Vaste ritten van gestopte leden"), series_checks.series_after_the_end),
    Check(QT_TRANSLATE_NOOP("rides", "Wettelijke km-tarieven"), checks.overlapping_rates),
)
