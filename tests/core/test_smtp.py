"""Handing mail to a real server on the loopback: what it takes, what it refuses, and when it isn't safe."""

import smtplib
import socket
import threading
from email.message import EmailMessage

import pytest

from mmc_desk.core import smtp
from mmc_desk.core.smtp import Security, SmtpError, SmtpServer, Trouble
from tests.mail_server import (
    HOST,
    PASSWORD,
    USER,
    Postbox,
    asking_password,
    free_port,
    listening,
    trusting,
)


def letter(to: str = "pierre@voorbeeld.be") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "desk@bilzen.be", to, "Ritten"
    message.set_content("Dag Zoë 😀\n")
    return message


def refused(server: SmtpServer, password: str = "", to: str = "pierre@voorbeeld.be") -> tuple[Trouble, str]:
    with pytest.raises(SmtpError) as caught:
        smtp.send(server, password, letter(to), trusting())
    return caught.value.trouble, str(caught.value)


@pytest.mark.parametrize("security", list(Security))
def test_a_mail_arrives(security: Security) -> None:
    with listening(Postbox(), security) as postbox:
        smtp.send(postbox.server(security), "", letter(), trusting())
    assert postbox.recipients == ["pierre@voorbeeld.be"]
    assert postbox.letters[0].get_content().splitlines() == ["Dag Zoë 😀"]


def test_user_and_password() -> None:
    with listening(Postbox(), Security.STARTTLS, **asking_password()) as postbox:
        server = postbox.server(Security.STARTTLS, USER)
        smtp.send(server, PASSWORD, letter(), trusting())
        assert len(postbox.letters) == 1
        trouble, text = refused(server, "fout")
        assert (trouble, "wachtwoord" in text) == (Trouble.SETUP, True)
        trouble, text = refused(server, "gehéim")
        assert (trouble, "accenten" in text) == (Trouble.SETUP, True)
    assert len(postbox.letters) == 1


def test_a_refused_recipient() -> None:
    postbox = Postbox(refused={"weg@voorbeeld.be": "550 No such user", "vol@voorbeeld.be": "452 Mailbox full"})
    with listening(postbox):
        never, text = refused(postbox.server(), to="weg@voorbeeld.be")
        assert (never, "550 No such user" in text) == (Trouble.NEVER, True)
        assert refused(postbox.server(), to="vol@voorbeeld.be")[0] is Trouble.LATER
    assert postbox.letters == []


def test_a_refused_mail() -> None:
    with listening(Postbox(answer="554 Looks like spam")) as postbox:
        assert refused(postbox.server())[0] is Trouble.NEVER
        postbox.answer = "451 Try later"
        assert refused(postbox.server())[0] is Trouble.LATER


def test_an_error_without_a_code_is_final() -> None:
    assert smtp._refused(SmtpServer(HOST, 25), smtplib.SMTPException("vreemd")).trouble is Trouble.NEVER


def test_a_server_that_is_down() -> None:
    trouble, text = refused(SmtpServer(HOST, free_port()))
    assert (trouble, "antwoordt niet" in text) == (Trouble.LATER, True)


def test_tls_required_but_not_offered() -> None:
    with listening(Postbox()) as postbox:
        trouble, text = refused(postbox.server(Security.STARTTLS))
        assert (trouble, "beveiliging" in text) == (Trouble.SETUP, True)
        assert refused(postbox.server(Security.SSL))[0] is Trouble.SETUP
    assert postbox.letters == []


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.SSL])
def test_a_certificate_nobody_vouches_for(security: Security) -> None:
    with listening(Postbox(), security) as postbox:
        with pytest.raises(SmtpError) as caught:
            smtp.send(postbox.server(security), "", letter())
        assert caught.value.trouble is Trouble.SETUP
    assert postbox.letters == []


def test_a_server_that_hangs_up() -> None:
    with socket.create_server((HOST, 0)) as listener:

        def answer() -> None:
            link, _ = listener.accept()
            link.sendall(b"220 hello\r\n")
            link.recv(100)
            link.close()

        thread = threading.Thread(target=answer)
        thread.start()
        trouble, text = refused(SmtpServer(HOST, listener.getsockname()[1], Security.NONE))
        thread.join()
    assert (trouble, "verbrak" in text) == (Trouble.LATER, True)
