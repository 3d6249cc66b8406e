"""A real SMTP server on the loopback for the tests: it keeps what it was handed, and refuses what it is told to."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from mmc_desk.core.smtp import Security, SmtpServer

CERTIFICATE = Path(__file__).with_name("smtp_server.pem")
USER, PASSWORD = "desk", "geheim"  # of a server that lives as long as a test
HOST = "127.0.0.1"


@dataclass
class Postbox:
    """What the server was handed, and how it answers."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    """The answer to a recipient, such as `550 unknown`."""
    answer: str = "250 OK"
    """The answer to a whole mail."""

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            letter = message_from_bytes(envelope.content, policy=default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
            self.recipients += envelope.rcpt_tos
        return self.answer

    def server(self, security: Security = Security.NONE, user: str = "") -> SmtpServer:
        return SmtpServer(HOST, self.port, security, user)


def server_context() -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    return context


def trusting() -> ssl.SSLContext:
    """Return a client's context that trusts the test's certificate."""
    return ssl.create_default_context(cafile=CERTIFICATE)


@contextmanager
def listening(postbox: Postbox, security: Security = Security.NONE, **more: Any) -> Iterator[Postbox]:  # noqa: ANN401 - aiosmtpd's own
    """Let a postbox listen; on the port it had before, if it had one."""
    if security is Security.STARTTLS:
        more |= {"tls_context": server_context(), "require_starttls": True}
    if security is Security.SSL:
        more |= {"ssl_context": server_context()}
    controller = Controller(postbox, hostname=HOST, port=postbox.port or free_port(), **more)
    postbox.port = controller.port
    controller.start()
    try:
        yield postbox
    finally:
        asyncio.run_coroutine_threadsafe(_settled(), controller.loop).result(5)
        controller.stop()


async def _settled() -> None:
    """Let the talks that are ending end: a socket nobody closed would be a warning later."""
    talks = asyncio.all_tasks() - {asyncio.current_task()}
    if talks:
        await asyncio.wait(talks, timeout=2)
    await asyncio.sleep(0.01)


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def asking_password() -> dict[str, Any]:
    """Return what makes a server ask for USER and PASSWORD."""

    def authenticate(
        _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        return AuthResult(success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()), handled=False)

    return {"authenticator": authenticate, "auth_required": True}
