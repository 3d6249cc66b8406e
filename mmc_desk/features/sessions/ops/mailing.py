"""Mailing partners: into the queue of the mail, and noting what stands in each partner's calendar from then on."""

from sqlalchemy.orm import Session

from mmc_desk.core.i18n import translate
from mmc_desk.features.mail.ops import MailCalendars, mail_calendars
from mmc_desk.features.sessions.queries.mailing import MAILED_SESSIONS, invitation_mailing


def mail_invitations(session: Session, command: MailCalendars) -> int:
    """Queue the mails and return how many. Raises what `mail_calendars` raises."""
    present = invitation_mailing(session, command.first, command.last)
    changed = translate("sessions", "De activiteiten van {name} zijn intussen gewijzigd. Kijk de mails opnieuw na.")
    return mail_calendars(session, command, present, MAILED_SESSIONS, changed)
