"""Two rides in one car, and another driver for the way back: both show what they do before it is done."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from mmc_desk.core.db import Op
from mmc_desk.core.formats import show_amount, show_km
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.pages.outcome_form import add_ride_line
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.queries.sharing import SharedHint
from mmc_desk.ui.fields import ChoiceField, Form, FormDialog, TimeField

_SHORTEST = 0


class ShareDialog(FormDialog):
    """Puts the members of a ride into another one. The order of the homes is the shortest, unless chosen otherwise."""

    def __init__(self, hint: SharedHint, parent: QWidget | None = None) -> None:
        form = Form()
        add_ride_line(form, hint.ride)
        add_ride_line(form, hint.other)
        self.hint = hint
        members = [(member.member_id, member.name) for line in (hint.other, hint.ride) for member in line.members]
        self.first = ChoiceField([(_SHORTEST, translate("rides", "de kortste weg")), *members])
        form.add(translate("rides", "&Eerst ophalen"), self.first, saved_words(hint), name="first")
        note = translate(
            "rides", "Wie vroeger opgehaald moet worden, krijgt een vroeger uur; niemand komt later op de afspraak."
        )
        form.add_widget(QLabel(note, wordWrap=True))
        super().__init__(translate("rides", "Samen rijden"), form, translate("rides", "&Samen rijden"), parent)
        self.first.setFocus()

    def make_op(self) -> Op[Any]:
        """Return the write."""
        ride, other = self.hint.ride, self.hint.other
        command = ops.ShareRide(ride.ride_id, other.ride_id, self.first.value or None, ride.version, other.version)
        return lambda session: ops.share_ride(session, command)


def saved_words(hint: SharedHint) -> str:
    """Return what sharing saves, in words: the km, and for each member the euro."""
    text = translate("rides", "Spaart {km} uit: {who}.")
    return text.format(km=show_km(round(hint.saved.metres, -2)), who=", ".join(_each(hint)))


def _each(hint: SharedHint) -> Iterator[str]:
    if hint.saved.is_even:
        yield translate("rides", "ongeveer {amount} per lid").format(amount=show_amount(min(hint.saved.cents)))
        return
    for member, cents in zip(hint.members, hint.saved.cents, strict=True):
        text = (
            translate("rides", "{name} {amount} minder") if cents >= 0 else translate("rides", "{name} {amount} meer")
        )
        yield text.format(name=member.name, amount=show_amount(abs(cents)))


def hint_words(hint: SharedHint, ride: RideLine) -> str:
    """Return the hint as a card shows it: with whom, the km it saves, and the euro per member."""
    other = hint.other if hint.ride.ride_id == ride.ride_id else hint.ride
    text = translate("rides", "kan samen met {names}: {km} minder, {who} (S)")
    return text.format(names=other.names, km=show_km(round(hint.saved.metres, -2)), who=", ".join(_each(hint)))


class ReturnDialog(FormDialog):
    """Splits the way back off a ride, to be given to a driver of its own."""

    def __init__(self, ride: RideLine, parent: QWidget | None = None) -> None:
        form = Form()
        add_ride_line(form, ride)
        self.ride = ride
        self.at = TimeField()
        when = translate("rides", "Leeg: zoals gepland.")
        form.add(translate("rides", "&Ophalen voor de terugrit om"), self.at, when, name="at")
        note = translate(
            "rides",
            "De eerste chauffeur houdt de heenrit en rekent die dubbel aan. De terugrit wordt een open rit.",
        )
        form.add_widget(QLabel(note, wordWrap=True))
        title = translate("rides", "Andere chauffeur brengt terug")
        super().__init__(title, form, translate("rides", "Terugrit &afsplitsen"), parent)
        self.at.setFocus()

    def make_op(self) -> Op[Any]:
        """Return the write."""
        command = ops.LetAnotherReturn(self.ride.ride_id, self.at.value, self.ride.version)
        return lambda session: ops.let_another_return(session, command)
