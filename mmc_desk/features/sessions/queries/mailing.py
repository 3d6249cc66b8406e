"""What each partner's next mail says: their activities of a period, and what changed since the last one."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.calendars import Entry, EventChange, Mailed, fingerprint, is_news, next_entries
from mmc_desk.core.formats import fold
from mmc_desk.core.settings import desk_name, is_practice
from mmc_desk.features.mail.queries import mail_settings
from mmc_desk.features.rides.queries.mailing import calendar_id
from mmc_desk.features.sessions.model import MailedSession, SessionState, WheelsPartner, WheelsSession
from mmc_desk.features.sessions.queries.rows import SessionRow
from mmc_desk.features.sessions.queries.session_rows import session_rows


@dataclass(frozen=True, slots=True)
class PartnerMailing:
    """What one partner would be mailed. `sessions` has every session of `entries`, also those no longer theirs."""

    partner_id: int
    name: str
    contact: str
    address: str
    entries: tuple[Entry, ...]
    sessions: Mapping[int, SessionRow]
    was_mailed: bool

    @property
    def key(self) -> int:
        """The partner's."""
        return self.partner_id

    @property
    def is_news(self) -> bool:
        """Tell whether the partner doesn't know all of it yet."""
        return is_news(self.entries)

    @property
    def coming(self) -> tuple[SessionRow, ...]:
        """The sessions that go on, by day."""
        rows = (self.sessions[entry.key] for entry in self.entries if not entry.is_cancelled)
        return tuple(sorted(rows, key=lambda row: (row.day, row.location)))


@dataclass(frozen=True, slots=True)
class InvitationMailing:
    """What the partners would be mailed of a period. `calendar_id` is "" until the first calendar was made."""

    first: date
    last: date
    partners: tuple[PartnerMailing, ...]
    desk: str
    practice: bool
    calendar_id: str
    sender_address: str


def invitation_mailing(session: Session, first: date, last: date) -> InvitationMailing:
    """Return what the partners with a session from … to would be mailed, and those whose sessions changed since."""
    mailed = _mailed(session, first, last)
    keys = {key for known in mailed.values() for key in known}
    in_period = WheelsSession.session_date.between(first, last) & WheelsSession.partner_id.is_not(None)
    rows = {row.key: row for row in session_rows(session, in_period | WheelsSession.id.in_(keys))}
    marks = {key: _fingerprint(row) for key, row in rows.items()}
    wanted = {row.partner_id for row in rows.values() if _is_coming(row) and first <= row.day <= last}
    partners = session.execute(
        select(WheelsPartner.id, WheelsPartner.name, WheelsPartner.contact, WheelsPartner.email).where(
            WheelsPartner.id.in_([*mailed, *(key for key in wanted if key is not None)])
        )
    )
    found = []
    for partner_id, name, contact, address in partners:
        known = mailed.get(partner_id, {})
        entries = _entries(rows, marks, known, partner_id, (first, last))
        if any(not entry.is_cancelled for entry in entries) or is_news(entries):
            theirs = {entry.key: rows[entry.key] for entry in entries}
            found.append(PartnerMailing(partner_id, name, contact, address, entries, theirs, bool(known)))
    settings = mail_settings(session)
    return InvitationMailing(
        first=first,
        last=last,
        partners=tuple(sorted(found, key=lambda one: fold(one.name))),
        desk=desk_name(session),
        practice=is_practice(session),
        calendar_id=calendar_id(session),
        sender_address=settings.sender.address if settings else "",
    )


def _mailed(session: Session, first: date, last: date) -> Mapping[int, Mapping[int, Mailed]]:
    """Return per partner what stands in their calendar of the period and of what is still to come."""
    rows = session.execute(
        select(
            MailedSession.partner_id,
            MailedSession.session_id,
            MailedSession.sequence,
            MailedSession.fingerprint,
            MailedSession.is_cancelled,
        )
        .join(WheelsSession, WheelsSession.id == MailedSession.session_id)
        .where(WheelsSession.session_date.between(first, last) | (WheelsSession.session_date >= clock.today()))
        .order_by(MailedSession.session_id)
    )
    found: defaultdict[int, dict[int, Mailed]] = defaultdict(dict)
    for partner_id, session_id, sequence, mark, is_cancelled in rows:
        found[partner_id][session_id] = Mailed(sequence, mark, is_cancelled)
    return found


def _is_coming(row: SessionRow) -> bool:
    return row.state in {SessionState.PLANNED, SessionState.HELD}


def _entries(
    rows: Mapping[int, SessionRow],
    marks: Mapping[int, str],
    known: Mapping[int, Mailed],
    partner_id: int,
    period: tuple[date, date],
) -> tuple[Entry, ...]:
    first, last = period
    theirs = {
        key: marks[key]
        for key, row in rows.items()
        if row.partner_id == partner_id and _is_coming(row) and (first <= row.day <= last or key in known)
    }
    return tuple(
        entry
        for entry in next_entries(theirs, known)
        if entry.change is not EventChange.SAME or first <= rows[entry.key].day <= last
    )


def _fingerprint(row: SessionRow) -> str:
    return fingerprint(
        (
            *(row.day, row.location, row.hall, row.theme, row.starts_at, row.ends_at),
            *(row.material, row.speaker, row.expected),
        )
    )
