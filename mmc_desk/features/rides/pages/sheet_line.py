"""A row of a ride sheet on screen: the ride as it was planned, the fields to key, and the sentence under them."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.formats import show_amount, show_day, show_number, show_time
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.pages.look import LOOKS
from mmc_desk.features.rides.pages.outcome_form import MinutesField
from mmc_desk.features.rides.pages.ride_words import describe, names_of, route_of, time_of
from mmc_desk.features.rides.pages.sheet_fields import ElidedLabel, OdometerField
from mmc_desk.features.rides.pages.sheet_values import Shown, field_titles, shown
from mmc_desk.features.rides.queries.sheets import SheetRow
from mmc_desk.features.rides.rules.requests import Caution
from mmc_desk.features.rides.rules.sheets import (
    Noted,
    Outcome,
    Reading,
    SheetEntry,
    check_sheet,
    odometer_metres,
    proposed_start,
    sheet_lacks,
)
from mmc_desk.features.rides.rules.states import PLANNED
from mmc_desk.ui import icons, theme
from mmc_desk.ui.fields import AmountField, ChoiceField, KmField, LineField, TextField, TimeField
from mmc_desk.ui.form import set_property

FIELDS = (
    "outcome",
    "odometer_start",
    "odometer_end",
    "metres",
    "received",
    "waiting_minutes",
    "parking",
    "depart",
    "home",
    "note",
)
"""The fields of a row in the order of the keys: what every sheet has comes first."""

WIDTHS = {
    "outcome": 122,
    "odometer_start": 70,
    "odometer_end": 70,
    "metres": 62,
    "received": 66,
    "waiting_minutes": 62,
    "parking": 60,
    "depart": 56,
    "home": 56,
}
NOTE_WIDTH = 80
WHO_WIDTH = 196
MARK_WIDTH = 20
GAP = 4

_LETTERS = {"u": Outcome.DRIVEN, "l": Outcome.WASTED, "g": Outcome.CANCELLED}
_TAKES_LETTERS = frozenset({"depart", "home", "waiting_minutes", "note"})
"""Fields in which a letter is part of what is typed: 14u30."""


class SheetLine(QWidget):
    """One ride of a sheet. It saves nothing itself: the grid does when the row is left."""

    edited = Signal()

    def __init__(self, row: SheetRow) -> None:
        super().__init__()
        self.row = row
        self.before: Reading | None = None
        self.sent: SheetEntry | None = None
        """What is being saved now."""
        self._refused = Caution("", "")
        self._was_left = False
        self._by_odometer = False
        self.mark, self.who, self.where = QLabel(), ElidedLabel(), ElidedLabel()
        self.sentence = QLabel(wordWrap=True)
        self._make_fields()
        self._lay_out()
        self._show_values()
        self._describe()
        self.refresh()

    def _make_fields(self) -> None:
        self.outcome: ChoiceField[Outcome] = ChoiceField(
            [
                (Outcome.DRIVEN, translate("sheets", "uitgevoerd")),
                (Outcome.WASTED, translate("sheets", "loze rit")),
                (Outcome.CANCELLED, translate("sheets", "geannuleerd")),
            ]
        )
        self.odometer_start, self.odometer_end = OdometerField(), OdometerField()
        self.metres, self.received, self.parking = KmField(), AmountField(), AmountField()
        self.waiting_minutes, self.note = MinutesField(), TextField()
        self.depart, self.home = TimeField(), TimeField()
        self.fields: Mapping[str, Any] = {name: getattr(self, name) for name in FIELDS}
        titles = field_titles()
        for name, field in self.fields.items():
            if name in WIDTHS:
                field.setFixedWidth(theme.px(WIDTHS[name]))
            if isinstance(field, LineField) and name != "note":
                field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setAccessibleName(f"{titles[name]}, {self.row.ride.ride_no}")
            field.edited.connect(lambda name=name: self._on_edited(name))
            field.judged.connect(self.refresh)
        self.note.setMinimumWidth(theme.px(NOTE_WIDTH))

    def _lay_out(self) -> None:
        self.mark.setFixedWidth(theme.px(MARK_WIDTH))
        self.where.setProperty("role", "muted")
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.who)
        words.addWidget(self.where)
        line = QHBoxLayout()
        line.setSpacing(theme.px(GAP))
        line.addWidget(self.mark)
        line.addLayout(words, 5)
        self.who.setMinimumWidth(theme.px(WHO_WIDTH))
        for name, field in self.fields.items():
            line.addWidget(field, 3 if name == "note" else 0)
        below = QHBoxLayout()
        below.addSpacing(theme.px(MARK_WIDTH + GAP))
        below.addWidget(self.sentence, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(6), theme.px(4), theme.px(6), theme.px(4))
        layout.setSpacing(theme.px(2))
        layout.addLayout(line)
        layout.addLayout(below)

    # What is stored

    @property
    def ride_id(self) -> int:
        """The ride's key."""
        return self.row.ride.ride_id

    @property
    def is_open(self) -> bool:
        """Tell whether the row may be keyed: neither frozen nor still to come."""
        return self.row.ride.state is not RideState.SETTLED and self.row.ride.ride_date <= clock.today()

    @property
    def is_dirty(self) -> bool:
        """Tell whether something was typed that isn't stored."""
        return any(field.problem for field in self.fields.values()) or self._typed() != shown(self.row)

    def show_row(self, row: SheetRow) -> None:
        """Show the ride as it is stored now; what was typed and isn't stored stays."""
        keeps = self.is_dirty and not (self.sent is not None and self.entry() == self.sent)
        self.row, self.sent = row, None
        if not keeps:
            self._show_values()
        self._describe()
        self.refresh()

    def _show_values(self) -> None:
        values = shown(self.row)
        for name, field in self.fields.items():
            # What stands there stays, and stays selected: the cursor may be in it already.
            if field.problem or field.value != getattr(values, name):
                field.set_value(getattr(values, name))
        self.note.setCursorPosition(0)
        self._by_odometer = values.metres is None
        self._was_left, self._refused = False, Caution("", "")
        self._derive()

    def _describe(self) -> None:
        ride = self.row.ride
        day = show_day(ride.ride_date)
        self.who.set_whole(f"{day} {time_of(ride) if ride.pickup_at else ''} · {names_of(ride)}".replace("  ", " "))
        added = translate("sheets", "niet aangekondigd · ") if ride.unannounced else ""
        self.where.set_whole(f"{added}{ride.ride_no} · {route_of(ride)}")
        self.setToolTip(describe(ride))
        for field in self.fields.values():
            field.setEnabled(self.is_open)
        self.depart.setPlaceholderText(show_time(ride.depart_at))
        self.home.setPlaceholderText(show_time(ride.home_at))
        estimated = ride.estimated_metres
        self.metres.setPlaceholderText("" if estimated is None else show_number(estimated / 1000))

    # What was typed

    def _typed(self) -> Shown:
        values = {name: field.value for name, field in self.fields.items()}
        values["outcome"] = self.outcome.value or Outcome.DRIVEN
        if self._by_odometer:
            values["metres"] = None
        return Shown(**values)

    def entry(self) -> SheetEntry:
        """Return the row as it would be saved; a start nobody typed is the end of the ride before it that day."""
        typed = self._typed()
        start = typed.odometer_start
        if start is None and typed.odometer_end is not None:
            start = self._proposed_start()
        return SheetEntry(
            outcome=typed.outcome,
            odometer_start=start,
            odometer_end=typed.odometer_end,
            metres=typed.metres,
            received=typed.received,
            waiting_minutes=typed.waiting_minutes or 0,
            parking=typed.parking or 0,
            depart=typed.depart,
            home=typed.home,
            note=typed.note,
        )

    @property
    def is_by_odometer(self) -> bool:
        """Tell whether the km on show are those of the odometer."""
        return self._by_odometer and self.metres.value is not None

    def texts(self) -> Mapping[str, str]:
        """Return what was typed, by field, to type it again later."""
        texts = {name: field.text() for name, field in self.fields.items() if isinstance(field, LineField)}
        if self._by_odometer:
            texts["metres"] = ""
        return {**texts, "outcome": (self.outcome.value or Outcome.DRIVEN).value}

    def type_texts(self, texts: Mapping[str, str]) -> None:
        """Type again what `texts` returned."""
        for name, text in texts.items():
            field = self.fields.get(name)
            if isinstance(field, LineField) and field.text() != text:
                field.setText(text)
        if texts.get("outcome") in set(Outcome):
            self.outcome.set_value(Outcome(texts["outcome"]))

    def noted(self) -> Noted:
        """Return the row as a link of the odometer's chain."""
        entry = self.entry()
        return Noted(self.row.ride.ride_no, self.row.ride.ride_date, entry.odometer_start, entry.odometer_end)

    def set_before(self, before: Reading | None) -> None:
        """Say what the odometer stood at before this ride; each key in any line of the month asks."""
        if before == self.before:
            return
        self.before = before
        start = self._proposed_start()
        self.odometer_start.setPlaceholderText("" if start is None else show_number(start))
        self.odometer_start.after = before.end if before is not None else None
        self.refresh()

    def _proposed_start(self) -> int | None:
        return proposed_start(self.row.ride.ride_date, self.before)

    def propose_received(self, cents: int | None) -> None:
        """Show what the members owe, in grey: nothing is noted until it is accepted."""
        text = "" if not cents else show_amount(cents).replace("€", "").strip()
        self.received.setPlaceholderText(text.replace("\u00a0", ""))

    def accept(self, name: str) -> None:
        """Take over what stands in grey in a field."""
        field = self.fields[name]
        if isinstance(field, LineField) and not field.text() and field.placeholderText():
            field.setText(field.placeholderText())

    def choose(self, letter: str, name: str) -> bool:
        """Set the outcome by its letter, where a letter means nothing else."""
        outcome = _LETTERS.get(letter.lower())
        if outcome is None or name in _TAKES_LETTERS or not self.is_open:
            return False
        self.outcome.set_value(outcome)
        self._on_edited("outcome")
        return True

    def _on_edited(self, name: str) -> None:
        self._refused = Caution("", "")
        if name == "metres":
            self._by_odometer = not self.metres.text().strip()
        before = self.odometer_start.value
        self.odometer_end.after = before if before is not None else self._proposed_start()
        self._derive()
        self.refresh()
        self.edited.emit()

    def _derive(self) -> None:
        """Show the km that the odometer gives, unless km were typed."""
        if not self._by_odometer:
            return
        start = self.odometer_start.value
        start = self._proposed_start() if start is None else start
        metres = odometer_metres(SheetEntry(odometer_start=start, odometer_end=self.odometer_end.value))
        if not self.metres.hasFocus():
            self.metres.set_value(metres if metres is not None and metres >= 0 else None)

    # What is said

    def leave(self) -> None:
        """Say from now on what the row lacks: the cursor has left it."""
        self._was_left = self.is_dirty
        self.refresh()

    def refuse(self, field: str, text: str) -> None:
        """Show why the row couldn't be saved."""
        self.sent = None
        self._refused = Caution(field, text)
        self.refresh()

    def complaint(self) -> Caution | None:
        """Return what keeps the row from being saved."""
        for name, field in self.fields.items():
            if field.problem:
                return Caution(name, field.problem)
        if self._refused.text:
            return self._refused
        return sheet_lacks(self.entry()) if self.is_dirty else None

    def refresh(self) -> None:
        """Show the sentence and the mark that fit the row now."""
        complaint = self.complaint()
        if complaint is not None and not self._speaks(complaint):
            complaint = None
        ride = self.row.ride
        cautions = check_sheet(self.entry(), ride.ride_date, ride.estimated_metres, self.before)
        if not self.is_open or not (self.is_dirty or not self.row.is_missing):
            cautions = ()
        told = [complaint] if complaint is not None else list(cautions)
        role = "error" if complaint is not None else "warning"
        text = " ".join(caution.text for caution in told)
        self.sentence.setText(text)
        self.sentence.setVisible(bool(text))
        set_property(self.sentence, "role", role)
        at_fault = {caution.field for caution in told}
        for name, field in self.fields.items():
            set_property(field, "problem", role if name in at_fault else "")
            field.setAccessibleDescription(text if name in at_fault else "")
        self._show_mark()

    def _speaks(self, complaint: Caution) -> bool:
        """Tell whether it is time to say it: not while the row is still being typed."""
        return self._was_left or bool(self._refused.text) or not self._is_being_typed(complaint.field)

    def _is_being_typed(self, name: str) -> bool:
        field = self.fields.get(name)
        inside = self.isAncestorOf(self.window().focusWidget()) if self.window().focusWidget() else False
        return inside and (field is None or not field.problem or field.hasFocus())

    def _show_mark(self) -> None:
        icon, role, text = self._mark()
        self.mark.setPixmap(icons.pixmap(icon, 16, role, self.devicePixelRatioF()))
        self.mark.setToolTip(text)
        self.mark.setAccessibleName(text)

    def _mark(self) -> tuple[str, str, str]:
        ride = self.row.ride
        if self.is_dirty:
            return "pencil", "warn", translate("sheets", "nog niet bewaard")
        if ride.state is RideState.SETTLED:
            return "lock", "muted", translate("sheets", "afgerekend: kan niet meer wijzigen")
        if not self.is_open:
            return "clock", "muted", translate("sheets", "moet nog gereden worden")
        if ride.state in PLANNED:
            return "file-text", "muted", translate("sheets", "rittenblad ontbreekt")
        return LOOKS[ride.state].icon, LOOKS[ride.state].role, translate("sheets", "bewaard")
