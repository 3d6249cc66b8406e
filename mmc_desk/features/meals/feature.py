"""The village restaurants."""

import argparse
from pathlib import Path

from mmc_desk.core.feature import Command, Feature, ImpactSpec, PageSpec
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate


def _add_export_arguments(parser: argparse.ArgumentParser) -> None:
    from mmc_desk.core.years import year_argument

    parser.add_argument("year", type=year_argument, help=translate("meals", "het jaar, bijvoorbeeld 2019"))
    _add_output(parser)


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", type=Path, required=True, help=translate("meals", "waarheen: de naam van het bestand")
    )


FEATURE = Feature(
    "meals",
    QT_TRANSLATE_NOOP("meals", "Dorpsrestaurants"),
    pages=(
        PageSpec(
            "noons",
            QT_TRANSLATE_NOOP("pages", "Dorpsrestaurants"),
            QT_TRANSLATE_NOOP("pages", "Middagen"),
            "utensils",
            "mmc_desk.features.meals.pages.noons:NoonsPage",
            50,
            "middagen",
        ),
        PageSpec(
            "noon",
            QT_TRANSLATE_NOOP("pages", "Dorpsrestaurants"),
            QT_TRANSLATE_NOOP("pages", "Middag"),
            "utensils",
            "mmc_desk.features.meals.pages.noon:NoonPage",
            51,
            "middag",
        ),
        PageSpec(
            "participants",
            QT_TRANSLATE_NOOP("pages", "Dorpsrestaurants"),
            QT_TRANSLATE_NOOP("pages", "Deelnemers"),
            "users",
            "mmc_desk.features.meals.pages.participants:ParticipantsPage",
            52,
            "deelnemers",
        ),
        PageSpec(
            "locations",
            QT_TRANSLATE_NOOP("pages", "Dorpsrestaurants"),
            QT_TRANSLATE_NOOP("pages", "Locaties"),
            "home",
            "mmc_desk.features.meals.pages.locations:LocationsPage",
            53,
            "locaties",
        ),
        PageSpec(
            "meal_figures",
            QT_TRANSLATE_NOOP("pages", "Dorpsrestaurants"),
            QT_TRANSLATE_NOOP("pages", "Cijfers"),
            "chart-column",
            "mmc_desk.features.meals.pages.figures:MealFiguresPage",
            54,
            "cijfers-restaurants",
        ),
        PageSpec(
            "duty_roster",
            QT_TRANSLATE_NOOP("pages", "Dorpsrestaurants"),
            QT_TRANSLATE_NOOP("pages", "Dienstrooster"),
            "calendar-days",
            "mmc_desk.features.meals.pages.duties:DutyRosterPage",
            55,
            "dienstrooster",
        ),
        PageSpec(
            "volunteers",
            QT_TRANSLATE_NOOP("pages", "Dorpsrestaurants"),
            QT_TRANSLATE_NOOP("pages", "Vrijwilligers"),
            "utensils",
            "mmc_desk.features.meals.pages.volunteers:VolunteersPage",
            56,
            "vrijwilligers",
        ),
    ),
    figures="mmc_desk.features.meals.figures:FIGURE_SETS",
    signals="mmc_desk.features.meals.queries.patterns:meal_signals",
    thanks="mmc_desk.features.meals.queries.thanks:volunteer_services",
    open_data="mmc_desk.features.meals.open_data:OPEN_CUBES",
    imports="mmc_desk.features.meals.imports:IMPORT_KINDS",
    commands=(
        Command(
            "export-meals",
            QT_TRANSLATE_NOOP("meals", "de middagen van een jaar, een blad per dorp"),
            _add_export_arguments,
            "mmc_desk.features.meals.commands:run_export_meals",
        ),
        Command(
            "export-volunteers",
            QT_TRANSLATE_NOOP("meals", "de lijst van de vrijwilligers"),
            _add_output,
            "mmc_desk.features.meals.commands:run_export_volunteers",
        ),
    ),
    checks="mmc_desk.features.meals.checks:CHECKS",
    demo="mmc_desk.features.meals.demo:fill",
    follower="mmc_desk.features.meals.ops.followers:follow",
    background="mmc_desk.features.meals.pages.plan_ahead:PlanAhead",
    search="mmc_desk.features.meals.queries.search:search_hits",
    impacts=(
        ImpactSpec(
            frozenset({"meal_moment", "village_restaurant"}),
            "mmc_desk.features.meals.queries.astray:find_astray",
            "mmc_desk.features.meals.pages.astray_dialog:AstrayDialog",
        ),
        ImpactSpec(
            frozenset({"ride", "meal_service", "meal_moment", "restaurant_venue"}),
            "mmc_desk.features.meals.queries.impact:find_impact",
            "mmc_desk.features.meals.pages.impact_dialog:MealImpactDialog",
        ),
    ),
    personal="mmc_desk.features.meals.personal:HOLDINGS",
)
