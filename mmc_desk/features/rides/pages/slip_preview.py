"""The slip on screen before it is on paper."""

from PySide6.QtWidgets import QWidget

from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages.papers import show_paper
from mmc_desk.features.rides.printout import write_slips
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.queries.slips import slip_book
from mmc_desk.ui.runner import Runner


def open_slip(runner: Runner, page: QWidget, ride: RideLine) -> None:
    """Show the slips of a ride, one per member, in a preview over `page`."""
    title = translate("slips", "Betaalbewijs rit {no}").format(no=ride.ride_no)
    name = translate("slips", "Betaalbewijs {no}.pdf").format(no=ride.ride_no)
    show_paper(runner, page, lambda session: slip_book(session, [ride.ride_id]), write_slips, (title, name))
