"""The planner: a proposal for a day's rides, made by engines and judged by one exact checker."""

import argparse
import contextlib
from pathlib import Path

from mmc_desk.core.feature import CardPart, Command, Feature
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate

_LONGEST = 86_400.0
"""Seconds in a day."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    _add_days(parser)
    _add_instance(parser)
    parser.add_argument(
        "--seconds",
        type=_seconds,
        default=5.0,
        metavar="S",
        help=translate(
            "planner",
            "zo lang mag de hele opdracht duren, start inbegrepen (5); met minder dan een eerste plan vraagt "
            "(1 à 2 voor een dag, een halve voor een bestand) komt dat zodra het er is",
        ),
    )
    parser.add_argument(
        "--seed", type=int, default=1, metavar="N", help=translate("planner", "begin van het toeval (1)")
    )
    parser.add_argument("--json", action="store_true", help=translate("planner", "het plan als JSON"))


def _add_days(parser: argparse.ArgumentParser) -> None:
    from mmc_desk.core.days import day_argument

    parser.add_argument(
        "date", nargs="?", type=day_argument, help=translate("planner", "de dag, bijvoorbeeld 25/11/2026 of morgen")
    )
    parser.add_argument("--week", action="store_true", help=translate("planner", "de hele week van die dag"))
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="CODE",
        help=translate("planner", "deze chauffeur valt uit: plan zijn ritten opnieuw"),
    )
    parser.add_argument(
        "--shared",
        action="store_true",
        help=translate("planner", "ritten samen in één wagen zetten waar niemand meer door betaalt"),
    )
    parser.add_argument(
        "--routes",
        metavar="URL",
        help=translate("planner", "een routedienst (OSRM) voor wegen die nog geschat zijn; ze worden onthouden"),
    )
    parser.add_argument(
        "--phone",
        dest="paper",
        type=Path,
        metavar="FILE",
        help=translate("planner", "wie te bellen voor dit voorstel, als PDF"),
    )
    parser.add_argument("--apply", action="store_true", help=translate("planner", "het voorstel overnemen"))


def _add_instance(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--instance",
        type=Path,
        metavar="FILE",
        help=translate("planner", "een dag in JSON, of een DARP-tekst"),
    )
    parser.add_argument(
        "--stay",
        type=int,
        metavar="N",
        help=translate(
            "planner", "zoveel ritten van een grote dag mogen blijven liggen (zoveel als het bestand vergelijkt)"
        ),
    )


def _seconds(text: str) -> float:
    """Read how long something may take. Raises ArgumentTypeError."""
    with contextlib.suppress(ValueError):
        if 0 < (seconds := float(text.replace(",", "."))) <= _LONGEST:
            return seconds
    raise argparse.ArgumentTypeError(translate("planner", "geef een aantal seconden, hoogstens 86.400"))


FEATURE = Feature(
    "planner",
    QT_TRANSLATE_NOOP("planner", "Planner"),
    commands=(
        Command(
            "plan",
            QT_TRANSLATE_NOOP("planner", "een voorstel voor de ritten van een dag of een week"),
            _add_arguments,
            "mmc_desk.features.planner.commands.plan:run_plan",
            lambda arguments: arguments.instance is None,
            shows_persons=True,
        ),
    ),
    card_parts=(CardPart("day_board", "mmc_desk.features.planner.pages.companion:PlannerCompanion"),),
)
