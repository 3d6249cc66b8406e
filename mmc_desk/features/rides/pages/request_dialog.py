"""The dialog "Rit aannemen": a call for a ride by keyboard alone, in under two minutes (domain.md §9)."""

import functools
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.ops import requesting
from mmc_desk.features.rides.ops.commands import EditRide, RequestRide
from mmc_desk.features.rides.pages.caller_card import CallerCard
from mmc_desk.features.rides.pages.request_form import RequestForm, member_index
from mmc_desk.features.rides.queries import intake, lists
from mmc_desk.features.rides.queries.intake import Caller, IntakeDesk
from mmc_desk.features.rides.queries.rows import LastRide, RideCard
from mmc_desk.features.rides.rules.proposal import propose
from mmc_desk.features.rides.rules.requests import check_request
from mmc_desk.ui.candidates import CandidateIndex
from mmc_desk.ui.fields import Candidate, FormDialog
from mmc_desk.ui.following import Record
from mmc_desk.ui.runner import Runner


class RequestDialog(FormDialog):
    """Takes a new ride request, or edits one. It closes only once it is saved: nothing typed is lost."""

    ride_saved = Signal(int)
    """The id of the ride that was saved."""

    def __init__(
        self,
        runner: Runner,
        parent: QWidget | None = None,
        *,
        member_id: int | None = None,
        day: date | None = None,
        title: str = "",
    ) -> None:
        self.request = self.make_form(day)
        self.card = CallerCard()
        super().__init__(
            title or translate("request", "Rit aannemen"),
            self.request,
            self.save_text(),
            parent,
            beside=self.make_side(),
        )
        self._runner = runner
        self._caller: Caller | None = None
        self._desk: IntakeDesk | None = None
        self._desk_day: date | None = None
        self._edited_ride: RideCard | None = None
        self._wanted_member = member_id
        self._connect()
        runner.read(lambda session: member_index(intake.member_candidates(session)), self._on_members)
        self._read_desk()
        self.request.focus_member()

    def make_form(self, day: date | None) -> RequestForm:
        """Return the fields."""
        return RequestForm(day)

    def make_side(self) -> QWidget:
        """Return what stands beside the fields."""
        return self.card

    def save_text(self) -> str:
        """Return the verb on the button."""
        return translate("request", "Rit &opslaan")

    @classmethod
    def edit(cls, runner: Runner, ride_id: int, parent: QWidget | None = None) -> "RequestDialog":
        """Open the dialog on a ride that exists."""
        dialog = cls(runner, parent, title=translate("request", "Rit wijzigen"))
        runner.read(functools.partial(lists.ride_card, ride_id=ride_id), dialog._on_first_ride)
        return dialog

    def _on_first_ride(self, card: RideCard) -> None:
        self._on_ride(card)
        self.follow(self._runner, self._record(card))

    def _record(self, card: RideCard) -> Record[RideCard]:
        return Record(
            card,
            functools.partial(lists.ride_card, ride_id=card.ride.ride_id),
            self._of_another,
            self._take,
            frozenset({"ride", "ride_request", "leg"}),
        )

    def _of_another(self, card: RideCard) -> "RequestDialog":
        dialog = RequestDialog(self._runner)
        dialog._on_ride(card)
        return dialog

    def _take(self, card: RideCard) -> None:
        self._edited_ride = card
        self.request.know_passengers(requesting.as_request(card, clock.today()).passengers)

    def caught_up(self) -> None:
        """Propose anew for what came in."""
        self.request.show_return_fields()
        self._read_desk()
        self._propose()

    def _connect(self) -> None:
        self.request.member.picked.connect(self._on_member)
        self.request.edited.connect(self._on_form_edited)
        self.card.ride_chosen.connect(self._on_copy)
        QShortcut(QKeySequence("F4"), self, self._copy_last)
        QShortcut(QKeySequence("F6"), self, self.mend_distance)
        self.save_with(self._runner, self._make_op, self.windowTitle(), self._on_saved)

    def _on_saved(self, new_id: Any) -> None:  # noqa: ANN401 - what the op returns
        ride_id = self._edited_ride.ride.ride_id if self._edited_ride else new_id
        self.ride_saved.emit(ride_id)

    # Reading

    def _on_members(self, index: CandidateIndex) -> None:
        self.request.offer_members(index)
        if self._wanted_member is not None:
            self.request.member.set_key(self._wanted_member)
            self._read_caller(self._wanted_member)

    def _on_ride(self, card: RideCard) -> None:
        self._edited_ride = card
        self._wanted_member = card.ride.members[0].member_id
        self.request.member.set_key(self._wanted_member)
        self.request.member.setEnabled(False)
        self._read_caller(self._wanted_member)

    def _on_member(self, candidate: Candidate) -> None:
        self._read_caller(candidate.key)

    def _read_caller(self, member_id: int) -> None:
        day = self.request.day.value or clock.today()
        self._runner.read(functools.partial(intake.caller, member_id=member_id, day=day), self._on_caller)

    def _on_caller(self, caller: Caller) -> None:
        self._caller = caller
        self.card.show_caller(caller)
        self.request.show_caller(caller)
        if self._edited_ride is not None:
            self.request.show_ride(self._edited_ride)
            self.request.show_passengers(requesting.as_request(self._edited_ride, clock.today()).passengers)
            self._read_desk()
        self._propose()

    def _read_desk(self) -> None:
        day = self.request.day.value or clock.today()
        if day != self._desk_day:
            self._desk_day = day
            query = functools.partial(intake.intake_desk, today=clock.today(), ride_date=day)
            self._runner.read(query, self._on_desk)

    def _on_desk(self, desk: IntakeDesk) -> None:
        self._desk = desk
        self._propose()

    # Typing

    def _on_form_edited(self) -> None:
        self._read_desk()
        self._propose()

    def mend_distance(self) -> None:
        """F6: fix by hand how far the destination is; the proposal follows."""
        from mmc_desk.features.rides.pages.distance_dialog import DistanceDialog

        destination = self.request.destination.value
        if self._caller is None or self._desk is None or destination is None:
            return
        village = self._caller.village
        metres = self._desk.book.metres((village,), (destination.title,))
        dialog = DistanceDialog(self._runner, village, destination.title, metres, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._on_distance)
        dialog.open()

    def _on_distance(self) -> None:
        self._desk_day = None
        self._read_desk()

    def _copy_last(self) -> None:
        if self._caller and self._caller.last_rides:
            self._on_copy(self._caller.last_rides[0])

    def _on_copy(self, last: LastRide) -> None:
        self.request.copy_ride(last)
        self.request.day.setFocus()

    def _propose(self) -> None:
        if self._desk is None or self._caller is None:
            self.card.show_proposal(None, None)
            return
        asked = self.request.asked(self._edited_ride)
        self.request.show_cautions(check_request(asked, self._caller.facts, self._desk.desk))
        typed = self.request.typed(self._caller.village)
        rate = self._desk.official_rate
        proposal = propose(typed, self._desk.book, rate.rate, self._desk.tariff) if typed else None
        self.card.show_proposal(proposal, rate)
        if proposal:
            self.request.show_pickup(proposal)

    # Saving

    def wanted(self) -> RequestRide:
        """Return the request as it was typed. Raises RuleError without a member or a day."""
        member_id, day = self.request.member_id, self.request.day.value
        if member_id is None:
            raise RuleError(translate("request", "Kies eerst het lid dat belt."), "member")
        if day is None:
            raise RuleError(translate("request", "Vul een datum in, bijvoorbeeld 25/11, +2 of vr."), "ride_date")
        return self.request.command(member_id, day, self._caller.village if self._caller else "")

    def _make_op(self) -> Op[Any]:
        wanted = self.wanted()
        if self._edited_ride is None:
            return functools.partial(requesting.request_ride, command=wanted)
        ride = self._edited_ride.ride
        command = EditRide(ride.ride_id, wanted, ride.version)
        return functools.partial(requesting.edit_ride, command=command)
