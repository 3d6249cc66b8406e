"""What rides put on paper and in the post: the drivers' rosters, their mails and their calendar files."""

from mmc_desk.features.rides.printout.rosters import (
    AID_NAMES,
    CONFIDENTIAL,
    printed_sheets,
    return_text,
    roster_bytes,
    write_rosters,
)

__all__ = ["AID_NAMES", "CONFIDENTIAL", "printed_sheets", "return_text", "roster_bytes", "write_rosters"]
