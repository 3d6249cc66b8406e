"""A breakdown of two years as one table: rows matched by name, with the change, a total, a long list's rest as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mmc_desk.core.figures import Value
from mmc_desk.core.formats import month_name, short_month_name
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.printout.report import totals
from mmc_desk.features.yearly.queries.addendum import Breakdown
from mmc_desk.features.yearly.queries.report import TableResult

MONTH = "month"
"""The column whose rows keep their order and are all shown, of nothing too."""


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One name (`short` in a chart): the measure of this year and last, the table's other numbers of this year."""

    label: str
    value: Value
    previous: Value
    others: tuple[Value, ...]
    short: str = ""

    @property
    def change(self) -> Value:
        """This year minus last year, where both are known."""
        if self.value is None or self.previous is None:
            return None
        difference = self.value - self.previous
        return difference if isinstance(difference, int) else round(difference, 1)

    @property
    def percent(self) -> float | None:
        """The change in percent of last year, with one decimal."""
        return round(100 * self.change / self.previous, 1) if self.change is not None and self.previous else None


@dataclass(frozen=True, slots=True)
class Compared:
    """A breakdown ready to be shown: headings, a row for each name, the total of all."""

    title: str
    is_monthly: bool
    label: str
    measure: str
    others: tuple[str, ...]
    rows: tuple[ComparedRow, ...]
    total: ComparedRow


def compare(breakdown: Breakdown) -> Compared:
    """Return both years beside each other; a name of last year alone comes last, unknown this year; months in order."""
    table, measure = breakdown.table, breakdown.measure
    is_monthly = table.columns[0] == MONTH
    now, before = _by_key(table), _by_key(breakdown.previous)
    keys = [*now, *(key for key in before if key not in now)]
    return Compared(
        table.title,
        is_monthly,
        table.headings[0],
        table.headings[measure],
        _others(table.headings, measure),
        tuple(
            _row(now.get(key), before.get(key), measure, is_monthly=is_monthly)
            for key in (sorted(keys) if is_monthly else keys)
        ),
        _total(breakdown),
    )


Cells = Sequence[Any]


def _by_key(table: TableResult | None) -> dict[Any, Cells]:
    """Return the rows by what they are about: two of one name stay two."""
    if table is None:
        return {}
    keys = table.keys or [row[0] for row in table.rows]
    return dict(zip(keys, table.rows, strict=True))


def _row(now: Cells | None, before: Cells | None, measure: int, *, is_monthly: bool) -> ComparedRow:
    known = now or before or ()
    label = month_name(known[0]).capitalize() if is_monthly else str(known[0])
    return ComparedRow(
        label,
        now[measure] if now else None,
        before[measure] if before else None,
        _others(now or [None] * len(known), measure),
        short_month_name(known[0]) if is_monthly else label,
    )


def _others(cells: Sequence[Any], measure: int) -> tuple[Any, ...]:
    return (*cells[1:measure], *cells[measure + 1 :])


def _total(breakdown: Breakdown) -> ComparedRow:
    found = totals(breakdown.table)
    before = totals(breakdown.previous) if breakdown.previous and breakdown.previous.rows else None
    place = breakdown.measure - 1
    return ComparedRow(
        translate("yearly", "Totaal"),
        found[place],
        before[place] if before else None,
        (*found[:place], *found[place + 1 :]),
    )


def shorten(compared: Compared, most: int) -> tuple[ComparedRow, ...]:
    """Return at most `most` rows: the largest, and one for all the others; a list that fits keeps its order."""
    rows = compared.rows
    if compared.is_monthly or len(rows) <= most:
        return rows
    largest = _largest_first(rows)
    kept, rest = largest[: most - 1], largest[most - 1 :]
    label = translate("addendum", "De andere {count}").format(count=len(rest))
    summed = [
        None if total is None else _sum([row.others[place] for row in rest])
        for place, total in enumerate(compared.total.others)
    ]
    other = ComparedRow(label, _sum([row.value for row in rest]), _sum([row.previous for row in rest]), tuple(summed))
    return (*kept, other)


def _sum(values: Sequence[Value]) -> Value:
    known = [value for value in values if isinstance(value, int | float)]
    return round(sum(known), 1) if known else None


def ranked(compared: Compared, most: int) -> tuple[ComparedRow, ...]:
    """Return the rows of a chart: months in order, else at most `most` names, the largest first."""
    if compared.is_monthly:
        return compared.rows
    return tuple(_largest_first(compared.rows)[:most])


def _largest_first(rows: Sequence[ComparedRow]) -> list[ComparedRow]:
    return sorted(rows, key=lambda row: (-(row.value or 0), -(row.previous or 0)))
