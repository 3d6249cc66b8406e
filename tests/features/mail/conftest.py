"""A desk that mails through a server on the loopback."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from sqlalchemy import select

from mmc_desk.core import clock, secrets
from mmc_desk.core.db import Database
from mmc_desk.core.model import AuditEntry
from mmc_desk.core.smtp import Security
from mmc_desk.features.mail import ops
from mmc_desk.features.mail.model import OutgoingMail
from mmc_desk.features.mail.rules import Attachment
from tests.conftest import NOW

PDF = Attachment("Rittenlijst.pdf", "application/pdf", b"%PDF-1.4 nothing")
ICS = Attachment("ritten.ics", "text/calendar; method=PUBLISH; charset=utf-8", "BEGIN:VCALENDAR ë".encode())


@dataclass
class MailDesk:
    """The database, and the deeds on it."""

    database: Database

    def write(self, op: Any) -> Any:  # noqa: ANN401 - what the op returns
        return self.database.write(op, "test").value

    def read(self, query: Any) -> Any:  # noqa: ANN401 - what the query returns
        return self.database.read(query)

    def do(self, op: Any, command: object) -> Any:  # noqa: ANN401 - any op of this feature
        return self.write(lambda session: op(session, command))

    def settings(self, port: int, security: Security = Security.NONE, user: str = "") -> None:
        command = ops.SetMailServer("127.0.0.1", port, security, user, "LDC De Wijzer · Bilzen", "desk@bilzen.be")
        self.do(ops.set_mail_server, command)

    def queue(self, name: str = "Reynders Pierre", address: str = "pierre@voorbeeld.be", **more: Any) -> int:  # noqa: ANN401 - the fields of QueueMail
        values = {"subject": "Rittenlijst", "body": "Dag\n", "attachments": (PDF, ICS), **more}
        mail_id: int = self.do(ops.queue_mail, ops.QueueMail(name, address, **values))
        return mail_id

    def mail(self, mail_id: int) -> OutgoingMail:
        row: OutgoingMail = self.read(lambda session: session.get_one(OutgoingMail, mail_id))
        return row

    def audit(self) -> str:
        return str(self.read(lambda session: [entry.rows for entry in session.scalars(select(AuditEntry))]))


@pytest.fixture
def desk(database: Database) -> MailDesk:
    return MailDesk(database)


@pytest.fixture
def sqlite_desk(sqlite_database: Database) -> MailDesk:
    return MailDesk(sqlite_database)


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call] # keyring's own
    monkeypatch.setattr(secrets, "_session", {})
    yield
    keyring.set_keyring(before)


def later(**span: float) -> Any:  # noqa: ANN401 - the clock's own context manager
    """Let the clock stand still some time after the tests' Monday morning."""
    return clock.frozen(NOW + timedelta(**span))
