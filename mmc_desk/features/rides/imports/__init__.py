"""The office's ride books."""

from mmc_desk.features.rides.imports.book import RIDE_BOOK

IMPORT_KINDS = (RIDE_BOOK,)

__all__ = ["IMPORT_KINDS", "RIDE_BOOK"]
