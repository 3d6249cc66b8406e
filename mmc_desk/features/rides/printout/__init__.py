"""What rides put on paper and in the post: rosters and ride sheets, their mails and calendars, members' slips."""

from mmc_desk.features.rides.printout.rosters import (
    AID_NAMES,
    CONFIDENTIAL,
    printed_sheets,
    return_text,
    roster_bytes,
    way_back_text,
    write_rosters,
)
from mmc_desk.features.rides.printout.sheets import blank_sheets, write_sheets
from mmc_desk.features.rides.printout.slips import slip_bytes, write_slips

__all__ = [
    "AID_NAMES",
    "CONFIDENTIAL",
    "blank_sheets",
    "printed_sheets",
    "return_text",
    "roster_bytes",
    "slip_bytes",
    "way_back_text",
    "write_rosters",
    "write_sheets",
    "write_slips",
]
