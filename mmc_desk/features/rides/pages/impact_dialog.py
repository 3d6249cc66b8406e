"""Gevolgen: the rides that a change touches, with what can be done with all of them at once."""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import DeskError
from mmc_desk.core.formats import show_phone, show_weekday_date
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.pages.papers import show_paper
from mmc_desk.features.rides.pages.ride_words import route_of, time_of
from mmc_desk.features.rides.printout.calls import file_name, write_call_list
from mmc_desk.features.rides.queries.call_list import call_list_of
from mmc_desk.features.rides.queries.impact import Impact
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.rules.impact import DEEDS, Cause, Deed
from mmc_desk.features.rides.rules.states import state_name
from mmc_desk.ui import icons, messages, parts, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.flow import FlowLayout
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView

_VERBS: Mapping[Deed, tuple[str, str, str]] = {
    Deed.TAKE_AWAY: (QT_TRANSLATE_NOOP("rides", "Chauffeur &wegnemen"), "Alt+W", "x"),
    Deed.NEW_ADDRESS: (QT_TRANSLATE_NOOP("rides", "&Nieuw adres geven"), "Alt+N", "home"),
    Deed.NEW_DESTINATION: (QT_TRANSLATE_NOOP("rides", "&Nieuwe bestemming geven"), "Alt+N", "home"),
    Deed.CANCEL: (QT_TRANSLATE_NOOP("rides", "&Ritten annuleren"), "Alt+R", "circle-x"),
}
_SEEK = QT_TRANSLATE_NOOP("rides", "Neem de ritten weg en zoek een andere chauffeur: de bellijst zegt wie.")
_HELP: Mapping[Cause, str] = {
    Cause.ABSENT: _SEEK,
    Cause.ENDED: _SEEK,
    Cause.CAR: QT_TRANSLATE_NOOP("rides", "Deze ritten passen niet meer in de wagen."),
    Cause.MOVED: QT_TRANSLATE_NOOP(
        "rides", "Deze ritten vertrekken nog van het vroegere adres. De uren blijven zoals afgesproken: kijk ze na."
    ),
    Cause.CLOSED: QT_TRANSLATE_NOOP("rides", "Deze ritten zijn al geboekt. Druk de lijst af en verwittig de leden."),
    Cause.DESTINATION: QT_TRANSLATE_NOOP(
        "rides", "Deze ritten gaan nog naar het vroegere adres. De uren blijven zoals afgesproken: kijk ze na."
    ),
}


class ImpactDialog(QDialog):
    """The touched rides, all selected; Enter does what is meant mostly, Esc leaves everything as it is."""

    def __init__(self, runner: Runner, impact: Impact, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.impact = impact
        self.setWindowTitle(translate("rides", "Gevolgen"))
        self.what = parts.label("heading", impact.what)
        self.help = parts.label("muted", translate("rides", _HELP[impact.cause]))
        self.series = parts.label("", _series_words(impact))
        self.series.setVisible(bool(impact.series))
        self.error = parts.label("error", "")
        self.error.hide()
        self.table = TableView(
            RowTableModel(_columns(), key=lambda ride: ride.ride_id), name=translate("rides", "Geraakte ritten")
        )
        self.table.rows_model.set_rows(impact.rides)
        self.table.activated_row.connect(lambda _row: self.do(DEEDS[impact.cause][0]))
        self.buttons = {deed: self._button(deed) for deed in DEEDS[impact.cause]}
        self.print_button = QPushButton(icons.icon("printer"), "\u2002" + translate("rides", "&Bellijst afdrukken…"))
        self.keep_button = QPushButton(translate("rides", "&Zo laten"))
        self._lay_out()
        if impact.rides:
            self._select_all()
        else:
            self.buttons[DEEDS[impact.cause][0]].setFocus()

    def _lay_out(self) -> None:
        self.buttons[DEEDS[self.impact.cause][0]].setProperty("role", "primary")
        self.print_button.setToolTip(translate("rides", "Ook met de leden en hun telefoon (Ctrl+P)"))
        self.print_button.clicked.connect(self.print_calls)
        self.keep_button.clicked.connect(self.reject)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self, self.print_calls)
        foot = FlowLayout(theme.px(8), spread=True)
        for button in (*self.buttons.values(), self.print_button, self.keep_button):
            button.setAutoDefault(False)
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.px(16),) * 4)
        layout.setSpacing(theme.px(8))
        for widget in (self.what, self.help, self.series, self.error):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        room = self.screen().availableGeometry()
        self.resize(min(theme.px(980), room.width() - 40), min(theme.px(480), room.height() - 40))

    def _button(self, deed: Deed) -> QPushButton:
        text, key, icon = _VERBS[deed]
        role = "on_accent" if deed is DEEDS[self.impact.cause][0] else "text"
        button = QPushButton(icons.icon(icon, role), "\u2002" + translate("rides", text))
        button.setToolTip(f"{translate('rides', text).replace('&', '')} ({key})")
        button.clicked.connect(functools.partial(self.do, deed))
        return button

    def chosen(self) -> Sequence[RideLine]:
        """Return the selected rides."""
        rows: Sequence[RideLine] = self.table.selected_rows()
        return rows

    def do(self, deed: Deed) -> None:
        """Do a deed with the selected rides, as one step that undo takes back whole."""
        ids = tuple(ride.ride_id for ride in self.chosen())
        if not ids and self.impact.rides:
            return
        op, label = _op(self.impact, deed, ids)
        self._enable(can=False)
        self._runner.write(op, label, functools.partial(self._on_done, ids, label), self._refuse)

    def _on_done(self, ids: tuple[int, ...], label: str, lost: int | None) -> None:
        if lost:
            text = translate("rides", "{label}; {count} ritten zoeken een andere chauffeur")
            label = text.format(label=label, count=lost)
        messages.toast(self.parentWidget(), label, self._runner.undo)
        left = [ride for ride in self.table.rows_model.all_rows if ride.ride_id not in ids]
        if not left:
            self.accept()
            return
        self._enable(can=True)
        self.table.rows_model.set_rows(left)
        self._select_all()

    def _select_all(self) -> None:
        self.table.selectRow(0)  # the cursor, without which Enter does nothing
        self.table.selectAll()
        self.table.setFocus()

    def _refuse(self, error: DeskError) -> None:
        self._enable(can=True)
        self.error.setText(str(error))
        self.error.show()

    def _enable(self, *, can: bool) -> None:
        for button in self.buttons.values():
            button.setEnabled(can)

    def print_calls(self) -> None:
        """Ctrl+P: these rides with the members' numbers and whom to phone instead."""
        ids, what, today = [ride.ride_id for ride in self.chosen()], self.impact.what, clock.today()
        query = functools.partial(call_list_of, ride_ids=ids, subject=what, today=today)
        show_paper(self._runner, self, query, write_call_list, (translate("rides", "Bellijst"), file_name(today)))


def _series_words(impact: Impact) -> str:
    names = ", ".join(row.member for row in impact.series)
    return translate("rides", "Vaste ritten die mee veranderen: {names}.").format(names=names)


def _op(impact: Impact, deed: Deed, ids: tuple[int, ...]) -> tuple[Op[Any], str]:
    """Return the write of a deed and its name."""
    series = tuple(row.series_id for row in impact.series)
    makers: Mapping[Deed, tuple[Callable[..., Any], object, str]] = {
        Deed.TAKE_AWAY: (
            ops.take_from_driver,
            ops.TakeFromDriver(ids, series),
            translate("rides", "{count} ritten weggenomen"),
        ),
        Deed.CANCEL: (
            ops.cancel_rides,
            ops.CancelRides(ids, impact.what),
            translate("rides", "{count} ritten geannuleerd"),
        ),
        Deed.NEW_ADDRESS: (
            ops.move_rides,
            ops.MoveRides(ids),
            translate("rides", "{count} ritten vertrekken van het nieuwe adres"),
        ),
        Deed.NEW_DESTINATION: (
            ops.move_rides,
            ops.MoveRides(ids, *impact.place, series, impact.from_day),
            translate("rides", "{count} ritten naar de nieuwe bestemming"),
        ),
    }
    act, command, label = makers[deed]
    return lambda session: act(session, command), label.format(count=len(ids))


def _columns() -> tuple[Column[RideLine], ...]:
    return (
        Column(translate("rides", "Dag"), _day, sort=lambda ride: ride.ride_date, width=126),
        Column(translate("rides", "Uur"), time_of, width=64),
        Column(translate("rides", "Leden"), lambda ride: ride.names, width=190, grows=True),
        Column(translate("rides", "Rit"), route_of, width=220, grows=True),
        Column(translate("rides", "Chauffeur"), lambda ride: ride.driver, width=140, is_spare=True),
        Column(translate("rides", "Telefoon lid"), _phone, width=120),
        Column(translate("rides", "Toestand"), lambda ride: state_name(ride.state), width=100, is_spare=True),
    )


def _day(ride: RideLine) -> str:
    return show_weekday_date(ride.ride_date)


def _phone(ride: RideLine) -> str:
    return show_phone(ride.members[0].phone) if ride.members else ""
