"""Adding, changing and ending a participant; beginning, pausing and ending a standing booking."""

import functools
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.ops import participants, standing
from mmc_desk.features.meals.ops.booking_commands import (
    AddParticipant,
    EditParticipant,
    EndParticipant,
    EndStanding,
    ParticipantDetails,
    PauseStanding,
)
from mmc_desk.features.meals.pages.booking_form import eater_index
from mmc_desk.features.meals.pages.eater_card import standing_words
from mmc_desk.features.meals.queries import bookings as queries
from mmc_desk.features.meals.queries.bookings import StandingRow
from mmc_desk.features.meals.queries.participants import ParticipantCard, participant_card, restaurant_choices
from mmc_desk.features.people.pages.person_form import AddressFields, PersonFields
from mmc_desk.ui.fields import (
    CheckField,
    ChoiceField,
    DateField,
    Form,
    FormDialog,
    NoteField,
    TextField,
    TypeAhead,
)
from mmc_desk.ui.following import Record
from mmc_desk.ui.runner import Runner


class ParticipantDialog(FormDialog):
    """A new participant, or a change of one. `on_saved` gets the key."""

    def __init__(
        self,
        runner: Runner,
        card: ParticipantCard | None,
        on_saved: Callable[[int], None],
        parent: QWidget | None = None,
    ) -> None:
        self.card = card
        self._restaurant_id = card.eater.restaurant_id if card else None
        form = Form()
        self.known = TypeAhead()
        if card is None:
            known = translate("bookings", "Een lid, een chauffeur of wie hier al gekend is; leeg voor iemand nieuw.")
            form.add(translate("bookings", "&Gekend als"), self.known, known, name="participant")
        self.person = PersonFields(form, runner, card.person if card else None)
        self.address = AddressFields(form, runner, card.person if card else None)
        self._add_meals(form, card)
        new, change = translate("bookings", "Nieuwe deelnemer"), translate("bookings", "Deelnemer wijzigen")
        super().__init__(change if card else new, form, translate("bookings", "Deelnemer &opslaan"), parent)
        self.save_with(runner, self._op, self.windowTitle(), lambda key: on_saved(card.key if card else key))
        runner.read(restaurant_choices, self._on_restaurants)
        if card is None:
            people = functools.partial(queries.eater_candidates, today=clock.today())
            runner.read(lambda session: eater_index(people(session)), self.known.set_candidates)
        else:
            self.follow(runner, self._record(runner, card))

    def _record(self, runner: Runner, card: ParticipantCard) -> Record[ParticipantCard]:
        return Record(
            card,
            functools.partial(participant_card, key=card.key),
            lambda other: ParticipantDialog(runner, other, lambda _key: None),
            lambda other: setattr(self, "card", other),
            frozenset({"participant", "person", "address"}),
        )

    def _add_meals(self, form: Form, card: ParticipantCard | None) -> None:
        eater = card.eater if card else None
        self.restaurant: ChoiceField[int | None] = ChoiceField([(None, translate("bookings", "geen vaste locatie"))])
        self.diet = TextField(eater.diet if eater else "")
        self.allergens = TextField(eater.allergens if eater else "")
        fetched = eater is not None and eater.needs_ride
        self.needs_ride = CheckField(translate("bookings", "heeft &vervoer nodig"), fetched)
        self.note = NoteField(eater.note if eater else "", lines=2)
        form.add_heading(translate("bookings", "Maaltijden"))
        form.add(translate("bookings", "&Locatie"), self.restaurant, name="restaurant")
        several = translate("bookings", "Meer dan een met een komma ertussen.")
        form.add(translate("bookings", "D&ieet"), self.diet, several, name="diet")
        form.add(translate("bookings", "Aller&genen"), self.allergens, name="allergens")
        form.add("", self.needs_ride, name="needs_ride")
        self.needs_ride.setAccessibleName(translate("bookings", "Heeft vervoer nodig"))
        form.add(translate("bookings", "Op&merking"), self.note, name="note")

    def _on_restaurants(self, rows: Sequence[tuple[int, str]]) -> None:
        nowhere: tuple[int | None, str] = (None, translate("bookings", "geen vaste locatie"))
        self.restaurant.set_options([nowhere, *rows])
        self.restaurant.set_value(self._restaurant_id)

    def _op(self) -> Op[Any]:
        details = ParticipantDetails(
            self.restaurant.value,
            self.diet.value,
            self.allergens.value,
            self.needs_ride.value,
            self.note.value,
        )
        person, address, card = self.person.details(), self.address.details(), self.card
        if card is not None:
            edit = EditParticipant(card.key, details, person, address, card.version)
            return functools.partial(participants.edit_participant, command=edit)
        one = self.known.value
        known = one.key if one is not None and isinstance(one.key, int) else self.person.same_person()
        if known is not None:
            add = AddParticipant(details, known)
        else:
            add = AddParticipant(details, person=person, address=address)
        return functools.partial(participants.add_participant, command=add)


class EndDialog(FormDialog):
    """Lets a participant come no more: later bookings are cancelled, standing ones end."""

    def __init__(self, runner: Runner, card: ParticipantCard, parent: QWidget | None = None) -> None:
        self._card = card
        form = Form()
        self.last_day = DateField(clock.today())
        self.is_deceased = CheckField(translate("bookings", "is &overleden"))
        form.add_heading(card.eater.name)
        later = translate("bookings", "Wat later ingeschreven is, wordt afgezegd, ook de ritten.")
        form.add(translate("bookings", "&Laatste dag"), self.last_day, later, name="last_day")
        form.add("", self.is_deceased, name="is_deceased")
        self.is_deceased.setAccessibleName(translate("bookings", "Is overleden"))
        title = translate("bookings", "Deelnemer beëindigen")
        super().__init__(title, form, translate("bookings", "Deelnemer &beëindigen"), parent)
        self.save_with(runner, self._op, title)

    def _op(self) -> Op[Any]:
        command = EndParticipant(self._card.key, required_day(self.last_day, "last_day"), self.is_deceased.value)
        return functools.partial(participants.end_participant, command=command)


class PauseDialog(FormDialog):
    """Lets a standing booking rest."""

    def __init__(self, runner: Runner, row: StandingRow, parent: QWidget | None = None) -> None:
        self._row = row
        form = Form()
        self.from_day, self.to_day, self.reason = DateField(clock.today()), DateField(), TextField()
        form.add_heading(standing_words(row))
        form.add(translate("bookings", "&Vanaf"), self.from_day, name="from_day")
        open_end = translate("bookings", "Leeg: tot nader order.")
        form.add(translate("bookings", "Tot en &met"), self.to_day, open_end, name="to_day")
        form.add(translate("bookings", "&Reden"), self.reason, name="reason")
        title = translate("bookings", "Vaste inschrijving pauzeren")
        super().__init__(title, form, translate("bookings", "&Pauzeren"), parent)
        self.save_with(runner, self._op, title)

    def _op(self) -> Op[Any]:
        first = required_day(self.from_day, "from_day")
        command = PauseStanding(self._row.standing_id, first, self.to_day.value, self.reason.value)
        return functools.partial(standing.pause_standing, command=command)


class EndStandingDialog(FormDialog):
    """Ends a standing booking."""

    def __init__(self, runner: Runner, row: StandingRow, parent: QWidget | None = None) -> None:
        self._row = row
        form = Form()
        self.last_day = DateField(clock.today())
        form.add_heading(standing_words(row))
        form.add(translate("bookings", "&Laatste dag"), self.last_day, name="last_day")
        title = translate("bookings", "Vaste inschrijving beëindigen")
        super().__init__(title, form, translate("bookings", "&Beëindigen"), parent)
        self.save_with(runner, self._op, title)

    def _op(self) -> Op[Any]:
        command = EndStanding(self._row.standing_id, required_day(self.last_day, "last_day"))
        return functools.partial(standing.end_standing, command=command)


def required_day(field: DateField, name: str) -> date:
    """Return the day typed. Raises RuleError without one."""
    if field.value is None:
        raise RuleError(translate("bookings", "Vul een datum in, bijvoorbeeld 24/11, +2 of di."), name)
    return field.value
