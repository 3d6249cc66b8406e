"""Taking over the office's own files: recognised by headings, every row stored or handed back with a reason."""

from mmc_desk.core.importing.kinds import ImportKind, Outcome
from mmc_desk.core.importing.rejects import Rejection
from mmc_desk.core.importing.running import FileReport, import_files

__all__ = ["FileReport", "ImportKind", "Outcome", "Rejection", "import_files"]
