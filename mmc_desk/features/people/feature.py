"""Members, drivers and volunteers."""

import argparse
from pathlib import Path

from mmc_desk.core.feature import Command, Feature, PageSpec
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.core.years import year_argument

_PAGES = "mmc_desk.features.people.pages"


def _dues_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", type=year_argument, help=translate("people", "het jaar, bijvoorbeeld 2027"))
    parser.add_argument(
        "--renew", action="store_true", help=translate("people", "maak eerst de lidmaatschappen die nog ontbreken")
    )
    parser.add_argument(
        "--letters", type=Path, help=translate("people", "brieven voor wie er nog geen kreeg, naar dit PDF-bestand")
    )
    parser.add_argument(
        "--reminders", type=Path, help=translate("people", "herinneringen voor wie te laat is, naar dit PDF-bestand")
    )
    parser.add_argument("--labels", type=Path, help=translate("people", "etiketten, naar dit PDF-bestand"))


FEATURE = Feature(
    "people",
    QT_TRANSLATE_NOOP("people", "Leden en vrijwilligers"),
    pages=(
        PageSpec(
            "members",
            QT_TRANSLATE_NOOP("pages", "Leden"),
            QT_TRANSLATE_NOOP("pages", "Leden"),
            "users",
            f"{_PAGES}.members:MembersPage",
            30,
            "leden",
        ),
        PageSpec(
            "drivers",
            QT_TRANSLATE_NOOP("pages", "Chauffeurs"),
            QT_TRANSLATE_NOOP("pages", "Chauffeurs"),
            "hand-helping",
            f"{_PAGES}.drivers:DriversPage",
            40,
            "chauffeurs",
        ),
        PageSpec(
            "dues",
            QT_TRANSLATE_NOOP("pages", "Afrekening"),
            QT_TRANSLATE_NOOP("pages", "Lidgelden"),
            "euro",
            f"{_PAGES}.dues:DuesPage",
            72,
            "lidgelden",
        ),
        PageSpec(
            "payments",
            QT_TRANSLATE_NOOP("pages", "Afrekening"),
            QT_TRANSLATE_NOOP("pages", "Bankbetalingen"),
            "euro",
            f"{_PAGES}.payments:PaymentsPage",
            73,
            "bankbetalingen",
        ),
    ),
    commands=(
        Command(
            "dues",
            QT_TRANSLATE_NOOP("people", "de lidgelden van een jaar: hernieuwen, brieven, herinneringen, etiketten"),
            _dues_arguments,
            "mmc_desk.features.people.commands:run_dues",
        ),
    ),
    figures="mmc_desk.features.people.figures:FIGURE_SETS",
    open_data="mmc_desk.features.people.open_data:OPEN_CUBES",
    imports="mmc_desk.features.people.imports:IMPORT_KINDS",
    checks="mmc_desk.features.people.checks:CHECKS",
    demo="mmc_desk.features.people.demo:fill",
    search="mmc_desk.features.people.queries:search_hits",
    personal="mmc_desk.features.people.personal:HOLDINGS",
)
