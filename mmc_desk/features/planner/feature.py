"""The planner: a proposal for a day's rides, made by engines and judged by one exact checker."""

import argparse
from pathlib import Path

from mmc_desk.core.feature import CardPart, Command, Feature
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--instance",
        type=Path,
        required=True,
        metavar="FILE",
        help=translate("planner", "een dag in JSON, of een DARP-tekst"),
    )
    parser.add_argument(
        "--seconds", type=float, default=5.0, metavar="S", help=translate("planner", "zo lang mag het duren (5)")
    )
    parser.add_argument(
        "--seed", type=int, default=1, metavar="N", help=translate("planner", "begin van het toeval (1)")
    )
    parser.add_argument("--json", action="store_true", help=translate("planner", "het plan als JSON"))


FEATURE = Feature(
    "planner",
    QT_TRANSLATE_NOOP("planner", "Planner"),
    commands=(
        Command(
            "plan",
            QT_TRANSLATE_NOOP("planner", "een plan voor de ritten van een dag"),
            _add_arguments,
            "mmc_desk.features.planner.commands:run_plan",
            lambda arguments: arguments.instance is None,
        ),
    ),
    card_parts=(CardPart("day_board", "mmc_desk.features.planner.pages.companion:PlannerCompanion"),),
)
