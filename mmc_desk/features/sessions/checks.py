"""What must hold of LDC on Wheels, asked by `mmc-desk check`."""

from mmc_desk.core.feature import Check
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.sessions.queries import checks

CHECKS = (
    Check(QT_TRANSLATE_NOOP("sessions", "Activiteiten op open middagen"), checks.on_closed_noons),
    Check(QT_TRANSLATE_NOOP("sessions", "Partner op twee plaatsen"), checks.partners_in_two_places),
    Check(QT_TRANSLATE_NOOP("sessions", "Aanwezigen op naam"), checks.uncounted_names),
    Check(QT_TRANSLATE_NOOP("sessions", "Afspraken die overlappen"), checks.overlapping_slots),
)
