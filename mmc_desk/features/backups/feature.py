"""The backups of the whole desk."""

from mmc_desk.core.access import EVERYONE
from mmc_desk.core.feature import Feature, PageSpec
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP

FEATURE = Feature(
    "backups",
    QT_TRANSLATE_NOOP("backups", "Back-ups"),
    pages=(
        PageSpec(
            "backups",
            QT_TRANSLATE_NOOP("pages", "Beheer"),
            QT_TRANSLATE_NOOP("pages", "Back-ups"),
            "database",
            "mmc_desk.features.backups.pages.list:BackupsPage",
            95,
            "reservekopie",
            EVERYONE,
        ),
    ),
    background="mmc_desk.features.backups.pages.standing:BackupStanding",
)
