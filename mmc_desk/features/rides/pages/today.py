"""The page Vandaag: what leaves, whom to phone, what has no driver, which sheets are missing, what lapses."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.formats import show_date, show_day, show_long_date, show_phone, show_time
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages.card_list import CardList
from mmc_desk.features.rides.pages.cards import Card
from mmc_desk.features.rides.pages.look import LOOKS
from mmc_desk.features.rides.pages.refusal_bar import RefusalBar
from mmc_desk.features.rides.pages.ride_actions import RideActions
from mmc_desk.features.rides.pages.ride_words import names_of, route_of, time_of
from mmc_desk.features.rides.queries.rows import CallBack, ClosureRow, Lapse, RideLine, Today
from mmc_desk.features.rides.queries.today import today
from mmc_desk.ui import icons, theme
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner

_DEEDS = ("confirm", "result", "cancel", "wasted", "no_driver", "edit", "copy")
_MOST_STRETCH = 8
_FEWEST_SHOWN = 3


class TodaySection(QFrame):
    """A titled list with its count; a calm sentence when there is nothing in it."""

    def __init__(self, title: str, icon: str, nothing: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._icon = icon
        self._title = title
        self._picture = QLabel()
        self.heading = QLabel(title)
        self.heading.setProperty("role", "heading")
        self.heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.nothing = QLabel(nothing)
        self.nothing.setWordWrap(True)
        self.nothing.setProperty("role", "muted")
        self.list = CardList(title, is_flat=True)
        top = QHBoxLayout()
        top.setSpacing(theme.px(8))
        top.addWidget(self._picture)
        top.addWidget(self.heading, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        layout.setSpacing(theme.px(6))
        layout.addLayout(top)
        layout.addWidget(self.nothing)
        layout.addWidget(self.list, 1)
        self.set_cards(())

    def set_cards(self, cards: Sequence[Card]) -> None:
        """Show rows, and how many there are; the more there are, the more room they get."""
        self.list.set_cards(cards)
        self.heading.setText(f"{self._title} ({len(cards)})" if cards else self._title)
        role = "accent" if cards else "muted"
        self._picture.setPixmap(icons.pixmap(self._icon, 18, role, self.devicePixelRatioF()))
        self.nothing.setVisible(not cards)
        self.list.setVisible(bool(cards))
        self.list.setMinimumHeight(self.list.height_of(min(len(cards), _FEWEST_SHOWN)))
        policy = self.sizePolicy()
        policy.setVerticalStretch(min(len(cards), _MOST_STRETCH))
        policy.setVerticalPolicy(QSizePolicy.Policy.Expanding if cards else QSizePolicy.Policy.Maximum)
        self.setSizePolicy(policy)


class TodayPage(Page):
    """What the desk has to do now. Enter on a ride shows it on the board; B, R, C … work on the spot."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {
            "ride",
            "ride_request",
            "driver",
            "driver_document",
            "eligibility_check",
            "person",
            "member",
            "call_attempt",
            "closure_day",
        }
    )

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.deeds = RideActions(runner, self)
        self.refusal = RefusalBar()
        self.deeds.refused.connect(self.refusal.say)
        self.deeds.done.connect(self.refusal.hide)
        self._rides: dict[int, RideLine] = {}
        self._lapses: Sequence[Lapse] = ()
        self._call_backs: Sequence[CallBack] = ()
        self._closed: Sequence[ClosureRow] = ()
        self.title, self.counts = QLabel(), QLabel()
        self._make_sections()
        self._lay_out()

    def _make_sections(self) -> None:
        self.leaving = self._section(
            translate("rides", "Vertrekt nu of straks"),
            "car",
            translate("rides", "De komende twee uur vertrekt er niemand."),
        )
        self.to_phone = self._section(
            translate("rides", "Nog te bellen"), "phone", translate("rides", "Alle toegewezen ritten zijn bevestigd.")
        )
        self.without_driver = self._section(
            translate("rides", "Zonder chauffeur"),
            "circle-question-mark",
            translate("rides", "Elke rit van de komende dagen heeft een chauffeur."),
        )
        self.sheets = self._section(
            translate("rides", "Rittenblad ontbreekt"),
            "file-text",
            translate("rides", "Van elke voorbije rit is het resultaat ingevuld."),
        )
        self.lapsing = TodaySection(
            translate("rides", "Vervalt voor een rit"),
            "calendar-off",
            translate("rides", "Geen controle of document vervalt voor een geboekte rit."),
        )
        self.call_backs = TodaySection(translate("rides", "Terugbellen"), "phone", "")
        self.closed = TodaySection(translate("rides", "Gesloten, maar met ritten"), "calendar-off", "")
        for section, go in ((self.call_backs, self._go_to_call), (self.closed, self._go_to_closed)):
            section.hide()
            section.list.chosen.connect(go)
            section.list.opened.connect(go)
        self.lapsing.list.chosen.connect(self._go_to_lapse)
        self.lapsing.list.opened.connect(self._go_to_lapse)

    def _section(self, title: str, icon: str, nothing: str) -> TodaySection:
        section = _RideSection(title, icon, nothing)
        self.deeds.attach(section.list, _DEEDS)
        section.list.chosen.connect(self._go_to)
        section.list.opened.connect(self._go_to)
        section.list.current_changed.connect(self._on_current)
        section.on_focus = self._on_current
        section.on_menu = self.deeds.show_menu
        return section

    def _lay_out(self) -> None:
        self.title.setProperty("role", "heading")
        self.counts.setProperty("role", "muted")
        words = QVBoxLayout()
        words.setSpacing(theme.px(4))
        words.addWidget(self.title)
        words.addWidget(self.counts)
        self.new_button = _big_button(self.on_new)
        top = QHBoxLayout()
        top.addLayout(words, 1)
        top.addWidget(self.new_button)
        columns = QHBoxLayout()
        columns.setSpacing(theme.px(10))
        for sections in (
            (self.leaving, self.call_backs, self.without_driver),
            (self.to_phone, self.closed, self.sheets, self.lapsing),
        ):
            column = QVBoxLayout()
            column.setSpacing(theme.px(10))
            for section in sections:
                column.addWidget(section)
            column.addStretch(0)
            columns.addLayout(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(10))
        layout.addLayout(top)
        layout.addWidget(self.refusal)
        layout.addLayout(columns, 1)
        self.setFocusProxy(self.new_button)

    def reload(self) -> None:
        """Read what there is to do."""
        self.runner.read_prepared(today(clock.now()), self._on_today)

    def _on_today(self, found: Today) -> None:
        self.title.setText(show_long_date(clock.today()).capitalize())
        text = translate("rides", "{rides} ritten en {drivers} chauffeurs vandaag")
        self.counts.setText(text.format(rides=found.rides_today, drivers=found.drivers_today))
        lists = (found.leaving, found.to_phone, found.without_driver, found.sheets_missing)
        self._rides = {ride.ride_id: ride for rides in lists for ride in rides}
        self._lapses = found.lapsing
        self.leaving.set_cards([_leaving(ride) for ride in found.leaving])
        self.to_phone.set_cards([_to_phone(ride) for ride in found.to_phone])
        self.without_driver.set_cards([_without_driver(ride) for ride in found.without_driver])
        self.sheets.set_cards([_sheet(ride) for ride in found.sheets_missing])
        self.lapsing.set_cards([_lapse(place, lapse) for place, lapse in enumerate(found.lapsing)])
        self._show_seldom(found)

    def _show_seldom(self, found: Today) -> None:
        """Show the lists that seldom have rows; without them they take no room."""
        self._call_backs, self._closed = found.call_backs, found.closed
        self.call_backs.set_cards([_call_back(place, call) for place, call in enumerate(found.call_backs)])
        self.closed.set_cards([_closed(place, row) for place, row in enumerate(found.closed)])
        self.call_backs.setVisible(bool(found.call_backs))
        self.closed.setVisible(bool(found.closed))

    def on_new(self) -> None:
        """Take a ride."""
        from mmc_desk.features.rides.pages.request_dialog import RequestDialog

        dialog = RequestDialog(self.runner, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def on_print(self) -> None:
        """Show today's rosters."""
        from mmc_desk.features.rides.pages.roster_preview import open_rosters

        open_rosters(self.runner, self, clock.today(), clock.today())

    def open_record(self, key: int) -> None:
        """Show a ride where rides are shown: on the board."""
        self.open_page.emit("board", key)

    def _on_current(self, ride_id: int | None) -> None:
        self.deeds.set_ride(self._rides.get(ride_id or 0))

    def _go_to(self, ride_id: int) -> None:
        self.open_page.emit("board", ride_id)

    def _go_to_call(self, place: int) -> None:
        self.open_page.emit("board", self._call_backs[place].ride.ride_id)

    def _go_to_closed(self, place: int) -> None:
        self.open_page.emit("board", self._closed[place].day)

    def _go_to_lapse(self, place: int) -> None:
        self.open_page.emit("board", self._lapses[place].ride_id)


class _RideSection(TodaySection):
    """A section of rides: the deeds follow the row that has the focus."""

    on_focus: Callable[[int | None], None]
    on_menu: Callable[[QPoint], None]

    def __init__(self, title: str, icon: str, nothing: str) -> None:
        super().__init__(title, icon, nothing)
        self.list.focused.connect(self._on_focused)

    def _on_focused(self) -> None:
        if self.list.current_key() is None:
            self.list.select_first()
        self.on_focus(self.list.current_key())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the deeds."""
        self.on_focus(self.list.current_key())
        self.on_menu(event.globalPos())


def _big_button(act: Callable[[], None]) -> QPushButton:
    button = QPushButton(icons.icon("plus", "on_accent"), "\u2002" + translate("rides", "&Rit aannemen   Ctrl+N"))
    button.setProperty("role", "primary")
    button.setMinimumWidth(theme.px(240))
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
    button.clicked.connect(act)
    return button


def _leaving(ride: RideLine) -> Card:
    look = LOOKS[ride.state]
    return Card(
        ride.ride_id,
        names_of(ride),
        (route_of(ride),),
        look.icon,
        look.role,
        lead=time_of(ride),
        aside=ride.driver,
    )


def _to_phone(ride: RideLine) -> Card:
    phone = show_phone(ride.members[0].phone) if ride.members else ""
    driver = translate("rides", "met {driver}").format(driver=ride.driver)
    return Card(ride.ride_id, names_of(ride), (f"{route_of(ride)} · {driver}",), lead=_moment(ride), aside=phone)


def _without_driver(ride: RideLine) -> Card:
    return Card(ride.ride_id, names_of(ride), (route_of(ride),), lead=_moment(ride))


def _sheet(ride: RideLine) -> Card:
    return Card(ride.ride_id, names_of(ride), (route_of(ride),), lead=_moment(ride), aside=ride.driver)


def _lapse(place: int, lapse: Lapse) -> Card:
    text = translate("rides", "{what} vervalt, rit geboekt op {ride}")
    said = text.format(what=lapse.what, ride=show_date(lapse.ride_date))
    return Card(place, lapse.who, (said[0].upper() + said[1:],), lead=show_date(lapse.lapses_on))


def _call_back(place: int, call: CallBack) -> Card:
    asked = translate("rides", "gebeld om {time}").format(time=show_time(call.asked_at))
    lines = (f"{names_of(call.ride)} · {_moment(call.ride)} · {asked}",)
    return Card(place, call.driver, lines, aside=show_phone(call.phone))


def _closed(place: int, row: ClosureRow) -> Card:
    text = translate("rides", "{count} ritten geboekt: verwittig of verplaats")
    reason = row.reason or translate("rides", "sluitingsdag")
    return Card(place, reason, (text.format(count=row.rides),), lead=_short_day(row.day))


def _moment(ride: RideLine) -> str:
    return f"{_short_day(ride.ride_date)} {time_of(ride)}"


def _short_day(day: date) -> str:
    if day == clock.today():
        return translate("rides", "vandaag")
    return show_day(day)
