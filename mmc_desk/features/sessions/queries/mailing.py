"""What each partner's next mail says: their activities of a period, and what changed since the last one."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.calendars import fingerprint, next_calendars
from mmc_desk.features.mail.queries import SentCalendars, mailed_events, mailing
from mmc_desk.features.mail.rules import Mailing, Recipient
from mmc_desk.features.sessions.model import MailedSession, SessionState, WheelsPartner, WheelsSession
from mmc_desk.features.sessions.queries.rows import SessionRow
from mmc_desk.features.sessions.queries.session_rows import session_rows

MAILED_SESSIONS = SentCalendars(
    *(MailedSession, MailedSession.partner_id, MailedSession.session_id),
    day=WheelsSession.session_date,
    about="wheels_partner",
)
"""What stands in partners' calendars."""

PartnerMailing = Recipient[SessionRow]
InvitationMailing = Mailing[PartnerMailing]


def invitation_mailing(session: Session, first: date, last: date) -> InvitationMailing:
    """Return what the partners with a session from … to would be mailed, and those whose sessions changed since."""
    mailed = mailed_events(session, MAILED_SESSIONS, first, last)
    keys = {key for known in mailed.values() for key in known}
    in_period = WheelsSession.session_date.between(first, last) & WheelsSession.partner_id.is_not(None)
    rows = {row.key: row for row in session_rows(session, in_period | WheelsSession.id.in_(keys))}
    theirs = {
        (row.partner_id, row.key): row
        for row in rows.values()
        if row.partner_id is not None and row.state in {SessionState.PLANNED, SessionState.HELD}
    }
    calendars = next_calendars(theirs, rows, mailed, (first, last), _fingerprint)
    partners = session.execute(
        select(WheelsPartner.id, WheelsPartner.name, WheelsPartner.contact, WheelsPartner.email).where(
            WheelsPartner.id.in_(list(calendars))
        )
    )
    return mailing(session, first, last, [Recipient(*partner, calendars[partner.id]) for partner in partners])


def _fingerprint(row: SessionRow) -> str:
    return fingerprint(
        (
            *(row.day, row.location, row.hall, row.theme, row.starts_at, row.ends_at),
            *(row.material, row.speaker, row.expected),
        )
    )
