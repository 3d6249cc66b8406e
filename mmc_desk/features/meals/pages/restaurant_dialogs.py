"""The dialogs of a location: its details, a hall, a weekly moment, a price."""

import functools
from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import WEEKDAYS
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.ops.restaurant_commands import (
    AddRestaurant,
    EditMoment,
    EditRestaurant,
    SetMoment,
    SetPrice,
    SetVenue,
)
from mmc_desk.features.meals.ops.restaurants import (
    add_restaurant,
    edit_moment,
    edit_restaurant,
    set_moment,
    set_price,
    set_venue,
)
from mmc_desk.features.meals.queries.restaurants import MomentRow, PriceRow, RestaurantCard, VenueRow, restaurant_card
from mmc_desk.features.meals.rules.restaurants import RestaurantDetails
from mmc_desk.features.meals.rules.schedule import NOON
from mmc_desk.features.rides.pages.tariff_fields import CountField
from mmc_desk.ui.fields import (
    AmountField,
    CheckField,
    ChoiceField,
    DateField,
    Form,
    FormDialog,
    NoteField,
    PhoneField,
    TextField,
    TimeField,
)
from mmc_desk.ui.following import Record, keyed
from mmc_desk.ui.runner import Runner


class RestaurantDialog(FormDialog):
    """A new restaurant, or what is noted about one. `on_saved` gets the key."""

    def __init__(
        self, runner: Runner, card: RestaurantCard | None, on_saved: Callable[[int], None], parent: QWidget | None
    ) -> None:
        self.card = card
        form = Form()
        self._add_fields(form, card.details if card else RestaurantDetails(""))
        title = translate("meals", "Dorpsrestaurant bewerken") if card else translate("meals", "Nieuw dorpsrestaurant")
        super().__init__(title, form, translate("meals", "Locatie &opslaan"), parent)
        self.save_with(runner, self._make_op, title, lambda key: on_saved(card.key if card else key or 0))
        self.name.setFocus()
        if card:
            self.follow(runner, self._record(runner, card))

    def _record(self, runner: Runner, card: RestaurantCard) -> Record[RestaurantCard]:
        return Record(
            card,
            functools.partial(restaurant_card, restaurant_id=card.key, today=clock.today()),
            lambda other: RestaurantDialog(runner, other, lambda _key: None, None),
            lambda other: setattr(self, "card", other),
            frozenset({"village_restaurant"}),
        )

    def _add_fields(self, form: Form, told: RestaurantDetails) -> None:
        self.name = TextField(told.name)
        self.mode: ChoiceField[bool] = ChoiceField(
            [(True, translate("meals", "enkel tellen")), (False, translate("meals", "inschrijven met naam"))],
            told.is_count_only,
        )
        self.capacity = CountField(told.capacity)
        self.cut_off_days = CountField(told.cut_off_days)
        self.kitchen = CheckField(translate("meals", "eigen keuken"), told.own_kitchen)
        self.caterer, self.caterer_email = TextField(told.caterer), TextField(told.caterer_email)
        self.contact_name, self.contact_phone = TextField(told.contact_name), PhoneField(told.contact_phone)
        self.opening_float = AmountField(told.opening_float)
        self.schools = CheckField(translate("meals", "dicht in de schoolvakanties"), told.closes_in_school_holidays)
        self.closed_from = DateField(told.closed_from)
        self.note = NoteField(told.note, lines=2)
        form.add(translate("meals", "&Naam"), self.name, name="name")
        form.add(translate("meals", "&Inschrijven"), self.mode, name="is_count_only")
        room = translate("meals", "Leeg: plaats voor iedereen.")
        form.add(translate("meals", "&Plaatsen"), self.capacity, room, name="capacity")
        usual = translate("meals", "Werkdagen vooraf. Leeg: zoals de dienst gewoon is.")
        form.add(translate("meals", "In te schrijven &tot"), self.cut_off_days, usual, name="cut_off_days")
        form.add(translate("meals", "&Keuken"), self.kitchen, name="own_kitchen")
        form.add(translate("meals", "T&raiteur"), self.caterer, name="caterer")
        form.add(translate("meals", "&E-mail traiteur"), self.caterer_email, name="caterer_email")
        form.add(translate("meals", "&Verantwoordelijke"), self.contact_name, name="contact_name")
        form.add(translate("meals", "Tele&foon"), self.contact_phone, name="contact_phone")
        form.add(translate("meals", "&Wisselgeld"), self.opening_float, name="opening_float", unit="€")
        form.add(translate("meals", "&Schoolvakanties"), self.schools, name="closes_in_school_holidays")
        gone = translate("meals", "Leeg: blijft open. De geschiedenis blijft altijd.")
        form.add(translate("meals", "&Gestopt vanaf"), self.closed_from, gone, name="closed_from")
        form.add(translate("meals", "Not&a"), self.note, name="note")

    def _make_op(self) -> Op[int | None]:
        details = RestaurantDetails(
            name=self.name.value,
            is_count_only=bool(self.mode.value),
            capacity=self.capacity.value,
            own_kitchen=self.kitchen.value,
            caterer=self.caterer.value,
            caterer_email=self.caterer_email.value,
            contact_name=self.contact_name.value,
            contact_phone=self.contact_phone.value,
            cut_off_days=self.cut_off_days.value,
            opening_float=self.opening_float.value,
            closes_in_school_holidays=self.schools.value,
            closed_from=self.closed_from.value,
            note=self.note.value,
        )
        if self.card is None:
            return functools.partial(add_restaurant, command=AddRestaurant(details))
        return functools.partial(edit_restaurant, command=EditRestaurant(self.card.key, details))


class VenueDialog(FormDialog):
    """The hall from a day on: a move, or a correction of where it meets."""

    def __init__(
        self, runner: Runner, card: RestaurantCard, row: VenueRow | None = None, parent: QWidget | None = None
    ) -> None:
        self.key = card.key
        latest = row or (card.venues[0] if card.venues else None)
        self.valid_from = DateField(row.valid_from if row else clock.today())
        self.name = TextField(row.name if row else "")
        self.street = TextField(row.street if row else "")
        self.postcode = TextField(latest.postcode if latest else "")
        self.village = TextField(latest.village if latest else card.details.name)
        form = Form()
        same = translate("meals", "Het blijft hetzelfde restaurant: zijn geschiedenis verhuist mee.")
        form.add(translate("meals", "&Vanaf"), self.valid_from, same, name="valid_from")
        form.add(translate("meals", "&Zaal"), self.name, name="name")
        form.add(translate("meals", "&Straat en nummer"), self.street, name="street")
        form.add(translate("meals", "&Postcode"), self.postcode, name="postcode")
        form.add(translate("meals", "&Dorp"), self.village, name="village")
        title = translate("meals", "Zaal van {location}").format(location=card.details.name)
        super().__init__(title, form, translate("meals", "Zaal &opslaan"), parent)
        self.save_with(runner, self._make_op, title)
        self.name.setFocus()
        if row:
            self.follow(runner, self._record(runner, card, row))

    def _record(self, runner: Runner, card: RestaurantCard, row: VenueRow) -> Record[VenueRow]:
        return Record(
            row,
            keyed(lambda session: _card_now(session, card.key).venues, row.key),
            lambda other: VenueDialog(runner, card, other),
            lambda _other: None,
            frozenset({"restaurant_venue"}),
        )

    def _make_op(self) -> Op[int]:
        if self.valid_from.value is None:
            raise RuleError(translate("meals", "Vul de eerste dag in."), "valid_from")
        place = (self.street.value, self.postcode.value, self.village.value)
        return functools.partial(set_venue, command=SetVenue(self.key, self.valid_from.value, self.name.value, *place))


class MomentDialog(FormDialog):
    """A weekly moment: one more, a correction, or another weekday from a day on."""

    def __init__(
        self, runner: Runner, card: RestaurantCard, row: MomentRow | None = None, parent: QWidget | None = None
    ) -> None:
        self.key, self.row = card.key, row
        days = [(number, translate("formats", name)) for number, name in enumerate(WEEKDAYS)]
        self.weekday: ChoiceField[int] = ChoiceField(days, row.weekday if row else None)
        self.starts_at = TimeField(row.starts_at if row else NOON)
        self.ends_at = TimeField(row.ends_at if row else None)
        self.valid_from = DateField(row.valid_from if row else clock.today())
        self.valid_to = DateField(row.valid_to if row else None)
        self.moves = DateField()
        form = Form()
        form.add(translate("meals", "&Weekdag"), self.weekday, name="weekday")
        form.add(translate("meals", "&Uur"), self.starts_at, name="starts_at")
        home = translate("meals", "Dan worden mensen weer opgehaald. Leeg: twee uur later.")
        form.add(translate("meals", "&Einde"), self.ends_at, home, name="ends_at")
        form.add(translate("meals", "&Vanaf"), self.valid_from, name="valid_from")
        until = translate("meals", "Leeg: tot nader bericht.")
        form.add(translate("meals", "&Tot en met"), self.valid_to, until, name="valid_to")
        if row is not None:
            anew = translate(
                "meals", "Vul in als de dag of het uur verandert vanaf dan; wat was, blijft zoals het was."
            )
            form.add(translate("meals", "Verandert vana&f"), self.moves, anew, name="moves")
        title = translate("meals", "Vaste middag van {location}").format(location=card.details.name)
        super().__init__(title, form, translate("meals", "Middag &opslaan"), parent)
        self.save_with(runner, self._make_op, title)
        self.weekday.setFocus()
        if row:
            self.follow(runner, self._record(runner, card, row))

    def _record(self, runner: Runner, card: RestaurantCard, row: MomentRow) -> Record[MomentRow]:
        return Record(
            row,
            keyed(lambda session: _card_now(session, card.key).moments, row.key),
            lambda other: MomentDialog(runner, card, other),
            lambda other: setattr(self, "row", other),
            frozenset({"meal_moment"}),
        )

    def _make_op(self) -> Op[int | None]:
        when, ends = (self.weekday.value, self.starts_at.value), self.ends_at.value
        if self.row is None:
            command = SetMoment(self.key, *when, self.valid_from.value, self.valid_to.value, ends_at=ends)
            return functools.partial(set_moment, command=command)
        if self.moves.value is not None:
            since, replaced = self.moves.value, self.row.key
            command = SetMoment(self.key, *when, since, self.valid_to.value, replaces=replaced, ends_at=ends)
            return functools.partial(set_moment, command=command)
        edit = EditMoment(self.row.key, *when, self.valid_from.value, self.valid_to.value, ends)
        return functools.partial(edit_moment, command=edit)


class PriceDialog(FormDialog):
    """What a meal costs from a day on, everywhere or at this location."""

    def __init__(
        self, runner: Runner, card: RestaurantCard, row: PriceRow | None = None, parent: QWidget | None = None
    ) -> None:
        self.key = card.key
        latest = row or (card.prices[0] if card.prices else None)
        self.everywhere: ChoiceField[bool] = ChoiceField(
            [
                (True, translate("meals", "alle dorpsrestaurants")),
                (False, translate("meals", "enkel {location}").format(location=card.details.name)),
            ],
            not row.is_own if row else True,
        )
        self.valid_from = DateField(row.valid_from if row else _next_year(clock.today()))
        self.price = AmountField(latest.price if latest else None)
        self.child_price = AmountField(latest.child_price if latest else None)
        self.cost = AmountField(latest.cost if latest else None)
        form = Form()
        form.add(translate("meals", "&Geldt voor"), self.everywhere, name="restaurant_id")
        form.add(translate("meals", "&Vanaf"), self.valid_from, name="valid_from")
        form.add(translate("meals", "&Prijs"), self.price, name="price", unit="€")
        same = translate("meals", "Leeg: een kind betaalt evenveel.")
        form.add(translate("meals", "&Kinderprijs"), self.child_price, same, name="child_price", unit="€")
        own = translate("meals", "Wat de dienst zelf betaalt voor een maaltijd; voor de cijfers.")
        form.add(translate("meals", "K&ostprijs"), self.cost, own, name="cost", unit="€")
        title = translate("meals", "Prijs van een maaltijd")
        super().__init__(title, form, translate("meals", "Prijs op&slaan"), parent)
        self.save_with(runner, self._make_op, title)
        self.valid_from.setFocus()
        if row:
            self.follow(runner, self._record(runner, card, row))

    def _record(self, runner: Runner, card: RestaurantCard, row: PriceRow) -> Record[PriceRow]:
        return Record(
            row,
            keyed(lambda session: _card_now(session, card.key).prices, row.key),
            lambda other: PriceDialog(runner, card, other),
            lambda _other: None,
            frozenset({"meal_price"}),
        )

    def _make_op(self) -> Op[int]:
        command = SetPrice(
            restaurant_id=None if self.everywhere.value else self.key,
            valid_from=self.valid_from.value,
            price=self.price.value,
            child_price=self.child_price.value,
            cost=self.cost.value,
        )
        return functools.partial(set_price, command=command)


def _card_now(session: Any, key: int) -> RestaurantCard:  # noqa: ANN401 - a Session; pages know none
    return restaurant_card(session, key, clock.today())


def _next_year(day: date) -> date:
    return date(day.year + 1, 1, 1)
