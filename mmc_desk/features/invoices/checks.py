"""What must hold of invoices, asked by `mmc-desk check`."""

from mmc_desk.core.feature import Check
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.invoices.queries import checks

CHECKS = (
    Check(QT_TRANSLATE_NOOP("invoices", "Facturen zijn de som van hun ritten"), checks.wrong_sums),
    Check(QT_TRANSLATE_NOOP("invoices", "Factuurnummers lopen door"), checks.missing_numbers),
    Check(QT_TRANSLATE_NOOP("invoices", "Elke rit staat één keer op een factuur"), checks.rides_invoiced_twice),
    Check(QT_TRANSLATE_NOOP("invoices", "Creditnota's nemen hun factuur juist terug"), checks.wrong_reversals),
    Check(QT_TRANSLATE_NOOP("invoices", "Facturen krijgen niet meer dan de bank bracht"), checks.wrong_payments),
)
