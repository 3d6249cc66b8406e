"""Trust: who saw or changed a person; accounts and roles."""

import argparse
from datetime import date
from pathlib import Path

from mmc_desk.core.access import ADMIN, MANAGER, OVERSIGHT
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


def _add_file_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("person", metavar=translate("trust", "NAAM"), help=translate("trust", "naam van de persoon"))
    wanted = translate("trust", "naar dit bestand op .pdf of .json")
    parser.add_argument("-o", "--output", type=Path, required=True, help=wanted)


def _add_erase_arguments(parser: argparse.ArgumentParser) -> None:
    name = translate("trust", "NAAM")
    parser.add_argument("person", nargs="?", metavar=name, help=translate("trust", "wie gewist moet worden"))
    parser.add_argument("--reason", default="", help=translate("trust", "waarom"))
    parser.add_argument(
        "--by", default="", metavar=name, help=translate("trust", "wie u bent, waar niemand zich aanmeldt")
    )
    number = translate("trust", "NUMMER")
    parser.add_argument(
        "--approve", type=int, metavar=number, help=translate("trust", "keurt een gevraagde wissing goed")
    )
    again = translate("trust", "wist opnieuw wie met een teruggezette reservekopie terugkwam")
    parser.add_argument("--again", action="store_true", help=again)


def _add_retention_arguments(parser: argparse.ArgumentParser) -> None:
    apply = translate("retention", "de eerste vraagt het, een tweede keurt het goed")
    parser.add_argument("--apply", action="store_true", help=apply)
    name = translate("trust", "NAAM")
    parser.add_argument(
        "--by", default="", metavar=name, help=translate("trust", "wie u bent, waar niemand zich aanmeldt")
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        help=translate("retention", "de laatste vernietigingslijst, naar dit bestand op .pdf"),
    )


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
        PageSpec(
            "privacy",
            QT_TRANSLATE_NOOP("pages", "Beheer"),
            QT_TRANSLATE_NOOP("pages", "Privacy"),
            "lock",
            "mmc_desk.features.trust.pages.privacy:PrivacyPage",
            93,
            "privacy",
            MANAGER,
        ),
        PageSpec(
            "retention",
            QT_TRANSLATE_NOOP("pages", "Beheer"),
            QT_TRANSLATE_NOOP("pages", "Bewaartermijnen"),
            "clock",
            "mmc_desk.features.trust.pages.retention:RetentionPage",
            94,
            "bewaartermijnen",
            MANAGER,
        ),
    ),
    commands=(
        Command(
            "trace",
            QT_TRANSLATE_NOOP("trust", "wie een persoon bekeek of wijzigde"),
            _add_trace_arguments,
            "mmc_desk.features.trust.commands.persons:run_trace",
            shows_persons=True,
        ),
        Command(
            "person-file",
            QT_TRANSLATE_NOOP("trust", "alles wat over een persoon bewaard wordt, als PDF of JSON"),
            _add_file_arguments,
            "mmc_desk.features.trust.commands.persons:run_person_file",
        ),
        Command(
            "erase",
            QT_TRANSLATE_NOOP("trust", "een persoon wissen, met vier ogen"),
            _add_erase_arguments,
            "mmc_desk.features.trust.commands.erasing:run_erase",
            shows_persons=True,
        ),
        Command(
            "retention",
            QT_TRANSLATE_NOOP("retention", "wat voorbij zijn bewaartermijn is tonen en, met vier ogen, wissen"),
            _add_retention_arguments,
            "mmc_desk.features.trust.commands.retention:run_retention",
            shows_persons=True,
        ),
        Command(
            "account",
            QT_TRANSLATE_NOOP("trust", "wie zich aanmeldt, en met welke rol"),
            _add_account_arguments,
            "mmc_desk.features.trust.commands.accounts:run_account",
        ),
    ),
    personal="mmc_desk.features.trust.personal:HOLDINGS",
)
