"""The figures of all features side by side, year over year."""

import argparse
from pathlib import Path

from mmc_desk.core.feature import Command, Feature, PageSpec
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.core.years import year_argument


def _add_year_and_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", type=year_argument, help=translate("yearly", "het jaar, bijvoorbeeld 2019"))
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        help=translate("yearly", "waarheen: een bestandsnaam op .pdf, .xlsx, .csv of .json"),
    )


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    _add_year_and_file(parser)
    parser.add_argument(
        "--published",
        type=int,
        metavar=translate("yearly", "NUMMER"),
        help=translate("yearly", "zoals het gepubliceerd werd: 1 is de eerste publicatie van dat jaar"),
    )


def _add_addendum_arguments(parser: argparse.ArgumentParser) -> None:
    _add_year_and_file(parser)
    parser.add_argument(
        "--names",
        action="store_true",
        help=translate("yearly", "met de namen van de chauffeurs; anders krijgt elk een nummer"),
    )
    parser.add_argument(
        "--archive",
        action="store_true",
        help=translate("yearly", "als PDF/UA en PDF/A, voor het archief (vraagt de uitbreiding “archive”)"),
    )


def _add_open_data_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", type=year_argument, help=translate("yearly", "het jaar, bijvoorbeeld 2019"))
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        help=translate("yearly", "waarheen: een map, of een bestand op .zip"),
    )


def _add_thanks_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", type=year_argument, help=translate("yearly", "het jaar, bijvoorbeeld 2019"))
    parser.add_argument(
        "--jubilees", action="store_true", help=translate("yearly", "enkel wie dat jaar een jubileum viert")
    )
    parser.add_argument("-o", "--output", type=Path, help=translate("yearly", "de lijst, naar .pdf, .xlsx of .csv"))
    parser.add_argument("--letters", type=Path, help=translate("yearly", "bedankbrieven, naar dit PDF-bestand"))
    parser.add_argument("--labels", type=Path, help=translate("yearly", "etiketten, naar dit PDF-bestand"))


FEATURE = Feature(
    "yearly",
    QT_TRANSLATE_NOOP("yearly", "Jaarcijfers"),
    pages=(
        PageSpec(
            "yearly",
            QT_TRANSLATE_NOOP("pages", "Cijfers"),
            QT_TRANSLATE_NOOP("pages", "Jaarcijfers"),
            "chart-column",
            "mmc_desk.features.yearly.pages.report:YearlyPage",
            80,
            "jaarcijfers",
        ),
        PageSpec(
            "thanks",
            QT_TRANSLATE_NOOP("pages", "Cijfers"),
            QT_TRANSLATE_NOOP("pages", "Bedanken"),
            "chart-column",
            "mmc_desk.features.yearly.pages.thanks:ThanksPage",
            88,
            "bedanken",
        ),
        PageSpec(
            "signals",
            QT_TRANSLATE_NOOP("pages", "Cijfers"),
            QT_TRANSLATE_NOOP("pages", "Opvallend"),
            "chart-column",
            "mmc_desk.features.yearly.pages.signals:SignalsPage",
            87,
            "opvallend",
        ),
        PageSpec(
            "open_data",
            QT_TRANSLATE_NOOP("pages", "Cijfers"),
            QT_TRANSLATE_NOOP("pages", "Open data"),
            "chart-column",
            "mmc_desk.features.yearly.pages.open_data:OpenDataPage",
            89,
            "open-data",
        ),
        PageSpec(
            "goals",
            QT_TRANSLATE_NOOP("pages", "Cijfers"),
            QT_TRANSLATE_NOOP("pages", "Doelen"),
            "chart-column",
            "mmc_desk.features.yearly.pages.goals:GoalsPage",
            82,
            "doelen",
        ),
        PageSpec(
            "addendum",
            QT_TRANSLATE_NOOP("pages", "Cijfers"),
            QT_TRANSLATE_NOOP("pages", "Evaluatie"),
            "chart-column",
            "mmc_desk.features.yearly.pages.addendum:AddendumPage",
            84,
            "evaluatie",
        ),
        PageSpec(
            "publications",
            QT_TRANSLATE_NOOP("pages", "Cijfers"),
            QT_TRANSLATE_NOOP("pages", "Publicaties"),
            "chart-column",
            "mmc_desk.features.yearly.pages.publications:PublicationsPage",
            85,
            "publicaties",
        ),
        PageSpec(
            "entered_totals",
            QT_TRANSLATE_NOOP("pages", "Cijfers"),
            QT_TRANSLATE_NOOP("pages", "Vroegere jaren"),
            "chart-column",
            "mmc_desk.features.yearly.pages.totals:TotalsPage",
            86,
            "vroegere-jaren",
        ),
    ),
    imports="mmc_desk.features.yearly.imports:IMPORT_KINDS",
    demo="mmc_desk.features.yearly.demo:fill",
    commands=(
        Command(
            "report",
            QT_TRANSLATE_NOOP("yearly", "de jaarcijfers, met vorig jaar ernaast"),
            _add_arguments,
            "mmc_desk.features.yearly.commands:run_report",
        ),
        Command(
            "addendum",
            QT_TRANSLATE_NOOP("yearly", "het evaluatie-addendum van een jaar: cijfers, grafieken en tekst per dienst"),
            _add_addendum_arguments,
            "mmc_desk.features.yearly.commands:run_addendum",
        ),
        Command(
            "thanks",
            QT_TRANSLATE_NOOP("yearly", "de vrijwilligers van een jaar met wat ze deden: lijst, brieven, etiketten"),
            _add_thanks_arguments,
            "mmc_desk.features.yearly.commands:run_thanks",
            shows_persons=True,
        ),
        Command(
            "open-data",
            QT_TRANSLATE_NOOP("yearly", "aantallen zonder personen, om te publiceren: CSV met een gegevenswoordenboek"),
            _add_open_data_arguments,
            "mmc_desk.features.yearly.commands:run_open_data",
        ),
    ),
    personal="mmc_desk.features.yearly.personal:HOLDINGS",
)
