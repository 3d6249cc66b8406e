"""Members, drivers and volunteers."""

from mmc_desk.core.feature import Feature, PageSpec
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP

_PAGES = "mmc_desk.features.people.pages"

FEATURE = Feature(
    "people",
    QT_TRANSLATE_NOOP("people", "Leden en vrijwilligers"),
    pages=(
        PageSpec(
            "members",
            QT_TRANSLATE_NOOP("pages", "Leden"),
            QT_TRANSLATE_NOOP("pages", "Leden"),
            "users",
            f"{_PAGES}.members:MembersPage",
            30,
            "leden",
        ),
        PageSpec(
            "drivers",
            QT_TRANSLATE_NOOP("pages", "Chauffeurs"),
            QT_TRANSLATE_NOOP("pages", "Chauffeurs"),
            "hand-helping",
            f"{_PAGES}.drivers:DriversPage",
            40,
            "chauffeurs",
        ),
    ),
    figures="mmc_desk.features.people.figures:FIGURE_SETS",
    imports="mmc_desk.features.people.imports:IMPORT_KINDS",
    checks="mmc_desk.features.people.checks:CHECKS",
    demo="mmc_desk.features.people.demo:fill",
    search="mmc_desk.features.people.queries:search_hits",
)
