"""Rittenboek: what an old ride book tells, row by row, checked and turned into rides.

Reasons are collected, so that a rejected row says everything that is wrong with it at once.
"""

from collections.abc import Hashable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_duration
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.core.importing.cells import MOST_TEXT
from mmc_desk.core.importing.kinds import Batch, ImportKind, Outcome, Reading, known_as
from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides.imports.fields import FIELDS, read_cancelled_by, read_state
from mmc_desk.features.rides.imports.lookups import Drivers, Members, Villages, split_members
from mmc_desk.features.rides.imports.writing import Draft, numbered, write_rides
from mmc_desk.features.rides.model import CancelledBy, Purpose, RideState
from mmc_desk.features.rides.ops.distances import LEARNT_OVER, learn_distances

LONGEST = timedelta(hours=16)
"""A ride may cross midnight, but hardly lasts longer (input README)."""

_FARTHEST = timedelta(days=730)
_DRIVEN = (RideState.DRIVEN, RideState.SETTLED)
_DRIVERLESS = (RideState.REQUESTED, RideState.CANCELLED, RideState.NO_DRIVER)
_WITHOUT_KM = (RideState.REQUESTED, RideState.ASSIGNED, RideState.CONFIRMED)
_TOLD_ELSEWHERE = (RideState.CANCELLED, RideState.WASTED, RideState.NO_DRIVER)
_KM = ("km", "odometer_start", "odometer_end")
_FEWEST_NUMBERS = 5
_UNKNOWN = -1
"""A driver whom the desk doesn't know: the row is refused already."""


class _Row(NamedTuple):
    """The cells of one row that were read."""

    ride_no: str | None
    ride_date: date | None
    member_no: str | None
    member_name: str | None
    member_first_name: str | None
    passenger: str | None
    passenger_2: str | None
    passenger_3: str | None
    driver_code: str | None
    driver: str | None
    depart: Any
    home: Any
    origin: str | None
    destination: str | None
    purpose: tuple[Purpose, str] | None
    km: int | None
    odometer_start: int | None
    odometer_end: int | None
    parking: int | None
    received: int | None
    state: RideState | None
    cancelled: bool | None
    wasted: bool | None
    no_driver: bool | None
    cancelled_by: CancelledBy | None
    waiting: int | None
    aid: Aid | None
    companions: int | None
    remark: str | None

    @property
    def member(self) -> str | None:
        """What the row calls its member: a number, else a name."""
        if self.member_no:
            return self.member_no
        return " ".join(filter(None, (self.member_name, self.member_first_name))) or None

    @property
    def others(self) -> list[str]:
        """What the row calls the other members in the car."""
        cells = (self.passenger, self.passenger_2, self.passenger_3)
        return [name for cell in cells if cell for name in split_members(cell)]


def store_rides(session: Session, batch: Batch) -> None:
    """Store a ride book: every row is a ride of members and drivers known already, or is refused."""
    rows = list(map(_Row._make, zip(*(batch.column(name) for name in _Row._fields), strict=True)))
    _Reader(session, batch, rows).store(session)


class _Reader:
    def __init__(self, session: Session, batch: Batch, rows: list[_Row]) -> None:
        self._batch = batch
        self._rows = rows
        named = {row.member for row in rows} | {name for row in rows for name in row.others}
        self._members = Members(session, filter(None, named))
        for name in filter(None, named):
            self._members.find(name)
        self._members.load_homes()
        self._drivers = Drivers(session)
        self._titled = self._driver_of_sheet()
        self._monthly = _begins_again_each_month(rows)
        self._villages = Villages(session)
        self._today = clock.today()
        self._first_told: dict[Hashable, tuple[int | None, RideState]] = {}

    def store(self, session: Session) -> None:
        drafts = list(self._drafts())
        write_rides(session, self._batch, drafts)
        if {Outcome.NEW, Outcome.CHANGED} & set(self._batch.outcomes.values()):
            learn_distances(session, max(draft.ride_date for draft in drafts) - LEARNT_OVER)

    def _drafts(self) -> Iterator[Draft]:
        batch = self._batch
        for place, row in enumerate(self._rows):
            draft = self._draft(place, row)
            if not batch.rejected(place) and batch.first_of(place, self._identity(draft), row, draft.said):
                yield draft

    def _identity(self, draft: Draft) -> Hashable:
        """Return what makes a second row the same ride.

        Without numbers another driver makes another ride, and so does a ride that was called off and driven after all.
        """
        told = (draft.driver_id, draft.state)
        if draft.written_no or self._first_told.setdefault(draft.identity, told) == told:
            return draft.identity
        return draft.identity, told

    def _draft(self, place: int, row: _Row) -> Draft:
        """Return what a row says; what is wrong with it is told to the batch."""
        members = self._members_of(place, row)
        driver = self._driver_of(place, row)
        metres = self._metres_of(place, row)
        state = self._state_of(place, row, driver, metres)
        depart, home = self._times_of(place, row)
        self._check_date(place, row)
        purpose, odd_word = row.purpose or (Purpose.OTHER, "")
        reason, note = _reason_and_note(state, row.remark or "", odd_word)
        street, own_village = self._members.home(members[0], row.ride_date) if members and row.ride_date else ("", "")
        origin = row.origin or ", ".join(filter(None, (street, own_village)))
        destination = row.destination or ""
        if state in (RideState.NO_DRIVER, RideState.REQUESTED):
            driver = None
        return Draft(
            place=place,
            written_no=row.ride_no or "",
            number=self._number_of(row),
            ride_date=row.ride_date or self._today,
            state=state or RideState.DRIVEN,
            driver_id=driver,
            depart_at=depart,
            home_at=home,
            origin=origin,
            village=self._villages.of_address(origin) or own_village,
            destination=destination,
            destination_village=self._villages.of_destination(destination),
            purpose=purpose,
            metres=metres,
            parking=row.parking or 0,
            received=row.received,
            waiting_minutes=row.waiting or 0,
            cancelled_by=_cancelled_by(row) if state is RideState.CANCELLED else None,
            reason=reason,
            note=note,
            members=members,
            member_word=row.member or "",
            aid=row.aid or Aid.NONE,
            companions=row.companions or 0,
        )

    def _members_of(self, place: int, row: _Row) -> tuple[int, ...]:
        found: list[int] = []
        for name in filter(None, (row.member, *row.others)):
            key, reason = self._members.find(name)
            if key is None:
                self._batch.reject(place, reason)
            elif key in found:
                self._batch.reject(
                    place, translate("rides", "lid {name} staat twee keer in deze rit").format(name=name)
                )
            else:
                found.append(key)
        return tuple(found)

    def _driver_of(self, place: int, row: _Row) -> int | None:
        for text in (row.driver_code, row.driver):
            if text:
                key, reason = self._drivers.find(text)
                if reason:
                    self._batch.reject(place, reason)
                    return _UNKNOWN
                return key
        return self._titled

    def _driver_of_sheet(self) -> int | None:
        """Return the driver whose sheet this is, by its title or a line above it, where no column tells drivers."""
        if self._batch.has("driver") or self._batch.has("driver_code"):
            return None
        return self._drivers.named_in((self._batch.sheet, *self._batch.titles, self._batch.file))

    def _number_of(self, row: _Row) -> str:
        day = row.ride_date or self._today
        return numbered(row.ride_no or "", day.year, day.month if self._monthly else None)

    def _metres_of(self, place: int, row: _Row) -> int | None:
        if row.km is not None or row.odometer_start is None or row.odometer_end is None:
            return row.km
        driven = row.odometer_end - row.odometer_start
        if not 0 <= driven <= 5_000_000:
            self._batch.reject(place, translate("rides", "de kilometerstanden kloppen niet"))
            self._batch.unreadable.add((place, "km"))
            return None
        return driven

    def _state_of(self, place: int, row: _Row, driver: int | None, metres: int | None) -> RideState | None:
        if (place, "state") in self._batch.unreadable:
            return None
        state = _marked(row) or row.state
        state = _refined(state, row.remark or "") if state else self._guessed(row, driver, metres)
        no_km = metres is None and not any((place, name) in self._batch.unreadable for name in _KM)
        if state is None:
            if no_km:
                self._batch.reject(place, translate("rides", "er staat geen status en er zijn geen kilometers"))
            return None
        if state is RideState.REQUESTED and driver is not None:
            state = RideState.ASSIGNED
        if state not in _DRIVERLESS and driver is None:
            self._batch.reject(place, translate("rides", "chauffeur ontbreekt"))
        if state in _DRIVEN and no_km:
            self._batch.reject(place, translate("rides", "km ontbreekt"))
        if state in _DRIVEN and row.ride_date and row.ride_date > self._today:
            self._batch.reject(place, translate("rides", "uitgevoerd op een dag die nog moet komen"))
        return state

    def _guessed(self, row: _Row, driver: int | None, metres: int | None) -> RideState | None:
        """Return the state of a row that tells none: kilometres were driven, days to come are planned."""
        if said := _state_in(row.remark or ""):
            return said
        if metres is not None:
            return RideState.DRIVEN
        if row.ride_date and row.ride_date >= self._today:
            return RideState.REQUESTED if driver is None else RideState.ASSIGNED
        return None

    def _times_of(self, place: int, row: _Row) -> tuple[datetime | None, datetime | None]:
        if row.ride_date is None:
            return None, None
        depart = clock.at(row.ride_date, row.depart) if row.depart else None
        home = clock.at(row.ride_date, row.home) if row.home else None
        if depart and home and home < depart:
            home = clock.at(row.ride_date + timedelta(days=1), row.home)
        if depart and home and home - depart > LONGEST:
            self._batch.reject(
                place,
                translate(
                    "rides", "thuis om {home} is {time} na vertrek om {depart}: een rit duurt hoogstens 16 uur"
                ).format(
                    home=f"{row.home:%H:%M}",
                    depart=f"{row.depart:%H:%M}",
                    time=show_duration((home - depart) // timedelta(minutes=1)),
                ),
            )
        return depart, home

    def _check_date(self, place: int, row: _Row) -> None:
        if row.ride_date and not date(1980, 1, 1) <= row.ride_date <= self._today + _FARTHEST:
            self._batch.reject(
                place, translate("rides", "{day} kan geen ritdatum zijn").format(day=f"{row.ride_date:%d/%m/%Y}")
            )


def _begins_again_each_month(rows: Sequence[_Row]) -> bool:
    """Tell whether this is the book of one month, not the first of a year, that begins at 1 all the same."""
    months = {(row.ride_date.year, row.ride_date.month) for row in rows if row.ride_date}
    numbers = [row.ride_no for row in rows if row.ride_no]
    if len(months) != 1 or months.pop()[1] == 1 or len(numbers) < _FEWEST_NUMBERS:
        return False
    return "1" in numbers and all(number.isdecimal() and int(number) <= 2 * len(rows) for number in numbers)


def _marked(row: _Row) -> RideState | None:
    """Return what a column of crosses says went otherwise."""
    if row.no_driver:
        return RideState.NO_DRIVER
    if row.wasted:
        return RideState.WASTED
    return RideState.CANCELLED if row.cancelled else None


def _state_in(remark: str) -> RideState | None:
    """Return the state a remark tells of, where there is no status: only what didn't go as planned."""
    if not remark:
        return None
    try:
        state: RideState = read_state(remark[:MOST_TEXT], Reading(date.min))
    except RuleError:
        return None
    return state if state in _TOLD_ELSEWHERE else None


def _refined(state: RideState, remark: str) -> RideState:
    """Return the state of a plain "neen", which the remark explains."""
    return (_state_in(remark) or state) if state is RideState.CANCELLED else state


def _cancelled_by(row: _Row) -> CancelledBy:
    """Return who cancelled a ride, by the remark; the member where nothing is said."""
    if row.cancelled_by:
        return row.cancelled_by
    try:
        who: CancelledBy = read_cancelled_by((row.remark or "")[:MOST_TEXT], Reading(date.min))
    except RuleError:
        return CancelledBy.MEMBER
    return who


def _reason_and_note(state: RideState | None, remark: str, odd_word: str) -> tuple[str, str]:
    """Return reason and note: the remark on a ride that failed is its reason; an unknown purpose goes to the note."""
    word = translate("rides", "Reden: {word}").format(word=odd_word) if odd_word else ""
    if state in _TOLD_ELSEWHERE and len(remark) <= MOST_TEXT:
        return remark, word
    return "", "\n".join(filter(None, (remark, word)))


RIDE_BOOK = ImportKind(
    name="rittenboek",
    title=QT_TRANSLATE_NOOP("rides", "Rittenboek"),
    place=40,
    fields=FIELDS,
    required=(("ride_date",), ("member_no", "member_name")),
    telling=(
        ("driver", "driver_code", "depart", "destination"),
        ("km", "odometer_end", "destination", "state"),
    ),
    store=store_rides,
    note="remark",
    ignored=("weekdag", "reden van afwijzing", "maand", "week", "jaar", "handtekening"),
    hints=("rit",),
    about=known_as("rit|ritten|ritje|vervoer|trip|ride"),
    once=True,
)
