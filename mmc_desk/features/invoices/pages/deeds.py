"""What can be asked of a month of invoices on the page Facturen: one action each, with a key."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import DeskError
from mmc_desk.core.formats import show_amount
from mmc_desk.core.i18n import translate
from mmc_desk.features.invoices import ops
from mmc_desk.features.invoices.pages.dialogs import PaidDialog, ReasonDialog
from mmc_desk.features.invoices.printout.letters import write_invoices, write_reminders
from mmc_desk.features.invoices.printout.texts import month_title, paper_title
from mmc_desk.features.invoices.queries.months import InvoiceBook, InvoiceRow, invoice_book, reminder_book
from mmc_desk.features.invoices.rules import InvoiceStatus
from mmc_desk.features.rides.pages.month_page import MonthDeeds
from mmc_desk.ui import messages
from mmc_desk.ui.fields import FormDialog
from mmc_desk.ui.keys import Deed, deed
from mmc_desk.ui.parts import open_dialog
from mmc_desk.ui.preview import PreviewPaper, open_preview
from mmc_desk.ui.runner import Runner


class InvoiceDeeds(MonthDeeds):
    """The deeds on the month and its chosen rows. The page sets them and listens."""

    def __init__(self, runner: Runner, page: QWidget) -> None:
        super().__init__(runner, page)
        self.rows: Sequence[InvoiceRow] = ()
        self.chosen: Sequence[InvoiceRow] = ()
        self.dialog: FormDialog | None = None
        """The dialog that was opened last."""
        self.actions = {one.name: deed(self, one.text, (one.key,), one.icon, one.act) for one in self._all()}

    def _all(self) -> Sequence[Deed]:
        return (
            Deed("make_all", translate("invoices", "Alle &factureren"), "Shift+A", "users", self.make_all),
            Deed("make", translate("invoices", "&Factureren"), "A", "lock", self.make),
            Deed("letters", translate("invoices", "&Brieven…"), "B", "printer", self.print_letters),
            Deed("remind", translate("invoices", "&Herinneringen…"), "H", "mail", self.remind),
            Deed("pay", translate("invoices", "&Contant betaald…"), "C", "euro", self.pay),
            Deed("credit", translate("invoices", "Cre&diteren…"), "D", "rotate-ccw", self.credit),
        )

    def choose(self, rows: Sequence[InvoiceRow], chosen: Sequence[InvoiceRow]) -> None:
        """Say what the month has and which rows are chosen; what makes no sense for them rests."""
        self.rows, self.chosen = rows, chosen
        one = self._one
        can = {
            "make_all": any(not row.is_made and not row.is_deceased for row in rows),
            "make": any(not row.is_made for row in chosen),
            "letters": any(row.is_made for row in rows),
            "pay": one is not None,
            "credit": one is not None and one.status is not InvoiceStatus.CREDITED,
        }
        for name, possible in can.items():
            self.actions[name].setEnabled(possible)

    @property
    def _one(self) -> InvoiceRow | None:
        """The invoice that is chosen, where it is one."""
        found = [row for row in self.chosen if row.is_made and row.status is not InvoiceStatus.CREDIT]
        return found[0] if len(found) == len(self.chosen) == 1 else None

    def make_all(self) -> None:
        """Invoice every member who lives."""
        self._make(None)

    def make(self) -> None:
        """Invoice the chosen members, those who died too."""
        members = tuple(row.member_id for row in self.chosen if not row.is_made)
        if members:
            self._make(members)

    def _make(self, members: tuple[int, ...] | None) -> None:
        command = ops.MakeInvoices(*self.month, members)
        label = translate("invoices", "Facturen van {month}").format(month=month_title(*self.month))

        def say(made: ops.Made) -> None:
            text = translate("invoices", "{count} facturen gemaakt, samen {amount}. B drukt de brieven af.")
            self._say(text.format(count=len(made.keys), amount=show_amount(made.cents)))

        self._runner.write(lambda session: ops.make_invoices(session, command), label, say, self._refuse)

    def print_letters(self) -> None:
        """Show the letters of the chosen rows, or of every one that wasn't printed yet, and note the printing."""
        made = [row for row in self.rows if row.is_made]
        chosen = [row for row in self.chosen if row.is_made]
        fresh = [row for row in made if row.printed_on is None and not row.is_deceased]
        keys = tuple(row.key for row in (chosen if len(chosen) > 1 or not fresh else fresh))
        if not keys:
            self.refused.emit(translate("invoices", "Kies eerst de facturen om nog eens af te drukken."))
            return
        today = clock.today()
        self._runner.read(lambda session: invoice_book(session, keys, today), self._preview)

    def _preview(self, book: InvoiceBook) -> None:
        title = translate("invoices", "Facturen van {month}").format(month=month_title(*self.month))
        keys = tuple(paper.row.key for paper in book.papers)

        def note() -> None:
            command = ops.NotePrinted(keys, clock.today())
            said = translate("invoices", "Facturen afgedrukt")
            self._runner.write(lambda session: ops.note_printed(session, command), said)

        name = "facturen-{}-{:02d}.pdf".format(*self.month)
        open_preview(self._runner, self._page, PreviewPaper(title, name, lambda path: write_invoices(path, book), note))

    def remind(self) -> None:
        """Show the reminders that are due, of any month, and note them as sent when they are printed."""
        today = clock.today()
        self._runner.read(lambda session: reminder_book(session, today), self._preview_reminders)

    def _preview_reminders(self, book: InvoiceBook) -> None:
        if not book.papers:
            self.refused.emit(translate("invoices", "Geen enkele factuur wacht op een herinnering."))
            return
        command = ops.NoteReminded(tuple(paper.row.key for paper in book.papers), book.day)

        def note() -> None:
            said = translate("invoices", "Herinneringen afgedrukt")
            self._runner.write(lambda session: ops.note_reminded(session, command), said, on_error=self._refuse)

        title = translate("invoices", "Herinneringen van facturen")
        paper = PreviewPaper(title, "herinneringen.pdf", lambda path: write_reminders(path, book), note)
        open_preview(self._runner, self._page, paper)

    def pay(self) -> None:
        """Note that the chosen invoice was paid by hand."""
        row = self._one
        if row is not None:
            dialog = PaidDialog(row, self._page)
            dialog.follow(self._runner, dialog.record())
            self._ask(dialog, translate("invoices", "{paper}: betaling genoteerd"), row)

    def credit(self) -> None:
        """Take the chosen invoice back; one whose rides changed is put right."""
        row = self._one
        if row is not None:
            self._ask(ReasonDialog(row, self._page), translate("invoices", "{paper}: creditnota gemaakt"), row)

    def _ask(self, dialog: PaidDialog | ReasonDialog, text: str, row: InvoiceRow) -> None:
        said = text.format(paper=paper_title(row))
        op: Callable[[], Op[Any]] = dialog.make_op
        dialog.save_with(self._runner, op, said, lambda _value: self._say(said))
        self.dialog = dialog
        open_dialog(dialog)

    def _say(self, said: str) -> None:
        self.done.emit()
        messages.toast(self._page, said)

    def _refuse(self, error: DeskError) -> None:
        self.refused.emit(str(error))
