"""Payment files for the bank: who would be paid now, the files made so far, the account of the desk."""

import functools
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import DeskError
from mmc_desk.core.formats import show_amount, show_date, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage import ops
from mmc_desk.features.mileage.printout.transfer import write_transfer
from mmc_desk.features.mileage.queries.payments import TransferView, transfer_content, transfer_view
from mmc_desk.features.mileage.queries.payments import payer as read_payer
from mmc_desk.features.mileage.queries.rows import FileRow
from mmc_desk.features.mileage.rules.payment import Payer
from mmc_desk.features.rides.pages.refusal_bar import RefusalBar
from mmc_desk.features.rides.pages.ride_actions import Refused
from mmc_desk.ui import messages, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.fields import TextField
from mmc_desk.ui.following import Record
from mmc_desk.ui.form import Form, FormDialog
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView


class PayerDialog(FormDialog):
    """The account that payments are made from."""

    def __init__(self, payer: Payer, parent: QWidget | None = None) -> None:
        form = Form()
        self.name = TextField(payer.name)
        self.iban = TextField(payer.iban)
        self.bic = TextField(payer.bic)
        form.add(
            translate("mileage", "&Naam"),
            self.name,
            translate("mileage", "Van de rekeninghouder, zoals de bank hem kent."),
            name="name",
        )
        form.add(translate("mileage", "&IBAN"), self.iban, name="iban")
        form.add(translate("mileage", "&BIC"), self.bic, translate("mileage", "Mag leeg blijven."), name="bic")
        title = translate("mileage", "Rekening van de dienst")
        super().__init__(title, form, translate("mileage", "Rekening &opslaan"), parent)
        self._payer = payer
        self.name.setFocus()

    def record(self) -> Record[Payer]:
        """Return what is followed while it is typed: the account of the desk."""
        return Record(
            self._payer,
            functools.partial(read_payer, day=clock.today()),
            PayerDialog,
            lambda _other: None,
            frozenset({"desk_setting"}),
        )

    def make_op(self) -> Op[Any]:
        """Return the write."""
        command = ops.SetPayer(self.name.value, self.iban.value, self.bic.value)
        return lambda session: ops.set_payer(session, command)


class TransferDialog(QDialog):
    """Make a payment file, save it, note that the bank paid it, or take it back."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.setWindowTitle(translate("mileage", "Betaalbestanden"))
        self.now = _wrapped()
        self.account = _wrapped()
        self.account.setProperty("role", "muted")
        self.refusal = RefusalBar()
        self.model: RowTableModel[FileRow] = RowTableModel(_columns(), key=lambda row: row.file_id)
        self.table = TableView(self.model, name=translate("mileage", "Betaalbestanden"))
        self.payer_dialog: PayerDialog | None = None
        self.view: TransferView | None = None
        self._has_new = False
        self.make_button = _button(translate("mileage", "&Nieuw bestand maken"), self.make)
        self.make_button.setProperty("role", "primary")
        self.account_button = _button(translate("mileage", "&Rekening van de dienst…"), self.edit_account)
        self.save_button = _button(translate("mileage", "Bestand &opslaan…"), self.save)
        self.paid_button = _button(translate("mileage", "&Betaald door de bank"), self.mark_paid)
        self.drop_button = _button(translate("mileage", "&Intrekken"), self.drop)
        self._lay_out()
        self.table.activated_row.connect(lambda _row: self.save())
        self.table.current_row_changed.connect(lambda _row: self._enable())
        self.reload()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        margin = theme.px(16)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.px(8))
        for widget in (self.now, self.account, self.refusal):
            layout.addWidget(widget)
        layout.addLayout(_line(self.make_button, self.account_button))
        layout.addWidget(self.table, 1)
        layout.addLayout(_line(self.save_button, self.paid_button, self.drop_button))
        self.resize(theme.px(760), theme.px(460))

    def reload(self) -> None:
        """Read who would be paid now, and the files made so far."""
        self._runner.read(transfer_view, self._show)

    def _show(self, view: TransferView) -> None:
        self.view = view
        total = show_amount(sum(one.cents for one in view.owed))
        nobody = translate("mileage", "Niemand heeft nu iets te goed per overschrijving.")
        text = translate("mileage", "Chauffeurs te betalen: {count}, samen {total}.")
        self.now.setText(text.format(count=len(view.owed), total=total) if view.owed else nobody)
        unknown = translate("mileage", "De rekening van de dienst is nog niet ingevuld.")
        of = translate("mileage", "Van rekening {iban} ({name}).").format(iban=view.payer.iban, name=view.payer.name)
        self.account.setText(of if view.payer.iban else unknown)
        self.model.set_rows(view.files)
        if view.files and (self._has_new or self.table.current_row() is None):
            self.table.selectRow(0)
        self._has_new = False
        self._enable()

    def _enable(self) -> None:
        row = self.table.current_row()
        self.make_button.setEnabled(self.view is not None and bool(self.view.owed))
        self.save_button.setEnabled(row is not None)
        for button in (self.paid_button, self.drop_button):
            button.setEnabled(row is not None and row.settlements > 0 and not row.is_paid)

    def make(self) -> None:
        """Make the file of everybody who has something coming, and ask where to save it."""
        label = translate("mileage", "Betaalbestand gemaakt")

        def made(file: ops.TransferMade) -> None:
            self._has_new = True
            self._done()
            self._save(file.message_id, file.content)

        self._runner.write(
            lambda session: ops.make_transfer_file(session, ops.MakeTransferFile()), label, made, self._refuse
        )

    def save(self) -> None:
        """Save the chosen file again."""
        row = self.table.current_row()
        if row is not None:
            key, name = row.file_id, row.message_id
            self._runner.read(lambda session: transfer_content(session, key), lambda content: self._save(name, content))

    def _save(self, message_id: str, content: str) -> None:
        title = translate("mileage", "Betaalbestand opslaan")
        path = messages.choose_save(self, title, f"{message_id}.xml", "XML (*.xml)")
        if path is not None:
            self._runner.run(lambda: write_transfer(path, content), lambda _none: self._saved(path), self._refuse)

    def _saved(self, path: Path) -> None:
        messages.toast(self.parentWidget(), translate("mileage", "Bewaard als {name}").format(name=path.name))

    def mark_paid(self) -> None:
        """Note that the bank carried the chosen file out."""
        row = self.table.current_row()
        if row is not None:
            command = ops.MarkFilePaid(row.file_id, clock.today())
            label = translate("mileage", "Betaalbestand {name} betaald").format(name=row.message_id)
            self._write(lambda session: ops.mark_file_paid(session, command), label)

    def drop(self) -> None:
        """Take the chosen file back."""
        row = self.table.current_row()
        if row is not None:
            command = ops.DropTransferFile(row.file_id)
            label = translate("mileage", "Betaalbestand {name} ingetrokken").format(name=row.message_id)
            self._write(lambda session: ops.drop_transfer_file(session, command), label)

    def edit_account(self) -> None:
        """Open the account of the desk."""
        self.payer_dialog = PayerDialog(self.view.payer if self.view else Payer(), self)
        label = translate("mileage", "Rekening van de dienst gewijzigd")
        self.payer_dialog.follow(self._runner, self.payer_dialog.record())
        self.payer_dialog.save_with(self._runner, self.payer_dialog.make_op, label, lambda _none: self._done())
        self.payer_dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.payer_dialog.open()

    def _write(self, op: Op[Any], label: str) -> None:
        self._runner.write(op, label, lambda _value: self._done(), self._refuse)

    def _done(self) -> None:
        self.refusal.hide()
        self.reload()

    def _refuse(self, error: DeskError) -> None:
        self.refusal.say(Refused(str(error)))


def _wrapped() -> QLabel:
    label = QLabel(wordWrap=True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _button(text: str, act: Any) -> QPushButton:  # noqa: ANN401 - a slot
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked=False: act())
    return button


def _line(*buttons: QPushButton) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(theme.px(8))
    for button in buttons:
        line.addWidget(button)
    line.addStretch(1)
    return line


def _columns() -> list[Column[FileRow]]:
    return [
        Column(translate("mileage", "Bestand"), lambda row: row.message_id, width=180, grows=True),
        Column(
            translate("mileage", "Uitvoering"),
            lambda row: show_date(row.execution_day),
            lambda row: row.execution_day,
            width=110,
        ),
        Column(
            translate("mileage", "Betalingen"),
            lambda row: show_number(row.payments),
            lambda row: row.payments,
            align_right=True,
            width=100,
        ),
        Column(
            translate("mileage", "Samen"),
            lambda row: show_amount(row.total),
            lambda row: row.total,
            align_right=True,
            width=110,
        ),
        Column(translate("mileage", "Toestand"), _state, width=130),
    ]


def _state(row: FileRow) -> str:
    if not row.settlements:
        return translate("mileage", "ingetrokken")
    return translate("mileage", "betaald") if row.is_paid else translate("mileage", "bij de bank")
