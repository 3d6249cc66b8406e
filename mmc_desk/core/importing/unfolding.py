"""A sheet that holds one record per column, made into one with a row per record."""

from dataclasses import dataclass

from mmc_desk.core.tabular import Grid


@dataclass(frozen=True, slots=True)
class Unfolded:
    """The long form of a sheet; its rows bear the numbers of the rows they come from.

    `header` is the place of the headings in the sheet itself, `columns` are the columns that were unfolded. `alone`
    says that the sheet holds nothing else worth reading.
    """

    grid: Grid
    header: int
    columns: frozenset[int]
    alone: bool
