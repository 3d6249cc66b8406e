"""What trust puts on paper: the trace of a person, a person's own file, destruction lists."""

from mmc_desk.features.trust.printout.person_file import write_person_file
from mmc_desk.features.trust.printout.trace import deed_name, show_instant, write_trace

__all__ = ["deed_name", "show_instant", "write_person_file", "write_trace"]
