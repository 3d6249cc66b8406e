"""Gevolgen voor de maaltijd: the bookings that a change elsewhere touches, and what can be done with them."""

import functools
from collections.abc import Sequence
from datetime import time

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from mmc_desk.core.errors import DeskError, RuleError
from mmc_desk.core.formats import show_phone, show_weekday_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.ops import bookings, retiming
from mmc_desk.features.meals.ops.booking_commands import CancelBookings
from mmc_desk.features.meals.printout.calls import write_call_list
from mmc_desk.features.meals.queries.day import Guest
from mmc_desk.features.meals.queries.impact import Cause, MealImpact
from mmc_desk.features.rides.pages.papers import show_paper
from mmc_desk.ui import icons, messages, parts, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.flow import FlowLayout
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView


class MealImpactDialog(QDialog):
    """The touched bookings, all selected; they are cancelled or left, and phoned from a list."""

    def __init__(self, runner: Runner, impact: MealImpact, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.impact = impact
        self.setWindowTitle(translate("bookings", "Gevolgen voor de maaltijd"))
        self.what, self.error = parts.label("heading", impact.what), parts.label("error", "")
        self.error.hide()
        self.table = TableView(
            RowTableModel(_columns(impact), key=lambda guest: guest.booking_id),
            name=translate("bookings", "Geraakte inschrijvingen"),
        )
        self.table.rows_model.set_rows(impact.guests)
        self.retime_button = _button("clock", translate("bookings", "Ritten &mee verplaatsen"))
        self.cancel_button = _button("x", translate("bookings", "Maaltijden &afzeggen"))
        self.print_button = QPushButton(icons.icon("printer"), "\u2002" + translate("bookings", "&Bellijst afdrukken…"))
        self.keep_button = QPushButton(translate("bookings", "&Zo laten"))
        self._lay_out()
        self.table.selectRow(0)
        self.table.selectAll()
        self.table.setFocus()

    def _lay_out(self) -> None:
        self.cancel_button.clicked.connect(self.cancel)
        self.retime_button.clicked.connect(self.retime)
        is_hour = self.impact.cause is Cause.HOUR
        self.cancel_button.setVisible(not is_hour)
        self.retime_button.setVisible(is_hour)
        self.print_button.clicked.connect(self.print_calls)
        self.print_button.setToolTip("Ctrl+P")
        self.keep_button.clicked.connect(self.reject)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self, self.print_calls)
        foot = FlowLayout(theme.px(8), spread=True)
        for button in (self.retime_button, self.cancel_button, self.print_button, self.keep_button):
            button.setAutoDefault(False)
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.px(16),) * 4)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.what)
        layout.addWidget(self.error)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        room = self.screen().availableGeometry()
        self.resize(min(theme.px(820), room.width() - 40), min(theme.px(420), room.height() - 40))

    def cancel(self) -> None:
        """Cancel the selected bookings; a noon that closes takes their rides along."""
        chosen: Sequence[Guest] = self.table.selected_rows()
        if not chosen:
            return
        keys = tuple(guest.booking_id for guest in chosen)
        command = CancelBookings(keys, with_rides=self.impact.cause is Cause.CLOSED)
        label = translate("bookings", "{count} inschrijvingen afgezegd").format(count=len(keys))
        self.cancel_button.setEnabled(False)
        done = functools.partial(self._on_done, keys, label)
        self._runner.write(functools.partial(bookings.cancel_bookings, command=command), label, done, self._refuse)

    def retime(self) -> None:
        """Let the selected rides go at the meal's hour; a shared car is left to a person."""
        chosen = [self.impact.retimes[guest.booking_id] for guest in self.table.selected_rows()]
        keys = tuple(one.booking_id for one in chosen if not one.is_shared)
        if not keys:
            self._refuse(RuleError(translate("bookings", "Een gedeelde wagen past u zelf aan op het dagbord (E).")))
            return
        label = translate("bookings", "{count} ritten gaan mee met de maaltijd").format(count=len(keys))
        self.retime_button.setEnabled(False)
        done = functools.partial(self._on_done, keys, label)
        op = functools.partial(retiming.retime_rides, command=retiming.RetimeRides(chosen))
        self._runner.write(op, label, done, self._refuse)

    def _on_done(self, keys: tuple[int, ...], label: str, _noons: object) -> None:
        messages.toast(self.parentWidget(), label, self._runner.undo)
        left = [guest for guest in self.table.rows_model.all_rows if guest.booking_id not in keys]
        if not left:
            self.accept()
            return
        self._rest()
        self.table.rows_model.set_rows(left)
        self.table.selectAll()

    def _rest(self) -> None:
        for button in (self.cancel_button, self.retime_button):
            button.setEnabled(True)

    def _refuse(self, error: DeskError) -> None:
        self._rest()
        self.error.setText(str(error))
        self.error.show()

    def print_calls(self) -> None:
        """Ctrl+P: whom to phone."""
        names = translate("bookings", "Bellijst"), translate("bookings", "Bellijst maaltijden.pdf")
        show_paper(self._runner, self, lambda _session: self.impact, write_call_list, names)


def _button(icon: str, text: str) -> QPushButton:
    button = QPushButton(icons.icon(icon, "on_accent"), "\u2002" + text)
    button.setProperty("role", "primary")
    return button


def _hours(impact: MealImpact, guest: Guest) -> str:
    """Return "12:00–14:00 → 11:30–13:30, De Bron", or who has to look at it."""
    retime = impact.retimes[guest.booking_id]
    if retime.is_shared:
        return translate("bookings", "gedeelde wagen: zelf aanpassen")
    spans = [_span(retime.was), _span((retime.appointment, retime.return_time))]
    hall = "" if retime.hall.name == retime.was_at else retime.hall.name
    return ", ".join(filter(None, (" → ".join(dict.fromkeys(spans)), hall)))


def _span(hours: tuple[time, time | None]) -> str:
    return "–".join(f"{at:%H:%M}" for at in hours if at is not None)


def _columns(impact: MealImpact) -> tuple[Column[Guest], ...]:
    hours = Column[Guest](translate("bookings", "De rit"), lambda guest: _hours(impact, guest), width=220)
    return (
        *((hours,) if impact.cause is Cause.HOUR else ()),
        Column(
            translate("bookings", "Dag"), lambda guest: show_weekday_date(guest.day), lambda guest: guest.day, width=126
        ),
        Column(translate("bookings", "Locatie"), lambda guest: guest.location, width=120),
        Column(translate("bookings", "Naam"), lambda guest: guest.name, width=180, grows=True),
        Column(translate("bookings", "Telefoon"), lambda guest: show_phone(guest.phone), width=126),
        Column(
            translate("bookings", "Pers."), lambda guest: str(guest.party), align_right=True, width=60, is_spare=True
        ),
        Column(translate("bookings", "Rit"), lambda guest: guest.ride_no, width=110, is_spare=True),
    )
