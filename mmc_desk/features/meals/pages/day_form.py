"""The sheet of a noon: counts, cash box, menu, remarks. In the order of the paper it is keyed from."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_amount
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model.bookings import BookingState
from mmc_desk.features.meals.ops.day import KeyDay
from mmc_desk.features.meals.queries.day import Noon
from mmc_desk.features.meals.rules.bookings import Counts, balance_caution, require_counts
from mmc_desk.features.meals.rules.cash import CashSheet
from mmc_desk.features.rides.pages.tariff_fields import CountField
from mmc_desk.ui import parts, theme
from mmc_desk.ui.column_form import ColumnForm
from mmc_desk.ui.fields import AmountField, NoteField, TextField
from mmc_desk.ui.following import bring_in
from mmc_desk.ui.held import Held


class DayForm(ColumnForm):
    """The fields of a noon. Where people book by name the counts come from the ticks, and are only shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.noon: Noon | None = None
        self.is_typed = False
        self._stored: list[Held] = []
        self.begin_column()
        self._add_counts()
        self.begin_column()
        self._add_cash()
        self._add_words()
        self.edited.connect(self._on_edited)

    def _add_counts(self) -> None:
        self.counts_heading = self.add_heading(translate("bookings", "Tellingen"))
        self.ticked = parts.label()
        self.add_widget(self.ticked)
        labels = {
            "booked": translate("bookings", "&Ingeschreven"),
            "present": translate("bookings", "&Aan tafel"),
            "no_show": translate("bookings", "&Niet gekomen"),
            "walk_in": translate("bookings", "&Zonder inschr."),
            "take_away": translate("bookings", "M&eegenomen"),
            "child_meals": translate("bookings", "&Kinderen"),
        }
        self.counts: Mapping[str, CountField] = {name: CountField() for name in labels}
        self._count_rows = [self.add(labels[name], field, name=name) for name, field in self.counts.items()]
        self.ordered, self.volunteers = CountField(), CountField()
        self.add(translate("bookings", "&Besteld"), self.ordered, name="ordered")
        roster = translate("bookings", "Leeg: zoveel als er op het dienstrooster staan.")
        self.add(translate("bookings", "&Vrijwilligers"), self.volunteers, roster, name="volunteers")

    def _add_cash(self) -> None:
        self.add_heading(translate("bookings", "Kas"))
        self.opening, self.drinks, self.counted = AmountField(), AmountField(), AmountField()
        self.first, self.second = TextField(), TextField()
        for initials in (self.first, self.second):
            initials.setMaximumWidth(theme.px(200))
        self.add(translate("bookings", "Be&ginsaldo"), self.opening, name="opening_float")
        self.add(translate("bookings", "&Dranken"), self.drinks, name="drinks")
        self.add(translate("bookings", "&Geteld"), self.counted, name="counted")
        self.cash_line = parts.label()
        self.add_widget(self.cash_line)
        self.add(translate("bookings", "Geteld d&oor"), self.first, name="first_initials")
        self.add(translate("bookings", "Nageteld door"), self.second, name="second_initials")

    def _add_words(self) -> None:
        self.add_heading(translate("bookings", "Keuken en opmerkingen"))
        self.cost, self.menu, self.remarks = AmountField(), TextField(), NoteField(lines=2)
        billed = translate("bookings", "Wat de traiteur of de keuken voor deze middag rekent.")
        self.add(translate("bookings", "Kost&prijs"), self.cost, billed, name="cost")
        self.add(translate("bookings", "Men&u"), self.menu, name="menu")
        self.add(translate("bookings", "Op&merkingen"), self.remarks, name="remarks")

    # What comes in

    def show_noon(self, noon: Noon) -> None:
        """Show a noon. What was typed for the same one and isn't kept yet stays."""
        is_same = self.noon is not None and self.noon.service_id == noon.service_id
        self.noon = noon
        for row in self._count_rows:
            row.set_visible(not noon.named)
        self.ticked.setVisible(noon.named)
        if is_same and self.is_typed:
            self._merge(noon)
        else:
            self._fill(noon)
        self._judge()

    def _merge(self, noon: Noon) -> None:
        """Take what another desk keyed meanwhile into the fields that nobody touched here, and say so."""
        kept = DayForm()
        kept._fill(noon)
        for row, was, theirs in zip(self.rows, self._stored, kept._stored, strict=True):
            bring_in(row, was, theirs)
        self._stored = kept._stored
        kept.deleteLater()

    def _fill(self, noon: Noon) -> None:
        known = noon.counts
        values = {
            "booked": known.booked or None,
            "present": known.present,
            "no_show": known.no_show,
            "walk_in": known.walk_in,
            "take_away": known.take_away,
            "child_meals": known.child_meals,
        }
        for name, field in self.counts.items():
            field.set_value(values[name] if noon.present_known or name == "booked" else None)
        self.ordered.set_value(noon.ordered)
        self.volunteers.set_value(noon.volunteers)
        self.volunteers.setPlaceholderText(str(noon.on_duty or ""))
        self.opening.set_value(noon.usual_float if noon.opening_float is None else noon.opening_float)
        self.drinks.set_value(noon.drinks)
        self.counted.set_value(noon.counted)
        self.first.set_value(noon.initials[0])
        self.second.set_value(noon.initials[1])
        self.cost.set_value(noon.cost)
        self.menu.set_value(noon.menu)
        self.remarks.set_value(noon.remarks)
        self.is_typed = False
        self._stored = [row.held for row in self.rows]
        for row in self.rows:
            row.clear()
            row.set_news("")

    def _on_edited(self) -> None:
        self.is_typed = True
        self._judge()

    def _judge(self) -> None:
        """Say what the ticks come to, whether the counts add up, and how far the box is off."""
        noon = self.noon
        if noon is None:
            return
        counts = noon.ticked if noon.named else self.typed_counts()
        self.ticked.setText(_ticked_words(noon))
        row = self.row("present")
        if row is not None and not noon.named:
            warning = balance_caution(counts) if self.counts["present"].value is not None else ""
            row.set_warning(warning)
        sheet = CashSheet(
            self.opening.value or 0,
            counts.meals - counts.child_meals,
            noon.price,
            counts.child_meals,
            noon.child_price,
            self.drinks.value or 0,
            self.counted.value,
        )
        self.cash_line.setText(cash_words(sheet))

    def typed_counts(self) -> Counts:
        """Return the counts as typed; what is left empty is none."""
        return Counts(**{name: field.value or 0 for name, field in self.counts.items()})

    # What goes out

    def command(self, *, finish: bool, rest: BookingState | None = None) -> KeyDay:
        """Return what is to be kept. Raises RuleError for a finished noon that nobody counted."""
        noon = self.noon
        assert noon is not None  # noqa: S101 - narrows the type: the page saves what it shows
        counts = None if noon.named else self.typed_counts()
        if finish and counts is not None:
            if self.counts["present"].value is None:
                raise RuleError(translate("bookings", "Vul in hoeveel mensen er aan tafel zaten."), "present")
            require_counts(counts)
        return KeyDay(
            noon.service_id,
            finish,
            counts,
            rest,
            self.volunteers.value,
            self.ordered.value,
            self.cost.value,
            self.opening.value,
            self.drinks.value,
            self.counted.value,
            (self.first.value, self.second.value),
            self.menu.value,
            self.remarks.value,
        )

    def focus_first(self) -> None:
        """Put the cursor in the first count that isn't known yet."""
        empty = (row.field for row in self.rows if row.field.isVisibleTo(self) and not _value(row.field))
        next(empty, self.opening).setFocus(Qt.FocusReason.OtherFocusReason)


def _value(field: QWidget) -> object:
    return getattr(field, "value", None)


def _ticked_words(noon: Noon) -> str:
    counts = noon.ticked
    booked = translate("bookings", "{present} aan tafel van {booked} ingeschreven")
    parts = [booked.format(present=counts.present, booked=counts.booked)]
    for number, text in (
        (counts.no_show, translate("bookings", "{count} niet gekomen")),
        (counts.walk_in, translate("bookings", "{count} zonder inschrijving")),
        (counts.take_away, translate("bookings", "{count} meegenomen")),
        (counts.child_meals, translate("bookings", "{count} kind")),
    ):
        if number:
            parts.append(text.format(count=number))
    return " · ".join(parts)


def cash_words(sheet: CashSheet) -> str:
    """Return what should be in the box, and how far it is off."""
    due = translate("bookings", "Moet in de kassa zitten: {amount}").format(amount=show_amount(sheet.expected))
    if sheet.difference is None:
        return due
    if not sheet.difference:
        return translate("bookings", "{due} · het klopt").format(due=due)
    too_little, too_much = (
        translate("bookings", "{due} · {amount} te weinig"),
        translate("bookings", "{due} · {amount} te veel"),
    )
    text = too_little if sheet.difference < 0 else too_much
    return text.format(due=due, amount=show_amount(abs(sheet.difference)))
