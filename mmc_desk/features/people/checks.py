"""What must hold of members and drivers, asked by `mmc-desk check`."""

from mmc_desk.core.feature import Check
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.people import queries

CHECKS = (
    Check(QT_TRANSLATE_NOOP("people", "Partners noemen elkaar"), queries.partner_breaches),
    Check(QT_TRANSLATE_NOOP("people", "Elk lid heeft één adres op elke dag"), queries.address_breaches),
    Check(QT_TRANSLATE_NOOP("people", "Wie stopte heeft een reden"), queries.end_breaches),
    Check(QT_TRANSLATE_NOOP("people", "Lidgelden zijn niet negatief"), queries.fee_breaches),
    Check(QT_TRANSLATE_NOOP("people", "Gestructureerde mededelingen kloppen"), queries.reference_breaches),
    Check(QT_TRANSLATE_NOOP("people", "Wat betaald werd, staat als betaald"), queries.payment_breaches),
    Check(QT_TRANSLATE_NOOP("people", "Chauffeurs beginnen voor ze stoppen"), queries.driver_breaches),
    Check(QT_TRANSLATE_NOOP("people", "Weekpatronen overlappen niet"), queries.pattern_breaches),
)
