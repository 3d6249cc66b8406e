"""The calendar of the restaurants as a grid: a week by location and day, a month by weekly moment and week. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from mmc_desk.core.formats import WEEKDAYS, show_day
from mmc_desk.core.i18n import translate

_SATURDAY = 5


class NoonState(StrEnum):
    """How a noon stands."""

    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"
    SERVED = "served"
    TO_COUNT = "to_count"


@dataclass(frozen=True, slots=True)
class NoonCell:
    """A noon as the calendar shows it. `capacity` None: there is room for everybody."""

    service_id: int
    restaurant_id: int
    location: str
    day: date
    starts_at: str = ""
    booked: int | None = None
    present: int | None = None
    capacity: int | None = None
    closed_reason: str = ""
    is_decided: bool = False
    menu: str = ""

    def state(self, today: date) -> NoonState:
        """Return how the noon stands today."""
        if self.closed_reason:
            return NoonState.CLOSED
        if self.present is not None:
            return NoonState.SERVED
        if self.day < today:
            return NoonState.TO_COUNT
        is_full = self.capacity is not None and (self.booked or 0) >= self.capacity
        return NoonState.FULL if is_full else NoonState.OPEN


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: a location, in a month also the weekday of its moment."""

    restaurant_id: int
    title: str
    cells: tuple[NoonCell | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns with their headings and first days, and the rows under them. In a month each cell says its day."""

    titles: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    rows: tuple[GridRow, ...] = ()
    is_month: bool = False
    notes: Mapping[date, str] = field(default_factory=dict)


def week_grid(
    noons: Sequence[NoonCell], restaurants: Sequence[tuple[int, str]], monday: date, notes: Mapping[date, str]
) -> Grid:
    """Return a row per location; Saturday and Sunday only where something is served then. `notes`: holidays by day."""
    days = [monday + timedelta(days=step) for step in range(7)]
    served = {noon.day for noon in noons}
    shown = tuple(day for day in days if day.weekday() < _SATURDAY or day in served)
    by_place = {(noon.restaurant_id, noon.day): noon for noon in noons}
    rows = (GridRow(key, name, tuple(by_place.get((key, day)) for day in shown)) for key, name in restaurants)
    return Grid(tuple(show_day(day) for day in shown), shown, tuple(rows), notes=notes)


def month_grid(noons: Sequence[NoonCell], first: date, last: date) -> Grid:
    """Return a row per weekly moment, by weekday and name, and a column per week."""
    mondays = []
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        mondays.append(monday)
        monday += timedelta(days=7)
    by_moment: dict[tuple[int, str, int], dict[date, NoonCell]] = {}
    for noon in noons:
        week = noon.day - timedelta(days=noon.day.weekday())
        by_moment.setdefault((noon.day.weekday(), noon.location, noon.restaurant_id), {})[week] = noon
    rows = tuple(
        GridRow(
            restaurant_id,
            f"{name} · {translate('formats', WEEKDAYS[weekday])[:2]}",
            tuple(cells.get(week) for week in mondays),
        )
        for (weekday, name, restaurant_id), cells in sorted(by_moment.items(), key=lambda item: item[0])
    )
    text = translate("meals", "week {number}")
    titles = tuple(text.format(number=week.isocalendar().week) for week in mondays)
    return Grid(titles, tuple(mondays), rows, is_month=True)


def cell_text(noon: NoonCell, today: date) -> str:
    """Return what stands in a cell: who came, who is booked of how many, or why it is closed."""
    state = noon.state(today)
    if state is NoonState.CLOSED:
        return noon.closed_reason
    if state is NoonState.SERVED:
        return translate("meals", "{count} eters").format(count=noon.present)
    if state is NoonState.TO_COUNT:
        return translate("meals", "nog te tellen")
    if noon.capacity is None:
        return translate("meals", "{count} geboekt").format(count=noon.booked or 0)
    places = f"{noon.booked or 0} / {noon.capacity}"
    return translate("meals", "{places} volzet").format(places=places) if state is NoonState.FULL else places


def describe(noon: NoonCell, today: date) -> str:
    """Return a noon in one sentence, for the line under the grid and for who listens."""
    state = noon.state(today)
    if state is NoonState.CLOSED:
        text = translate("meals", "gesloten: {reason}").format(reason=noon.closed_reason)
        return f"{text} ({translate('meals', 'zelf beslist')})" if noon.is_decided else text
    parts = [noon.starts_at] if noon.starts_at else []
    if noon.booked is not None or state is not NoonState.TO_COUNT:
        parts.append(translate("meals", "{count} ingeschreven").format(count=noon.booked or 0))
    if noon.capacity is not None:
        parts.append(translate("meals", "{count} plaatsen").format(count=noon.capacity))
    if noon.present is not None:
        parts.append(translate("meals", "{count} aan tafel").format(count=noon.present))
    words = {NoonState.FULL: translate("meals", "volzet"), NoonState.TO_COUNT: translate("meals", "nog te tellen")}
    parts += [word for word in (words.get(state, ""), noon.menu) if word]
    return ", ".join(parts)
