"""The practice town while it is being built: one chance source, today, and what the features made so far."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from mmc_desk.core.model import Base
from mmc_desk.features.people.demo import names
from mmc_desk.features.people.model import Aid, Place
from mmc_desk.features.people.rules import DatedAddress, WeekSlot, active_on, address_on

SEED = 3740
WEEKS_AHEAD = 5
FIRST_YEAR = 2018


@dataclass(frozen=True, slots=True)
class Inhabitant:
    """A member, as later features need one. `years`: the years of membership."""

    key: int
    person: int
    name: str
    addresses: tuple[DatedAddress, ...]
    since: date
    ended_on: date | None
    years: frozenset[int]
    aid: Aid
    companion: bool
    born_on: date
    refused_driver: int | None = None

    def home_on(self, day: date) -> DatedAddress:
        """Return the address on a day."""
        found = address_on(self.addresses, day)
        assert found is not None  # noqa: S101 - narrows the type: everybody was given one
        return found

    def member_on(self, day: date) -> bool:
        """Tell whether this is a member on a day; next year's fee is asked for in the course of January."""
        present = self.since <= day and (self.ended_on is None or day < self.ended_on)
        return present and (day.year in self.years or day.year > max(self.years))


@dataclass(frozen=True, slots=True)
class Chauffeur:
    """A driver, as later features need one."""

    key: int
    name: str
    village: str
    active_from: date
    active_to: date | None
    pattern: tuple[WeekSlot, ...]
    rigid_wheelchair: bool
    waives_payment: bool
    max_distance: int | None
    max_rides_per_week: int | None
    absent: tuple[tuple[date, date], ...]

    def slot_on(self, day: date) -> WeekSlot | None:
        """Return the hours this driver drives on a day, None when not."""
        away = any(start <= day <= end for start, end in self.absent)
        if away or not active_on(self.active_from, self.active_to, day):
            return None
        return next((slot for slot in self.pattern if slot.weekday == day.weekday()), None)


@dataclass(slots=True)
class Town:
    """What one feature's `fill` leaves for the next. Deterministic: the same day gives the same town."""

    today: date
    rng: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 - play, not secrets
    members: list[Inhabitant] = field(default_factory=list)
    drivers: list[Chauffeur] = field(default_factory=list)
    postcodes: Mapping[str, str] = field(default_factory=dict)
    taken_names: set[tuple[str, str]] = field(default_factory=set)
    _keys: Counter[str] = field(default_factory=Counter)

    @property
    def last_day(self) -> date:
        """The last day with planned rides, meals and sessions."""
        return self.today + timedelta(weeks=WEEKS_AHEAD)

    @property
    def first_busy_day(self) -> date:
        """The first day of the years around today; the published years before it stay as they were."""
        return date(max(self.today.year - 1, 2021), 1, 1)

    def holidays(self, year: int) -> Mapping[date, str]:
        """Return the public holidays of a year with their Dutch names (domain.md §7)."""
        import holidays

        return dict(holidays.country_holidays("BE", years=year, language="nl"))

    def key(self, model: type[Base]) -> int:
        """Return the next key of a table."""
        self._keys[model.__tablename__] += 1
        return self._keys[model.__tablename__]

    def add(self, session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows in bulk; rows without a key get one."""
        if rows:
            keyed = [row if "id" in row else {"id": self.key(model), **row} for row in rows]
            # Through the connection: the ORM would make a statement for each pattern of empty columns.
            session.connection().execute(insert(model), keyed)

    def count_on(self, session: Session) -> None:
        """Let PostgreSQL's own numbering go on after the keys that were given here."""
        if session.connection().dialect.name != "postgresql":
            return
        for name in Base.metadata.tables:
            last = session.execute(text(f"SELECT max(id) FROM {name}")).scalar()  # noqa: S608 - our own table names
            if last is not None:
                session.execute(
                    text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"), {"name": name, "last": last}
                )

    def read_places(self, session: Session) -> None:
        """Take the postcodes from the shipped places."""
        places = session.execute(select(Place.name, Place.postcode).where(Place.is_village).order_by(Place.id))
        self.postcodes = {row.name: row.postcode for row in places}

    def new_name(self) -> tuple[str, str]:
        """Return a last and first name that nobody bears yet."""
        while True:
            pool = names.WOMEN if self.rng.random() < 0.66 else names.MEN
            name = self._last_name(), self.rng.choice(pool)
            if name not in self.taken_names:
                self.taken_names.add(name)
                return name

    def _last_name(self) -> str:
        name = self.rng.choice(names.LAST_NAMES)
        other = self.rng.choice(names.LAST_NAMES)
        return f"{name}-{other}" if self.rng.random() < 0.06 and other != name else name

    def new_address(self, day: date) -> DatedAddress:
        """Return a new address that holds from a day."""
        villages = {**names.VILLAGES, **(names.HOESELT if day.year >= 2025 else {})}
        village = self.rng.choices(list(villages), list(villages.values()))[0]
        bus = f" bus {self.rng.randint(1, 12)}" if self.rng.random() < 0.12 else ""
        street = f"{self.rng.choice(names.STREETS)} {self.rng.randint(1, 190)}{bus}"
        return DatedAddress(day, street, self.postcodes[village], village)

    def new_phone(self) -> str:
        """Return a land line in a block that isn't given out (089 00 …)."""
        return f"+328900{self.rng.randint(0, 9999):04d}"

    def new_mobile(self) -> str:
        """Return a mobile number in a block that isn't given out (0450 00 …)."""
        return f"+3245000{self.rng.randint(0, 9999):04d}"

    def day_between(self, first: date, last: date) -> date:
        """Return any day from … to, both included."""
        return first + timedelta(days=self.rng.randint(0, max(0, (last - first).days)))
