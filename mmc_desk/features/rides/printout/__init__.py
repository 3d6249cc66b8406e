"""What rides put on paper and in the post: rosters and ride sheets, their mails and calendars, members' slips."""

from typing import TYPE_CHECKING

from mmc_desk.core import lazy

if TYPE_CHECKING:  # at run time they are loaded when somebody asks for them
    from mmc_desk.features.rides.printout.confidential import *
    from mmc_desk.features.rides.printout.rosters import *
    from mmc_desk.features.rides.printout.sheets import *
    from mmc_desk.features.rides.printout.slips import *
else:
    __getattr__ = lazy.names_of_modules(__name__, "confidential", "rosters", "sheets", "slips")
