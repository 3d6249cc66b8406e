"""A ride on a driver's sheet that nobody had announced: who, when, where to, and what the sheet says of it."""

from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model import Purpose
from mmc_desk.features.rides.pages.outcome_form import MinutesField
from mmc_desk.features.rides.pages.request_form import destination_candidate, member_index, village_of
from mmc_desk.features.rides.pages.sheet_fields import OdometerField
from mmc_desk.features.rides.queries import intake
from mmc_desk.features.rides.queries.intake import Caller
from mmc_desk.features.rides.queries.sheets import DriverSheets
from mmc_desk.features.rides.rules.requests import purpose_name
from mmc_desk.features.rides.rules.sheets import Reading, SheetEntry
from mmc_desk.ui import theme
from mmc_desk.ui.candidates import Candidate, CandidateIndex
from mmc_desk.ui.fields import (
    AmountField,
    ChoiceField,
    DateField,
    Form,
    FormDialog,
    KmField,
    ManyTypeAhead,
    NoteField,
    TimeField,
    TypeAhead,
)
from mmc_desk.ui.runner import Runner


class UnannouncedDialog(FormDialog):
    """Adds a ride that was driven; it is flagged, and counts as any other."""

    def __init__(
        self, runner: Runner, driver: DriverSheets, day: date, before: Reading | None, parent: QWidget | None = None
    ) -> None:
        form = Form()
        self._runner = runner
        self._driver = driver
        self.member, self.passengers = TypeAhead(), ManyTypeAhead()
        self.day = DateField(day)
        self.destination = TypeAhead(free_text=True)
        self.purpose = ChoiceField([(purpose, purpose_name(purpose)) for purpose in Purpose], Purpose.OTHER)
        self.odometer_start, self.odometer_end = OdometerField(), OdometerField()
        self.odometer_start.after = before.end if before is not None else None
        self.metres, self.received, self.parking = KmField(), AmountField(), AmountField()
        self.waiting, self.depart, self.home = MinutesField(), TimeField(), TimeField()
        self.note = NoteField(lines=2)
        for field in (self.odometer_start, self.odometer_end):
            field.setFixedWidth(theme.px(KmField.width_hint))
        self._add_ride(form)
        self._add_sheet(form)
        title = translate("sheets", "Niet aangekondigde rit van {name}").format(name=driver.name)
        super().__init__(title, form, translate("sheets", "Rit &toevoegen"), parent)
        self.member.picked.connect(self._on_member)
        self.odometer_start.edited.connect(self._on_start)
        runner.read(lambda session: member_index(intake.member_candidates(session)), self._on_members)
        self.member.setFocus()

    def _add_ride(self, form: Form) -> None:
        form.add(translate("sheets", "&Lid"), self.member, translate("sheets", "Naam, nummer of dorp."), name="member")
        form.add(translate("sheets", "&Datum"), self.day, name="ride_date")
        form.add(translate("sheets", "&Naar"), self.destination, name="destination")
        form.add(translate("sheets", "&Reden"), self.purpose, name="purpose")

    def _add_sheet(self, form: Form) -> None:
        hint = translate("sheets", "Leeg als u de tellerstanden invult.")
        form.add(translate("sheets", "Gereden &km"), self.metres, hint, name="metres", unit="km")
        form.add(translate("sheets", "Teller &begin"), self.odometer_start, name="odometer_start")
        form.add(translate("sheets", "Teller &einde"), self.odometer_end, name="odometer_end")
        form.add(translate("sheets", "&Ontvangen"), self.received, name="received", unit="€")
        form.add(translate("sheets", "&Wachttijd"), self.waiting, name="waiting_minutes")
        form.add(translate("sheets", "&Parking"), self.parking, name="parking", unit="€")
        form.add(translate("sheets", "&Vertrokken van huis"), self.depart, name="depart")
        form.add(translate("sheets", "Terug &thuis"), self.home, name="home")
        along = translate("sheets", "Andere leden in dezelfde wagen: typ een naam, Enter neemt hem mee.")
        form.add(translate("sheets", "&Meerijders"), self.passengers, along, name="passengers")
        form.add(translate("sheets", "O&pmerking"), self.note, name="note")

    def _on_members(self, index: CandidateIndex) -> None:
        self.member.set_candidates(index)
        self.passengers.set_candidates(index)

    def _on_member(self, one: Candidate) -> None:
        if self.day.value is not None:
            query = partial(intake.caller, member_id=one.key, day=self.day.value)
            self._runner.read(query, self._on_caller)

    def _on_caller(self, caller: Caller) -> None:
        self.destination.set_candidates([destination_candidate(row) for row in caller.destinations])

    def _on_start(self) -> None:
        self.odometer_end.after = self.odometer_start.value

    def make_op(self) -> Op[ops.AddedRide]:
        """Return the write. Raises RuleError while there is no member or no day."""
        if self.member.value is None:
            raise RuleError(translate("sheets", "Kies het lid dat meereed."), "member")
        if self.day.value is None:
            raise RuleError(translate("sheets", "Vul de datum van de rit in."), "ride_date")
        goal = self.destination.value
        command = ops.AddUnannouncedRide(
            driver_id=self._driver.driver_id,
            member_id=self.member.value.key,
            ride_date=self.day.value,
            entry=self._entry(),
            destination=goal.title if goal else "",
            destination_village=village_of(goal),
            purpose=self.purpose.value or Purpose.OTHER,
            passengers=tuple(ops.SharedSeat(member_id) for member_id in self.passengers.keys),
        )
        return partial(ops.add_unannounced_ride, command=command)

    def _entry(self) -> SheetEntry:
        return SheetEntry(
            odometer_start=self.odometer_start.value,
            odometer_end=self.odometer_end.value,
            metres=self.metres.value,
            received=self.received.value,
            waiting_minutes=self.waiting.value or 0,
            parking=self.parking.value or 0,
            depart=self.depart.value,
            home=self.home.value,
            note=self.note.value,
        )
