"""What an address and a header may hold, what a message looks like, and when it is tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from mmc_desk.core.errors import RuleError
from mmc_desk.features.mail import rules
from mmc_desk.features.mail.rules import Attachment, Letter, Sender

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "address", ["pierre@voorbeeld.be", " p.r+desk@sub.voorbeeld.be ", "o'hara@bücher.example", "a@b-c.vlaanderen"]
)
def test_addresses_mail_can_be_sent_to(address: str) -> None:
    assert rules.address_problem(address) == ""


@pytest.mark.parametrize(
    "address",
    [
        "",
        "  ",
        "pierre",
        "pierre@localhost",
        "pierre@@voorbeeld.be",
        "Pierre <pierre@voorbeeld.be>",
        "pierre@voorbeeld..be",
        "pi..erre@voorbeeld.be",
        "pierre@voorbeeld.be\nBcc: ander@voorbeeld.be",
        "pierre@voorbeeld.be, ander@voorbeeld.be",
        "pièrre@voorbeeld.be",
        f"{'x' * 260}@voorbeeld.be",
        f"x@{'é' * 80}.be",
    ],
)
def test_addresses_mail_can_not_be_sent_to(address: str) -> None:
    assert rules.address_problem(address)
    with pytest.raises(RuleError) as caught:
        rules.checked_address(address, "email")
    assert caught.value.field == "email"


def test_a_domain_goes_in_ascii() -> None:
    assert rules.checked_address(" info@bücher.example ", "email") == "info@xn--bcher-kva.example"


def test_no_name_smuggles_a_header_in() -> None:
    letter = Letter(
        "<1@bilzen.be>", "Zoë 😀\r\nBcc: ander@voorbeeld.be", "zoe@voorbeeld.be", "Ritten\nX-Evil: 1", "Dag\n"
    )
    message = rules.compose(Sender("LDC\r\nX: y", "desk@bilzen.be"), letter, NOW)
    assert set(message.keys()) == {
        *("Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted"),
        *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
    }
    assert message["To"].addresses[0].display_name == "Zoë 😀 Bcc: ander@voorbeeld.be"
    assert message["To"].addresses[0].addr_spec == "zoe@voorbeeld.be"
    assert message["Subject"] == "Ritten X-Evil: 1"


def test_a_message_carries_its_files() -> None:
    files = (
        Attachment("Rittenlijst Zoë.pdf", "application/pdf", b"%PDF"),
        Attachment("ritten.ics", "text/calendar; method=PUBLISH; charset=utf-8", "ë".encode()),
    )
    letter = Letter("<1@bilzen.be>", "Zoë", "zoe@voorbeeld.be", "Ritten", "Dag Zoë 😀\n", files)
    message = rules.compose(Sender("Desk", "desk@bilzen.be"), letter, NOW)
    assert message["Message-ID"] == "<1@bilzen.be>"
    pdf, ics = message.iter_attachments()
    assert (pdf.get_filename(), pdf.get_content()) == ("Rittenlijst Zoë.pdf", b"%PDF")
    assert (ics.get_content_type(), ics.get_param("method")) == ("text/calendar", "PUBLISH")
    assert message.get_body(("plain",)).get_content() == "Dag Zoë 😀\n"  # type: ignore[union-attr] # it has one


def test_a_mail_without_a_name() -> None:
    message = rules.compose(Sender("", "desk@bilzen.be"), Letter("<1@x>", "", "a@b.be", "x", "y"), NOW)
    assert (message["From"], message["To"]) == ("desk@bilzen.be", "a@b.be")


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60)])
def test_it_is_tried_again_ever_later(attempts: int, minutes: int) -> None:
    assert rules.next_try(attempts, NOW) == NOW + timedelta(minutes=minutes)


def test_after_the_fifth_attempt_a_person_decides() -> None:
    assert rules.next_try(rules.MOST_ATTEMPTS, NOW) is None
