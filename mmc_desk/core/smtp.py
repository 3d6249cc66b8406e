"""Handing mail to the desk's own SMTP server. No Qt, no database: the caller keeps the queue."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum

from mmc_desk.core.errors import DeskError, reason
from mmc_desk.core.i18n import translate

TIMEOUT_SECONDS = 10.0
"""How long each step of the talk with the server may take."""


class Security(StrEnum):
    """How the talk with the server is kept from others' eyes."""

    NONE = "none"
    STARTTLS = "starttls"
    SSL = "ssl"


class Trouble(StrEnum):
    """What a mail that didn't leave asks for: other settings, patience, or another address."""

    SETUP = "setup"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail is handed in, and as whom. Without `user` the server asks no password."""

    host: str
    port: int
    security: Security = Security.STARTTLS
    user: str = ""


class SmtpError(DeskError):
    """A mail didn't leave; `trouble` says whether trying again may help."""

    def __init__(self, text: str, trouble: Trouble) -> None:
        super().__init__(text)
        self.trouble = trouble


def send(server: SmtpServer, password: str, message: EmailMessage, tls: ssl.SSLContext | None = None) -> None:
    """Hand one message to the server and return when it took it: within some multiples of TIMEOUT_SECONDS.

    `tls` says which certificates are trusted, by default those the system trusts. Raises SmtpError.
    """
    try:
        with _connected(server, tls or ssl.create_default_context()) as link:
            _log_in(link, server, password)
            link.send_message(message)
    except smtplib.SMTPException as error:
        raise _refused(server, error) from error
    except ssl.SSLError as error:
        text = translate("smtp", "De verbinding met {host} is niet veilig ({reason}). Kijk de beveiliging na.")
        raise SmtpError(text.format(host=server.host, reason=error.reason or error), Trouble.SETUP) from error
    except OSError as error:
        text = translate("smtp", "De mailserver {host} antwoordt niet ({reason}). Er wordt later opnieuw geprobeerd.")
        raise SmtpError(text.format(host=server.host, reason=reason(error)), Trouble.LATER) from error


def _connected(server: SmtpServer, tls: ssl.SSLContext) -> smtplib.SMTP:
    if server.security is Security.SSL:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=tls)
    link = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    if server.security is Security.STARTTLS:
        try:
            link.starttls(context=tls)
        except BaseException:
            link.close()
            raise
    return link


def _log_in(link: smtplib.SMTP, server: SmtpServer, password: str) -> None:
    if not server.user:
        return
    try:
        link.login(server.user, password)
    except UnicodeEncodeError as error:  # smtplib logs in with ASCII alone
        text = translate("smtp", "De mailserver {host} aanvaardt geen gebruikersnaam of wachtwoord met accenten.")
        raise SmtpError(text.format(host=server.host), Trouble.SETUP) from error


def _refused(server: SmtpServer, error: smtplib.SMTPException) -> SmtpError:
    if isinstance(error, smtplib.SMTPNotSupportedError):
        text = translate(
            "smtp", "De mailserver {host} kan niet wat in de instellingen staat ({reason}). Kijk de beveiliging na."
        )
        return SmtpError(text.format(host=server.host, reason=error), Trouble.SETUP)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        text = translate("smtp", "De mailserver {host} aanvaardt gebruikersnaam of wachtwoord niet. Vul ze opnieuw in.")
        return SmtpError(text.format(host=server.host), Trouble.SETUP)
    if isinstance(error, smtplib.SMTPServerDisconnected):
        text = translate("smtp", "De mailserver {host} verbrak de verbinding. Er wordt later opnieuw geprobeerd.")
        return SmtpError(text.format(host=server.host), Trouble.LATER)
    return _answered(_code_and_words(error))


def _code_and_words(error: smtplib.SMTPException) -> tuple[int, str]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return code, _words(words)
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code, _words(error.smtp_error)
    return 500, str(error)


def _words(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer


def _answered(answer: tuple[int, str]) -> SmtpError:
    code, words = answer
    if 400 <= code < 500:
        text = translate("smtp", "De mailserver vraagt om later opnieuw te proberen: {code} {words}")
        return SmtpError(text.format(code=code, words=words), Trouble.LATER)
    text = translate("smtp", "De mailserver weigert deze mail: {code} {words}")
    return SmtpError(text.format(code=code, words=words), Trouble.NEVER)
