"""The queue: what goes in, how it is claimed, and what each answer of a server does to it; on both databases."""

from datetime import timedelta

import pytest

from mmc_desk.core import settings
from mmc_desk.core.errors import RuleError
from mmc_desk.core.model import DeskSetting
from mmc_desk.core.recording import take_back
from mmc_desk.core.smtp import Security, SmtpServer, Trouble
from mmc_desk.features.mail import ops, queries, rules
from mmc_desk.features.mail.model import MailState
from mmc_desk.features.mail.queries import FOR_EVER
from mmc_desk.features.mail.rules import Letter, MailSettings, Sender
from tests.conftest import NOW
from tests.features.mail.conftest import ICS, PDF, MailDesk, later

SETTINGS = ops.SetMailServer("smtp.bilzen.be", 587, Security.STARTTLS, "desk", "LDC", "desk@bilzen.be")


def refused(desk: MailDesk, op: object, command: object) -> RuleError:
    with pytest.raises(RuleError) as caught:
        desk.do(op, command)
    return caught.value


def claim(desk: MailDesk, mail_id: int) -> Letter | None:
    letter: Letter | None = desk.do(ops.claim_mail, ops.ClaimMail(mail_id))
    return letter


def fail(desk: MailDesk, mail_id: int, trouble: Trouble = Trouble.LATER) -> None:
    desk.do(ops.mark_failed, ops.MarkFailed(mail_id, "de server antwoordt niet", trouble))


def test_settings_are_noted_and_changed(desk: MailDesk) -> None:
    assert desk.database.read(queries.mail_settings) is None
    desk.do(ops.set_mail_server, SETTINGS)
    desk.do(ops.set_mail_server, ops.SetMailServer(" smtp.be ", 25, Security.NONE, "", "LDC\nX", "info@bücher.example"))
    found = desk.database.read(queries.mail_settings)
    server = SmtpServer("smtp.be", 25, Security.NONE, "")
    assert found == MailSettings(server, Sender("LDC X", "info@xn--bcher-kva.example"))
    assert "geheim" not in desk.audit()


@pytest.mark.parametrize(
    ("host", "port", "address", "field"),
    [
        (" ", 587, "a@b.be", "host"),
        ("x.be", 0, "a@b.be", "port"),
        ("x.be", 70000, "a@b.be", "port"),
        ("x.be", 25, "", "from_address"),
    ],
)
def test_settings_that_can_not_work(desk: MailDesk, host: str, port: int, address: str, field: str) -> None:
    command = ops.SetMailServer(host, port, Security.NONE, "", "", address)
    assert refused(desk, ops.set_mail_server, command).field == field


def test_a_mail_is_kept_as_it_will_be_sent(desk: MailDesk) -> None:
    first = desk.queue("Zoë\r\nBcc: x@y.be 😀", about_table="driver", about_key=3)
    desk.do(ops.set_mail_server, SETTINGS)
    second = desk.queue()
    row = desk.mail(first)
    assert (row.to_name, row.state, row.about_table, row.about_key) == (
        "Zoë Bcc: x@y.be 😀",
        MailState.QUEUED,
        "driver",
        3,
    )
    assert row.message_id.endswith("@mmc-desk.invalid>")
    letter = desk.database.read(lambda session: queries.letter(session, second))
    assert letter is not None
    assert letter.attachments == (PDF, ICS)
    assert letter.message_id.endswith("@bilzen.be>")
    assert desk.database.read(lambda session: queries.letter(session, 99)) is None
    assert refused(desk, ops.queue_mail, ops.QueueMail("x", "geen", "s", "b")).field == "to_address"


def test_the_audit_has_the_digest_of_a_file_and_not_its_bytes(desk: MailDesk) -> None:
    desk.queue()
    assert "sha256:" in desk.audit()
    assert "%PDF" not in desk.audit()


def test_queueing_can_be_taken_back_until_it_is_claimed(desk: MailDesk) -> None:
    command = ops.QueueMail("x", "a@b.be", "s", "b", (PDF,))
    queued = desk.database.write(lambda session: ops.queue_mail(session, command), "mail")
    undone = desk.database.write(lambda session: take_back(session, queued.changes), "undo")
    assert desk.database.read(queries.mail_list) == []
    desk.database.write(lambda session: take_back(session, undone.changes), "redo")
    letter = claim(desk, queued.value)
    assert letter is not None
    assert letter.attachments == (PDF,)
    with pytest.raises(RuleError):
        desk.database.write(lambda session: take_back(session, queued.changes), "undo")


def test_a_claimed_mail_is_nobody_elses(desk: MailDesk) -> None:
    mail = desk.queue()
    assert claim(desk, mail) is not None
    assert claim(desk, mail) is None
    with later(minutes=9):
        assert claim(desk, mail) is None
        assert desk.database.read(lambda session: queries.outbox(session, NOW)).due is None
    with later(minutes=10):
        assert claim(desk, mail) is not None
    assert desk.mail(mail).attempts == 2


def test_a_crash_between_sending_and_noting_does_not_go_on_for_ever(desk: MailDesk) -> None:
    mail = desk.queue()
    claims = 0
    for hour in range(9):
        with later(hours=hour):
            claims += claim(desk, mail) is not None
    assert claims == rules.MOST_ATTEMPTS
    row = desk.mail(mail)
    assert (row.state, row.next_try_at) == (MailState.FAILED, None)
    assert "Kijk na" in row.error


def test_sent(desk: MailDesk) -> None:
    mail = desk.queue()
    claim(desk, mail)
    desk.do(ops.mark_sent, ops.MarkSent(mail))
    row = desk.mail(mail)
    assert (row.state, row.sent_at, row.next_try_at, row.error) == (MailState.SENT, NOW, None, "")
    assert claim(desk, mail) is None
    assert "al verstuurd" in str(refused(desk, ops.withdraw_mail, ops.WithdrawMail(mail)))
    assert "al verstuurd" in str(refused(desk, ops.retry_mail, ops.RetryMail(mail)))


def test_a_server_that_is_down_is_tried_later_and_then_no_more(desk: MailDesk) -> None:
    mail = desk.queue()
    for minutes in (1, 5, 15, 60):
        with later(days=minutes):
            claim(desk, mail)
            fail(desk, mail)
            assert desk.mail(mail).next_try_at == NOW + timedelta(days=minutes, minutes=minutes)
    with later(days=100):
        claim(desk, mail)
        fail(desk, mail)
    row = desk.mail(mail)
    assert (row.state, row.attempts, row.error) == (MailState.FAILED, 5, "de server antwoordt niet")
    desk.do(ops.retry_mail, ops.RetryMail(mail))
    row = desk.mail(mail)
    assert (row.state, row.attempts, row.next_try_at) == (MailState.QUEUED, 0, None)


def test_a_refused_recipient_fails_at_once(desk: MailDesk) -> None:
    mail = desk.queue()
    claim(desk, mail)
    fail(desk, mail, Trouble.NEVER)
    assert desk.mail(mail).state is MailState.FAILED


def test_wrong_settings_are_not_the_mails_fault(desk: MailDesk) -> None:
    mail = desk.queue()
    claim(desk, mail)
    fail(desk, mail, Trouble.SETUP)
    row = desk.mail(mail)
    assert (row.state, row.attempts, row.next_try_at, row.error) == (
        MailState.QUEUED,
        0,
        None,
        "de server antwoordt niet",
    )


def test_a_mail_withdrawn_while_it_leaves(desk: MailDesk) -> None:
    first, second = desk.queue(), desk.queue()
    for mail in (first, second):
        claim(desk, mail)
        desk.do(ops.withdraw_mail, ops.WithdrawMail(mail))
    fail(desk, first)
    assert desk.mail(first).state is MailState.WITHDRAWN
    desk.do(ops.mark_sent, ops.MarkSent(second))
    assert desk.mail(second).state is MailState.SENT


def test_a_mail_that_is_gone(desk: MailDesk) -> None:
    assert "bestaat niet meer" in str(refused(desk, ops.withdraw_mail, ops.WithdrawMail(7)))


def test_the_list_and_the_outbox(desk: MailDesk) -> None:
    assert desk.database.read(lambda session: queries.outbox(session, NOW)) == queries.Outbox(None, None, None, False)
    desk.do(ops.set_mail_server, SETTINGS)
    sent, waits, due = desk.queue(), desk.queue(), desk.queue("Paula", "paula@voorbeeld.be", attachments=())
    desk.do(ops.mark_sent, ops.MarkSent(sent))
    claim(desk, waits)
    fail(desk, waits)
    box = desk.database.read(lambda session: queries.outbox(session, NOW))
    assert (box.due, box.next_at, box.is_practice) == (due, NOW + timedelta(minutes=1), False)
    rows = desk.database.read(queries.mail_list)
    assert [(row.key, row.files) for row in rows] == [(due, 0), (waits, 2), (sent, 2)]
    assert "paula@voorbeeld.be" in rows[0].search


def test_a_practice_desk_says_so(desk: MailDesk) -> None:
    row = DeskSetting(name="practice", valid_from=FOR_EVER, value=settings.PRACTICE)
    desk.database.write(lambda session: session.add(row))
    assert desk.database.read(lambda session: queries.outbox(session, NOW)).is_practice
