"""From the rows of three statements (queries.reading) to rides with their members; no sqlalchemy: Vandaag is first."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from mmc_desk.features.people.rules.persons import NamedPerson, full_name, name_key, told_apart
from mmc_desk.features.rides.queries.rows import RideLine, RideMember

Rows = Iterable[Sequence[Any]]


def lines(rides: Rows, members: Rows, bearers: Rows) -> tuple[RideLine, ...]:
    """Return the rides in their order, each with its members.

    A member whose name another one bears too is shown with birth year and village (domain.md §10.14).
    """
    counts = Counter(name_key(*name) for name in bearers)
    shared = {name for name, count in counts.items() if count > 1}
    aboard: dict[int, list[RideMember]] = defaultdict(list)
    for ride_id, *member in members:
        aboard[ride_id].append(_member(shared, *member))
    return tuple(_line(aboard.get(ride[0], ()), *ride) for ride in rides)


def _line(members: Sequence[RideMember], *columns: Any) -> RideLine:  # noqa: ANN401 - a row, in the statement's order
    values = (*columns[:6], full_name(columns[6] or "", columns[7] or ""), *columns[8:], tuple(members))
    return RideLine(*values)


def _member(shared: set[str], *columns: Any) -> RideMember:  # noqa: ANN401 - a row, in the statement's order
    request_id, member_id, member_no, last, first, born_on, mobile, phone, street, village, *rest = columns
    name = full_name(last, first)
    if shared and name_key(last, first) in shared:
        name = told_apart(NamedPerson(member_id, last, first, born_on, village or ""))
    return RideMember(request_id, member_id, member_no, name, mobile or phone, street or "", village or "", *rest)
