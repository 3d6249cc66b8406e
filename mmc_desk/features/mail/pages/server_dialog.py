"""The mail settings: the server, whose name the mail bears, the password, and a test before they are trusted."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from mmc_desk.core import clock, secrets
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.core.smtp import Security, SmtpServer
from mmc_desk.features.mail import ops, rules
from mmc_desk.features.mail.pages.sender import Answer, hand_over, password_name, sender_of
from mmc_desk.features.mail.queries import mail_settings
from mmc_desk.features.mail.rules import Letter, MailSettings, Sender
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.errand import Errand
from mmc_desk.ui.fields import ChoiceField, Form, FormDialog, TextField
from mmc_desk.ui.following import Record
from mmc_desk.ui.runner import Runner

_UNKNOWN = MailSettings(SmtpServer("", rules.PORTS["starttls"]), Sender("", ""))
"""While nobody told which server."""


class PasswordField(TextField):
    """A password: dots, and not a blank cut off."""

    def __init__(self) -> None:
        super().__init__("")
        self.setEchoMode(QLineEdit.EchoMode.Password)

    @property
    def value(self) -> str:
        """The password as typed."""
        return self.text()


def keep_password(runner: Runner, settings: MailSettings, password: str) -> None:
    """Keep a password and let the sender begin again; the keyring may ask the person to unlock it meanwhile."""
    errand = Errand(lambda: secrets.remember(password_name(settings), password), runner)

    def kept(is_kept: bool) -> None:  # noqa: FBT001 - the errand's own value
        messages.toast(None, secrets.where_kept(kept=is_kept))
        sender_of(runner).resume()

    errand.done.connect(kept)
    errand.start()


class PasswordDialog(FormDialog):
    """Asks for the password of the mail account."""

    def __init__(self, runner: Runner, settings: MailSettings, parent: QWidget | None = None) -> None:
        self._runner = runner
        self._settings = settings
        self.password = PasswordField()
        form = Form()
        account = translate("mail", "Van {user} op {host}.").format(
            user=settings.server.user, host=settings.server.host
        )
        form.add(translate("mail", "&Wachtwoord"), self.password, account, name="password")
        super().__init__(
            translate("mail", "Wachtwoord van de mail"), form, translate("mail", "Mail &versturen"), parent
        )
        self.submitted.connect(self._keep)

    def _keep(self) -> None:
        keep_password(self._runner, self._settings, self.password.value)
        self.accept()


class ServerDialog(FormDialog):
    """Changes the mail settings."""

    def __init__(self, runner: Runner, settings: MailSettings | None, parent: QWidget | None = None) -> None:
        self._runner = runner
        known = settings or _UNKNOWN
        self.host = TextField(known.server.host)
        self.security: ChoiceField[Security] = ChoiceField(_securities(), known.server.security)
        self.port = TextField(str(known.server.port))
        self.user = TextField(known.server.user)
        self.password = PasswordField()
        self.from_name = TextField(known.sender.name)
        self.from_address = TextField(known.sender.address)
        form = Form()
        self._add_server(form, is_known=settings is not None)
        self._add_sender(form)
        self._add_test(form)
        title = translate("mail", "Instellingen van de mail")
        super().__init__(title, form, translate("mail", "Instellingen &opslaan"), parent)
        self.security.edited.connect(self._on_security)
        self.save_with(runner, self._op, translate("mail", "Mailinstellingen gewijzigd"), self._on_saved)
        self.follow(
            runner,
            Record(
                known,
                lambda session: mail_settings(session) or _UNKNOWN,
                lambda other: ServerDialog(runner, None if other is _UNKNOWN else other),
                lambda _other: None,
                frozenset({"desk_setting"}),
            ),
        )

    def _add_server(self, form: Form, *, is_known: bool) -> None:
        form.add_heading(translate("mail", "Server voor uitgaande mail (SMTP)"))
        example = translate("mail", "Bijvoorbeeld smtp.bilzen.be; de informaticadienst kent hem.")
        form.add(translate("mail", "&Server"), self.host, example, name="host")
        form.add(translate("mail", "&Beveiliging"), self.security, name="security")
        form.add(translate("mail", "&Poort"), self.port, name="port")
        none = translate("mail", "Leeg als de server er geen vraagt.")
        form.add(translate("mail", "&Gebruikersnaam"), self.user, none, name="user")
        where = translate("mail", "Komt in de sleutelbos van dit toestel, nooit in de databank.")
        kept = translate("mail", "Leeg: het wachtwoord blijft zoals het is.")
        form.add(translate("mail", "&Wachtwoord"), self.password, kept if is_known else where, name="password")

    def _add_sender(self, form: Form) -> None:
        form.add_heading(translate("mail", "Afzender"))
        form.add(translate("mail", "&Naam"), self.from_name, translate("mail", "Bijvoorbeeld LDC De Wijzer."))
        answers = translate("mail", "Hier komen ook de antwoorden toe.")
        form.add(translate("mail", "&E-mailadres"), self.from_address, answers, name="from_address")

    def _add_test(self, form: Form) -> None:
        self.test_button = QPushButton(icons.icon("send"), "\u2002" + translate("mail", "&Testmail sturen"))
        self.test_button.setAutoDefault(False)
        self.test_button.clicked.connect(self._on_test)
        self.test_answer = QLabel(wordWrap=True)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, theme.px(8), 0, 0)
        row.addWidget(self.test_button)
        row.addWidget(self.test_answer, 1)
        form.add_widget(line)

    def _on_security(self) -> None:
        usual = {str(port) for port in rules.PORTS.values()}
        if self.port.value in {"", *usual} and self.security.value:
            self.port.set_value(str(rules.PORTS[self.security.value.value]))

    def _command(self) -> ops.SetMailServer:
        port = self.port.value
        return ops.SetMailServer(
            host=self.host.value,
            port=int(port) if port.isascii() and port.isdigit() and len(port) < 6 else 0,
            security=self.security.value or Security.STARTTLS,
            user=self.user.value,
            from_name=self.from_name.value,
            from_address=self.from_address.value,
        )

    def _op(self) -> Op[None]:
        command = self._command()
        return lambda session: ops.set_mail_server(session, command)

    def _on_saved(self, _value: None) -> None:
        if self.password.value:
            keep_password(self._runner, self._typed(), self.password.value)

    def _typed(self) -> MailSettings:
        typed = self._command()
        address = rules.checked_address(typed.from_address, "from_address")
        server = SmtpServer(typed.host, typed.port, typed.security, typed.user)
        return MailSettings(server, Sender(typed.from_name, address))

    def _on_test(self) -> None:
        try:
            settings = self._typed()
        except RuleError as error:
            self.refuse(error)
            return
        self.test_button.setEnabled(False)
        self._say("", translate("mail", "De testmail vertrekt…"))
        letter, typed = _test_letter(settings.sender), self.password.value or None
        errand = Errand(lambda: hand_over(settings, 0, letter, password=typed), self)
        errand.done.connect(self._on_tested)
        errand.start()

    def _on_tested(self, answer: Answer) -> None:
        self.test_button.setEnabled(True)
        if answer.trouble is not None:
            self._say("error", answer.reason)
            return
        sent = translate("mail", "Verstuurd. Kijk of de mail aankwam bij {address}.")
        self._say("help", sent.format(address=self.from_address.value))

    def _say(self, role: str, text: str) -> None:
        self.test_answer.setProperty("role", role)
        self.test_answer.style().unpolish(self.test_answer)
        self.test_answer.style().polish(self.test_answer)
        self.test_answer.setText(text)


def _securities() -> list[tuple[Security, str]]:
    return [
        (Security.STARTTLS, translate("mail", "STARTTLS (meestal, poort 587)")),
        (Security.SSL, translate("mail", "SSL/TLS (poort 465)")),
        (Security.NONE, translate("mail", "Geen (enkel binnen het eigen netwerk)")),
    ]


def _test_letter(sender: Sender) -> Letter:
    return Letter(
        message_id=f"<test.{clock.now().timestamp()}@{sender.address.rpartition('@')[2]}>",
        to_name=sender.name,
        to_address=sender.address,
        subject=translate("mail", "Testmail van MMC Desk"),
        body=translate("mail", "Deze mail toont dat MMC Desk via uw mailserver kan versturen."),
    )
