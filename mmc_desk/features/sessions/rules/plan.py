"""The month plan: one session per location a month, after one of its open services (domain.md §5).

Month by month, the locations with the fewest open noons first: each takes the noon that leaves weeks and days the
quietest, then the theme that was away the longest. Hard: closed noons, pinned sessions, one session of a partner a
day, the partner's weekdays and absences, no theme twice at a location within so many months. What can't be met
leaves the theme open, never the month, unless no noon is open.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from mmc_desk.features.sessions.rules.partners import PlanPartner, refusal

_SAME_WEEK, _SAME_DAY, _SAME_WEEKDAY, _SAME_PLACE, _NO_THEME = 10, 15, 1, 3, 60
"""What a noon costs per session in its week, on its day, on its weekday; at the place of last month; without theme."""

NEVER = -(10**6)
"""The month in which a theme that never came came last."""


class Month(NamedTuple):
    """A month of a year."""

    year: int
    month: int

    @property
    def number(self) -> int:
        """Months since the year 0: to count with."""
        return self.year * 12 + self.month - 1

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month of a day."""
        return cls(day.year, day.month)

    def plus(self, months: int) -> "Month":
        """Return a later month, or an earlier one."""
        return Month(*_year_month(self.number + months))


def _year_month(index: int) -> tuple[int, int]:
    year, month = divmod(index, 12)
    return year, month + 1


def months_between(first: Month, last: Month) -> Iterator[Month]:
    """Yield the months from … to, both included."""
    for index in range(first.number, last.number + 1):
        yield Month(*_year_month(index))


@dataclass(frozen=True, slots=True)
class Noon:
    """A noon of a location; `closed` says why there is no meal, "" for an open one."""

    location_id: int
    day: date
    closed: str = ""


@dataclass(frozen=True, slots=True)
class PlanLocation:
    """A location, with the first noon it ever has."""

    location_id: int
    name: str
    first_noon: date | None = None


@dataclass(frozen=True, slots=True)
class PlanTheme:
    """A theme, with the partner who brings it, where there is one; only an offered one is proposed."""

    theme_id: int
    name: str
    partner_id: int | None = None
    is_offered: bool = True


@dataclass(frozen=True, slots=True)
class KnownSession:
    """A session that is planned or was held. What isn't `is_fixed` may get another day: theme and partner stay."""

    session_id: int
    location_id: int
    day: date
    theme_id: int | None = None
    partner_id: int | None = None
    is_fixed: bool = True


@dataclass(frozen=True, slots=True)
class PlanDesk:
    """Everything the plan looks at. `noons` in any order; `repeat_months`: how long a theme stays away."""

    locations: tuple[PlanLocation, ...]
    noons: tuple[Noon, ...]
    themes: tuple[PlanTheme, ...] = ()
    partners: tuple[PlanPartner, ...] = ()
    known: tuple[KnownSession, ...] = ()
    repeat_months: int = 6
    from_day: date = date.min


@dataclass(frozen=True, slots=True)
class Facts:
    """What speaks for a proposal. `busy` counts other sessions of the week; `last_month` when the theme came last."""

    busy: int
    open_noons: int
    closed: tuple[Noon, ...] = ()
    last_month: Month | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A session the plan proposes; with `session_id` an existing one that would move to `day`."""

    location_id: int
    day: date
    theme_id: int | None
    partner_id: int | None
    facts: Facts
    session_id: int | None = None
    moved_from: date | None = None


@dataclass(frozen=True, slots=True)
class Without:
    """A month in which a location gets no session, and the noons that tell why (none: not in the schedule)."""

    location_id: int
    month: Month
    noons: tuple[Noon, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What comes of it: every location and month is in exactly one of the three."""

    proposed: tuple[Proposed, ...]
    kept: tuple[KnownSession, ...]
    without: tuple[Without, ...]


def propose(desk: PlanDesk, first: Month, last: Month) -> Plan:
    """Return the plan of the months from … to."""
    planner = _Planner(desk)
    for month in months_between(first, last):
        planner.plan(month)
    return Plan(tuple(planner.proposed), tuple(planner.kept), tuple(planner.without))


@dataclass(slots=True)
class _Load:
    """How busy weeks, days and partners are, and which theme came where and when."""

    weeks: Counter[date] = field(default_factory=Counter)
    days: Counter[date] = field(default_factory=Counter)
    weekdays: Counter[tuple[Month, int]] = field(default_factory=Counter)
    partner_days: Counter[tuple[int, date]] = field(default_factory=Counter)
    themes: defaultdict[tuple[int, int], list[int]] = field(default_factory=lambda: defaultdict(list))
    month_themes: Counter[tuple[int, int]] = field(default_factory=Counter)
    total_themes: Counter[int] = field(default_factory=Counter)
    places: dict[tuple[int, int], int] = field(default_factory=dict)

    def count(self, location_id: int, day: date, brought: tuple[int | None, int | None], by: int = 1) -> None:
        """Count a session with the theme and partner it `brought` in, or out with -1."""
        month, (theme_id, partner_id) = Month.of(day), brought
        self.weeks[monday(day)] += by
        self.days[day] += by
        self.weekdays[month, day.weekday()] += by
        if partner_id is not None:
            self.partner_days[partner_id, day] += by
        if theme_id is not None:
            came = self.themes[location_id, theme_id]
            came.append(month.number) if by > 0 else came.remove(month.number)
            self.month_themes[theme_id, month.number] += by
            self.total_themes[theme_id] += by
        if by > 0:
            self.places[location_id, month.number] = place_in_month(day)

    def cost(self, location_id: int, day: date) -> int:
        """Return how little a day suits."""
        month = Month.of(day)
        was_there = self.places.get((location_id, month.number - 1)) == place_in_month(day)
        return (
            _SAME_WEEK * self.weeks[monday(day)]
            + _SAME_DAY * self.days[day]
            + _SAME_WEEKDAY * self.weekdays[month, day.weekday()]
            + _SAME_PLACE * was_there
        )


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def place_in_month(day: date) -> int:
    """Return 1 for the first such weekday of its month, 2 for the second and so on."""
    return (day.day + 6) // 7


class _Planner:
    def __init__(self, desk: PlanDesk) -> None:
        self.desk = desk
        self.proposed: list[Proposed] = []
        self.kept: list[KnownSession] = []
        self.without: list[Without] = []
        self._partners = {partner.partner_id: partner for partner in desk.partners}
        self._offered = [theme for theme in desk.themes if theme.is_offered]
        self._noons = _by_month(desk.noons)
        self._known: defaultdict[tuple[int, Month], list[KnownSession]] = defaultdict(list)
        self._load = _Load()
        self._refusals: dict[tuple[int, date], bool] = {}
        for known in desk.known:
            self._known[known.location_id, Month.of(known.day)].append(known)
            self._load.count(known.location_id, known.day, (known.theme_id, known.partner_id))

    def plan(self, month: Month) -> None:
        """Plan one month: what is fixed stays, the locations with the fewest open noons choose first."""
        ordered = sorted(self.desk.locations, key=lambda one: (len(self._open(one, month)), one.location_id))
        for location in ordered:
            known = sorted(self._known[location.location_id, month], key=lambda one: (one.is_fixed, one.day))
            if not known:
                self._fill(location, month)
                continue
            others = frozenset(session.day for session in known[1:])
            self.kept.extend(known[1:])
            if known[0].is_fixed or not self._move(location, month, known[0], others):
                self.kept.append(known[0])

    def _open(self, location: PlanLocation, month: Month) -> list[date]:
        noons = self._noons.get((location.location_id, month), ())
        return [noon.day for noon in noons if not noon.closed and noon.day >= self.desk.from_day]

    def _fill(self, location: PlanLocation, month: Month) -> None:
        open_days = self._open(location, month)
        if not open_days:
            noons = self._noons.get((location.location_id, month), ())
            self.without.append(Without(location.location_id, month, tuple(noons)))
            return
        costs = []
        for place, day in enumerate(open_days):
            theme = self._theme(location.location_id, day)
            turn = (place - location.location_id - month.number) % len(open_days)
            costs.append((self._load.cost(location.location_id, day) + _NO_THEME * (theme is None), turn, day, theme))
        _, _, day, theme = min(costs, key=lambda one: one[:3])
        self._take(location, day, (theme.theme_id, theme.partner_id) if theme else (None, None))

    def _move(self, location: PlanLocation, month: Month, session: KnownSession, others: frozenset[date]) -> bool:
        """Give a session that isn't fixed the best day its partner can make; tell whether that is another one."""
        brought = (session.theme_id, session.partner_id)
        self._load.count(location.location_id, session.day, brought, -1)
        days = [
            day for day in self._open(location, month) if day not in others and self._can_come(session.partner_id, day)
        ]
        is_past = session.day < self.desk.from_day
        day = min(
            (session.day,) if is_past or not days else days,
            key=lambda one: (self._load.cost(location.location_id, one), one != session.day, one),
        )
        if day == session.day:
            self._load.count(location.location_id, day, brought)
            return False
        self._take(location, day, brought, session)
        return True

    def _take(
        self,
        location: PlanLocation,
        day: date,
        brought: tuple[int | None, int | None],
        moved: KnownSession | None = None,
    ) -> None:
        month, (theme_id, partner_id) = Month.of(day), brought
        noons = self._noons[location.location_id, month]
        facts = Facts(
            busy=self._load.weeks[monday(day)],
            open_noons=len(self._open(location, month)),
            closed=tuple(noon for noon in noons if noon.closed),
            last_month=self._last_month(location.location_id, theme_id, month),
        )
        was = (moved.session_id, moved.day) if moved else (None, None)
        self.proposed.append(Proposed(location.location_id, day, theme_id, partner_id, facts, *was))
        self._load.count(location.location_id, day, brought)

    def _last_month(self, location_id: int, theme_id: int | None, month: Month) -> Month | None:
        came = self._load.themes[location_id, theme_id] if theme_id is not None else []
        last = max((index for index in came if index < month.number), default=None)
        return None if last is None else Month(*_year_month(last))

    def _theme(self, location_id: int, day: date) -> PlanTheme | None:
        """Return the theme that was away the longest at a location, among those that can come on a day."""
        index = Month.of(day).number
        best, best_key = None, None
        for theme in self._offered:
            came = self._load.themes.get((location_id, theme.theme_id), ())
            if any(abs(index - one) < self.desk.repeat_months for one in came):
                continue
            if not self._can_come(theme.partner_id, day):
                continue
            key = (
                max(came, default=NEVER),
                self._load.month_themes[theme.theme_id, index],
                self._load.total_themes[theme.theme_id],
                theme.theme_id,
            )
            if best_key is None or key < best_key:
                best, best_key = theme, key
        return best

    def _can_come(self, partner_id: int | None, day: date) -> bool:
        partner = self._partners.get(partner_id) if partner_id is not None else None
        if partner is None:
            return True
        key = (partner.partner_id, day)
        if self._load.partner_days[key]:
            return False
        if key not in self._refusals:
            self._refusals[key] = not refusal(partner, day)
        return self._refusals[key]


def _by_month(noons: Sequence[Noon]) -> Mapping[tuple[int, Month], list[Noon]]:
    found: defaultdict[tuple[int, Month], list[Noon]] = defaultdict(list)
    for noon in sorted(noons, key=lambda one: (one.day, one.location_id)):
        found[noon.location_id, Month.of(noon.day)].append(noon)
    return found


def next_open(
    noons: Sequence[Noon], closed: date, taken: frozenset[date], partner_days: frozenset[date]
) -> date | None:
    """Return where a session goes whose service on `closed` has no meal: the next open noon of the month (§5).

    `noons` are those of its location; `taken` the days with another session there. Days of `partner_days`, on which
    its partner can't come, are taken only when no other is left. None: the session is missed.
    """
    later = [
        noon.day
        for noon in sorted(noons, key=lambda one: one.day)
        if not noon.closed and noon.day > closed and Month.of(noon.day) == Month.of(closed) and noon.day not in taken
    ]
    free = [day for day in later if day not in partner_days]
    return next(iter(free or later), None)
