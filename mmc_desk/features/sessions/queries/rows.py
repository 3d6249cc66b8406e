"""The rows that the queries of LDC on Wheels return."""

from dataclasses import dataclass
from datetime import date, time

from mmc_desk.features.sessions.model import SessionKind, SessionState
from mmc_desk.features.sessions.rules.plan import Month, Noon, Proposed


@dataclass(frozen=True, slots=True)
class SessionRow:
    """An activity, as lists and the month plan show it.

    `hall`: where its location meets on that day; `trouble` says what its partner stands in the way of.
    """

    key: int
    version: int
    location_id: int
    location: str
    day: date
    kind: SessionKind
    state: SessionState
    theme_id: int | None = None
    theme: str = ""
    partner_id: int | None = None
    partner: str = ""
    speaker: str = ""
    volunteer_id: int | None = None
    volunteer: str = ""
    material: str = ""
    starts_at: time | None = None
    ends_at: time | None = None
    reason: str = ""
    moved_from: date | None = None
    is_pinned: bool = False
    cost: int | None = None
    expected: int | None = None
    attendance: int | None = None
    first_timers: int | None = None
    remarks: str = ""
    hall: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class PlanCell:
    """One weekday of one week at a location: its noon, where there is one, and its session, where there is one."""

    location_id: int
    day: date
    noon: Noon | None = None
    session: SessionRow | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether a session can be here."""
        return self.noon is not None and not self.noon.closed


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A weekly moment of a location over the weeks of a month; None where the week's day is in another month."""

    location_id: int
    location: str
    weekday: int
    cells: tuple[PlanCell | None, ...]


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """The grid of a month: weeks by their Mondays, a row per weekly moment."""

    month: Month
    weeks: tuple[date, ...]
    rows: tuple[PlanRow, ...]
    desk: str = ""
    practice: bool = False

    @property
    def sessions(self) -> tuple[SessionRow, ...]:
        """Its sessions, by day."""
        found = [cell.session for row in self.rows for cell in row.cells if cell and cell.session]
        return tuple(sorted(found, key=lambda one: (one.day, one.location)))


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A line of a proposal: a session with the sentences that say why, or a month without one and the reason."""

    key: str
    location_id: int
    location: str
    month: Month
    why: tuple[str, ...]
    proposed: Proposed | None = None
    theme: str = ""
    partner: str = ""

    @property
    def day(self) -> date | None:
        """The day it proposes."""
        return self.proposed.day if self.proposed else None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the plan proposes for the months from … to."""

    first: Month
    last: Month
    rows: tuple[ProposalRow, ...]
    kept: int

    @property
    def sessions(self) -> tuple[ProposalRow, ...]:
        """The lines that propose a session."""
        return tuple(row for row in self.rows if row.proposed is not None)


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who came; `is_known` who is a person of the desk's."""

    key: int
    name: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A moment by appointment; free without a name."""

    key: int
    starts_at: time
    minutes: int
    name: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class SessionCard:
    """Everything about one activity. `interested`: who asked for its theme."""

    row: SessionRow
    attendees: tuple[Attendee, ...] = ()
    slots: tuple[SlotRow, ...] = ()
    interested: tuple[str, ...] = ()
    open_days: tuple[date, ...] = ()

    @property
    def key(self) -> int:
        """The session's."""
        return self.row.key


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner, with how often they came and when they come next."""

    key: int
    version: int
    name: str
    contact: str
    phone: str
    email: str
    offer: str
    weekdays: frozenset[int]
    active_to: date | None
    note: str
    sessions: int = 0
    next_day: date | None = None


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """Days on which a partner can't come."""

    key: int
    from_day: date
    to_day: date
    reason: str


@dataclass(frozen=True, slots=True)
class PartnerCard:
    """Everything about one partner, the sessions to come first."""

    row: PartnerRow
    absences: tuple[AbsenceRow, ...] = ()
    themes: tuple[str, ...] = ()
    coming: tuple[SessionRow, ...] = ()
    past: tuple[SessionRow, ...] = ()

    @property
    def key(self) -> int:
        """The partner's."""
        return self.row.key


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme: how often it came, when last, how many people asked for it."""

    key: int
    version: int
    name: str
    kind: SessionKind
    partner_id: int | None
    partner: str
    is_offered: bool
    note: str
    sessions: int = 0
    last_day: date | None = None
    interested: int = 0


@dataclass(frozen=True, slots=True)
class InterestRow:
    """What somebody asked for; `themes` that meet it."""

    key: int
    person_id: int
    name: str
    topic: str
    noted_on: date
    themes: tuple[str, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True)
class ThemeCard:
    """Everything about one theme: who asked for it, where it came."""

    row: ThemeRow
    interested: tuple[InterestRow, ...] = ()
    sessions: tuple[SessionRow, ...] = ()

    @property
    def key(self) -> int:
        """The theme's."""
        return self.row.key


@dataclass(frozen=True, slots=True)
class Choices:
    """What a form lets one choose from: key and name."""

    locations: tuple[tuple[int, str], ...] = ()
    themes: tuple[ThemeRow, ...] = ()
    partners: tuple[tuple[int, str], ...] = ()
    volunteers: tuple[tuple[int, str], ...] = ()
    people: tuple[tuple[int, str], ...] = ()
    starts_at: time = time(14)
    ends_at: time = time(15, 30)
