"""What rides put on paper and in the post: the drivers' rosters and ride sheets, their mails and calendar files."""

from mmc_desk.features.rides.printout.rosters import (
    AID_NAMES,
    CONFIDENTIAL,
    printed_sheets,
    return_text,
    roster_bytes,
    write_rosters,
)
from mmc_desk.features.rides.printout.sheets import blank_sheets, write_sheets

__all__ = [
    "AID_NAMES",
    "CONFIDENTIAL",
    "blank_sheets",
    "printed_sheets",
    "return_text",
    "roster_bytes",
    "write_rosters",
    "write_sheets",
]
