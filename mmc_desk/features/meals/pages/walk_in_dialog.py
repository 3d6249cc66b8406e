"""Who came without a booking: somebody known, a name, or a number alone."""

import functools
from typing import Any

from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.ops import day
from mmc_desk.features.meals.ops.booking_commands import Meal
from mmc_desk.features.meals.ops.day import AddWalkIn
from mmc_desk.features.meals.pages.booking_form import NEW, eater_index
from mmc_desk.features.meals.queries import bookings as queries
from mmc_desk.features.meals.queries.day import Noon
from mmc_desk.features.rides.pages.tariff_fields import CountField
from mmc_desk.ui.fields import Form, FormDialog, TextField, TypeAhead
from mmc_desk.ui.runner import Runner


class WalkInDialog(FormDialog):
    """Notes who sits down without a booking."""

    def __init__(self, runner: Runner, noon: Noon, parent: QWidget | None = None) -> None:
        self._noon = noon
        form = Form()
        self.who = TypeAhead()
        self.party, self.take_away, self.child_count = CountField(1), CountField(0), CountField(0)
        self.note = TextField()
        nobody = translate("bookings", "Leeg laten mag: dan telt enkel het aantal.")
        form.add(translate("bookings", "&Wie"), self.who, nobody, name="participant")
        form.add(translate("bookings", "&Personen"), self.party, name="party")
        form.add(translate("bookings", "&Meenemen"), self.take_away, name="take_away")
        form.add(translate("bookings", "&Kinderen"), self.child_count, name="children")
        form.add(translate("bookings", "&Opmerking"), self.note, name="note")
        title = translate("bookings", "Zonder inschrijving")
        super().__init__(title, form, translate("bookings", "Op de &lijst zetten"), parent)
        self.save_with(runner, self._make_op, title)
        people = functools.partial(queries.eater_candidates, today=clock.today())
        runner.read(lambda session: eater_index(people(session)), self.who.set_candidates)
        self.who.setFocus()

    def _make_op(self) -> Op[Any]:
        who = self.who.value
        meal = Meal(self.party.value or 0, self.take_away.value or 0, self.child_count.value or 0, note=self.note.value)
        is_known = who is not None and who.key != NEW
        command = AddWalkIn(
            self._noon.service_id,
            meal,
            person_id=who.key if who is not None and is_known else None,
            name=who.title if who is not None and not is_known else "",
        )
        return functools.partial(day.add_walk_in, command=command)
