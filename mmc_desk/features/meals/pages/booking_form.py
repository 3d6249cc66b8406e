"""The form of "Inschrijven" in the order of the call: who, where, when, how many; what is rare last."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mmc_desk.core.formats import show_phone, show_time, weekday_name
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.ops.booking_commands import Meal
from mmc_desk.features.meals.queries.bookings import BookingDesk, Eater, EaterCandidate
from mmc_desk.features.meals.queries.day import Guest
from mmc_desk.features.meals.queries.meal_rides import MealRide
from mmc_desk.features.meals.queries.noons import NoonRow
from mmc_desk.features.meals.rules.bookings import AskedMeal
from mmc_desk.features.people.ops import AddressDetails, PersonDetails
from mmc_desk.features.people.queries.rows import phone_search
from mmc_desk.features.rides.pages.tariff_fields import CountField
from mmc_desk.ui.candidates import LIMIT, CandidateIndex
from mmc_desk.ui.fields import (
    Candidate,
    CheckField,
    ChoiceField,
    DateField,
    Form,
    FormRow,
    PhoneField,
    TextField,
    TimeField,
    TypeAhead,
)

NEW = "new"
"""The key of the candidate that stands for somebody the desk doesn't know yet."""


class EaterIndex(CandidateIndex):
    """Everybody known; behind them whoever was typed, as somebody new."""

    def find(self, text: str, limit: int = LIMIT) -> list[Candidate]:
        """Return the best candidates, and the typed name as somebody new."""
        found = super().find(text, limit)
        typed = " ".join(text.split())
        if len(typed) < 2 or any(character.isdigit() for character in typed):
            return found
        return [*found, Candidate(NEW, typed, translate("bookings", "toevoegen als nieuwe deelnemer"))]


def eater_index(people: Sequence[EaterCandidate]) -> EaterIndex:
    """Return what the field offers; made on the worker, because there may be many."""
    return EaterIndex([_candidate(one) for one in people])


def _candidate(one: EaterCandidate) -> Candidate:
    member = translate("bookings", "lid {no}").format(no=one.member_no) if one.member_no else ""
    eats = "" if one.participant_id else translate("bookings", "nog geen deelnemer")
    gone = translate("bookings", "komt niet meer") if one.is_gone else ""
    born = f"°{one.born_on.year}" if one.born_on else ""
    phone = show_phone(one.mobile or one.phone)
    detail = " · ".join(part for part in (one.village, born, member, phone, gone or eats) if part)
    search = f"{detail} {one.street} {phone_search(one.mobile, one.phone)}"
    return Candidate(one.person_id, f"{one.last_name} {one.first_name}".strip(), detail, search)


class BookingForm(Form):
    """The fields of a booking. It reads nothing itself: the dialog hands it who books and which noons there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day_is_typed = False
        self._add_call()
        self._add_rare()
        self.day.edited.connect(self._on_day)
        for field in (self.every_week, self.party, self.take_away, self.needs_ride):
            field.edited.connect(self.show_fitting)
        self._waits_row.set_visible(False)
        self.show_ride(None)
        self.show_new(None)
        self.show_fitting()

    def _add_call(self) -> None:
        self.participant = TypeAhead()
        self.restaurant: ChoiceField[int] = ChoiceField([])
        self.day = DateField()
        self.party, self.needs_ride = CountField(1), CheckField(translate("bookings", "heeft &vervoer nodig"))
        self.waits = CheckField(translate("bookings", "op de &wachtlijst zetten"))
        who = translate(
            "bookings", "Naam, telefoon, dorp, geboortejaar of lidnummer; een onbekende naam is een nieuwe."
        )
        self.add(translate("bookings", "&Deelnemer"), self.participant, who, name="participant")
        self._add_new()
        self.add(translate("bookings", "&Locatie"), self.restaurant, name="restaurant")
        self.add(translate("bookings", "D&atum"), self.day, translate("bookings", "24/11, +2 of di"), name="day")
        self.add(translate("bookings", "&Personen"), self.party, name="party")
        self._waits_row = self.add("", self.waits, name="waits")
        self.add("", self.needs_ride, name="needs_ride")
        other = translate("bookings", "Leeg: zoals voorgesteld.")
        self.pickup, self.return_time = TimeField(), TimeField()
        self._ride_rows = (
            self.add(translate("bookings", "Op&halen om"), self.pickup, other, name="pickup"),
            self.add(translate("bookings", "Te&rug om"), self.return_time, other, name="return_time"),
        )
        self.waits.setAccessibleName(translate("bookings", "Op de wachtlijst"))
        self.needs_ride.setAccessibleName(translate("bookings", "Heeft vervoer nodig"))

    def _add_new(self) -> None:
        self.last_name, self.first_name = TextField(), TextField()
        self.phone, self.village = PhoneField(), TextField()
        self._new_rows: list[FormRow] = [
            self.add(translate("bookings", "&Naam"), self.last_name, name="last_name"),
            self.add(translate("bookings", "Voorna&am"), self.first_name, name="first_name"),
            self.add(translate("bookings", "&Telefoon"), self.phone, name="phone"),
            self.add(translate("bookings", "Dorp"), self.village, name="village"),
        ]

    def _add_rare(self) -> None:
        self.every_week = CheckField("")
        self.until = DateField()
        self.take_away, self.child_count = CountField(0), CountField(0)
        self.diet, self.allergens, self.other_diet, self.note = TextField(), TextField(), TextField(), TextField()
        self.every_week.setAccessibleName(translate("bookings", "Elke week"))
        self._week_row = self.add("", self.every_week, name="every_week")
        open_end = translate("bookings", "Leeg: tot nader order.")
        self._until_row = self.add(translate("bookings", "Tot en &met"), self.until, open_end, name="until")
        self.add(translate("bookings", "&Meenemen"), self.take_away, name="take_away", unit=_meals())
        self.add(translate("bookings", "&Kinderen"), self.child_count, name="children")
        kept = translate("bookings", "Blijft bewaard bij de deelnemer; meer dan een met een komma ertussen.")
        self.add(translate("bookings", "D&ieet"), self.diet, kept, name="diet")
        self.add(translate("bookings", "Aller&genen"), self.allergens, name="allergens")
        self._other_row = self.add(translate("bookings", "Dieet meekomers"), self.other_diet, name="other_diet")
        self.add(translate("bookings", "Op&merking"), self.note, name="note")

    # What comes in

    def show_restaurants(self, desk: BookingDesk) -> None:
        """Offer the restaurants where people book by name."""
        self.restaurant.set_options(list(desk.restaurants))

    def show_eater(self, eater: Eater) -> None:
        """Fill in what the desk knows of who books."""
        self.diet.set_value(eater.diet)
        self.allergens.set_value(eater.allergens)
        self.needs_ride.set_value(eater.needs_ride)

    def show_noon(self, restaurant_id: int | None, day: date | None) -> None:
        """Fill in a noon: proposed, or the one that was chosen elsewhere."""
        self.restaurant.set_value(restaurant_id)
        self.day.set_value(day)
        self.day_is_typed = False
        self.show_fitting()

    def show_guest(self, guest: Guest) -> None:
        """Fill in a booking that is edited."""
        self.party.set_value(guest.party)
        self.take_away.set_value(guest.take_away)
        self.child_count.set_value(guest.children)
        self.needs_ride.set_value(guest.needs_ride)
        self.other_diet.set_value(guest.other_diet)
        self.note.set_value(guest.note)
        self._week_row.set_visible(False)
        self.show_fitting()

    def show_new(self, name: str | None) -> None:
        """Ask who somebody new is; None asks nothing."""
        for row in self._new_rows:
            row.set_visible(name is not None)
        if name is not None:
            last, _, first = name.partition(" ")
            self.last_name.set_value(last.capitalize() if last.islower() else last)
            self.first_name.set_value(first.title() if first.islower() else first)

    def show_room(self, noon: NoonRow | None, party: int) -> None:
        """Offer the waiting list where there is no room: it is what happens unless somebody says otherwise."""
        is_full = noon is not None and not noon.room.has_place(party)
        if is_full == self._waits_row.field.isHidden():
            self._waits_row.set_visible(is_full)
            self.waits.set_value(is_full)

    def show_ride(self, ride: MealRide | None) -> None:
        """Offer the times of a ride that is still to be asked for, the proposed ones in the empty fields."""
        for row in self._ride_rows:
            row.set_visible(ride is not None)
        if ride is None:
            return
        proposed = ride.proposal.pickup
        self.pickup.setPlaceholderText(show_time(proposed.pickup_at) if proposed else translate("request", "uu:mm"))
        self.return_time.setPlaceholderText(f"{ride.sitting.ends:%H:%M}")

    def show_fitting(self) -> None:
        """Show the fields that make sense for what was typed."""
        day = self.day.value
        every = translate("bookings", "elke {weekday}, tot nader order")
        self.every_week.setText(every.format(weekday=weekday_name(day) if day else translate("bookings", "week")))
        self._until_row.set_visible(self.every_week.value and not self.every_week.isHidden())
        self._other_row.set_visible((self.party.value or 0) + (self.take_away.value or 0) > 1)

    def _on_day(self) -> None:
        self.day_is_typed = True
        self.show_fitting()

    # What goes out

    @property
    def person_id(self) -> int | None:
        """The person taken from the list."""
        one = self.participant.value
        return one.key if one is not None and one.key != NEW else None

    @property
    def is_new(self) -> bool:
        """Whether it is somebody the desk doesn't know yet."""
        one = self.participant.value
        return one is not None and one.key == NEW

    def person(self) -> PersonDetails:
        """Return who somebody new is."""
        return PersonDetails(self.last_name.value, self.first_name.value, phone=self.phone.value)

    def address(self) -> AddressDetails:
        """Return where somebody new lives."""
        return AddressDetails(village=self.village.value)

    def meal(self) -> Meal:
        """Return what is booked."""
        return Meal(
            self.party.value or 0,
            self.take_away.value or 0,
            self.child_count.value or 0,
            self.other_diet.value,
            self.needs_ride.value,
            self.note.value,
            None if self.pickup.isHidden() else self.pickup.value,
            None if self.return_time.isHidden() else self.return_time.value,
        )

    def asked(self, day: date) -> AskedMeal:
        """Return the part of the booking that warnings look at."""
        return AskedMeal(day, self.party.value or 0, self.needs_ride.value)

    @property
    def decided_waits(self) -> bool | None:
        """Whether it goes on the waiting list; None while that wasn't asked."""
        return None if self.waits.isHidden() else self.waits.value

    def focus_participant(self) -> None:
        """Put the cursor where the call begins."""
        self.participant.setFocus(Qt.FocusReason.OtherFocusReason)


def _meals() -> str:
    return translate("bookings", "maaltijden mee naar huis")
