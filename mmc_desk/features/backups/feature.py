"""The backups of the whole desk."""

import argparse

from mmc_desk.core.access import EVERYONE
from mmc_desk.core.feature import Command, Feature, PageSpec, load
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP


def _arguments(parser: argparse.ArgumentParser) -> None:
    load("mmc_desk.features.backups.commands:add_arguments")(parser)


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
    commands=(
        Command(
            "encrypt",
            QT_TRANSLATE_NOOP("backups", "databank en back-ups versleutelen, met een herstelsleutel op papier"),
            _arguments,
            "mmc_desk.features.backups.commands:run_encrypt",
        ),
    ),
    background="mmc_desk.features.backups.pages.standing:BackupStanding",
)
