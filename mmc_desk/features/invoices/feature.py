"""Monthly invoices to members, where the desk or the member chose so."""

import argparse
from pathlib import Path

from mmc_desk.core.feature import CardPart, Command, Feature, PageSpec
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.core.years import year_argument


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", type=year_argument, help=translate("invoices", "het jaar, bijvoorbeeld 2026"))
    parser.add_argument("month", type=int, choices=range(1, 13), metavar="M", help=translate("invoices", "de maand"))
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        help=translate("invoices", "waarheen: .pdf om te versturen, .csv of .xlsx voor de boekhouding"),
    )
    parser.add_argument(
        "--reminders",
        type=Path,
        help=translate("invoices", "enkel herinneringen, van alle maanden, naar dit PDF-bestand"),
    )


FEATURE = Feature(
    "invoices",
    QT_TRANSLATE_NOOP("invoices", "Facturen"),
    pages=(
        PageSpec(
            "invoices",
            QT_TRANSLATE_NOOP("pages", "Afrekening"),
            QT_TRANSLATE_NOOP("pages", "Facturen"),
            "euro",
            "mmc_desk.features.invoices.pages.invoices:InvoicesPage",
            71,
            "facturen",
        ),
    ),
    commands=(
        Command(
            "invoice",
            QT_TRANSLATE_NOOP("invoices", "een maand factureren aan de leden: brieven met betaalcode, CSV"),
            _add_arguments,
            "mmc_desk.features.invoices.commands:run_invoice",
        ),
    ),
    checks="mmc_desk.features.invoices.checks:CHECKS",
    demo="mmc_desk.features.invoices.demo:fill",
    follower="mmc_desk.features.invoices.ops.following:follow",
    card_parts=(CardPart("member", "mmc_desk.features.invoices.pages.paying_part:PayingPart"),),
    personal="mmc_desk.features.invoices.personal:HOLDINGS",
)
