"""How the mail is said on screen: states with their colour and icon, and what the sender waits for."""

from dataclasses import dataclass

from mmc_desk.core import clock
from mmc_desk.core.formats import show_date, show_time
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.mail.model import MailState
from mmc_desk.features.mail.pages.sender import Standing
from mmc_desk.features.mail.queries import MailRow


@dataclass(frozen=True, slots=True)
class Look:
    """A word, a theme role and an icon: never colour alone."""

    word: str
    role: str
    icon: str


_STATES = {
    MailState.QUEUED: Look(QT_TRANSLATE_NOOP("mail", "in de wachtrij"), "warn", "clock"),
    MailState.SENT: Look(QT_TRANSLATE_NOOP("mail", "verstuurd"), "ok", "circle-check"),
    MailState.FAILED: Look(QT_TRANSLATE_NOOP("mail", "mislukt"), "bad", "circle-x"),
    MailState.WITHDRAWN: Look(QT_TRANSLATE_NOOP("mail", "ingetrokken"), "muted", "ban"),
}

_STANDINGS = {
    Standing.NO_SERVER: QT_TRANSLATE_NOOP(
        "mail", "Er is nog geen mailserver ingesteld: wat in de wachtrij staat, blijft wachten."
    ),
    Standing.PRACTICE: QT_TRANSLATE_NOOP(
        "mail", "Dit zijn oefendata: mail blijft in de wachtrij staan en vertrekt nooit."
    ),
}


def look(state: MailState) -> Look:
    """Return how a state shows; its word is still to be translated by `state_word`."""
    return _STATES[state]


def state_word(state: MailState) -> str:
    """Return a state in words."""
    return translate("mail", _STATES[state].word)


def when(row: MailRow) -> str:
    """Return when a mail left, or when it is tried again."""
    if row.sent_at is not None:
        return f"{show_date(clock.local(row.sent_at).date())} {show_time(row.sent_at)}"
    if row.state is MailState.QUEUED and row.next_try_at is not None and row.error:
        return translate("mail", "opnieuw om {time}").format(time=show_time(row.next_try_at))
    return ""


def standing_text(standing: Standing, reason: str) -> str:
    """Return why no mail leaves, "" when nothing is in its way."""
    if standing in _STANDINGS:
        return translate("mail", _STANDINGS[standing])
    return reason if standing in {Standing.PASSWORD, Standing.SETUP} else ""
