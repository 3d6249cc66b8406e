"""Bestemming verhuist: a practice goes to another building; the open rides to it are asked for, then shown."""

import functools
from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages.impact_dialog import ImpactDialog
from mmc_desk.features.rides.queries.impact import DestinationMove, Impact, coming_destinations, find_destination
from mmc_desk.ui.fields import Candidate, DateField, Form, FormDialog, TextField, TypeAhead
from mmc_desk.ui.parts import open_dialog
from mmc_desk.ui.runner import Runner


class DestinationDialog(FormDialog):
    """Which destination, where to, from which day."""

    def __init__(self, runner: Runner, day: date, parent: QWidget | None = None) -> None:
        self._runner = runner
        self.old = TypeAhead([])
        self.new, self.new_village = TextField(), TextField()
        self.from_day = DateField(max(day, clock.today()))
        form = Form()
        known = translate("rides", "Waar de komende ritten naartoe gaan, de meeste eerst.")
        form.add(translate("rides", "&Bestemming nu"), self.old, known, name="old")
        form.add(translate("rides", "Wordt &naam of adres"), self.new, name="new")
        form.add(
            translate("rides", "&In"), self.new_village, translate("rides", "Het dorp of de stad."), name="village"
        )
        form.add(translate("rides", "&Vanaf"), self.from_day, name="from_day")
        super().__init__(translate("rides", "Bestemming verhuist"), form, translate("rides", "&Toon de ritten"), parent)
        runner.read(functools.partial(coming_destinations, day=clock.today()), self._on_known)
        self.submitted.connect(self._find)
        self.old.setFocus()

    def _on_known(self, known: Sequence[tuple[str, int]]) -> None:
        text = translate("rides", "{count} ritten")
        self.old.set_candidates([Candidate(name, name, text.format(count=count), name) for name, count in known])

    def _move(self) -> DestinationMove:
        old = self.old.value
        if old is None or not old.title.strip():
            raise RuleError(translate("rides", "Kies de bestemming die verhuist."), "old")
        if not self.new.value.strip():
            raise RuleError(translate("rides", "Vul in waar de bestemming dan is."), "new")
        if self.from_day.value is None:
            raise RuleError(translate("rides", "Vul in vanaf wanneer."), "from_day")
        return DestinationMove(old.title, self.new.value, self.new_village.value, self.from_day.value)

    def _find(self) -> None:
        try:
            move = self._move()
        except RuleError as error:
            self.refuse(error)
            return
        self._runner.read(functools.partial(find_destination, move=move), self._on_found)

    def _on_found(self, impact: Impact) -> None:
        if not impact:
            text = translate("rides", "Er is geen enkele open rit naar die bestemming. Kijk de naam en de dag na.")
            self.refuse(RuleError(text, "old"))
            return
        dialog = ImpactDialog(self._runner, impact, self.parentWidget())
        self.accept()
        open_dialog(dialog)
