"""An evaluation without the names of persons, as it leaves the office: a number for each, the same in both years.

The numbers go by how much somebody did, so that neither they nor the order of the rows tell how a name begins.
"""

from collections.abc import Hashable, Mapping
from dataclasses import replace

from mmc_desk.features.yearly.queries.addendum import Addendum, Breakdown
from mmc_desk.features.yearly.queries.report import TableResult


def without_names(found: Addendum) -> Addendum:
    """Return the evaluation with a number in place of every name; what somebody wrote themselves stays as it is."""
    parts = tuple(replace(part, breakdowns=tuple(map(_numbered, part.breakdowns))) for part in found.parts)
    shown = [breakdown for part in parts for breakdown in part.breakdowns]
    now = tuple(one.table for one in shown)
    before = tuple(one.previous for one in shown if one.previous)
    return replace(found, parts=parts, report=replace(found.report, tables=now, previous_tables=before))


def _numbered(breakdown: Breakdown) -> Breakdown:
    if not breakdown.table.names_persons:
        return breakdown
    numbers = _numbers(breakdown)
    previous = breakdown.previous
    return replace(
        breakdown,
        table=_with_numbers(breakdown.table, numbers),
        previous=_with_numbers(previous, numbers) if previous else None,
    )


def _numbers(breakdown: Breakdown) -> Mapping[Hashable, int]:
    """Return a number for everybody: who did most this year first, then who is only in last year's rows."""
    ranked: dict[Hashable, int] = {}
    for table in filter(None, (breakdown.table, breakdown.previous)):
        values = {key: row[breakdown.measure] or 0 for key, row in zip(table.keys, table.rows, strict=True)}
        for key in sorted(values, key=lambda key: values[key], reverse=True):
            ranked.setdefault(key, len(ranked) + 1)
    return ranked


def _with_numbers(table: TableResult, numbers: Mapping[Hashable, int]) -> TableResult:
    pairs = sorted(zip(table.keys, table.rows, strict=True), key=lambda pair: numbers[pair[0]])
    rows = tuple((f"{table.headings[0]} {numbers[key]}", *row[1:]) for key, row in pairs)
    return replace(table, rows=rows, keys=tuple(key for key, _ in pairs))
