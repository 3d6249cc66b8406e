"""Adding and changing a driver."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import ops, queries, rules
from mmc_desk.features.people.pages.person_form import AddressFields, PersonFields
from mmc_desk.features.people.queries import DriverCard
from mmc_desk.ui.fields import CheckField, ChoiceField, DateField, Form, FormDialog, KmField, NoteField, TextField
from mmc_desk.ui.following import Record
from mmc_desk.ui.runner import Runner

MOST_SEATS = 9


class DriverDialog(FormDialog):
    """A new driver, or a change of one. `on_saved` gets the key."""

    def __init__(
        self, runner: Runner, card: DriverCard | None, on_saved: Callable[[int], None], parent: QWidget | None = None
    ) -> None:
        self.card = card
        form = Form()
        self.person = PersonFields(form, runner, card.person if card else None)
        self.address = AddressFields(form, runner, card.person if card else None)
        self._make_fields(card)
        self._add_driving(form)
        self._add_money(form)
        new, change = translate("people", "Nieuwe chauffeur"), translate("people", "Chauffeur bewerken")
        super().__init__(change if card else new, form, translate("people", "Chauffeur &opslaan"), parent)
        label = translate("people", "Chauffeur gewijzigd") if card else translate("people", "Nieuwe chauffeur")
        self.save_with(runner, self._op, label, lambda key: on_saved(card.key if card else key))
        self.iban.editingFinished.connect(self._judge_iban)
        self._judge_iban()
        if card:
            self.follow(runner, self._record(runner, card))

    def _record(self, runner: Runner, card: DriverCard) -> Record[DriverCard]:
        return Record(
            card,
            lambda session: queries.driver_card(session, card.key, clock.today()),
            lambda other: DriverDialog(runner, other, lambda _key: None),
            lambda other: setattr(self, "card", other),
            frozenset({"driver", "person", "address"}),
        )

    def _make_fields(self, card: DriverCard | None) -> None:
        self.code = TextField(card.code if card else "")
        self.active_from = DateField(card.active_from if card else clock.today())
        self.seats: ChoiceField[int] = ChoiceField(
            [(seats, str(seats)) for seats in range(1, MOST_SEATS + 1)], card.seats if card else 4
        )
        self.rigid_wheelchair = CheckField(
            translate("people", "Een vaste &rolstoel kan mee"), bool(card and card.rigid_wheelchair)
        )
        most = str(card.max_rides_per_week) if card and card.max_rides_per_week else ""
        self.max_rides = TextField(most)
        self.max_distance = KmField(card.max_distance if card else None)
        self.max_week = KmField(card.max_metres_per_week if card else None)
        self.no_motorway = CheckField(
            translate("people", "Liever niet op de autosnelweg"), bool(card and card.avoids_motorway)
        )
        self.no_hospital = CheckField(
            translate("people", "Wacht liever niet aan het &ziekenhuis"), bool(card and card.avoids_hospital_waiting)
        )
        self.wishes = NoteField(card.wishes if card else "", lines=2)
        self.iban = TextField(rules.show_iban(card.iban) if card else "")
        self.waives = CheckField(translate("people", "Ziet &af van de vergoeding"), bool(card and card.waives_payment))
        self.may_give = CheckField(
            translate("people", "N&ummer mag aan leden gegeven worden"), bool(card and card.number_may_be_given)
        )
        self.note = NoteField(card.note if card else "", lines=2)

    def _add_driving(self, form: Form) -> None:
        form.add_heading(translate("people", "Chauffeur"))
        next_free = translate("people", "Leeg: de volgende vrije code.")
        form.add(translate("people", "&Code"), self.code, next_free, name="code")
        form.add(translate("people", "Ri&jdt sinds"), self.active_from, name="active_from")
        seats_help = translate("people", "Voor passagiers, de chauffeur niet meegeteld.")
        form.add(translate("people", "P&laatsen"), self.seats, seats_help, name="seats")
        form.add("", self.rigid_wheelchair, name="rigid_wheelchair")
        no_limit = translate("people", "Leeg: geen grens.")
        form.add(translate("people", "Ritten per wee&k"), self.max_rides, no_limit, name="max_rides_per_week")
        form.add(translate("people", "Verste a&fstand"), self.max_distance, no_limit, name="max_distance", unit="km")
        form.add(translate("people", "Km per week"), self.max_week, no_limit, name="max_metres_per_week", unit="km")
        form.add("", self.no_motorway, name="avoids_motorway")
        form.add("", self.no_hospital, name="avoids_hospital_waiting")
        wishes_help = translate("people", "Bijvoorbeeld: niet ’s avonds, liever vaste leden.")
        form.add(translate("people", "Andere &wensen"), self.wishes, wishes_help, name="wishes")

    def _add_money(self, form: Form) -> None:
        form.add_heading(translate("people", "Vergoeding"))
        self._iban_row = form.add(translate("people", "Reken&ing"), self.iban, name="iban")
        form.add("", self.waives, name="waives_payment")
        form.add("", self.may_give, name="number_may_be_given")
        form.add(translate("people", "Op&merking"), self.note, name="note")

    def _judge_iban(self) -> None:
        checked = rules.check_iban(self.iban.value)
        if checked.error:
            self._iban_row.set_error(checked.error)
            return
        self._iban_row.set_warning(checked.warning)

    def _op(self) -> Op[Any]:
        person, address, details = self.person.details(), self.address.details(), self._details()
        card = self.card
        if card is None:
            add = ops.AddDriver(person, address, details, self.person.same_person())
            return lambda session: ops.add_driver(session, add)
        edit = ops.EditDriver(card.key, person, address, details, self.address.moved(), card.seen)
        return lambda session: ops.edit_driver(session, edit)

    def _details(self) -> ops.DriverDetails:
        return ops.DriverDetails(
            code=self.code.value,
            active_from=self.active_from.value,
            car=ops.CarDetails(self.seats.value or 4, self.rigid_wheelchair.value),
            iban=self.iban.value,
            waives_payment=self.waives.value,
            number_may_be_given=self.may_give.value,
            max_rides_per_week=self._most_rides(),
            max_distance=self.max_distance.value,
            max_metres_per_week=self.max_week.value,
            avoids_motorway=self.no_motorway.value,
            avoids_hospital_waiting=self.no_hospital.value,
            wishes=self.wishes.value,
            note=self.note.value,
        )

    def _most_rides(self) -> int | None:
        text = self.max_rides.value
        if text and not (text.isascii() and text.isdigit() and len(text) <= 3):
            raise RuleError(
                translate("people", "Vul een aantal ritten in, bijvoorbeeld 3, of laat leeg."),
                field="max_rides_per_week",
            )
        return int(text) if text else None
