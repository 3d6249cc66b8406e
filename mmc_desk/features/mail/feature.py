"""Mail that leaves the desk."""

from mmc_desk.core.feature import Feature, PageSpec
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP

FEATURE = Feature(
    "mail",
    QT_TRANSLATE_NOOP("mail", "Uitgaande mail"),
    pages=(
        PageSpec(
            "outbox",
            QT_TRANSLATE_NOOP("pages", "Chauffeurs"),
            QT_TRANSLATE_NOOP("pages", "Uitgaande mail"),
            "mail",
            "mmc_desk.features.mail.pages.outbox:OutboxPage",
            43,
            "mail",
        ),
    ),
    checks="mmc_desk.features.mail.checks:CHECKS",
    background="mmc_desk.features.mail.pages.sender:sender_of",
    personal="mmc_desk.features.mail.personal:HOLDINGS",
)
