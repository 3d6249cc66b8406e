"""Rides of the Minder Mobielen Centrale."""

import argparse
from pathlib import Path

from mmc_desk.core.feature import Command, Feature, ImpactSpec, PageSpec
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate


def _add_roster_arguments(parser: argparse.ArgumentParser) -> None:
    _add_day(parser)
    span = parser.add_mutually_exclusive_group()
    span.add_argument("--week", action="store_true", help=translate("rides", "de hele week van die dag"))
    span.add_argument("--month", action="store_true", help=translate("rides", "de hele maand van die dag"))
    _add_driver_and_blank(parser)
    _add_output(parser)


def _add_sheet_arguments(parser: argparse.ArgumentParser) -> None:
    from mmc_desk.core.days import month_argument

    parser.add_argument(
        "month", type=month_argument, help=translate("rides", "de maand, bijvoorbeeld 11/2026 of 2026-11, of een dag")
    )
    _add_driver_and_blank(parser)
    parser.add_argument("--only-blank", action="store_true", help=translate("rides", "enkel de lege bladen"))
    _add_output(parser)


def _add_driver_and_blank(parser: argparse.ArgumentParser) -> None:
    from mmc_desk.features.rides.commands import count_argument

    parser.add_argument("--driver", metavar="CODE", help=translate("rides", "enkel deze chauffeur"))
    parser.add_argument(
        "--blank", type=count_argument, default=0, metavar="N", help=translate("rides", "N lege rittenbladen erbij")
    )


def _add_book_arguments(parser: argparse.ArgumentParser) -> None:
    _add_day(parser)
    parser.add_argument("--month", action="store_true", help=translate("rides", "de hele maand van die dag"))
    _add_output(parser)


def _add_call_list_arguments(parser: argparse.ArgumentParser) -> None:
    _add_day(parser)
    _add_output(parser)


def _add_day(parser: argparse.ArgumentParser) -> None:
    from mmc_desk.core.days import day_argument

    parser.add_argument(
        "date", type=day_argument, help=translate("rides", "de dag, bijvoorbeeld 25/11/2026 of 2026-11-25")
    )


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", type=Path, required=True, help=translate("rides", "waarheen: een bestandsnaam op .pdf")
    )


def _add_plan_arguments(parser: argparse.ArgumentParser) -> None:
    from mmc_desk.core.days import day_argument

    parser.add_argument(
        "--until",
        type=day_argument,
        metavar=translate("rides", "DAG"),
        help=translate("rides", "tot en met deze dag; anders zo ver als de instelling zegt"),
    )


FEATURE = Feature(
    "rides",
    QT_TRANSLATE_NOOP("rides", "Minder Mobielen Centrale"),
    pages=(
        PageSpec(
            "today",
            QT_TRANSLATE_NOOP("pages", "Vandaag"),
            QT_TRANSLATE_NOOP("pages", "Vandaag"),
            "sun",
            "mmc_desk.features.rides.pages.today:TodayPage",
            10,
            "vandaag",
        ),
        PageSpec(
            "board",
            QT_TRANSLATE_NOOP("pages", "Ritten"),
            QT_TRANSLATE_NOOP("pages", "Dagbord"),
            "car",
            "mmc_desk.features.rides.pages.board:BoardPage",
            20,
            "dagbord",
        ),
        PageSpec(
            "ride_list",
            QT_TRANSLATE_NOOP("pages", "Ritten"),
            QT_TRANSLATE_NOOP("pages", "Rittenlijst"),
            "list",
            "mmc_desk.features.rides.pages.ride_list:RideListPage",
            21,
            "rittenlijst",
        ),
        PageSpec(
            "series",
            QT_TRANSLATE_NOOP("pages", "Ritten"),
            QT_TRANSLATE_NOOP("pages", "Vaste ritten"),
            "repeat",
            "mmc_desk.features.rides.pages.series:SeriesPage",
            22,
            "vaste-ritten",
        ),
        PageSpec(
            "sheets",
            QT_TRANSLATE_NOOP("pages", "Ritten"),
            QT_TRANSLATE_NOOP("pages", "Rittenbladen"),
            "file-text",
            "mmc_desk.features.rides.pages.sheets:SheetsPage",
            23,
            "rittenbladen",
        ),
        PageSpec(
            "driver_rides",
            QT_TRANSLATE_NOOP("pages", "Chauffeurs"),
            QT_TRANSLATE_NOOP("pages", "Rooster per chauffeur"),
            "list",
            "mmc_desk.features.rides.pages.driver_rides:DriverRidesPage",
            41,
            "rooster-per-chauffeur",
        ),
        PageSpec(
            "recruitment",
            QT_TRANSLATE_NOOP("pages", "Chauffeurs"),
            QT_TRANSLATE_NOOP("pages", "Werving"),
            "user-plus",
            "mmc_desk.features.rides.pages.recruitment:RecruitmentPage",
            42,
            "werving",
        ),
        PageSpec(
            "tariffs",
            QT_TRANSLATE_NOOP("pages", "Afrekening"),
            QT_TRANSLATE_NOOP("pages", "Tarieven"),
            "euro",
            "mmc_desk.features.rides.pages.tariffs:TariffPage",
            75,
            "tarieven",
        ),
    ),
    figures="mmc_desk.features.rides.figures:FIGURE_SETS",
    signals="mmc_desk.features.rides.queries.patterns:ride_signals",
    thanks="mmc_desk.features.rides.queries.thanks:driver_services",
    open_data="mmc_desk.features.rides.open_data:OPEN_CUBES",
    imports="mmc_desk.features.rides.imports:IMPORT_KINDS",
    commands=(
        Command(
            "roster",
            QT_TRANSLATE_NOOP("rides", "de rittenlijst van elke chauffeur als PDF"),
            _add_roster_arguments,
            "mmc_desk.features.rides.commands:run_roster",
            away="mmc_desk.features.rides.commands:run_kept_roster",
        ),
        Command(
            "sheets",
            QT_TRANSLATE_NOOP("rides", "de rittenbladen van een maand als PDF, ingevuld of leeg"),
            _add_sheet_arguments,
            "mmc_desk.features.rides.commands:run_sheets",
        ),
        Command(
            "plan-series",
            QT_TRANSLATE_NOOP("rides", "de ritten van de vaste ritten vooruit plannen"),
            _add_plan_arguments,
            "mmc_desk.features.rides.commands:run_plan_series",
        ),
        Command(
            "ride-book",
            QT_TRANSLATE_NOOP("rides", "het ritboek met wie wanneer werd ingeschreven als PDF"),
            _add_book_arguments,
            "mmc_desk.features.rides.commands:run_ride_book",
        ),
        Command(
            "call-list",
            QT_TRANSLATE_NOOP("rides", "wie te bellen voor de ritten zonder chauffeur als PDF"),
            _add_call_list_arguments,
            "mmc_desk.features.rides.commands:run_call_list",
        ),
    ),
    checks="mmc_desk.features.rides.checks:CHECKS",
    demo="mmc_desk.features.rides.demo:fill",
    search="mmc_desk.features.rides.queries.search:search_hits",
    follower="mmc_desk.features.rides.ops.following:follow",
    background="mmc_desk.features.rides.pages.plan_ahead:PlanAhead",
    away="mmc_desk.features.rides.pages.kept_rosters:KeptRosters",
    witness="mmc_desk.features.rides.ops.book:note_events",
    impacts=(
        ImpactSpec(
            frozenset({"absence", "driver", "address", "closure_day"}),
            "mmc_desk.features.rides.queries.impact:find_impact",
            "mmc_desk.features.rides.pages.impact_dialog:ImpactDialog",
        ),
    ),
    personal="mmc_desk.features.rides.personal:HOLDINGS",
)
