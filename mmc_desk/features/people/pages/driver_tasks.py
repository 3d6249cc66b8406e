"""The small dialogs of a driver: week pattern, absence, document, stop."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import WEEKDAYS
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import ops, queries, rules
from mmc_desk.features.people.model import AvailabilityKind, DocumentKind
from mmc_desk.features.people.pages import words
from mmc_desk.features.people.pages.member_tasks import Asker
from mmc_desk.features.people.queries import AbsenceRow, DriverCard
from mmc_desk.features.people.rules import DAY_END, DAY_START, WeekSlot
from mmc_desk.ui import theme
from mmc_desk.ui.fields import CheckField, ChoiceField, DateField, Form, FormDialog, TextField, TimeField
from mmc_desk.ui.following import Record, keyed


class DayRow:
    """The fields of one weekday: free or not, from when, until when; empty hours are the whole day."""

    def __init__(self, weekday: int) -> None:
        self.weekday = weekday
        name = translate("formats", WEEKDAYS[weekday])
        self.is_free = CheckField(name)
        self.from_time = TimeField()
        self.to_time = TimeField()
        self.more = QLabel()
        self._rest: tuple[WeekSlot, ...] = ()
        self.from_time.setAccessibleName(translate("people", "{day} van").format(day=name))
        self.to_time.setAccessibleName(translate("people", "{day} tot").format(day=name))

    def show_pattern(self, pattern: Sequence[WeekSlot]) -> None:
        """Show this day's part of a pattern; a second part of the day is kept and shown behind it."""
        slots = [slot for slot in pattern if slot.weekday == self.weekday]
        first = slots[0] if slots else WeekSlot(self.weekday)
        self._rest = tuple(slots[1:])
        self.is_free.set_value(bool(slots))
        self.from_time.set_value(None if first.from_time == DAY_START else first.from_time)
        self.to_time.set_value(None if first.to_time == DAY_END else first.to_time)
        hours = " ".join(f"{slot.from_time:%H:%M}-{slot.to_time:%H:%M}" for slot in self._rest)
        self.more.setText(translate("people", "en {hours}").format(hours=hours) if hours else "")

    def slots(self) -> list[WeekSlot]:
        """Return the hours typed. Raises RuleError for an hour that can't be read."""
        if not self.is_free.value:
            return []
        for field in (self.from_time, self.to_time):
            if field.problem:
                raise RuleError(field.problem, field="pattern")
        typed = WeekSlot(self.weekday, self.from_time.value or DAY_START, self.to_time.value or DAY_END)
        return [typed, *self._rest]


class PatternDialog(FormDialog):
    """Weekpatroon: a tick and hours per weekday, or typed in words ("ma di do 13-17")."""

    def __init__(self, asker: Asker, card: DriverCard) -> None:
        self.card = card
        self.words = TextField(rules.show_week_pattern(card.pattern))
        self.days = [DayRow(weekday) for weekday in range(7)]
        self._show_days(card.pattern)
        form = Form()
        hint = translate("people", "Bijvoorbeeld: ma di do, of: ma-vr, wo 13-17, za vm.")
        self._row = form.add(translate("people", "&In woorden"), self.words, hint, name="pattern")
        form.add_widget(self._grid())
        title = translate("people", "Weekpatroon van {name}").format(name=card.person.name)
        super().__init__(title, form, translate("people", "Weekpatroon &opslaan"), asker.parent)
        self.words.edited.connect(self._on_words)
        for day in self.days:
            self._listen(day)
        self.save_with(asker.runner, self._op, translate("people", "Weekpatroon gewijzigd"))
        self.follow(
            asker.runner,
            Record(
                card,
                lambda session: queries.driver_card(session, card.key, clock.today()),
                lambda other: PatternDialog(asker, other),
                lambda other: setattr(self, "card", other),
                frozenset({"week_availability"}),
            ),
        )

    def caught_up(self) -> None:
        """Show the days of a pattern that came in, unless hours are being typed."""
        if not self._row.problem:
            self._on_words()

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
            grid.addWidget(day.more, row, 4)
        grid.setColumnStretch(4, 1)
        return holder

    def _on_words(self) -> None:
        try:
            pattern = rules.parse_week_pattern(self.words.value)
        except RuleError as error:
            self._row.set_error(str(error))
            return
        self._row.clear()
        self._show_days(pattern)

    def _show_days(self, pattern: Sequence[WeekSlot]) -> None:
        for day in self.days:
            day.show_pattern(pattern)

    def _listen(self, day: DayRow) -> None:
        day.is_free.edited.connect(self._on_days)
        for hours in (day.from_time, day.to_time):
            hours.edited.connect(lambda: self._on_hours(day))

    def _on_hours(self, day: DayRow) -> None:
        day.is_free.set_value(True)
        self._on_days()

    def _on_days(self) -> None:
        self.form.edited.emit()
        try:
            slots = rules.normalise_pattern([slot for day in self.days for slot in day.slots()])
        except RuleError as error:
            self._row.set_error(str(error))
            return
        self._row.clear()
        self.words.set_value(rules.show_week_pattern(slots))

    def _op(self) -> Op[None]:
        command = ops.SetWeekPattern(self.card.key, rules.parse_week_pattern(self.words.value))
        return lambda session: ops.set_week_pattern(session, command)


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
        super().__init__(title, form, translate("people", "Afwezigheid &opslaan"), asker.parent)
        self.save_with(asker.runner, self._op, translate("people", "Afwezigheid genoteerd"))
        if absence:
            self.follow(asker.runner, self._record(asker, absence))

    def _record(self, asker: Asker, absence: AbsenceRow) -> Record[AbsenceRow]:
        card = self.card
        return Record(
            absence,
            keyed(lambda session: _absences(session, card.key), absence.key),
            lambda other: AbsenceDialog(asker, card, other),
            lambda other: setattr(self, "absence", other),
            frozenset({"absence"}),
        )

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


def _absences(session: Any, key: int) -> tuple[AbsenceRow, ...]:  # noqa: ANN401 - a Session; pages know none
    card = queries.driver_card(session, key, clock.today())
    return card.absences if card else ()


class DocumentDialog(FormDialog):
    """A paper of the driver, and until when it is good."""

    def __init__(self, asker: Asker, card: DriverCard, kind: DocumentKind | None = None) -> None:
        self.card = card
        self.kind: ChoiceField[DocumentKind] = ChoiceField(words.options(DocumentKind))
        self.expires_on = DateField()
        self.note = TextField()
        self.signed_on = DateField()
        self.edition = TextField()
        form = Form()
        form.add(translate("people", "&Document"), self.kind, name="kind")
        self._signed_row = form.add(translate("people", "Ge&tekend op"), self.signed_on, name="signed_on")
        current = translate("people", "In voege: {edition}.").format(edition=card.briefing_edition)
        hint = current if card.briefing_edition else ""
        self._edition_row = form.add(translate("people", "&Uitgave"), self.edition, hint, name="edition")
        form.add(translate("people", "&Goed tot"), self.expires_on, name="expires_on")
        hint = translate("people", "Bijvoorbeeld het polisnummer of de versie.")
        form.add(translate("people", "&Notitie"), self.note, hint, name="note")
        title = translate("people", "Document van {name}").format(name=card.person.name)
        super().__init__(title, form, translate("people", "Document &opslaan"), asker.parent)
        if kind:
            self.kind.set_value(kind)
        self.kind.edited.connect(self._on_kind)
        self._on_kind()
        self.save_with(asker.runner, self._op, translate("people", "Document genoteerd"))
        self.follow(
            asker.runner,
            Record(
                card,
                lambda session: queries.driver_card(session, card.key, clock.today()),
                lambda other: DocumentDialog(asker, other, self.kind.value),
                lambda other: setattr(self, "card", other),
                frozenset({"driver_document"}),
            ),
        )

    def _on_kind(self) -> None:
        known = next((row for row in self.card.documents if row.kind is self.kind.value), None)
        self.expires_on.set_value(known.expires_on if known else None)
        self.note.set_value(known.note if known else "")
        is_briefing = self.kind.value is DocumentKind.BRIEFING_NOTE
        self._signed_row.set_visible(is_briefing)
        self._edition_row.set_visible(is_briefing)
        self.signed_on.set_value(known.signed_on if known else None)
        self.edition.set_value((known.edition if known else "") or (self.card.briefing_edition if is_briefing else ""))

    def _op(self) -> Op[None]:
        kind = self.kind.value or DocumentKind.LICENCE
        is_briefing = kind is DocumentKind.BRIEFING_NOTE
        command = ops.RecordDocument(
            driver_id=self.card.key,
            kind=kind,
            expires_on=self.expires_on.value,
            note=self.note.value,
            signed_on=self.signed_on.value if is_briefing else None,
            edition=self.edition.value if is_briefing and self.signed_on.value else "",
        )
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
