"""The yearly figures: what a feature declares about each number, and how the records behind it are asked for.

Every number is the count, the sum, the average or the share of its own records (`Records.measure`): the page Cijfers
opens them, a property test holds the two together. Figures themselves are computed set-based, never from records.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, NamedTuple

from mmc_desk.core import prepared, years
from mmc_desk.core.prepared import Bound, PreparedQuery, Row

if TYPE_CHECKING:  # the window opens without sqlalchemy
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

Value = int | float | None
"""A figure's value; None is "this database can't know it", which is not 0."""


class RecordKind(Enum):
    """What a column of records holds, and so how it is shown and typed in a spreadsheet."""

    TEXT = auto()
    NUMBER = auto()
    DATE = auto()
    METRES = auto()
    """Shown and added up as kilometres."""
    MINUTES = auto()
    """Shown and added up as hours, with one decimal."""
    CENTS = auto()
    """Shown and added up as euros."""


class RecordColumn(NamedTuple):
    """A column of records: its name in the statement, Dutch heading (context "figures"), kind, words of a code."""

    name: str
    heading: str
    kind: RecordKind = RecordKind.TEXT
    words: Callable[[Any], str] | None = None


class Measure(Enum):
    """How a number follows from its records."""

    COUNT = auto()
    """How many there are."""
    SUM = auto()
    """The sum of `adds`; None where there are records and none of them knows it."""
    AVERAGE = auto()
    """The average of `adds`, with one decimal."""
    SHARE = auto()
    """The sum of `adds` in percent of the sum of `of`, with one decimal."""


class Records(NamedTuple):
    """The records behind one number: a row each, in the order shown.

    The statement names what it selects from, so that its columns can be left out, and groups nothing. Its column `key`
    opens a record on `page` (a PageSpec.name; "" for none). `needs_all`: the sum is
    unknown as soon as one record doesn't know its part.
    """

    statement: "Select[*tuple[Any, ...]]"
    columns: tuple[RecordColumn, ...]
    page: str = ""
    measure: Measure = Measure.COUNT
    adds: str = ""
    of: str = ""
    needs_all: bool = False

    def adding(self, name: str, *, needs_all: bool = False) -> "Records":
        """Return the same records, their number being the sum of a column."""
        return self._replace(measure=Measure.SUM, adds=name, needs_all=needs_all)

    def averaging(self, name: str) -> "Records":
        """Return the same records, their number being the average of a column."""
        return self._replace(measure=Measure.AVERAGE, adds=name)

    def sharing(self, name: str, whole: str) -> "Records":
        """Return the same records, their number being one column in percent of another."""
        return self._replace(measure=Measure.SHARE, adds=name, of=whole)


class Figure(NamedTuple):
    """A yearly figure: report name, Dutch title, printed definition, unit ("", "km", "€", "±" a difference).

    `change_of` names the figure of the same set of which this one is the change since the year before. `is_level`: it
    is a state of the year (members, drivers), no sum of what each month brings. `records` returns what is behind it in
    a year.
    """

    name: str
    title: str
    definition: str
    unit: str = ""
    change_of: str = ""
    is_level: bool = False
    records: Callable[[int], Records] | None = None


class FigureTable(NamedTuple):
    """A breakdown of a year, such as km per driver: column names (JSON keys), Dutch headings, rows.

    `unsummed`: columns whose sum says nothing, such as an average. `names_persons`: the first column names people.
    `records` returns what is behind a cell: the year, the row's key, the column's name. `is_keyed`: every computed row
    starts with its key, which isn't shown; otherwise its first cell is the key. `measure`: the column that charts show
    and years are compared by, the first number where nothing is said.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    compute: Callable[["Session", int], Sequence[tuple[Any, ...]]]
    unsummed: tuple[str, ...] = ()
    names_persons: bool = False
    records: Callable[[int, Any, str], Records] | None = None
    is_keyed: bool = False
    measure: str = ""

    def measured(self) -> int:
        """Return the place of the measure among the columns."""
        return self.columns.index(self.measure) if self.measure else 1


class FigureSet(NamedTuple):
    """Figures of one feature that one pass over its tables yields together.

    `over_years` yields those of all years from … to (both included) in one pass, where that is cheaper than a pass a
    year. `span` returns the first and the last year that these tables know something of.
    """

    figures: tuple[Figure, ...]
    compute: Callable[["Session", int], Mapping[str, Value]]
    tables: tuple[FigureTable, ...] = ()
    over_years: Callable[["Session", int, int], Mapping[int, Mapping[str, Value]]] | None = None
    span: Callable[["Session"], tuple[int, int] | None] | None = None


def prepared_rows(session: "Session", module: str, statement: str, **values: Bound) -> Sequence[Row]:
    """Return the rows of a prepared statement of a module (core.prepared).

    SQLAlchemy takes as long over a statement as SQLite over adding up a small year; a report asks for forty.
    """
    return prepared.run_within(PreparedQuery(module, lambda rows: rows(statement, **values)), session)


def prepared_year(session: "Session", module: str, statement: str, year: int) -> Sequence[Row]:
    """Return those of a year: the parameters are its `first` and `last` day, the `year` and the one `before`."""
    first, last = years.days_of(year)
    return prepared_rows(session, module, statement, first=first, last=last, year=year, before=year - 1)
