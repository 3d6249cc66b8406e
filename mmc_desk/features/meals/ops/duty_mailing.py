"""Mailing duties: into the queue of the mail, and noting what stands in each volunteer's calendar from then on."""

from sqlalchemy.orm import Session

from mmc_desk.core.i18n import translate
from mmc_desk.features.mail.ops import MailCalendars, mail_calendars
from mmc_desk.features.meals.queries.duty_mailing import MAILED_DUTIES, duty_mailing


def mail_duties(session: Session, command: MailCalendars) -> int:
    """Queue the mails and return how many. Raises what `mail_calendars` raises."""
    present = duty_mailing(session, command.first, command.last)
    changed = translate("duties", "De diensten van {name} zijn intussen gewijzigd. Kijk de mails opnieuw na.")
    return mail_calendars(session, command, present, MAILED_DUTIES, changed)
