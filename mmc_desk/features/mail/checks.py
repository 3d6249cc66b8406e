"""What must hold of outgoing mail, asked by `mmc-desk check`."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from mmc_desk.core.feature import Check
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.mail import rules
from mmc_desk.features.mail.model import MailState, OutgoingMail

MOST = 100


def unreachable(session: Session) -> Sequence[str]:
    """Return mails that wait for an address nothing can be sent to."""
    waiting = select(OutgoingMail.id, OutgoingMail.to_address).where(OutgoingMail.state == MailState.QUEUED)
    found = [(mail_id, rules.address_problem(address)) for mail_id, address in session.execute(waiting)]
    text = translate("mail", "Mail {number} wacht, maar kan niet vertrekken: {problem}")
    return [text.format(number=mail_id, problem=problem) for mail_id, problem in sorted(found) if problem]


def contradictions(session: Session) -> Sequence[str]:
    """Return mails whose state contradicts their times, attempts or error."""
    sentences: list[str] = []
    for condition, text in _contradictions():
        found = session.scalars(select(OutgoingMail.id).where(condition).order_by(OutgoingMail.id).limit(MOST))
        sentences += [text.format(number=mail_id) for mail_id in found]
    return sentences


def _contradictions() -> list[tuple[ColumnElement[bool], str]]:
    is_sent, is_queued = OutgoingMail.state == MailState.SENT, OutgoingMail.state == MailState.QUEUED
    return [
        (
            and_(is_sent, OutgoingMail.sent_at.is_(None)),
            translate("mail", "Mail {number} is verstuurd, maar zonder tijdstip."),
        ),
        (
            and_(~is_sent, OutgoingMail.sent_at.is_not(None)),
            translate("mail", "Mail {number} heeft een tijdstip van versturen, maar staat niet als verstuurd."),
        ),
        (
            OutgoingMail.sent_at < OutgoingMail.queued_at,
            translate("mail", "Mail {number} is verstuurd voor ze gemaakt werd."),
        ),
        (
            and_(~is_queued, OutgoingMail.next_try_at.is_not(None)),
            translate("mail", "Mail {number} heeft nog een volgende poging, maar wacht niet."),
        ),
        (
            or_(OutgoingMail.attempts < 0, OutgoingMail.attempts > rules.MOST_ATTEMPTS),
            translate("mail", "Mail {number} telt een aantal pogingen dat niet kan."),
        ),
        (
            and_(OutgoingMail.state == MailState.FAILED, OutgoingMail.error == ""),
            translate("mail", "Mail {number} is mislukt, maar niemand weet waarom."),
        ),
    ]


CHECKS = (
    Check(QT_TRANSLATE_NOOP("mail", "Wat wacht, kan vertrekken"), unreachable),
    Check(QT_TRANSLATE_NOOP("mail", "Toestand van uitgaande mail"), contradictions),
)
