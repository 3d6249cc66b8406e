"""Diensten mailen: which volunteer gets what by mail for a month."""

import functools
from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from mmc_desk.core.formats import month_name
from mmc_desk.core.i18n import translate
from mmc_desk.features.mail.pages import mailing_dialog
from mmc_desk.features.mail.pages.mailing_dialog import MailingKind
from mmc_desk.features.meals.ops.duty_mailing import mail_duties
from mmc_desk.features.meals.printout.duty_letters import duties_title, duty_letter, file_name, write_duties
from mmc_desk.features.meals.queries.duty_mailing import DutyMailing, VolunteerMailing, duty_mailing
from mmc_desk.ui.preview import PreviewPaper, open_preview
from mmc_desk.ui.runner import Runner


def open_mailing(runner: Runner, page: QWidget, first: date, last: date) -> None:
    """Open the mailing of the duties of a month, its first day to its last, over a page."""

    def print_papers(dialog: QWidget, mailing: DutyMailing, volunteers: Sequence[VolunteerMailing]) -> None:
        write = functools.partial(write_duties, mailing=mailing, volunteers=volunteers)
        open_preview(runner, dialog, PreviewPaper(duties_title(mailing), file_name(mailing), write))

    title = translate("duties", "Diensten mailen: {month} {year}")
    kind = MailingKind(
        title=title.format(month=month_name(first.month), year=first.year),
        people=translate("duties", "Vrijwilligers"),
        person=translate("duties", "Naam"),
        paper=translate("duties", "&Diensten"),
        nobody=translate("duties", "Niemand staat in deze maand op het dienstrooster."),
        counted=translate("duties", "{count} vrijwilligers, {mails} aangevinkt"),
        done=translate("duties", "Diensten gemaild"),
        query=functools.partial(duty_mailing, first=first, last=last),
        letter=duty_letter,
        mail=mail_duties,
        print_papers=print_papers,
    )
    mailing_dialog.open_mailing(runner, page, kind)
