"""People: one Person behind each member, driver and volunteer (a driver may be a member too, domain.md §10.12)."""

from typing import TYPE_CHECKING

from mmc_desk.core import lazy

if TYPE_CHECKING:  # at run time they are loaded when somebody asks for them
    from mmc_desk.features.people.model.kinds import *
    from mmc_desk.features.people.model.memberships import *
    from mmc_desk.features.people.model.persons import *
    from mmc_desk.features.people.model.places import *
    from mmc_desk.features.people.model.planning import *
    from mmc_desk.features.people.model.volunteers import *
else:
    __getattr__ = lazy.names_of_modules(__name__, "kinds", "persons", "memberships", "places", "planning", "volunteers")
