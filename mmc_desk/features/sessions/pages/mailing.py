"""Uitnodigingen: which partner gets what by mail for a month."""

import functools
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from mmc_desk.core.i18n import translate
from mmc_desk.features.mail.pages import mailing_dialog
from mmc_desk.features.mail.pages.mailing_dialog import MailingKind
from mmc_desk.features.sessions.ops.mailing import mail_invitations
from mmc_desk.features.sessions.printout.invitations import invitation_letter, write_invitations
from mmc_desk.features.sessions.queries.mailing import InvitationMailing, PartnerMailing, invitation_mailing
from mmc_desk.features.sessions.queries.noons import first_day, last_day
from mmc_desk.features.sessions.rules.plan import Month
from mmc_desk.features.sessions.rules.plan_words import month_words
from mmc_desk.ui.preview import PreviewPaper, open_preview
from mmc_desk.ui.runner import Runner


def open_mailing(runner: Runner, page: QWidget, month: Month) -> None:
    """Open the mailing of a month's invitations over a page."""

    def print_papers(dialog: QWidget, mailing: InvitationMailing, partners: Sequence[PartnerMailing]) -> None:
        make = functools.partial(write_invitations, mailing=mailing, partners=partners)
        name = translate("sessions", "Uitnodigingen {month}.pdf").format(month=f"{month.year}-{month.month:02d}")
        open_preview(runner, dialog, PreviewPaper(translate("sessions", "Uitnodigingen"), name, make))

    kind = MailingKind(
        title=translate("sessions", "Uitnodigingen voor partners: {month}").format(month=month_words(month)),
        people=translate("sessions", "Partners"),
        person=translate("sessions", "Partner"),
        paper=translate("sessions", "&Uitnodiging"),
        nobody=translate("sessions", "Geen partners met een activiteit in deze maand."),
        counted=translate("sessions", "{count} partners, {mails} aangevinkt"),
        done=translate("sessions", "Uitnodigingen gemaild"),
        query=functools.partial(invitation_mailing, first=first_day(month), last=last_day(month)),
        letter=invitation_letter,
        mail=mail_invitations,
        print_papers=print_papers,
    )
    mailing_dialog.open_mailing(runner, page, kind)
