"""What people at the desk do, each drawn from one number: the deeds that random play picks from."""

import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from mmc_desk.core.changes import Changes
from mmc_desk.core.errors import RuleError
from mmc_desk.core.recording import take_back
from mmc_desk.features.invoices import checks as invoice_checks
from mmc_desk.features.invoices import ops as invoices
from mmc_desk.features.mileage import checks as mileage_checks
from mmc_desk.features.mileage import ops as mileage
from mmc_desk.features.mileage.queries import mileage_report
from mmc_desk.features.people import ops as people
from mmc_desk.features.people.model import Aid, AvailabilityKind, EndReason
from mmc_desk.features.rides import checks as ride_checks
from mmc_desk.features.rides import figures, ops
from mmc_desk.features.rides.model import CancelledBy, PaymentMode, Purpose, ReturnMode, RideState
from mmc_desk.features.rides.model.calls import Answer
from mmc_desk.features.rides.model.series import Frequency
from mmc_desk.features.rides.ops import paying, series, series_commands, series_days
from mmc_desk.features.rides.queries.checks import rides_after_the_end
from mmc_desk.features.rides.rules.series import Pattern
from mmc_desk.features.rides.rules.sheets import Outcome, SheetEntry
from mmc_desk.features.rides.rules.states import OPEN, PLANNED
from tests.features.rides.conftest import RideDesk
from tests.stories import random_book
from tests.stories.random_book import Book, Reader

T = TypeVar("T")

DAYS = (date(2026, 10, 28), date(2026, 10, 29), *(date(2026, 11, 18) + timedelta(days) for days in range(8)))
"""Some before the tests' Monday (they have results), two of them in a month that is over, and some after it."""

TODAY = "2026-11-23"
"""The tests' Monday, as SQLite keeps it."""

HOURS = (None, *(time(hour, minute) for hour in (7, 9, 10, 13, 23) for minute in (0, 30)))
DRIVEN = (RideState.DRIVEN, RideState.SETTLED)


class Dice:
    """One number of Hypothesis's, from which a deed draws all it has to choose."""

    def __init__(self, number: int) -> None:
        self._left = number

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of `choices`."""
        self._left, place = divmod(self._left, len(choices))
        return choices[place]

    def chance(self, of: int) -> bool:
        """Return True once in `of` times."""
        return self.pick(range(of)) == of - 1


@dataclass(frozen=True)
class Move:
    """A deed that was done, with the book before and after it."""

    changes: Changes
    before: Book
    after: Book


class Game:
    """A desk, played with its real ops. What is refused must leave no trace."""

    def __init__(self, desk: RideDesk, reader: Reader, deeds: Counter[str]) -> None:
        self.desk = desk
        self.database = desk.database
        self.reader = reader
        self.deeds = deeds
        self.members = (desk.rosa, desk.jef, desk.maria)
        self.drivers = (desk.pierre, desk.paula, desk.wim)
        self.done: list[Move] = []
        self.undone: list[Move] = []
        self.rides: set[int] = set()
        self.book = reader.read()

    def play(self, deed: str, number: int) -> None:
        """Do one deed and look at what it wrote."""
        before = self.book
        DEEDS[deed](self, Dice(number))
        if self.book is not before:
            random_book.look(self.book, self.rides)

    def _do(self, op: Callable[[Session, Any], Any], command: object) -> Any:  # noqa: ANN401 - what the op returns
        before = self.book
        try:
            committed = self.database.write(lambda session: op(session, command), op.__name__)
        except RuleError:
            self.deeds[f"{op.__name__} refused"] += 1
            assert self._read() == before
            return None
        self.deeds[op.__name__] += 1
        self.book = self._read()
        if self.book is not before and op.__name__ in _BY_ITSELF:
            assert random_book.after_the_end(self.book, TODAY) <= random_book.after_the_end(before, TODAY)
        if committed.changes.is_final:  # an undo of what came before has another book to bring back
            self.done.clear()
            self.undone.clear()
        elif committed.changes:
            self.done.append(Move(committed.changes, before, self.book))
            self.undone.clear()
        return committed.value

    def _read(self) -> Book:
        return self.reader.read(self.book)

    def _ride(self, dice: Dice, *states: RideState, until: str = "9999") -> int:
        """Return a ride that suits, or once in a while any: it must be refused then."""
        rides = self.book["ride"]
        suits: list[int] = [ride.id for ride in rides if ride.state in states and ride.ride_date <= until]
        if not suits or dice.chance(12):
            return dice.pick(sorted(self.rides) or [0])
        return dice.pick(suits)

    # Deeds

    def request(self, dice: Dice) -> None:
        """Take a ride by phone."""
        ride_id = self._do(ops.request_ride, self._request(dice))
        if ride_id is not None:
            assert ride_id not in self.rides
            self.rides.add(ride_id)

    def _request(self, dice: Dice) -> ops.RequestRide:
        member, other = dice.pick(list(itertools.permutations(self.members, 2)))
        back = dice.pick(list(ReturnMode))
        place = dice.pick(["Genk", "Genk", "Hasselt", "Bilzen", "Bilzen", ""])
        return ops.RequestRide(
            member,
            dice.pick(DAYS),
            place,
            place,
            appointment=dice.pick(HOURS),
            return_mode=back,
            return_time=time(16) if back is ReturnMode.AT_TIME else None,
            expected_minutes=dice.pick([None, 20, 60, 240]),
            purpose=Purpose.SHOPPING,
            passengers=(ops.SharedSeat(other, Aid.NONE),) if dice.chance(5) else (),
        )

    def edit(self, dice: Dice) -> None:
        """Change a request."""
        self._do(ops.edit_ride, ops.EditRide(self._ride(dice, *OPEN), self._request(dice)))

    def duplicate(self, dice: Dice) -> None:
        """Copy a ride to other days."""
        wanted = {dice.pick(DAYS) for _ in range(3)}
        made = self._do(ops.duplicate_ride, ops.DuplicateRide(self._ride(dice, *RideState), tuple(sorted(wanted))))
        if made is not None:
            assert len(made) == len(wanted)
            assert not self.rides & set(made)
            self.rides.update(made)

    def assign(self, dice: Dice) -> None:
        """Give a ride to a driver."""
        ride = self._ride(dice, RideState.REQUESTED, RideState.NO_DRIVER, *PLANNED)
        self._do(ops.assign_driver, ops.AssignDriver(ride, dice.pick(self.drivers), agreed=not dice.chance(3)))

    def unassign(self, dice: Dice) -> None:
        """Take a ride away from its driver."""
        self._do(ops.unassign_driver, ops.UnassignDriver(self._ride(dice, *PLANNED)))

    def confirm(self, dice: Dice) -> None:
        """Tell the member."""
        self._do(ops.confirm_ride, ops.ConfirmRide(self._ride(dice, RideState.ASSIGNED)))

    def drive(self, dice: Dice) -> None:
        """Enter a sheet."""
        km, home = dice.pick(range(90)), dice.pick(HOURS)
        ride = self._ride(dice, *PLANNED, until=TODAY)
        result = ops.RecordResult(ride, km * 1000, dice.pick([0, 35, 95]), km % 3 * 100, km * 40, home=home)
        self._do(ops.record_result, result)

    def share(self, dice: Dice) -> None:
        """Put the members of a ride into another one that they fit in, or once in a while into any."""
        pairs = self._pairs()
        if pairs and not dice.chance(8):
            ride_id, other = dice.pick(pairs)
        else:
            ride_id, other = self._ride(dice, *OPEN), self._ride(dice, *OPEN)
        self._do(ops.share_ride, ops.ShareRide(ride_id, other, dice.pick([None, None, *self.members])))

    def _pairs(self) -> list[tuple[int, int]]:
        aboard: dict[int, set[int]] = {}
        for seat in self.book["ride_request"]:
            aboard.setdefault(seat.ride_id, set()).add(seat.member_id)
        rides = [ride for ride in self.book["ride"] if ride.state in OPEN and ride.destination and not ride.double_leg]
        return [
            (ride.id, other.id)
            for ride, other in itertools.permutations(rides, 2)
            if ride.ride_date == other.ride_date and not aboard[ride.id] & aboard[other.id]
        ]

    def unshare(self, dice: Dice) -> None:
        """Give everybody a car of their own again."""
        shared = sorted({ride.merged_into_id for ride in self.book["ride"] if ride.merged_into_id is not None})
        ride_id = self._ride(dice, *OPEN) if not shared or dice.chance(8) else dice.pick(shared)
        self._do(ops.unshare_ride, ops.UnshareRide(ride_id))

    def return_by_another(self, dice: Dice) -> None:
        """Let another driver bring the member back."""
        command = ops.LetAnotherReturn(self._ride(dice, *OPEN), dice.pick([None, *HOURS]))
        made = self._do(ops.let_another_return, command)
        if made is not None:
            assert made not in self.rides
            self.rides.add(made)

    def cancel(self, dice: Dice) -> None:
        """Cancel a ride."""
        by, both = dice.pick(list(CancelledBy)), not dice.chance(4)
        self._do(ops.cancel_ride, ops.CancelRide(self._ride(dice, *OPEN), by, both=both))

    def waste(self, dice: Dice) -> None:
        """The driver stood at the door for nothing."""
        self._do(ops.mark_wasted, ops.MarkWasted(self._ride(dice, *PLANNED, until=TODAY), dice.pick([None, 0, 12_000])))

    def find_nobody(self, dice: Dice) -> None:
        """Nobody can drive it."""
        reason = dice.pick(["niemand vrij", "te ver", ""])
        self._do(ops.mark_no_driver, ops.MarkNoDriver(self._ride(dice, RideState.REQUESTED), reason))

    def reopen(self, dice: Dice) -> None:
        """Take an outcome back."""
        ride = self._ride(dice, *set(RideState) - OPEN)
        self._do(ops.reopen_ride, ops.ReopenRide(ride))

    def key_sheet(self, dice: Dice) -> None:
        """Enter a row of a sheet, whatever was noted before."""
        ride = self._ride(dice, *PLANNED, RideState.DRIVEN, RideState.WASTED, RideState.CANCELLED, until=TODAY)
        start = dice.pick([None, 120, 87_000])
        end = None if start is None else start + dice.pick([0, 12, 90])
        metres = dice.pick([None, 0, 18_000])
        entry = SheetEntry(dice.pick(list(Outcome)), start, end, metres, received=dice.pick([None, 0, 780]))
        self._do(ops.key_sheet, ops.KeySheet(ride, entry))

    def add_unannounced(self, dice: Dice) -> None:
        """A sheet tells of a ride that nobody had announced."""
        entry = SheetEntry(metres=dice.pick([9_000, 40_000]), depart=dice.pick(HOURS), home=dice.pick(HOURS))
        command = ops.AddUnannouncedRide(dice.pick(self.drivers), dice.pick(self.members), dice.pick(DAYS), entry)
        made = self._do(ops.add_unannounced_ride, command)
        if made is not None:
            assert made.ride_id not in self.rides
            self.rides.add(made.ride_id)

    def phone(self, dice: Dice) -> None:
        """Ask a driver by phone."""
        ride, driver = self._ride(dice, RideState.REQUESTED, RideState.NO_DRIVER), dice.pick(self.drivers)
        self._do(ops.log_call, ops.LogCall(ride, driver, dice.pick(list(Answer))))

    def begin_series(self, dice: Dice) -> None:
        """Begin a standing ride."""
        weekdays = frozenset(dice.pick(range(7)) for _ in range(3))
        pattern = Pattern(
            Frequency.WEEKLY, dice.pick(DAYS), dice.pick([1, 2]), weekdays, times=dice.pick([2, 2, 3, None])
        )
        driver = dice.pick([None, *self.drivers])
        self._series_deed(series.create_series, series_commands.CreateSeries(pattern, self._request(dice), driver))

    def change_series(self, dice: Dice) -> None:
        """Change a standing ride from a day on."""
        pattern = Pattern(Frequency.WEEKLY, dice.pick(DAYS), 1, frozenset({dice.pick(range(7))}))
        self._series_deed(
            series.change_series, series_commands.ChangeSeries(self._series(dice), pattern, self._request(dice))
        )

    def except_day(self, dice: Dice) -> None:
        """Skip or move a day of a standing ride, or let it rest, or end it."""
        standing, day, other = self._series(dice), dice.pick(DAYS), dice.pick(DAYS)
        deeds: list[tuple[Callable[[Session, Any], Any], object]] = [
            (series_days.skip_day, series_commands.SkipDay(standing, day)),
            (series_days.move_day, series_commands.MoveDay(standing, day, other)),
            (series_days.restore_day, series_commands.RestoreDay(standing, day)),
            (series_days.pause_series, series_commands.PauseSeries(standing, min(day, other), max(day, other))),
            (series_days.resume_series, series_commands.ResumeSeries(standing, day)),
            (series.end_series, series_commands.EndSeries(standing, day)),
        ]
        deed, command = dice.pick(deeds)
        self._series_deed(deed, command)

    def plan_ahead(self, _dice: Dice) -> None:
        """Make the standing rides of the weeks to come; a second time there is nothing left to make."""
        self._series_deed(series.plan_series, None)
        assert not self._series_deed(series.plan_series, None)

    def _series(self, dice: Dice) -> int:
        known: list[int] = [row.id for row in self.book["ride_series"]]
        return dice.pick(known or [0])

    def _series_deed(self, op: Callable[[Session, Any], Any], command: object) -> Any:  # noqa: ANN401 - what the op returns
        done = self._do(op, command)
        rides = {ride.id: ride for ride in self.book["ride"]}
        assert self.rides <= set(rides)
        assert all(rides[key].series_id is not None for key in set(rides) - self.rides)
        self.rides = set(rides)
        return done

    def settle(self, dice: Dice) -> None:
        """Freeze October, for one driver or for all, or what came in late."""
        driver = dice.pick([None, *self.drivers])
        if dice.chance(3):
            self._do(mileage.settle_late, mileage.SettleLate(2026, 10, driver))
        else:
            self._do(mileage.settle_month, mileage.SettleMonth(2026, 10, driver))

    def correct(self, dice: Dice) -> None:
        """Correct a frozen ride."""
        ride = self._ride(dice, RideState.SETTLED)
        command = mileage.CorrectSettledRide(ride, dice.pick([0, 12_000, 45_000]), "teller verkeerd gelezen")
        self._do(mileage.correct_settled_ride, command)

    def choose_payment(self, dice: Dice) -> None:
        """Let a member pay otherwise from a day on."""
        mode = dice.pick([PaymentMode.INVOICE, PaymentMode.INVOICE, PaymentMode.CASH, None])
        self._do(paying.set_member_payment, paying.SetMemberPayment(dice.pick(self.members), dice.pick(DAYS[:3]), mode))

    def invoice(self, dice: Dice) -> None:
        """Invoice October, or take an invoice back, or put it right."""
        known = [row.id for row in self.book["ride_invoice"]]
        if not known or dice.chance(3):
            self._do(invoices.make_invoices, invoices.MakeInvoices(2026, 10))
        elif dice.chance(2):
            self._do(invoices.correct_invoice, invoices.CorrectInvoice(dice.pick(known), "teller verkeerd gelezen"))
        else:
            self._do(invoices.credit_invoice, invoices.CreditInvoice(dice.pick(known), "verkeerd"))

    def fall_ill(self, dice: Dice) -> None:
        """A driver is away for some days."""
        first = dice.pick(DAYS)
        last = first + timedelta(dice.pick(range(3)))
        driver = dice.pick(self.drivers)
        self._do(people.add_absence, people.AddAbsence(driver, first, last, AvailabilityKind.ABSENT))

    def end_or_reopen_member(self, dice: Dice) -> None:
        """A member stops, and the rides to come end; or comes back."""
        member = dice.pick(self.members)
        if next(row.ended_on for row in self.book["member"] if row.id == member):
            self._do(people.reopen_member, people.ReopenMember(member))
        else:
            self._do(people.end_member, people.EndMember(member, dice.pick(DAYS), EndReason.RESIGNED))

    def undo(self, _dice: Dice) -> None:
        """Ctrl+Z: the book is what it was."""
        if self.done:
            move = self.done.pop()
            self._take_back(move.changes, move.before)
            self.undone.append(move)

    def redo(self, _dice: Dice) -> None:
        """Ctrl+Shift+Z: the book is what came of it."""
        if self.undone:
            move = self.undone.pop()
            self._take_back(Changes(rows=tuple(row.inverse() for row in move.changes.rows)), move.after)
            self.done.append(move)

    def _take_back(self, changes: Changes, expected: Book) -> None:
        self.database.write(lambda session: take_back(session, changes), "undo")
        self.book = self._read()
        assert self.book == expected
        self.rides = {ride.id for ride in self.book["ride"]}
        self.deeds["undo or redo"] += 1

    def end(self) -> None:
        """Look at the whole: the book as it stands on disk, the totals, and what `mmc-desk check` would say."""
        assert self.reader.read() == self.book
        random_book.settlements_are_sums(self.book)
        self.totals_are_sums()
        breaches = {check: self.desk.read(check.find) for check in _CHECKS}
        # Who stopped may be taken along all the same: the desk is warned, and `check` says so, of those and no others.
        warned = len(breaches.pop(_ENDED))
        assert (warned > 0) == (len(random_book.after_the_end(self.book, TODAY)) > 0)
        assert not any(breaches.values()), [breach for found in breaches.values() for breach in found]

    def totals_are_sums(self) -> None:
        """What is reported and what will be paid is what the rides add up to."""
        driven = [ride for ride in self.book["ride"] if ride.state in DRIVEN]
        found = self.desk.read(mileage_report, 2026)
        assert found.total.rides == len(driven)
        assert found.total.metres == sum(ride.metres for ride in driven)
        assert found.total.metres == sum(line.total.metres for line in found.drivers)
        assert found.total.cents == sum(line.total.cents for driver in found.drivers for line in driver.months)
        values = {
            name: value or 0  # a year without rides is unknown, not 0
            for part in figures.FIGURE_SETS
            for name, value in self.desk.read(part.compute, 2026).items()
        }
        assert values["rides"] == len(driven)
        assert values["member_trips"] == sum(ride.passengers for ride in driven)
        assert values["no_driver"] == sum(ride.state == RideState.NO_DRIVER for ride in self.book["ride"])


DEEDS: Mapping[str, Callable[[Game, Dice], None]] = {
    "request": Game.request,
    "edit": Game.edit,
    "duplicate": Game.duplicate,
    "assign": Game.assign,
    "unassign": Game.unassign,
    "confirm": Game.confirm,
    "drive": Game.drive,
    "share": Game.share,
    "unshare": Game.unshare,
    "return_by_another": Game.return_by_another,
    "cancel": Game.cancel,
    "waste": Game.waste,
    "find_nobody": Game.find_nobody,
    "reopen": Game.reopen,
    "key_sheet": Game.key_sheet,
    "add_unannounced": Game.add_unannounced,
    "phone": Game.phone,
    "begin_series": Game.begin_series,
    "change_series": Game.change_series,
    "except_day": Game.except_day,
    "plan_ahead": Game.plan_ahead,
    "settle": Game.settle,
    "correct": Game.correct,
    "choose_payment": Game.choose_payment,
    "invoice": Game.invoice,
    "fall_ill": Game.fall_ill,
    "end_or_reopen_member": Game.end_or_reopen_member,
    "undo": Game.undo,
    "redo": Game.redo,
}

_OFTEN = (
    *["request"] * 8,
    *["assign"] * 6,
    *["drive"] * 3,
    *["undo", "redo"] * 3,
    *["confirm", "share", "share", "unshare", "return_by_another", "cancel", "phone"],
)
PICKS = (*DEEDS, *_OFTEN)
"""What a number picks from: what a desk does all day more often than the rest."""

_CHECKS = (*ride_checks.CHECKS, *mileage_checks.CHECKS, *invoice_checks.CHECKS)
_ENDED = next(check for check in _CHECKS if check.find is rides_after_the_end)
_BY_ITSELF = {"plan_series", "create_series", "change_series", "end_member"}
"""What makes or leaves rides that nobody looked at one by one: never for who has stopped by then."""
