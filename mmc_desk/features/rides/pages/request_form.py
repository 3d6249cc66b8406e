"""The form of "Rit aannemen" in the order of the call (domain.md §9): the member first, what is rare last."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock, formats
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides.model import Purpose, ReturnMode
from mmc_desk.features.rides.ops.commands import RequestRide, SharedSeat
from mmc_desk.features.rides.pages.look import aid_words, return_words
from mmc_desk.features.rides.queries.intake import Caller
from mmc_desk.features.rides.queries.rows import DestinationRow, LastRide, MemberCandidate, RideCard
from mmc_desk.features.rides.rules.distances import Spot, spot_of
from mmc_desk.features.rides.rules.proposal import Proposal, Typed
from mmc_desk.features.rides.rules.requests import Asked, purpose_name
from mmc_desk.ui.candidates import CandidateIndex
from mmc_desk.ui.fields import (
    Candidate,
    CheckField,
    ChoiceField,
    DateField,
    Form,
    ManyTypeAhead,
    NoteField,
    TextField,
    TimeField,
    TypeAhead,
)
from mmc_desk.ui.form import Caution

MAX_STOPS = 3
STAYS = (15, 30, 45, *range(60, 301, 30))
"""Minutes at the destination that are offered."""
USUAL_STAY = 60
MAX_COMPANIONS = 8


def member_index(members: Sequence[MemberCandidate]) -> CandidateIndex:
    """Return what the member field offers; made on the worker, because there may be 100 000 members."""
    return CandidateIndex([_member_candidate(member) for member in members])


def _member_candidate(member: MemberCandidate) -> Candidate:
    phone = member.mobile or member.phone
    born = f"°{member.born_on.year}" if member.born_on else ""
    ended = translate("request", "geen lid meer") if member.ended_on else ""
    number = translate("request", "nr. {number}").format(number=member.member_no)
    detail = " · ".join(part for part in (member.village, born, number, formats.show_phone(phone), ended) if part)
    digits = " ".join(_dialled(number) for number in (member.phone, member.mobile) if number)
    return Candidate(
        member.member_id,
        f"{member.last_name} {member.first_name}".strip(),
        detail,
        f"{detail} {member.street} {digits}",
    )


def _dialled(phone: str) -> str:
    """Return a number as somebody types it in one go: 0473641788."""
    return formats.show_phone(phone).replace(" ", "")


class RequestForm(Form):
    """The fields of a ride request. It reads nothing itself: the dialog hands it caller and proposal."""

    def __init__(self, day: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._usual_purposes: Mapping[str, Purpose] = {}
        self._seats: Mapping[int, SharedSeat] = {}
        self._add_call(day)
        self._add_return()
        self._add_rare()
        self.return_mode.edited.connect(self.show_return_fields)
        self.destination.picked.connect(self._on_destination)
        self.show_return_fields()

    def _add_call(self, day: date | None) -> None:
        self.member = TypeAhead()
        self.day = DateField(day)
        self.appointment = TimeField()
        self.destination = TypeAhead(free_text=True)
        self.origin = TextField()
        self.purpose = ChoiceField([(purpose, purpose_name(purpose)) for purpose in Purpose])
        self.purpose.set_value(Purpose.OTHER)
        self.add(
            translate("request", "&Lid"),
            self.member,
            translate("request", "Naam, lidnummer, telefoon, dorp of geboortejaar. F4: zoals vorige keer."),
            name="member",
        )
        self.add(
            translate("request", "&Datum"),
            self.day,
            translate("request", "25/11, +2 of vr"),
            name="ride_date",
        )
        self.add_after_day()
        self.add(translate("request", "&Afspraak om"), self.appointment, name="appointment")
        self.add(
            translate("request", "&Naar"),
            self.destination,
            translate("request", "↓ toont de laatste bestemmingen."),
            name="destination",
        )
        self.add(translate("request", "&Reden"), self.purpose, name="purpose")

    def add_after_day(self) -> None:
        """Add what belongs to the day: a standing ride asks here how it repeats."""

    def _add_return(self) -> None:
        modes = [(mode, return_words(mode)) for mode in ReturnMode]
        self.return_mode = ChoiceField(modes)
        self.return_time = TimeField()
        self.stay: ChoiceField[int] = ChoiceField([])
        self._offer_stay(None)
        self.pickup = TimeField()
        self.add(translate("request", "&Terug"), self.return_mode, name="return_mode")
        self._return_row = self.add(translate("request", "Ter&ug om"), self.return_time, name="return_time")
        self._stay_row = self.add(translate("request", "D&uur ter plaatse"), self.stay, name="expected_minutes")
        self.add(translate("request", "&Ophalen om"), self.pickup, name="pickup")

    def _add_rare(self) -> None:
        self.add(translate("request", "&Van"), self.origin, name="origin")
        self.aid = ChoiceField([(aid, aid_words(aid) or translate("request", "geen")) for aid in Aid])
        self.passengers = ManyTypeAhead()
        self.companions = ChoiceField([(count, str(count)) for count in range(MAX_COMPANIONS + 1)])
        self.parking_card = CheckField(translate("request", "neemt parkeerkaart mee"))
        self.stops = TextField()
        self.note = NoteField(lines=2)
        self.add(translate("request", "&Hulpmiddel"), self.aid, name="aid")
        along = translate("request", "Andere leden in dezelfde wagen: typ een naam, Enter neemt hem mee.")
        self.add(translate("request", "&Meerijders"), self.passengers, along, name="passengers")
        self.add(translate("request", "&Begeleiders"), self.companions, name="companions")
        self.add(translate("request", "&Parkeerkaart"), self.parking_card, name="parking_card")
        self.add(
            translate("request", "Tussensto&ps"),
            self.stops,
            translate("request", "Hoogstens drie, gescheiden door een puntkomma."),
            name="stops",
        )
        self.add(translate("request", "Op&merking"), self.note, name="note")

    # What comes in

    def show_caller(self, caller: Caller) -> None:
        """Fill in what the desk knows of the member: home, aid, companion, destinations."""
        self.origin.set_value(_address(caller.street, caller.village))
        self.aid.set_value(caller.aid)
        self.companions.set_value(int(caller.companion))
        self.destination.set_candidates([destination_candidate(row) for row in caller.destinations])
        self._usual_purposes = {last.destination: last.purpose for last in reversed(caller.last_rides)}

    def offer_members(self, members: CandidateIndex) -> None:
        """Say who can call and who can go along."""
        self.member.set_candidates(members)
        self.passengers.set_candidates(members)

    def show_passengers(self, seats: Sequence[SharedSeat]) -> None:
        """Show who goes along; what each of them brings is kept."""
        self.know_passengers(seats)
        self.passengers.set_keys([seat.member_id for seat in seats])

    def know_passengers(self, seats: Sequence[SharedSeat]) -> None:
        """Keep what each of these brings, whether or not they are chosen."""
        self._seats = {seat.member_id: seat for seat in seats}

    def copy_ride(self, last: LastRide) -> None:
        """Fill in everything but the day as an earlier ride had it ("zoals vorige keer")."""
        self.appointment.set_value(_wall(last.appointment_at))
        self._set_destination(last.destination, last.destination_village)
        self.origin.set_value(_address(last.origin, last.village) or self.origin.value)
        self.purpose.set_value(last.purpose)
        self.return_mode.set_value(last.return_mode or ReturnMode.WAIT)
        self.return_time.set_value(_wall(last.return_at))
        self._offer_stay(last.expected_minutes)
        self.pickup.set_value(None if last.appointment_at else _wall(last.pickup_at))
        self.aid.set_value(last.aid)
        self.companions.set_value(last.companions)
        self.parking_card.set_value(last.parking_card)
        self.stops.set_value("; ".join(last.stops))
        self.show_return_fields()
        self.edited.emit()

    def show_ride(self, card: RideCard) -> None:
        """Fill in a ride that is edited."""
        ride, first = card.ride, card.ride.members[0]
        self.day.set_value(ride.ride_date)
        self.appointment.set_value(_wall(first.appointment_at))
        self._set_destination(ride.destination, ride.destination_village)
        self.origin.set_value(_address(ride.origin, ride.village))
        self.purpose.set_value(ride.purpose)
        self.return_mode.set_value(first.return_mode or ReturnMode.WAIT)
        self.return_time.set_value(_wall(first.return_at))
        self._offer_stay(first.expected_minutes)
        self.pickup.set_value(_wall(first.pickup_at))
        self.aid.set_value(first.aid)
        self.companions.set_value(first.companions)
        self.parking_card.set_value(first.parking_card)
        self.stops.set_value("; ".join(card.stops))
        self.note.set_value(ride.note)
        self.show_return_fields()

    def show_cautions(self, cautions: Sequence[Caution]) -> None:
        """Put each warning beside its field, that of the stops too."""
        super().show_cautions(cautions)
        self._warn_of_stops()

    def show_pickup(self, proposal: Proposal) -> None:
        """Show the proposed pick-up in the empty field: it is a proposal until somebody types another."""
        time_text = formats.show_time(proposal.pickup.pickup_at) if proposal.pickup else ""
        self.pickup.setPlaceholderText(time_text or translate("request", "uu:mm"))
        row = self.row("pickup")
        if row is not None and time_text and self.pickup.value and f"{self.pickup.value:%H:%M}" != time_text:
            row.set_warning(translate("request", "Het voorstel is {time}; uw uur blijft staan.").format(time=time_text))

    def _offer_stay(self, minutes: int | None) -> None:
        """Offer the usual stays, and the one that was asked for, which is chosen."""
        chosen = minutes or USUAL_STAY
        offered = sorted({*STAYS, chosen})
        self.stay.set_options([(stay, formats.show_duration(stay)) for stay in offered])
        self.stay.set_value(chosen)

    def _set_destination(self, name: str, village: str) -> None:
        row = DestinationRow(name, village)
        self.destination.set_value(destination_candidate(row) if name else None)

    def _on_destination(self, candidate: Candidate) -> None:
        if candidate.title in self._usual_purposes:
            self.purpose.set_value(self._usual_purposes[candidate.title])

    def show_return_fields(self) -> None:
        """Show what belongs to the way back that was chosen."""
        mode = self.return_mode.value
        self._return_row.set_visible(mode is ReturnMode.AT_TIME)
        self._stay_row.set_visible(mode in {ReturnMode.WAIT, ReturnMode.PHONES})

    def _warn_of_stops(self) -> None:
        row = self.row("stops")
        if row is not None and len(self._stops()) > MAX_STOPS:
            row.set_error(translate("request", "Hoogstens {most} tussenstops.").format(most=MAX_STOPS))

    # What goes out

    @property
    def member_id(self) -> int | None:
        """The member taken from the list."""
        return self.member.value.key if self.member.value else None

    def typed(self, village: str) -> Typed | None:
        """Return what a proposal can be made of; None while there is no date."""
        day = self.day.value
        if day is None:
            return None
        return Typed(
            ride_date=day,
            home=spot_of(self.origin.value, village),
            destination=self._destination_spot(),
            appointment=self.appointment.value,
            pickup=self.pickup.value,
            return_mode=self.return_mode.value,
            return_time=self.return_time.value,
            stay_minutes=self.stay.value,
            aid=self.aid.value or Aid.NONE,
            stops=self._stops(),
        )

    def asked(self, edited: RideCard | None = None) -> Asked:
        """Return the part of the request that warnings look at; of a ride that is edited, it was asked before."""
        day = self.day.value or clock.today()
        at = self.pickup.value or self.appointment.value
        known = edited.requested_at if edited is not None and edited.ride.ride_date == day else None
        return Asked(
            ride_date=day,
            aid=self.aid.value or Aid.NONE,
            companions=self.companions.value or 0,
            purpose=self.purpose.value or Purpose.OTHER,
            ride_no=edited.ride.ride_no if edited else "",
            at=None if at is None else clock.at(day, at),
            asked_at=known or clock.now(),
        )

    def command(self, member_id: int, day: date, village: str) -> RequestRide:
        """Return the request to save; what wasn't typed stays open."""
        destination = self.destination.value
        mode = self.return_mode.value
        street, _, own_village = self.origin.value.rpartition(",")
        return RequestRide(
            member_id=member_id,
            ride_date=day,
            destination=destination.title if destination else "",
            destination_village=village_of(destination),
            appointment=self.appointment.value,
            pickup=self.pickup.value,
            origin=(street or own_village).strip(),
            village=own_village.strip() if street else village,
            stops=self._stops(),
            purpose=self.purpose.value or Purpose.OTHER,
            return_mode=mode,
            return_time=self.return_time.value if mode is ReturnMode.AT_TIME else None,
            expected_minutes=self.stay.value if mode in {ReturnMode.WAIT, ReturnMode.PHONES} else None,
            aid=self.aid.value,
            companions=self.companions.value or 0,
            parking_card=self.parking_card.value,
            passengers=self._passengers(),
            note=self.note.value,
        )

    def _passengers(self) -> tuple[SharedSeat, ...]:
        return tuple(self._seats.get(key) or SharedSeat(key) for key in self.passengers.keys)

    def _stops(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.stops.value.split(";") if part.strip())

    def _destination_spot(self) -> Spot:
        destination = self.destination.value
        return spot_of(destination.title, village_of(destination)) if destination else ()

    def focus_member(self) -> None:
        """Put the cursor where the call begins."""
        self.member.setFocus(Qt.FocusReason.OtherFocusReason)


def destination_candidate(row: DestinationRow) -> Candidate:
    """Return a place to go to as the type-ahead offers it; its key is the row."""
    used = translate("request", "laatst {day}").format(day=formats.show_date(row.used_on)) if row.used_on else ""
    village = row.village if row.village and row.village != row.name else ""
    return Candidate(row, row.name, " · ".join(part for part in (village, used) if part), village)


def _address(street: str, village: str) -> str:
    """Return where somebody is fetched as one line; an old ride book has the village in the street."""
    if not village or street.endswith(village):
        return street
    return f"{street}, {village}" if street else village


def village_of(destination: Candidate | None) -> str:
    """Return the village of a chosen destination, "" for one that was typed freely."""
    return destination.key.village if destination and isinstance(destination.key, DestinationRow) else ""


def _wall(instant: datetime | None) -> time | None:
    return clock.local(instant).time() if instant else None
