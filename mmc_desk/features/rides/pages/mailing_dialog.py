"""Rittenlijsten mailen: who gets the roster of a day, week or month by mail."""

import functools
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from mmc_desk.core.i18n import translate
from mmc_desk.features.mail.pages import mailing_dialog
from mmc_desk.features.mail.pages.mailing_dialog import MailingKind
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.pages.roster_preview import open_book
from mmc_desk.features.rides.printout.letters import roster_letter
from mmc_desk.features.rides.printout.rosters import show_span
from mmc_desk.features.rides.queries.mailing import DriverMailing, RosterMailing, mailed_book, roster_mailing
from mmc_desk.ui import icons
from mmc_desk.ui.columns import Column
from mmc_desk.ui.runner import Runner


def open_mailing(runner: Runner, page: QWidget, first: date, last: date) -> None:
    """Open the mailing of the rosters from … to over a page."""

    def print_papers(dialog: QWidget, mailing: RosterMailing, drivers: Sequence[DriverMailing]) -> None:
        open_book(runner, dialog, mailed_book(mailing, drivers))

    kind = MailingKind(
        title=translate("rides", "Rittenlijsten mailen: {span}").format(span=show_span(first, last)),
        people=translate("rides", "Chauffeurs"),
        person=translate("rides", "Chauffeur"),
        paper=translate("rides", "&Rittenlijst"),
        nobody=translate("rides", "Niemand heeft ritten in deze periode."),
        counted=translate("rides", "{count} chauffeurs, {mails} aangevinkt"),
        done=translate("rides", "Rittenlijsten gemaild"),
        query=functools.partial(roster_mailing, first=first, last=last),
        letter=roster_letter,
        mail=ops.mail_rosters,
        print_papers=print_papers,
        columns=(
            Column(
                *(translate("rides", "Ritten"), lambda row: str(_rides(row)), _rides),
                align_right=True,
                width=68,
                is_spare=True,
            ),
        ),
    )
    mailing_dialog.open_mailing(runner, page, kind)


def _rides(row: DriverMailing) -> int:
    return sum(len(day.rides) for day in row.roster.days)


def mailing_action(page: QWidget) -> QAction:
    """Return the action of a page that opens the dialog (Ctrl+M); the page connects it."""
    action = QAction(icons.icon("mail"), translate("rides", "Rittenlijsten &mailen…"), page)
    action.setShortcut(QKeySequence("Ctrl+M"))
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    page.addAction(action)
    return action
