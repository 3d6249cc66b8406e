"""The rules of members and drivers (domain.md §2): pure functions, no database and no clock."""

from typing import TYPE_CHECKING

from mmc_desk.core import lazy

if TYPE_CHECKING:  # at run time they are loaded when somebody asks for them
    from mmc_desk.features.people.rules.briefing import *
    from mmc_desk.features.people.rules.driving import *
    from mmc_desk.features.people.rules.dues import *
    from mmc_desk.features.people.rules.memberships import *
    from mmc_desk.features.people.rules.payments import *
    from mmc_desk.features.people.rules.persons import *
    from mmc_desk.features.people.rules.references import *
    from mmc_desk.features.people.rules.renewal import *
    from mmc_desk.features.people.rules.service import *
    from mmc_desk.features.people.rules.week_pattern import *
else:
    __getattr__ = lazy.names_of_modules(
        __name__,
        "briefing",
        "driving",
        "dues",
        "memberships",
        "payments",
        "persons",
        "references",
        "renewal",
        "service",
        "week_pattern",
    )
