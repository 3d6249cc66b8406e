"""The sender: takes what is due from the queue, hands it to the server on a thread of its own, notes how it went.

Only the runner's worker touches the database; the thread in between sees a composed letter and nothing else.
"""

import functools
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal

from mmc_desk.core import clock, secrets, smtp
from mmc_desk.core.changes import Changes
from mmc_desk.core.errors import DeskError
from mmc_desk.core.i18n import translate
from mmc_desk.core.smtp import SmtpError, Trouble
from mmc_desk.features.mail import ops, queries, rules
from mmc_desk.features.mail.queries import Outbox
from mmc_desk.features.mail.rules import Letter, MailSettings
from mmc_desk.ui import messages
from mmc_desk.ui.errand import Errand
from mmc_desk.ui.runner import Runner

_LONGEST_PAUSE = timedelta(minutes=1)
_LAST_WAIT_SECONDS = 5.0


class Standing(StrEnum):
    """What the sender does, or waits for."""

    IDLE = "idle"
    SENDING = "sending"
    NO_SERVER = "no_server"
    PRACTICE = "practice"
    PASSWORD = "password"  # noqa: S105 - a state, not one
    SETUP = "setup"


@dataclass(frozen=True, slots=True)
class Answer:
    """How handing a mail over went; without `trouble` it is on its way."""

    mail_id: int
    trouble: Trouble | None = None
    reason: str = ""
    lacks_password: bool = False


def password_name(settings: MailSettings) -> str:
    """Return the name under which the keyring has the password of a mail account."""
    return f"{settings.server.user}@{settings.server.host}"


def hand_over(
    settings: MailSettings,
    mail_id: int,
    letter: Letter,
    *,
    password: str | None = None,
    tls: ssl.SSLContext | None = None,
) -> Answer:
    """Send one mail and return how it went; without a password the keyring is asked. Waits: not for the main thread."""
    if password is None:
        password = secrets.recall(password_name(settings)) if settings.server.user else ""
    if password is None:
        text = translate("mail", "Het wachtwoord van {user} is nodig om te versturen.").format(
            user=settings.server.user
        )
        return Answer(mail_id, Trouble.SETUP, text, lacks_password=True)
    try:
        smtp.send(settings.server, password, rules.compose(settings.sender, letter, clock.now()), tls)
    except SmtpError as error:
        return Answer(mail_id, error.trouble, str(error))
    return Answer(mail_id)


class MailSender(QObject):
    """One per window, a child of its runner."""

    told = Signal()
    """`standing` changed."""

    def __init__(self, runner: Runner, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(runner)
        self._runner = runner
        self._tls = tls
        self.standing = Standing.IDLE
        self.reason = ""
        self._is_looking = False
        self._looks_again = False
        self._is_stopped = False
        self._errand: Errand | None = None
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self.look)
        runner.changed.connect(self._on_changed)

    def look(self) -> None:
        """Send what is due; nothing when it is at it already, or waits for settings."""
        if self._is_stopped or self.standing in {Standing.PASSWORD, Standing.SETUP}:
            return
        if self._is_looking:
            self._looks_again = True
            return
        self._is_looking, self._looks_again = True, False
        now = clock.now()
        self._runner.read(lambda session: queries.outbox(session, now), self._on_outbox, self._on_trouble)

    def resume(self) -> None:
        """Begin again: a password was given, or the settings were mended."""
        self._tell(Standing.IDLE)
        self.look()

    def stop(self) -> None:
        """Stop for good; what is being handed over gets some seconds, and its end is still noted."""
        self._is_stopped = True
        self._pause.stop()
        if self._errand is not None:
            answer = self._errand.result(_LAST_WAIT_SECONDS)
            if answer is not None:
                self._note(answer)

    def _tell(self, standing: Standing, reason: str = "") -> None:
        self.standing, self.reason = standing, reason
        self.told.emit()

    def _on_changed(self, changes: Changes) -> None:
        if "desk_setting" in changes.topics:
            self.resume()
        elif "outgoing_mail" in changes.topics:
            self.look()

    def _on_outbox(self, box: Outbox) -> None:
        if box.settings is None or box.is_practice:
            self._rest(Standing.PRACTICE if box.is_practice else Standing.NO_SERVER)
            return
        if box.due is None:
            self._rest(Standing.IDLE, box.next_at)
            return
        self._tell(Standing.SENDING)
        command = ops.ClaimMail(box.due)
        claimed = functools.partial(self._on_claimed, box.settings, box.due)
        self._runner.write(lambda session: ops.claim_mail(session, command), "", claimed, self._on_trouble)

    def _rest(self, standing: Standing, until: datetime | None = None) -> None:
        self._is_looking = False
        self._tell(standing)
        if self._looks_again:
            self.look()
        elif until is not None:
            wait = min(max(until - clock.now(), timedelta(0)), _LONGEST_PAUSE)
            self._pause.start(int(wait.total_seconds() * 1000) + 1)

    def _on_trouble(self, error: DeskError) -> None:
        # Another desk was first, or the database is away for a moment: the queue is still there later.
        self._rest(Standing.IDLE, clock.now() + _LONGEST_PAUSE)
        self.reason = str(error)

    def _on_claimed(self, settings: MailSettings, mail_id: int, letter: Letter | None) -> None:
        if letter is None or self._is_stopped:
            self._rest(Standing.IDLE, clock.now())
            return
        self._errand = Errand(lambda: hand_over(settings, mail_id, letter, tls=self._tls), self)
        self._errand.done.connect(self._on_answer)
        self._errand.start()

    def _on_answer(self, answer: Answer) -> None:
        self._errand = None
        if not self._is_stopped:
            self._note(answer)

    def _note(self, answer: Answer) -> None:
        def noted(_value: object) -> None:
            self._after(answer)

        if answer.trouble is None:
            sent = ops.MarkSent(answer.mail_id)
            self._runner.write(lambda session: ops.mark_sent(session, sent), "", noted, self._on_trouble)
        else:
            failed = ops.MarkFailed(answer.mail_id, answer.reason, answer.trouble)
            self._runner.write(lambda session: ops.mark_failed(session, failed), "", noted, self._on_trouble)

    def _after(self, answer: Answer) -> None:
        self._is_looking = False
        if answer.trouble is Trouble.SETUP:
            self._tell(Standing.PASSWORD if answer.lacks_password else Standing.SETUP, answer.reason)
            text = translate("mail", "Er wacht mail: kijk bij Uitgaande mail. {reason}")
            messages.toast(None, text.format(reason=answer.reason))
            return
        self.look()


def sender_of(runner: Runner) -> MailSender:
    """Return the sender of a window, made and at work from the first call on."""
    known = runner.findChild(MailSender)
    if known is not None:
        return known
    made = MailSender(runner)
    made.look()
    return made
