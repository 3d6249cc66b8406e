"""The dialog of an activity: what, with whom, when; by keyboard alone."""

import functools
from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_long_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages.series_form import CountField
from mmc_desk.features.sessions.model import SessionKind
from mmc_desk.features.sessions.ops import sessions as ops
from mmc_desk.features.sessions.pages.words import kind_options
from mmc_desk.features.sessions.queries.rows import Choices, SessionRow
from mmc_desk.features.sessions.queries.sessions import session_card
from mmc_desk.ui.fields import (
    AmountField,
    Candidate,
    ChoiceField,
    DateField,
    Form,
    FormDialog,
    NoteField,
    TextField,
    TimeField,
    TypeAhead,
)
from mmc_desk.ui.following import Record
from mmc_desk.ui.runner import Runner


class SessionDialog(FormDialog):
    """Plans an activity at a location on a day, or changes one."""

    def __init__(
        self,
        choices: Choices,
        parent: QWidget | None = None,
        *,
        row: SessionRow | None = None,
        location_id: int | None = None,
        day: date | None = None,
    ) -> None:
        self.row = row
        self._choices = choices
        self.location: ChoiceField[int] = ChoiceField(choices.locations, location_id)
        self.day = DateField(day)
        self.theme, self.partner, self.volunteer = TypeAhead(), TypeAhead(), TypeAhead()
        self.kind: ChoiceField[SessionKind] = ChoiceField(kind_options(), SessionKind.RECREATIONAL)
        self.speaker, self.material = TextField(), TextField()
        self.starts_at, self.ends_at = TimeField(choices.starts_at), TimeField(choices.ends_at)
        self.expected, self.cost = CountField(), AmountField()
        self.remarks = NoteField(lines=2)
        title = translate("sessions", "Activiteit wijzigen") if row else translate("sessions", "Nieuwe activiteit")
        super().__init__(title, self._form(), translate("sessions", "Activiteit op&slaan"), parent)
        self._offer()
        if row:
            self._show(row)
        self.theme.picked.connect(lambda _one: self._on_theme())
        (self.theme if row or (location_id and day) else self.location).setFocus()

    def record(self, row: SessionRow) -> Record[SessionRow]:
        """Return what this changes, to follow it."""
        return Record(
            row,
            lambda session: session_card(session, row.key).row,
            lambda other: SessionDialog(self._choices, row=other),
            lambda other: setattr(self, "row", other),
            frozenset({"wheels_session"}),
        )

    def _form(self) -> Form:
        form = Form()
        if self.row:
            form.add_heading(f"{self.row.location}, {show_long_date(self.row.day)}")
        else:
            form.add(translate("sessions", "&Locatie"), self.location, name="location_id")
            form.add(translate("sessions", "&Dag"), self.day, name="session_date")
        none = translate("sessions", "Mag leeg blijven; nieuwe maakt u bij Thema’s.")
        form.add(translate("sessions", "T&hema"), self.theme, none, name="theme_id")
        form.add(translate("sessions", "S&oort"), self.kind, name="kind")
        form.add(translate("sessions", "&Partner"), self.partner, name="partner_id")
        form.add(translate("sessions", "Sp&reker"), self.speaker, name="speaker")
        form.add(translate("sessions", "&Van"), self.starts_at, name="starts_at")
        form.add(translate("sessions", "&Tot"), self.ends_at, name="ends_at")
        form.add(translate("sessions", "Vri&jwilliger"), self.volunteer, name="volunteer_id")
        form.add(translate("sessions", "&Materiaal"), self.material, name="material")
        form.add(translate("sessions", "Ver&wacht"), self.expected, name="expected")
        form.add(translate("sessions", "&Kost"), self.cost, name="cost", unit="€")
        form.add(translate("sessions", "Opmerkin&gen"), self.remarks, name="remarks")
        return form

    def _offer(self) -> None:
        themes = [
            Candidate(one.key, one.name, one.partner, f"{one.partner} {one.note}") for one in self._choices.themes
        ]
        self.theme.set_candidates(themes)
        self.partner.set_candidates([Candidate(key, name) for key, name in self._choices.partners])
        self.volunteer.set_candidates([Candidate(key, name) for key, name in self._choices.volunteers])

    def _show(self, row: SessionRow) -> None:
        self.theme.set_key(row.theme_id)
        self.partner.set_key(row.partner_id)
        self.volunteer.set_key(row.volunteer_id)
        self.kind.set_value(row.kind)
        self.speaker.set_value(row.speaker)
        self.material.set_value(row.material)
        self.starts_at.set_value(row.starts_at)
        self.ends_at.set_value(row.ends_at)
        self.expected.set_value(row.expected)
        self.cost.set_value(row.cost)
        self.remarks.set_value(row.remarks)

    def _on_theme(self) -> None:
        """Let the theme bring its kind and its partner."""
        key = chosen(self.theme)
        known = next((one for one in self._choices.themes if one.key == key), None)
        if known:
            self.kind.set_value(known.kind)
            self.partner.set_key(known.partner_id)

    def make_op(self) -> Op[int]:
        """Return the write. Raises RuleError without a day."""
        details = ops.SessionDetails(
            theme_id=chosen(self.theme),
            kind=self.kind.value,
            partner_id=chosen(self.partner),
            speaker=self.speaker.value,
            volunteer_id=chosen(self.volunteer),
            material=self.material.value,
            starts_at=self.starts_at.value,
            ends_at=self.ends_at.value,
            expected=self.expected.value,
            cost=self.cost.value,
            remarks=self.remarks.value,
        )
        if self.row:
            change = ops.ChangeSession(self.row.key, details, self.row.version)
            return functools.partial(ops.change_session, command=change)
        if self.day.value is None or self.location.value is None:
            text = translate("sessions", "Vul de dag in, bijvoorbeeld 25/11, +2 of vr.")
            raise RuleError(text, "session_date")
        plan = ops.PlanSession(self.location.value, self.day.value, details)
        return functools.partial(ops.plan_session, command=plan)


def chosen(field: TypeAhead) -> int | None:
    """Return the key of what a type-ahead holds; None when it is empty. Raises RuleError for what isn't in its list."""
    if field.value is None:
        return None
    if field.value.key is None:
        text = translate("sessions", "“{text}” staat niet in de lijst. Kies er een met ↓ en Enter.")
        raise RuleError(text.format(text=field.text().strip()))
    key: int = field.value.key
    return key


def save(dialog: SessionDialog, runner: Runner, on_done: Callable[[int], None]) -> None:
    """Let the dialog write, and open it."""
    label = translate("sessions", "Activiteit gewijzigd") if dialog.row else translate("sessions", "Activiteit gepland")
    dialog.save_with(runner, dialog.make_op, label, on_done)
    if dialog.row:
        dialog.follow(runner, dialog.record(dialog.row))
    dialog.open()
