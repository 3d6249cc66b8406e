"""Accounts: who signs in, with which roles; without any, nobody does."""

import functools
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.access import Role, RoleSet, role_name
from mmc_desk.core.db import Op
from mmc_desk.core.formats import show_time
from mmc_desk.core.i18n import translate
from mmc_desk.core.settings import desk_name
from mmc_desk.features.mail.pages.server_dialog import PasswordField
from mmc_desk.features.people.pages.card import action_button
from mmc_desk.features.trust.ops import accounts as ops
from mmc_desk.features.trust.ops.rescuing import renew_code
from mmc_desk.features.trust.printout.rescue_code import write_rescue_code
from mmc_desk.features.trust.queries.accounts import AccountRow, accounts
from mmc_desk.ui import messages, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.fields import CheckField, Form, FormDialog, TextField
from mmc_desk.ui.following import Record
from mmc_desk.ui.keys import on_key
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView


class AccountDialog(FormDialog):
    """A new account, or another name and other roles of one."""

    def __init__(self, runner: Runner, known: AccountRow | None, parent: "AccountsPage") -> None:
        is_first = not parent.model.all_rows
        self._known = known
        chosen = known.roles if known else frozenset({Role.ADMIN, Role.MANAGER} if is_first else {Role.DESK})
        self.name = TextField(known.name if known else "")
        self.full_name = TextField(known.full_name if known else "")
        self.password = PasswordField()
        self.roles = {role: CheckField(role_name(role), value=role in chosen) for role in Role}
        form = Form()
        if known is None:
            form.add(translate("trust", "&Aanmeldnaam"), self.name, name="name")
        form.add(translate("trust", "&Naam"), self.full_name, name="full_name")
        if known is None:
            hint = translate("trust", "Minstens tien tekens; een korte zin is goed.")
            form.add(translate("trust", "&Wachtwoord"), self.password, hint, name="password")
        for place, (role, field) in enumerate(self.roles.items()):
            title = translate("trust", "Mag") if place == 0 else ""
            form.add(title, field, _role_hint(role), name="roles" if place == 0 else "")
        title = known.full_name if known else translate("trust", "Nieuwe account")
        super().__init__(title, form, translate("trust", "Account &opslaan"), parent)
        label = translate("trust", "Account gewijzigd") if known else translate("trust", "Account toegevoegd")
        self.save_with(runner, self._op, label, lambda _key: parent.make_code() if is_first else None)
        if known:
            self.follow(runner, self._record(runner, known, parent))

    def _record(self, runner: Runner, known: AccountRow, parent: "AccountsPage") -> Record[AccountRow]:
        return Record(
            known,
            lambda session: next((one for one in accounts(session) if one.account_id == known.account_id), None),
            lambda other: AccountDialog(runner, other, parent),
            lambda other: setattr(self, "_known", other),
            frozenset({"account"}),
        )

    def _op(self) -> Op[Any]:
        roles: RoleSet = frozenset(role for role, field in self.roles.items() if field.value)
        if self._known is None:
            new = ops.AddAccount(self.name.value, self.full_name.value, self.password.value, roles)
            return lambda session: ops.add_account(session, new)
        changed = ops.ChangeAccount(self._known.account_id, self.full_name.value, roles)
        return lambda session: ops.change_account(session, changed)


class PasswordDialog(FormDialog):
    """Another password for an account."""

    def __init__(self, runner: Runner, known: AccountRow, parent: QWidget) -> None:
        self._known = known
        self.password = PasswordField()
        form = Form()
        hint = translate("trust", "Minstens tien tekens; een korte zin is goed.")
        form.add(translate("trust", "Nieuw &wachtwoord"), self.password, hint, name="password")
        super().__init__(known.full_name, form, translate("trust", "Wachtwoord &wijzigen"), parent)
        self.save_with(runner, self._op, translate("trust", "Wachtwoord gewijzigd"))

    def _op(self) -> Op[Any]:
        command = ops.SetPassword(self._known.account_id, self.password.value)
        return lambda session: ops.set_password(session, command)


class AccountsPage(Page):
    """Ctrl+N adds, F2 changes, F4 sets a password, Del switches off."""

    topics = frozenset({"account"})

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.said = QLabel(wordWrap=True)
        self.model: RowTableModel[AccountRow] = RowTableModel(_columns(), key=lambda row: row.account_id)
        self.table = TableView(self.model, name=translate("trust", "Accounts"))
        self.nothing = EmptyState("users", self._sentence(()))
        self.nothing.hide()
        new = action_button(translate("trust", "Account &toevoegen…"), "user-plus", self.on_new, "", "Ctrl+N")
        self.row_buttons = (
            action_button(translate("trust", "&Wijzigen…"), "pencil", self.on_edit, "", "F2"),
            action_button(translate("trust", "Wa&chtwoord…"), "lock", self.on_password, "", "F4"),
            action_button(translate("trust", "Aan of &uit"), "ban", self.on_switch, "", "Del"),
        )
        self.code_button = action_button(translate("trust", "&Herstelcode…"), "printer", self.on_code, "", "F8")
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        for button in (new, *self.row_buttons, self.code_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(buttons)
        layout.addWidget(self.said)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.nothing, 1)
        for key, act in (("F2", self.on_edit), ("F4", self.on_password), ("Del", self.on_switch), ("F8", self.on_code)):
            on_key(self.table, key, act)
        self.table.activated_row.connect(lambda _row: self.on_edit())
        self.table.current_row_changed.connect(self._on_row)
        self._on_row(None)
        self.setFocusProxy(self.table)

    def reload(self) -> None:
        """Read the accounts."""
        self.runner.read(accounts, self._on_read)

    def _on_read(self, found: tuple[AccountRow, ...]) -> None:
        self.model.set_rows(found)
        if found and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self.said.setText(self._sentence(found))
        for part in (self.said, self.table):
            part.setVisible(bool(found))
        self.nothing.setVisible(not found)
        self.code_button.setEnabled(bool(found))

    def _on_row(self, row: AccountRow | None) -> None:
        for button in self.row_buttons:
            button.setEnabled(row is not None)

    def _sentence(self, found: tuple[AccountRow, ...]) -> str:
        if not found:
            return translate(
                "trust",
                "Zonder aanmelden: er zijn geen accounts, dus wie aan deze pc zit, mag alles. Het spoor noemt de naam "
                "waarmee de pc aangemeld is. Na een eerste account, van een beheerder, meldt iedereen zich aan.",
            )
        if self.runner.database.access is None:
            return translate("trust", "Aanmelden wordt gevraagd vanaf de volgende start. Maak eerst ieders account.")
        return translate("trust", "Aangemeld als {name}. Ctrl+Alt+L vergrendelt het venster.").format(
            name=self.runner.database.access.who.name
        )

    def on_new(self) -> None:
        """Ctrl+N: add an account."""
        AccountDialog(self.runner, None, self).open()

    def on_edit(self) -> None:
        """F2: another name, other roles."""
        if row := self.table.current_row():
            AccountDialog(self.runner, row, self).open()

    def on_password(self) -> None:
        """F4: another password."""
        if row := self.table.current_row():
            PasswordDialog(self.runner, row, self).open()

    def on_code(self) -> None:
        """F8: another code on paper that lets an administrator in without a password."""
        if self.model.all_rows:
            self.make_code()

    def make_code(self) -> None:
        """Ask where the paper goes, and write it; the code before it is worth nothing any more."""
        title = translate("trust", "Blad met de herstelcode opslaan")
        path = messages.choose_save(self, title, translate("trust", "herstelcode.pdf"), "PDF (*.pdf)")
        if path is None:
            return
        label = translate("trust", "Nieuwe herstelcode")
        self.runner.write(renew_code, label, functools.partial(self._print_code, path))

    def _print_code(self, path: Path, code: str) -> None:
        def write() -> None:
            write_rescue_code(path, code, self.runner.database.read(desk_name), clock.now())

        self.runner.run(write, lambda _none: self._say_printed(path))

    def _say_printed(self, path: Path) -> None:
        text = translate("trust", "Druk {path} nu af, bewaar het blad achter slot en verwijder het bestand.")
        messages.show_info(self, text.format(path=path))

    def on_switch(self) -> None:
        """Del: who left signs in no more; once more, and they may again."""
        row = self.table.current_row()
        if row is None:
            return
        command = ops.ChangeAccount(row.account_id, row.full_name, row.roles, is_active=not row.is_active)
        label = translate("trust", "Account uitgezet") if row.is_active else translate("trust", "Account aangezet")
        write = functools.partial(ops.change_account, command=command)
        self.runner.write(write, label, lambda _done: messages.toast(self, label))


def _role_hint(role: Role) -> str:
    return {
        Role.DESK: translate("trust", "het dagelijkse werk: leden, ritten, maaltijden, activiteiten"),
        Role.COORDINATOR: translate("trust", "ook lidgelden, dienstroosters, afrekeningen en cijfers"),
        Role.MANAGER: translate("trust", "ook tarieven, instellingen, publicaties, inlezen en het spoor"),
        Role.ADMIN: translate("trust", "accounts en het spoor, geen leden of ritten"),
    }[role]


def _columns() -> list[Column[AccountRow]]:
    return [
        Column(translate("trust", "Aanmeldnaam"), lambda row: row.name, width=160, bold=lambda _row: True),
        Column(translate("trust", "Naam"), lambda row: row.full_name, width=200, grows=True),
        Column(translate("trust", "Rollen"), lambda row: ", ".join(map(role_name, sorted(row.roles))), width=280),
        Column(translate("trust", "Stand"), _state, width=200),
    ]


def _state(row: AccountRow) -> str:
    if not row.is_active:
        return translate("trust", "uit")
    if row.locked_until is not None:
        return translate("trust", "wacht tot {time}").format(time=show_time(row.locked_until))
    return translate("trust", "aan")
