"""The dialog "Inschrijven": a call for a meal, ride included, by keyboard alone (domain.md §4, §9)."""

import functools
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_time, show_weekday_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model.bookings import BookingState
from mmc_desk.features.meals.ops import bookings as ops
from mmc_desk.features.meals.ops.booking_commands import BookingDone, BookMeal, EditBooking
from mmc_desk.features.meals.pages.booking_form import NEW, BookingForm, EaterIndex, eater_index
from mmc_desk.features.meals.pages.eater_card import EaterCard
from mmc_desk.features.meals.queries import bookings as queries
from mmc_desk.features.meals.queries.bookings import BookingDesk, Eater
from mmc_desk.features.meals.queries.day import Guest
from mmc_desk.features.meals.queries.day import noon as noon_now
from mmc_desk.features.meals.queries.meal_rides import MealRide, meal_ride
from mmc_desk.features.meals.queries.noons import NoonRow
from mmc_desk.features.meals.rules.bookings import (
    DeskDay,
    EaterFacts,
    NoonFacts,
    Room,
    check_booking,
    is_late,
)
from mmc_desk.ui import messages
from mmc_desk.ui.fields import Candidate, FormDialog
from mmc_desk.ui.following import Record
from mmc_desk.ui.runner import Runner


class BookingDialog(FormDialog):
    """Takes a booking, or edits one. It closes only once it is saved: nothing typed is lost."""

    saved = Signal(object)
    """The BookingDone."""

    def __init__(
        self,
        runner: Runner,
        parent: QWidget | None = None,
        *,
        person_id: int | None = None,
        noon: tuple[int, date] | None = None,
        guest: Guest | None = None,
        eater: Eater | None = None,
    ) -> None:
        """Open on nobody, a person, a noon (restaurant and day), or a booking that is edited; `eater` where known."""
        self.booking = BookingForm()
        self.card = EaterCard()
        title = (
            translate("bookings", "Inschrijving wijzigen")
            if guest
            else translate("bookings", "Inschrijven voor de maaltijd")
        )
        super().__init__(title, self.booking, translate("bookings", "Inschrijving &opslaan"), parent, beside=self.card)
        self._runner = runner
        self._guest = guest
        self._wanted_person = guest.person_id if guest else person_id
        self._wanted_noon = noon
        self._own_noon = noon if guest else None
        self._desk: BookingDesk | None = None
        self._eater = eater
        self._asked_ride: tuple[object, ...] = ()
        self._connect()
        runner.read(functools.partial(queries.booking_desk, today=clock.today()), self._on_desk)
        self._read_people()
        self.booking.focus_participant()

    def _connect(self) -> None:
        self.booking.participant.picked.connect(self._on_participant)
        self.booking.restaurant.edited.connect(self._on_restaurant)
        self.booking.edited.connect(self._judge)
        self.save_with(self._runner, self._make_op, self.windowTitle(), self._on_saved)

    def _read_people(self) -> None:
        guest = self._guest
        if guest is not None:
            self.booking.participant.set_value(Candidate(guest.person_id, guest.name))
            self.booking.participant.setEnabled(False)
            self.booking.show_guest(guest)
        else:
            people = functools.partial(queries.eater_candidates, today=clock.today())
            self._runner.read(lambda session: eater_index(people(session)), self._on_people)
        if self._eater is not None:
            self._on_eater(self._eater)
        elif self._wanted_person is not None:
            self._read_eater(self._wanted_person)
        elif guest is not None:
            self._follow(guest, None)

    def _follow(self, guest: Guest, eater: Eater | None) -> None:
        record: Record[_Edited] = Record(
            (guest, eater),
            lambda session: _edited_now(session, guest),
            lambda other: BookingDialog(self._runner, noon=self._own_noon, guest=other[0], eater=other[1]),
            self._take,
            frozenset({"meal_booking", "participant"}),
        )
        self.follow(self._runner, record)

    def _take(self, other: "_Edited") -> None:
        self._guest, self._eater = other

    def caught_up(self) -> None:
        """Show and judge what fits the values that came in."""
        self.booking.show_fitting()
        self._judge()

    # Reading

    def _on_people(self, index: EaterIndex) -> None:
        self.booking.participant.set_candidates(index)
        if self._wanted_person is not None:
            self.booking.participant.set_key(self._wanted_person)
            self.booking.restaurant.setFocus()

    def _on_desk(self, desk: BookingDesk) -> None:
        self._desk = desk
        self.booking.show_restaurants(desk)
        row = self.booking.row("restaurant")
        if not desk.restaurants and row is not None:
            text = translate("bookings", "Geen enkele locatie neemt namen op. Zet dat eerst aan bij Locaties.")
            row.set_error(text)
        self._propose_noon()

    def _on_participant(self, candidate: Candidate) -> None:
        self._eater = None
        is_new = candidate.key == NEW
        self.booking.show_new(candidate.title if is_new else None)
        if is_new:
            self.card.show_eater(None)
            self._propose_noon()
        else:
            self._read_eater(candidate.key)

    def _read_eater(self, person_id: int) -> None:
        query = functools.partial(queries.eater, person_id=person_id, today=clock.today())
        self._runner.read(query, self._on_eater)

    def _on_eater(self, eater: Eater) -> None:
        self._eater = eater
        self.card.show_eater(eater)
        needs_ride = self.booking.needs_ride.value
        self.booking.show_eater(eater)
        if self._guest is not None:
            self.booking.needs_ride.set_value(needs_ride)
        self._propose_noon()
        if self._guest is not None and self.following is None:
            self._follow(self._guest, eater)

    # What is proposed

    def _propose_noon(self) -> None:
        if self._desk is None:
            return
        if self._wanted_noon is not None and not self.booking.day_is_typed:
            self.booking.show_noon(*self._wanted_noon)
        elif not self.booking.day_is_typed:
            restaurant_id = self._usual_restaurant(self._desk)
            self.booking.show_noon(restaurant_id, self._next_noon(restaurant_id))
        self._judge()

    def _usual_restaurant(self, desk: BookingDesk) -> int | None:
        offered = dict(desk.restaurants)
        eater = self._eater
        if eater is not None and eater.restaurant_id in offered:
            return eater.restaurant_id
        village = eater.village if eater else ""
        near = next((key for key, name in desk.restaurants if name == village), None)
        return near or self.booking.restaurant.value

    def _next_noon(self, restaurant_id: int | None) -> date | None:
        """Return the first open noon that can still be booked in time and isn't booked yet."""
        desk, today = self._desk, clock.today()
        if desk is None:
            return None
        booked = (
            {noon.day for noon in self._eater.noons if noon.state is not BookingState.CANCELLED}
            if self._eater
            else set()
        )
        noons = [row for row in desk.noons if row.restaurant_id == restaurant_id and not row.closed_reason]
        free = [row for row in noons if row.day not in booked and row.day >= today]
        timely = (row.day for row in free if not is_late(today, row.day, row.cut_off_days, desk.closures))
        return next(timely, None)

    def _on_restaurant(self) -> None:
        self._wanted_noon = None
        if not self.booking.day_is_typed:
            restaurant_id = self.booking.restaurant.value
            self.booking.show_noon(restaurant_id, self._next_noon(restaurant_id))
        self._judge()

    # Typing

    def _noon(self) -> NoonRow | None:
        return self._desk.noon(self.booking.restaurant.value, self.booking.day.value) if self._desk else None

    def _room(self, noon: NoonRow) -> Room:
        """Return how full the noon is without the booking that is edited."""
        guest = self._guest
        stays = self._own_noon == (noon.restaurant_id, noon.day)
        if guest is None or not stays or guest.state is not BookingState.BOOKED:
            return noon.room
        return replace(noon.room, taken=noon.room.taken - guest.party)

    def _ask_ride(self, noon: NoonRow | None) -> None:
        """Ask what the ride would be: as soon as one is wanted by a member, and again when its times change."""
        form, eater = self.booking, self._eater
        wanted = form.needs_ride.value and eater is not None and noon is not None and not noon.closed_reason
        member_id = eater.member_id if wanted and eater is not None else None
        has_ride = self._guest is not None and self._guest.has_ride
        if member_id is None or noon is None or has_ride:
            self._asked_ride = ()
            self._show_ride((), None)
            return
        pickup, return_time = form.pickup.value, form.return_time.value
        asked = (member_id, noon.service_id, pickup, return_time)
        if asked != self._asked_ride:
            self._asked_ride = asked
            query = functools.partial(
                meal_ride, member_id=member_id, service_id=noon.service_id, pickup=pickup, return_time=return_time
            )
            self._runner.read(query, functools.partial(self._show_ride, asked))

    def _show_ride(self, asked: tuple[object, ...], ride: MealRide | None) -> None:
        if asked == self._asked_ride:
            self.card.show_ride(ride)
            self.booking.show_ride(ride)

    def _judge(self) -> None:
        noon, day, desk = self._noon(), self.booking.day.value, self._desk
        self.card.show_noon(noon)
        self._ask_ride(noon)
        if noon is not None:
            noon = replace(noon, room=self._room(noon))
        if self._guest is None:
            self.booking.show_room(noon, self.booking.party.value or 0)
        if desk is None or day is None:
            return
        names = dict(desk.restaurants)
        following = desk.next_open(self.booking.restaurant.value, day)
        facts = NoonFacts(
            names.get(self.booking.restaurant.value or 0, ""),
            noon is not None,
            noon.closed_reason if noon else "",
            noon.cut_off_days if noon else 0,
            noon.room if noon else Room(None),
            following.day if following else None,
        )
        today = DeskDay(clock.today(), desk.closures, desk.rides, clock.now())
        cautions = check_booking(self.booking.asked(day), facts, self._eater_facts(), today)
        self.booking.show_cautions(cautions)

    def _eater_facts(self) -> EaterFacts:
        eater = self._eater
        if eater is None:
            return EaterFacts(is_member=not self.booking.is_new)
        own = self._guest.booking_id if self._guest else 0
        booked = [noon for noon in eater.noons if noon.state is not BookingState.CANCELLED and noon.booking_id != own]
        return EaterFacts(
            eater.name,
            eater.member_id is not None,
            eater.deceased_on,
            eater.ended_on,
            tuple((noon.day, noon.location) for noon in booked),
        )

    # Saving

    def _service_id(self) -> int:
        noon, day = self._noon(), self.booking.day.value
        if day is None:
            raise RuleError(translate("bookings", "Vul een datum in, bijvoorbeeld 24/11, +2 of di."), "day")
        if noon is None:
            text = translate("bookings", "Op {day} is er op die locatie geen middag. Kies een andere dag of locatie.")
            raise RuleError(text.format(day=show_weekday_date(day)), "day")
        return noon.service_id

    def wanted(self) -> BookMeal:
        """Return the booking as it was typed. Raises RuleError without somebody or a noon."""
        form = self.booking
        if form.participant.value is None:
            raise RuleError(translate("bookings", "Kies eerst wie er komt eten."), "participant")
        eater = self._eater
        return BookMeal(
            self._service_id(),
            form.meal(),
            participant_id=eater.participant_id if eater else None,
            person_id=form.person_id,
            person=form.person() if form.is_new else None,
            address=form.address(),
            diet=form.diet.value,
            allergens=form.allergens.value,
            waits=form.decided_waits,
            every_week=form.every_week.value,
            until=form.until.value if form.every_week.value else None,
        )

    def _make_op(self) -> Op[Any]:
        form, guest = self.booking, self._guest
        if guest is None:
            return functools.partial(ops.book_meal, command=self.wanted())
        edit = EditBooking(
            guest.booking_id, self._service_id(), form.meal(), form.diet.value, form.allergens.value, guest.version
        )
        return functools.partial(ops.edit_booking, command=edit)

    def _on_saved(self, done: BookingDone) -> None:
        messages.toast(self.parentWidget(), said(done), self._runner.undo)
        self.saved.emit(done)


_Edited = tuple[Guest, Eater | None]
"""A booking that is edited, and what the desk knows of who it is for: the form changes both."""


def _edited_now(session: Any, known: Guest) -> _Edited | None:  # noqa: ANN401 - a Session; pages know none
    guests = noon_now(session, known.service_id).guests
    guest = next((one for one in guests if one.booking_id == known.booking_id), None)
    if guest is None or guest.person_id is None:
        return (guest, None) if guest else None
    return guest, queries.eater(session, guest.person_id, clock.today())


def said(done: BookingDone) -> str:
    """Return what came of a booking, in one line."""
    booked, waits = translate("bookings", "Ingeschreven"), translate("bookings", "Op de wachtlijst gezet")
    parts = [waits if done.state is BookingState.WAITING else booked]
    if done.ride_no:
        parts.append(translate("bookings", "rit {ride} aangevraagd").format(ride=done.ride_no))
    if done.pickup_at:
        parts.append(translate("bookings", "ophalen om {time}").format(time=show_time(done.pickup_at)))
    if done.more:
        parts.append(translate("bookings", "{count} middagen vooruit geboekt").format(count=done.more))
    return " · ".join(parts)
