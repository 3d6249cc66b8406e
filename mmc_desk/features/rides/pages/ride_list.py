"""The page Rittenlijst: the rides of a day, week or month in a table, the drivers' rosters on paper beside it."""

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.formats import show_amount, show_day, show_km
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.pages.day_bar import DayBar, Span
from mmc_desk.features.rides.pages.look import LOOKS
from mmc_desk.features.rides.pages.mailing_dialog import mailing_action
from mmc_desk.features.rides.pages.refusal_bar import RefusalBar
from mmc_desk.features.rides.pages.request_dialog import RequestDialog
from mmc_desk.features.rides.pages.ride_actions import RideActions
from mmc_desk.features.rides.pages.ride_words import describe, names_of, route_of, time_of
from mmc_desk.features.rides.pages.roster_pane import RosterPane
from mmc_desk.features.rides.queries.board import one_ride
from mmc_desk.features.rides.queries.listing import RideListing, ride_listing
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.rules.states import PLANNED, state_name
from mmc_desk.ui import theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.fields import ChoiceField
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView

_DEEDS = (
    *("confirm", "unassign", "result", "cancel", "wasted", "no_driver", "edit", "copy", "copy_to"),
    *("another_back", "unshare", "slip", "reopen"),
)
_EVERYTHING = ""
_WITHOUT_DRIVER = -1
_EVERYBODY = 0
_ON_PAPER = PLANNED | {RideState.DRIVEN, RideState.SETTLED}


class RideListPage(Page):
    """Look rides up, and print what the drivers take along."""

    topics: ClassVar[frozenset[str]] = frozenset({"ride", "ride_request", "leg", "person", "address", "driver"})

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.bar = DayBar(self, (Span.DAY, Span.WEEK, Span.MONTH))
        self.deeds = RideActions(runner, self)
        self.refusal = RefusalBar()
        self.model: RowTableModel[RideLine] = RowTableModel(ride_columns(), _searched, key=lambda ride: ride.ride_id)
        self.table = TableView(self.model, name=translate("rides", "Ritten"))
        self.pane = RosterPane(runner)
        self.filter = QLineEdit()
        self.state: ChoiceField[str] = ChoiceField(_state_options())
        self.driver: ChoiceField[int] = ChoiceField([(_EVERYBODY, translate("rides", "Alle chauffeurs"))])
        self.count = QLabel()
        self._listing: RideListing | None = None
        self._wanted_ride: int | None = None
        self.mailing = mailing_action(self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.filter.setPlaceholderText(translate("rides", "Zoek op naam, plaats, nummer"))
        self.filter.setAccessibleName(translate("rides", "Filter op naam, plaats, nummer"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(theme.px(130))
        self.state.setAccessibleName(translate("rides", "Toestand"))
        self.driver.setAccessibleName(translate("rides", "Chauffeur"))
        for choice in (self.state, self.driver):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(11)
        self.count.setProperty("role", "muted")
        filters = QHBoxLayout()
        filters.setSpacing(theme.px(8))
        filters.addWidget(self.filter, 2)
        filters.addWidget(self.state, 1)
        filters.addWidget(self.driver, 1)
        self.empty = EmptyState("list", "", translate("rides", "Rit aannemen (Ctrl+N)"), self.on_new)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(filters)
        column.addWidget(self.stack, 1)
        column.addWidget(self.count)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.pane)
        self.splitter.setHandleWidth(theme.px(10))
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.bar)
        layout.addWidget(self.refusal)
        layout.addWidget(self.splitter, 1)
        self.setFocusProxy(self.table)
        self.bar.put_after(self.filter, self.state, self.driver, self.table)

    def _connect(self) -> None:
        self.mailing.triggered.connect(self.pane.mail)
        self.bar.changed.connect(self.reload)
        self.filter.textChanged.connect(self._on_filter)
        self.state.edited.connect(self._show)
        self.driver.edited.connect(self._show)
        self.deeds.attach(self.table, _DEEDS)
        self.deeds.refused.connect(self.refusal.say)
        self.deeds.done.connect(self.refusal.hide)
        self.table.activated_row.connect(lambda ride: self.open_page.emit("board", ride.ride_id))
        self.table.current_row_changed.connect(self.deeds.set_ride)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._on_menu)

    def reload(self) -> None:
        """Read the period in view."""
        first, last = self.bar.bounds()
        self.runner.read(lambda session: ride_listing(session, first, last), self._on_listing)

    def _on_listing(self, listing: RideListing) -> None:
        if (listing.first, listing.last) != self.bar.bounds():
            return
        self._listing = listing
        everybody = (_EVERYBODY, translate("rides", "Alle chauffeurs"))
        nobody = (_WITHOUT_DRIVER, translate("rides", "Zonder chauffeur"))
        drivers = [(driver.driver_id, driver.name) for driver in listing.drivers]
        self.driver.set_options([everybody, nobody, *drivers])
        self._show()

    def _show(self) -> None:
        if self._listing is None:
            return
        rides = [ride for ride in self._listing.rides if self._is_wanted(ride)]
        self.model.set_rows(rides)
        self.table.put_away(0, away=self.bar.span is Span.DAY)
        self._count()
        self._show_paper()
        self.empty.sentence.setText(translate("rides", "Geen ritten in deze periode of met deze keuze."))
        self.stack.setCurrentWidget(self.table if rides else self.empty)
        wanted, self._wanted_ride = self._wanted_ride, None
        if wanted is not None and self.table.select_where(lambda ride: ride.ride_id == wanted):
            self.table.setFocus()
        self.deeds.set_ride(self.table.current_row())

    def _is_wanted(self, ride: RideLine) -> bool:
        driver = self.driver.value
        of_driver = driver in {None, _EVERYBODY} or (ride.driver_id or _WITHOUT_DRIVER) == driver
        return of_driver and self.state.value in {None, _EVERYTHING, ride.state.value}

    def _show_paper(self) -> None:
        if self._listing is None:
            return
        codes = {driver.driver_id: driver.code for driver in self._listing.drivers}
        rides = sum(ride.state in _ON_PAPER for ride in self._listing.rides)
        self.pane.show_rosters((*self.bar.bounds(), codes.get(self.driver.value or 0)), rides)

    def _on_filter(self, text: str) -> None:
        self.model.set_filter(text)
        self._count()

    def _count(self) -> None:
        km = sum(ride.metres or 0 for ride in self.model.rows)
        rides = translate("rides", "{rides} ritten").format(rides=len(self.model.rows))
        self.count.setText(f"{rides} · {show_km(km)}" if km else rides)

    def _on_menu(self, place: QPoint) -> None:
        self.deeds.set_ride(self.table.current_row())
        self.deeds.show_menu(self.table.viewport().mapToGlobal(place))

    # What the window asks

    def on_new(self) -> None:
        """Take a ride."""
        day = self.bar.day if self.bar.day >= clock.today() else None
        dialog = RequestDialog(self.runner, self, day=day)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def on_print(self) -> None:
        """Print the rosters beside the list."""
        self.pane.print_pages()

    def on_find(self) -> None:
        """Put the focus in the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def open_record(self, key: int) -> None:
        """Show a ride in its day's list."""
        self.runner.read(lambda session: one_ride(session, key), self._on_wanted)

    def _on_wanted(self, ride: RideLine) -> None:
        self._wanted_ride = ride.ride_id
        self.filter.clear()
        self.state.set_value(_EVERYTHING)
        self.driver.set_value(_EVERYBODY)
        self.show_day(ride.ride_date)

    def show_day(self, day: date) -> None:
        """Show a day."""
        self.bar.span = Span.DAY
        self.bar.go(day)

    def save_state(self) -> dict[str, object]:
        """Remember span, widths and order."""
        splitter = self.splitter.saveState().toBase64().toStdString()
        return {"span": self.bar.span.value, "table": self.table.save_state(), "splitter": splitter}

    def restore_state(self, state: dict[str, object]) -> None:
        """Take back what `save_state` returned."""
        span, table, splitter = state.get("span"), state.get("table"), state.get("splitter")
        if span in set(Span):
            self.bar.set_span(Span(str(span)))
        if isinstance(table, dict):
            self.table.restore_state(table)
        if isinstance(splitter, str):
            self.splitter.restoreState(QByteArray.fromBase64(splitter.encode()))


def ride_columns() -> list[Column[RideLine]]:
    """Return the columns of a list of rides."""
    return [
        Column(translate("rides", "Dag"), _day, lambda ride: ride.ride_date, width=84, tooltip=describe),
        Column(translate("rides", "Uur"), time_of, _moment, width=58, tooltip=describe),
        Column(translate("rides", "Lid"), names_of, width=212, tooltip=describe, grows=True),
        Column(
            translate("rides", "Toestand"),
            lambda ride: state_name(ride.state),
            width=130,
            tooltip=describe,
            icon=lambda ride: LOOKS[ride.state].icon,
            colour=lambda ride: LOOKS[ride.state].role,
        ),
        Column(translate("rides", "Van en naar"), route_of, width=205, tooltip=describe, grows=True, is_spare=True),
        Column(
            translate("rides", "Chauffeur"),
            lambda ride: ride.driver,
            width=182,
            tooltip=describe,
            grows=True,
            is_spare=True,
        ),
        _number(translate("rides", "Km"), lambda ride: show_km(ride.metres), lambda ride: ride.metres),
        _number(translate("rides", "Ontvangen"), lambda ride: show_amount(ride.received), lambda ride: ride.received),
        Column(translate("rides", "Nummer"), lambda ride: ride.ride_no, width=96, is_spare=True),
    ]


def _number(title: str, text: Callable[[RideLine], str], value: Callable[[RideLine], int | None]) -> Column[RideLine]:
    def order(ride: RideLine) -> tuple[bool, int]:
        return value(ride) is None, value(ride) or 0

    return Column(title, text, order, align_right=True, width=92, is_spare=True)


def _day(ride: RideLine) -> str:
    return show_day(ride.ride_date)


def _moment(ride: RideLine) -> tuple[bool, str]:
    return ride.pickup_at is None, str(ride.pickup_at or "")


def _searched(ride: RideLine) -> str:
    people = " ".join(f"{member.name} {member.member_no} {member.phone} {member.village}" for member in ride.members)
    return " ".join((ride.ride_no, people, route_of(ride), ride.driver, state_name(ride.state), ride.note))


def _state_options() -> list[tuple[str, str]]:
    everything = (_EVERYTHING, translate("rides", "Elke toestand"))
    return [everything, *((state.value, state_name(state).capitalize()) for state in RideState)]
