"""Members, drivers and volunteers."""

from mmc_desk.core.feature import Check, Feature, PageSpec
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.people import queries
from mmc_desk.features.people.figures import FIGURE_SET

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
    figures=(FIGURE_SET,),
    imports="mmc_desk.features.people.imports:IMPORT_KINDS",
    checks=(
        Check(QT_TRANSLATE_NOOP("people", "Partners noemen elkaar"), queries.partner_breaches),
        Check(QT_TRANSLATE_NOOP("people", "Elk lid heeft één adres op elke dag"), queries.address_breaches),
        Check(QT_TRANSLATE_NOOP("people", "Wie stopte heeft een reden"), queries.end_breaches),
        Check(QT_TRANSLATE_NOOP("people", "Lidgelden zijn niet negatief"), queries.fee_breaches),
        Check(QT_TRANSLATE_NOOP("people", "Chauffeurs beginnen voor ze stoppen"), queries.driver_breaches),
        Check(QT_TRANSLATE_NOOP("people", "Weekpatronen overlappen niet"), queries.pattern_breaches),
    ),
    demo="mmc_desk.features.people.demo:fill",
    search="mmc_desk.features.people.queries:search_hits",
)
