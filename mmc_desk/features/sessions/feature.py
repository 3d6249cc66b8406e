"""LDC on Wheels: activities after the meal in a village restaurant."""

from mmc_desk.core.feature import CardPart, Feature, PageSpec
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP

FEATURE = Feature(
    "sessions",
    QT_TRANSLATE_NOOP("sessions", "LDC on Wheels"),
    pages=(
        PageSpec(
            "wheels_plan",
            QT_TRANSLATE_NOOP("pages", "LDC on Wheels"),
            QT_TRANSLATE_NOOP("pages", "Maandplan"),
            "party-popper",
            "mmc_desk.features.sessions.pages.plan:PlanPage",
            60,
            "maandplan",
        ),
        PageSpec(
            "wheels_sessions",
            QT_TRANSLATE_NOOP("pages", "LDC on Wheels"),
            QT_TRANSLATE_NOOP("pages", "Activiteiten"),
            "list",
            "mmc_desk.features.sessions.pages.sessions:SessionsPage",
            61,
            "activiteiten",
        ),
        PageSpec(
            "wheels_partners",
            QT_TRANSLATE_NOOP("pages", "LDC on Wheels"),
            QT_TRANSLATE_NOOP("pages", "Partners"),
            "hand-helping",
            "mmc_desk.features.sessions.pages.partners:PartnersPage",
            62,
            "partners",
        ),
        PageSpec(
            "wheels_themes",
            QT_TRANSLATE_NOOP("pages", "LDC on Wheels"),
            QT_TRANSLATE_NOOP("pages", "Thema’s"),
            "star",
            "mmc_desk.features.sessions.pages.themes:ThemesPage",
            63,
            "themas",
        ),
    ),
    figures="mmc_desk.features.sessions.figures:FIGURE_SETS",
    open_data="mmc_desk.features.sessions.open_data:OPEN_CUBES",
    checks="mmc_desk.features.sessions.checks:CHECKS",
    demo="mmc_desk.features.sessions.demo:fill",
    search="mmc_desk.features.sessions.queries.search:search_hits",
    follower="mmc_desk.features.sessions.ops.following:follow",
    card_parts=(CardPart("participant", "mmc_desk.features.sessions.pages.interest_part:InterestPart"),),
    personal="mmc_desk.features.sessions.personal:HOLDINGS",
)
