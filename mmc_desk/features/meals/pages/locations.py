"""The page Locaties: the village restaurants, each with its halls, weekly moments, prices and closures."""

import functools
from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton

from mmc_desk.core import clock
from mmc_desk.core.formats import show_amount, show_day
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model.schedule import MealClosure, MealMoment, MealPrice, RestaurantVenue
from mmc_desk.features.meals.ops.restaurants import remove_row
from mmc_desk.features.meals.pages.closing_dialogs import CloseDaysDialog
from mmc_desk.features.meals.pages.restaurant_card import RestaurantCardView
from mmc_desk.features.meals.pages.restaurant_dialogs import (
    MomentDialog,
    PriceDialog,
    RestaurantDialog,
    VenueDialog,
)
from mmc_desk.features.meals.pages.settings_dialog import MealSettingsDialog
from mmc_desk.features.meals.queries.calendar import ClosureRow
from mmc_desk.features.meals.queries.restaurants import (
    MomentRow,
    PriceRow,
    RestaurantCard,
    RestaurantRow,
    VenueRow,
    restaurant_card,
    restaurant_rows,
)
from mmc_desk.features.meals.queries.settings import meal_settings
from mmc_desk.features.people.pages.card import action_button
from mmc_desk.features.people.pages.list_page import Chip, ListTexts, PeoplePage
from mmc_desk.ui import icons
from mmc_desk.ui.columns import Column
from mmc_desk.ui.parts import open_dialog
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel

_MODELS = {
    VenueRow: RestaurantVenue,
    MomentRow: MealMoment,
    PriceRow: MealPrice,
    ClosureRow: MealClosure,
}


class LocationsPage(PeoplePage):
    """The list and the card of a location."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"village_restaurant", "restaurant_venue", "meal_moment", "meal_price", "meal_closure", "meal_service"}
    )

    def __init__(self, runner: Runner) -> None:
        texts = ListTexts(
            filter_name=translate("meals", "Locaties"),
            filter_hint=translate("meals", "Filter op naam, zaal, weekdag, traiteur"),
            new=translate("meals", "&Nieuwe locatie"),
            of=translate("meals", "{shown} van {all} locaties"),
            empty_icon="utensils",
            empty=translate("meals", "Nog geen dorpsrestaurants. Neem uw maaltijdenlijst over, of begin met Ctrl+N."),
        )
        chips = [
            Chip("open", translate("meals", "Open"), lambda row: not row.is_gone),
            Chip("all", translate("meals", "Alle"), lambda _row: True),
        ]
        super().__init__(runner, _table(), chips, texts)
        self.new_button.setIcon(icons.icon("plus", "on_accent"))
        QShortcut(QKeySequence("F6"), self, self.on_settings, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def list_buttons(self) -> Sequence[QPushButton]:
        """Return what concerns all of them: what the desk agreed on."""
        text, tip = translate("meals", "&Afspraken…"), translate("meals", "Afspraken van de dorpsrestaurants (F6)")
        self.settings_button = action_button(text, "settings", self.on_settings, "", tip)
        return (self.settings_button,)

    def on_settings(self) -> None:
        """F6: until when to book, how long a meal lasts, how far ahead noons are made."""
        query = functools.partial(meal_settings, day=clock.today())
        self.runner.read(query, lambda now: open_dialog(MealSettingsDialog(self.runner, now, self)))

    def make_card(self) -> RestaurantCardView:
        """Return the card of a location."""
        self.view = RestaurantCardView(self)
        return self.view

    def reload(self) -> None:
        """Read the list again."""
        self.runner.read(functools.partial(restaurant_rows, today=clock.today()), self.show_rows)

    def read_card(self, key: int) -> None:
        """Ask for the card of a location."""
        self.runner.read(functools.partial(restaurant_card, restaurant_id=key, today=clock.today()), self.card_read)

    def show_card(self, card: RestaurantCard) -> None:
        """Fill the card."""
        self.view.show_restaurant(card)

    def on_new(self) -> None:
        """Ctrl+N: a new restaurant."""
        open_dialog(RestaurantDialog(self.runner, None, self.on_saved, self))

    def on_edit(self) -> None:
        """Enter, F2: change what is noted."""
        if self.shown_card:
            open_dialog(RestaurantDialog(self.runner, self.shown_card, self.on_saved, self))

    def on_end(self) -> None:
        """Delete: close days of this location."""
        self.on_closure()

    def on_figures(self) -> None:
        """Show the figures of the location."""
        if self.shown_card:
            self.open_page.emit("meal_figures", self.shown_card.key)

    def on_new_venue(self) -> None:
        """Note another hall."""
        self.on_venue(None)

    def on_venue(self, row: VenueRow | None) -> None:
        """Note a hall, or correct one."""
        if self.shown_card:
            open_dialog(VenueDialog(self.runner, self.shown_card, row, self))

    def on_new_moment(self) -> None:
        """Add a weekly moment."""
        self.on_moment(None)

    def on_moment(self, row: MomentRow | None) -> None:
        """Add a weekly moment, or change one."""
        if self.shown_card:
            open_dialog(MomentDialog(self.runner, self.shown_card, row, self))

    def on_new_price(self) -> None:
        """Note a price."""
        self.on_price(None)

    def on_price(self, row: PriceRow | None) -> None:
        """Note a price, or correct one."""
        if self.shown_card:
            open_dialog(PriceDialog(self.runner, self.shown_card, row, self))

    def on_closure(self) -> None:
        """Close days."""
        if self.shown_card:
            places = [(row.key, row.name) for row in self.rows]
            open_dialog(CloseDaysDialog(self.runner, places, (self.shown_card.key, clock.today()), self))

    def remove(self, row: VenueRow | MomentRow | PriceRow | ClosureRow) -> None:
        """Take a hall, a moment, a price or a closure back; undo brings it again."""
        model, key = _MODELS[type(row)], row.key
        label = translate("meals", "Verwijderd")
        self.do(lambda session: remove_row(session, model, key), label, toast=True)

    def open_noon(self, service_id: int) -> None:
        """Show a noon."""
        self.open_page.emit("noon", service_id)


def _table() -> RowTableModel[RestaurantRow]:
    return RowTableModel(
        [
            Column(translate("meals", "Locatie"), lambda row: row.name, width=140, grows=True),
            Column(translate("meals", "Wanneer"), lambda row: row.week, width=150),
            Column(translate("meals", "Zaal"), lambda row: row.hall, width=170, grows=True, is_spare=True),
            Column(
                translate("meals", "Plaatsen"),
                lambda row: "" if row.capacity is None else str(row.capacity),
                lambda row: row.capacity,
                align_right=True,
                width=80,
            ),
            Column(
                translate("meals", "Prijs"),
                lambda row: show_amount(row.price),
                lambda row: row.price,
                align_right=True,
                width=80,
                is_spare=True,
            ),
            Column(
                translate("meals", "Volgende"),
                lambda row: show_day(row.next_noon) if row.next_noon else "",
                lambda row: row.next_noon,
                width=90,
                is_spare=True,
            ),
            Column(translate("meals", "Traiteur"), lambda row: row.kitchen, width=130, is_spare=True),
            Column(translate("meals", "Contact"), lambda row: row.contact, width=130, is_spare=True),
        ],
        lambda row: row.search,
    )
