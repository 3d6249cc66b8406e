"""The kilometre report: what drivers drove, at the official rate of each day."""

import argparse
from pathlib import Path

from mmc_desk.core.feature import Command, Feature, PageSpec
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.core.years import year_argument


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", type=year_argument, help=translate("mileage", "het jaar, bijvoorbeeld 2019"))
    parser.add_argument(
        "--month",
        type=int,
        choices=range(1, 13),
        metavar="M",
        help=translate("mileage", "alleen deze maand (1 tot 12)"),
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        help=translate("mileage", "waarheen: een bestandsnaam op .pdf, .xlsx, .csv of .json"),
    )


def _settle_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", type=year_argument, help=translate("mileage", "het jaar, bijvoorbeeld 2019"))
    parser.add_argument("month", type=int, choices=range(1, 13), metavar="M", help=translate("mileage", "de maand"))
    parser.add_argument(
        "--driver", metavar="CODE", help=translate("mileage", "alleen deze chauffeur, volgens zijn code")
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        help=translate("mileage", "waarheen: .pdf om te tekenen, .csv of .xlsx, .xml voor de bank"),
    )


def _allowance_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", type=year_argument, help=translate("mileage", "het jaar, bijvoorbeeld 2019"))
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        help=translate("mileage", "waarheen: een bestandsnaam op .pdf, .xlsx of .csv"),
    )


def _insurer_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", type=year_argument, help=translate("mileage", "het jaar waarin de polis begint"))
    parser.add_argument(
        "--from-month",
        type=int,
        choices=range(1, 13),
        default=1,
        metavar="M",
        help=translate("mileage", "de maand waarmee het polisjaar begint (1 tot 12)"),
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        help=translate("mileage", "waarheen: een bestandsnaam op .pdf, .xlsx of .csv"),
    )


FEATURE = Feature(
    "mileage",
    QT_TRANSLATE_NOOP("mileage", "Kilometerstaat"),
    pages=(
        PageSpec(
            "mileage",
            QT_TRANSLATE_NOOP("pages", "Cijfers"),
            QT_TRANSLATE_NOOP("pages", "Kilometerstaat"),
            "chart-column",
            "mmc_desk.features.mileage.page:MileagePage",
            81,
            "kilometerstaat",
        ),
        PageSpec(
            "settlement",
            QT_TRANSLATE_NOOP("pages", "Afrekening"),
            QT_TRANSLATE_NOOP("pages", "Afrekening"),
            "euro",
            "mmc_desk.features.mileage.pages.settlement:SettlementPage",
            70,
            "afrekening",
        ),
        PageSpec(
            "allowances",
            QT_TRANSLATE_NOOP("pages", "Afrekening"),
            QT_TRANSLATE_NOOP("pages", "Forfaits"),
            "euro",
            "mmc_desk.features.mileage.pages.allowances:AllowancesPage",
            74,
            "forfaits",
        ),
    ),
    commands=(
        Command(
            "mileage",
            QT_TRANSLATE_NOOP("mileage", "de kilometerstaat: ritten, km en bedrag per chauffeur per maand"),
            _add_arguments,
            "mmc_desk.features.mileage.commands:run_mileage",
        ),
        Command(
            "settle",
            QT_TRANSLATE_NOOP("mileage", "een maand afrekenen: bladen om te tekenen, CSV, betaalbestand"),
            _settle_arguments,
            "mmc_desk.features.mileage.commands:run_settle",
        ),
        Command(
            "insurer",
            QT_TRANSLATE_NOOP("mileage", "de lijst voor de verzekeraar: km per chauffeur van een polisjaar"),
            _insurer_arguments,
            "mmc_desk.features.mileage.commands:run_insurer",
        ),
        Command(
            "allowances",
            QT_TRANSLATE_NOOP("mileage", "de nominatieve lijst van forfaitaire vergoedingen"),
            _allowance_arguments,
            "mmc_desk.features.mileage.commands:run_allowances",
        ),
    ),
    checks="mmc_desk.features.mileage.checks:CHECKS",
    follower="mmc_desk.features.mileage.ops.following:keep_frozen",
    personal="mmc_desk.features.mileage.personal:HOLDINGS",
)
