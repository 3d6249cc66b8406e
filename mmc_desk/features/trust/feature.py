"""Trust: who saw or changed a person; accounts and roles."""

import argparse
from datetime import date
from pathlib import Path

from mmc_desk.core.access import ADMIN, OVERSIGHT
from mmc_desk.core.feature import Command, Feature, PageSpec
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate


def _add_trace_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("person", metavar=translate("trust", "NAAM"), help=translate("trust", "naam van de persoon"))
    for name, text in (
        ("--first", translate("trust", "van deze dag (JJJJ-MM-DD), zonder: 90 dagen terug")),
        ("--last", translate("trust", "tot en met deze dag, zonder: vandaag")),
    ):
        parser.add_argument(name, type=date.fromisoformat, metavar=translate("trust", "DAG"), help=text)
    parser.add_argument("-o", "--output", type=Path, help=translate("trust", "naar dit bestand op .xlsx of .csv"))


def _add_account_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("deed", choices=("list", "add", "password", "roles", "off"))
    parser.add_argument(
        "account", nargs="?", metavar=translate("trust", "NAAM"), help=translate("trust", "aanmeldnaam")
    )
    parser.add_argument("--full-name", default="", help=translate("trust", "wie het is"))
    parser.add_argument("--roles", help=translate("trust", "met komma's ertussen: desk, coordinator, manager, admin"))


FEATURE = Feature(
    "trust",
    QT_TRANSLATE_NOOP("trust", "Vertrouwen"),
    pages=(
        PageSpec(
            "trace",
            QT_TRANSLATE_NOOP("pages", "Beheer"),
            QT_TRANSLATE_NOOP("pages", "Wie zag of wijzigde"),
            "lock",
            "mmc_desk.features.trust.pages.trace:TracePage",
            91,
            "spoor",
            OVERSIGHT,
        ),
        PageSpec(
            "accounts",
            QT_TRANSLATE_NOOP("pages", "Beheer"),
            QT_TRANSLATE_NOOP("pages", "Accounts"),
            "users",
            "mmc_desk.features.trust.pages.accounts:AccountsPage",
            92,
            "accounts",
            ADMIN,
        ),
    ),
    commands=(
        Command(
            "trace",
            QT_TRANSLATE_NOOP("trust", "wie een persoon bekeek of wijzigde"),
            _add_trace_arguments,
            "mmc_desk.features.trust.commands:run_trace",
        ),
        Command(
            "account",
            QT_TRANSLATE_NOOP("trust", "wie zich aanmeldt, en met welke rol"),
            _add_account_arguments,
            "mmc_desk.features.trust.commands:run_account",
        ),
    ),
)
