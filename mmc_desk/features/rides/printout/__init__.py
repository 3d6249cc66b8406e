"""What rides put on paper: the drivers' rosters."""

from mmc_desk.features.rides.printout.rosters import (
    AID_NAMES,
    CONFIDENTIAL,
    printed_sheets,
    return_text,
    write_rosters,
)

__all__ = ["AID_NAMES", "CONFIDENTIAL", "printed_sheets", "return_text", "write_rosters"]
