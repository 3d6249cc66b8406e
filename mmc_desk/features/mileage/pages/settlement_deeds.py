"""What can be asked of a driver's month on the page Afrekening: one action each, with a key."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import DeskError
from mmc_desk.core.formats import show_amount
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage import ops
from mmc_desk.features.mileage.pages.correction_dialog import CorrectionDialog
from mmc_desk.features.mileage.pages.transfer_dialog import TransferDialog
from mmc_desk.features.mileage.printout import settlement_texts as texts
from mmc_desk.features.mileage.queries.rows import DriverMonth, EntryRow
from mmc_desk.features.mileage.rules.settlement import MonthState
from mmc_desk.features.rides.pages.month_page import MonthDeeds
from mmc_desk.ui import messages
from mmc_desk.ui.keys import Deed, deed
from mmc_desk.ui.runner import Runner

_UNSETTLED = frozenset({MonthState.MISSING, MonthState.OPEN})


class SettlementDeeds(MonthDeeds):
    """The deeds on the chosen month, the chosen driver and the chosen line. The page sets them and listens."""

    def __init__(self, runner: Runner, page: QWidget) -> None:
        super().__init__(runner, page)
        self.driver: DriverMonth | None = None
        self.entry: EntryRow | None = None
        self.dialog: CorrectionDialog | TransferDialog | None = None
        """The dialog that was opened last."""
        self.actions = {one.name: deed(self, one.text, (one.key,), one.icon, one.act) for one in self._all()}

    def _all(self) -> Sequence[Deed]:
        return (
            Deed("settle", translate("mileage", "&Afrekenen"), "A", "lock", self.settle),
            Deed("settle_all", translate("mileage", "Alle v&olledige"), "Shift+A", "users", self.settle_all),
            Deed("late", translate("mileage", "&Late bladen"), "L", "clock", self.settle_late),
            Deed("correct", translate("mileage", "&Corrigeren…"), "C", "pencil", self.correct),
            Deed("sign", translate("mileage", "&Getekend"), "G", "circle-check", self.sign),
            Deed("pay", translate("mileage", "&Betaald"), "B", "euro", self.pay),
            Deed("transfer", translate("mileage", "Betaal&bestand…"), "F", "file-text", self.open_transfer),
            Deed("rates", translate("mileage", "&Tariefverschil"), "T", "rotate-ccw", self.settle_differences),
        )

    def choose(self, driver: DriverMonth | None, entry: EntryRow | None) -> None:
        """Say which driver and line are chosen; what makes no sense for them rests."""
        self.driver, self.entry = driver, entry
        parts = driver.parts if driver else ()
        can = {
            "settle": driver is not None and driver.state in _UNSETTLED,
            "late": driver is not None and driver.late > 0,
            "correct": entry is not None and entry.entry_id is not None and entry.is_current,
            "sign": any(part.signed_on is None for part in parts),
            "pay": any(part.paid_on is None for part in parts),
        }
        for name, possible in can.items():
            self.actions[name].setEnabled(possible)

    def settle(self) -> None:
        """Freeze the month of the chosen driver."""
        if self.driver:
            command = ops.SettleMonth(*self.month, self.driver.driver_id)
            said = self._said(translate("mileage", "{month}: {name} afgerekend"), self.driver.name)
            self._write(lambda session: ops.settle_month(session, command), said)

    def settle_all(self) -> None:
        """Freeze the month of every driver whose rides have their result."""
        command = ops.SettleMonth(*self.month)
        label = self._said(translate("mileage", "{month}: alle volledige afgerekend"))

        def say(settled: ops.Settled) -> None:
            text = translate("mileage", "{drivers} chauffeurs afgerekend, {rides} ritten.")
            said = [text.format(drivers=settled.drivers, rides=settled.rides)]
            if settled.waiting:
                names = translate("mileage", "Wachten nog op een resultaat: {names}.")
                said.append(names.format(names=", ".join(settled.waiting)))
            messages.toast(self._page, " ".join(said))

        self._write(lambda session: ops.settle_month(session, command), label, say)

    def settle_late(self) -> None:
        """Freeze what came in after the chosen driver's month was settled."""
        if self.driver:
            command = ops.SettleLate(*self.month, self.driver.driver_id)
            said = self._said(translate("mileage", "{month}: late bladen van {name} afgerekend"), self.driver.name)
            self._write(lambda session: ops.settle_late(session, command), said)

    def correct(self) -> None:
        """Open the correction of the chosen line."""
        if self.entry is None:
            return
        self.dialog = CorrectionDialog(self.entry, self._page)
        said = translate("mileage", "Rit {ride} gecorrigeerd").format(ride=self.entry.ride_no)
        self.dialog.save_with(self._runner, self.dialog.make_op, said, lambda _key: self._say(said))
        self._open(self.dialog)

    def sign(self) -> None:
        """Note that the driver signed today."""
        unsigned = [part.settlement_id for part in self._parts if part.signed_on is None]

        def op(session: Any) -> None:  # noqa: ANN401 - a Session, which pages don't know
            for key in unsigned:
                ops.sign_settlement(session, ops.SignSettlement(key, clock.today()))

        if self.driver:
            said = translate("mileage", "Getekend door {name}").format(name=self.driver.name)
            self._write(op, said, undoable=True)

    def pay(self) -> None:
        """Note that the balance was paid, or handed over, today."""
        if self.driver:
            unpaid = tuple(part.settlement_id for part in self._parts if part.paid_on is None)
            command = ops.MarkPaid(unpaid, clock.today())
            amount = show_amount(self.driver.totals.balance)
            said = translate("mileage", "Saldo {amount} van {name} betaald").format(
                amount=amount, name=self.driver.name
            )
            self._write(lambda session: ops.mark_paid(session, command), said, undoable=True)

    @property
    def _parts(self) -> Sequence[Any]:
        return self.driver.parts if self.driver else ()

    def open_transfer(self) -> None:
        """Open the payment files."""
        self.dialog = TransferDialog(self._runner, self._page)
        self._open(self.dialog)

    def settle_differences(self) -> None:
        """Correct every settled line whose rate isn't the table's any more."""

        def say(found: ops.DifferencesSettled) -> None:
            text = translate("mileage", "{lines} ritten van {drivers} chauffeurs verrekend: samen {amount}.")
            said = text.format(lines=found.lines, drivers=found.drivers, amount=show_amount(found.cents))
            messages.toast(self._page, said)

        self._write(ops.settle_rate_differences, translate("mileage", "Tariefverschil verrekend"), say)

    def _said(self, text: str, name: str = "") -> str:
        return text.format(month=texts.month_title(*self.month), name=name)

    def _write(
        self, op: Op[Any], said: str, on_done: Callable[[Any], None] | None = None, *, undoable: bool = False
    ) -> None:
        def done(value: Any) -> None:  # noqa: ANN401 - what the op returns
            self.done.emit()
            if on_done:
                on_done(value)
            else:
                messages.toast(self._page, said, self._runner.undo if undoable else None)

        self._runner.write(op, said, done, self._refuse)

    def _say(self, said: str) -> None:
        self.done.emit()
        messages.toast(self._page, said)

    def _refuse(self, error: DeskError) -> None:
        self.refused.emit(str(error))

    def _open(self, dialog: CorrectionDialog | TransferDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
