"""The small dialogs of a driver: week pattern, absence, document, stop."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import WEEKDAYS
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import ops, rules
from mmc_desk.features.people.model import AvailabilityKind, DocumentKind
from mmc_desk.features.people.pages import words
from mmc_desk.features.people.pages.member_tasks import Asker
from mmc_desk.features.people.queries import AbsenceRow, DocumentRow, DriverCard
from mmc_desk.features.people.rules import DAY_END, DAY_START, WeekSlot
from mmc_desk.ui import theme
from mmc_desk.ui.fields import CheckField, ChoiceField, DateField, Form, FormDialog, TextField, TimeField


@dataclass(frozen=True)
class DayFields:
    """The fields of one weekday: free or not, from when, until when; empty hours are the whole day."""

    weekday: int
    is_free: CheckField
    from_time: TimeField
    to_time: TimeField
    extra: tuple[WeekSlot, ...]

    def slots(self) -> list[WeekSlot]:
        """Return the hours typed. Raises RuleError for an hour that can't be read."""
        if not self.is_free.value:
            return []
        for field in (self.from_time, self.to_time):
            if field.problem:
                raise RuleError(field.problem, field="pattern")
        typed = WeekSlot(self.weekday, self.from_time.value or DAY_START, self.to_time.value or DAY_END)
        return [typed, *self.extra]


class PatternDialog(FormDialog):
    """Weekpatroon: a tick and hours per weekday, or typed in words ("ma di do 13-17")."""

    def __init__(self, asker: Asker, card: DriverCard) -> None:
        self.card = card
        self.words = TextField(rules.show_week_pattern(card.pattern))
        self.days = [_day_fields(weekday, card.pattern) for weekday in range(7)]
        form = Form()
        hint = translate("people", "Bijvoorbeeld: ma di do, of: ma-vr, wo 13-17, za vm.")
        self._row = form.add(translate("people", "&In woorden"), self.words, hint, name="pattern")
        form.add_widget(self._grid())
        title = translate("people", "Weekpatroon van {name}").format(name=card.person.name)
        super().__init__(title, form, translate("people", "Weekpatroon op&slaan"), asker.parent)
        self.words.edited.connect(self._on_words)
        for day in self.days:
            day.is_free.edited.connect(self._on_day)
            day.from_time.edited.connect(self._on_day)
            day.to_time.edited.connect(self._on_day)
        self.save_with(asker.runner, self._op, translate("people", "Weekpatroon gewijzigd"))

    def _grid(self) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, theme.px(8), 0, 0)
        grid.setHorizontalSpacing(theme.px(12))
        for row, day in enumerate(self.days):
            grid.addWidget(day.is_free, row, 0)
            grid.addWidget(day.from_time, row, 1)
            grid.addWidget(QLabel(translate("people", "tot")), row, 2)
            grid.addWidget(day.to_time, row, 3)
            more = rules.show_week_pattern(day.extra)
            grid.addWidget(QLabel(translate("people", "en {hours}").format(hours=more) if more else ""), row, 4)
        grid.setColumnStretch(4, 1)
        return holder

    def _on_words(self) -> None:
        try:
            pattern = rules.parse_week_pattern(self.words.value)
        except RuleError as error:
            self._row.set_warning(str(error))
            return
        self._row.clear()
        for day, fresh in zip(self.days, (_day_fields(weekday, pattern) for weekday in range(7)), strict=True):
            day.is_free.set_value(fresh.is_free.value)
            day.from_time.set_value(fresh.from_time.value)
            day.to_time.set_value(fresh.to_time.value)

    def _on_day(self) -> None:
        sender = self.sender()
        for day in self.days:
            if sender in (day.from_time, day.to_time) and not day.is_free.value:
                day.is_free.set_value(True)
        try:
            slots = rules.normalise_pattern([slot for day in self.days for slot in day.slots()])
        except RuleError as error:
            self._row.set_warning(str(error))
            return
        self.words.set_value(rules.show_week_pattern(slots))
        self._row.clear()
        self.form.edited.emit()

    def _op(self) -> Op[None]:
        command = ops.SetWeekPattern(self.card.key, rules.parse_week_pattern(self.words.value))
        return lambda session: ops.set_week_pattern(session, command)


def _day_fields(weekday: int, pattern: tuple[WeekSlot, ...]) -> DayFields:
    slots = [slot for slot in pattern if slot.weekday == weekday]
    first = slots[0] if slots else WeekSlot(weekday)
    name = translate("formats", WEEKDAYS[weekday])
    fields = DayFields(
        weekday,
        CheckField(name, bool(slots)),
        TimeField(_shown(first.from_time, DAY_START)),
        TimeField(_shown(first.to_time, DAY_END)),
        tuple(slots[1:]),
    )
    fields.from_time.setAccessibleName(translate("people", "{day} van").format(day=name))
    fields.to_time.setAccessibleName(translate("people", "{day} tot").format(day=name))
    return fields


def _shown(hour: time, whole_day: time) -> time | None:
    return None if hour == whole_day else hour


class AbsenceDialog(FormDialog):
    """Afwezigheid, or being free against the pattern."""

    def __init__(self, asker: Asker, card: DriverCard, absence: AbsenceRow | None) -> None:
        self.card = card
        self.absence = absence
        self.kind: ChoiceField[AvailabilityKind] = ChoiceField(words.options(AvailabilityKind))
        self.from_day = DateField(absence.from_day if absence else clock.today())
        self.to_day = DateField(absence.to_day if absence else None)
        self.reason = TextField(absence.reason if absence else "")
        if absence:
            self.kind.set_value(absence.kind)
        form = Form()
        form.add(translate("people", "&Wat"), self.kind, name="kind")
        form.add(translate("people", "&Van"), self.from_day, name="from_day")
        one_day = translate("people", "Leeg: één dag.")
        form.add(translate("people", "&Tot en met"), self.to_day, one_day, name="to_day")
        form.add(
            translate("people", "&Reden"), self.reason, translate("people", "Bijvoorbeeld: verlof."), name="reason"
        )
        title = translate("people", "Afwezigheid van {name}").format(name=card.person.name)
        super().__init__(title, form, translate("people", "Afwezigheid op&slaan"), asker.parent)
        self.save_with(asker.runner, self._op, translate("people", "Afwezigheid genoteerd"))

    def _op(self) -> Op[Any]:
        first = self.from_day.value
        if first is None:
            raise RuleError(translate("people", "Vul de eerste dag in."), field="from_day")
        last, kind = self.to_day.value or first, self.kind.value or AvailabilityKind.ABSENT
        if self.absence:
            edit = ops.EditAbsence(self.absence.key, first, last, self.reason.value, kind)
            return lambda session: ops.edit_absence(session, edit)
        add = ops.AddAbsence(self.card.key, first, last, self.reason.value, kind)
        return lambda session: ops.add_absence(session, add)


class DocumentDialog(FormDialog):
    """A paper of the driver, and until when it is good."""

    def __init__(self, asker: Asker, card: DriverCard, document: DocumentRow | None) -> None:
        self.card = card
        self.kind: ChoiceField[DocumentKind] = ChoiceField(words.options(DocumentKind))
        self.expires_on = DateField()
        self.note = TextField()
        form = Form()
        form.add(translate("people", "&Document"), self.kind, name="kind")
        form.add(translate("people", "&Goed tot"), self.expires_on, name="expires_on")
        hint = translate("people", "Bijvoorbeeld het polisnummer of de versie.")
        form.add(translate("people", "&Notitie"), self.note, hint, name="note")
        title = translate("people", "Document van {name}").format(name=card.person.name)
        super().__init__(title, form, translate("people", "Document op&slaan"), asker.parent)
        if document:
            self.kind.set_value(document.kind)
        self.kind.edited.connect(self._on_kind)
        self._on_kind()
        self.save_with(asker.runner, self._op, translate("people", "Document genoteerd"))

    def _on_kind(self) -> None:
        known = next((row for row in self.card.documents if row.kind is self.kind.value), None)
        self.expires_on.set_value(known.expires_on if known else None)
        self.note.set_value(known.note if known else "")

    def _op(self) -> Op[None]:
        kind = self.kind.value or DocumentKind.LICENCE
        command = ops.RecordDocument(self.card.key, kind, self.expires_on.value, self.note.value)
        return lambda session: ops.record_document(session, command)


class EndDriverDialog(FormDialog):
    """Stoppen: the last day of driving."""

    def __init__(self, asker: Asker, card: DriverCard) -> None:
        self.card = card
        self.active_to = DateField(clock.today())
        form = Form()
        still = translate("people", "De ritten daarna blijven staan: geef ze aan iemand anders.")
        form.add(translate("people", "&Laatste dag"), self.active_to, still, name="active_to")
        title = translate("people", "{name} stopt").format(name=card.person.name)
        super().__init__(title, form, translate("people", "Chauffeur &stoppen"), asker.parent)
        self.save_with(asker.runner, self._op, translate("people", "Chauffeur gestopt"))

    def _op(self) -> Op[None]:
        if self.active_to.value is None:
            raise RuleError(translate("people", "Vul de laatste dag in."), field="active_to")
        command = ops.EndDriver(self.card.key, self.active_to.value)
        return lambda session: ops.end_driver(session, command)
