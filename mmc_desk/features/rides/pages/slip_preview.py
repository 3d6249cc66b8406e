"""The slip on screen before it is on paper."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.printout import slip_bytes
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.queries.slips import slip_book
from mmc_desk.ui.preview import PreviewDialog
from mmc_desk.ui.runner import Runner


def open_slip(runner: Runner, page: QWidget, ride: RideLine) -> None:
    """Show the slips of a ride, one per member, in a preview over `page`."""

    def show(pdf: bytes) -> None:
        title = translate("slips", "Betaalbewijs rit {no}").format(no=ride.ride_no)
        dialog = PreviewDialog(title, pdf, translate("slips", "Betaalbewijs {no}.pdf").format(no=ride.ride_no), page)
        dialog.destroyed.connect(dialog.pages.close)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    runner.read(
        lambda session: slip_book(session, [ride.ride_id]), lambda book: runner.run(lambda: slip_bytes(book), show)
    )
