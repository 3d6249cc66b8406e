"""Entered totals beside what the database counts itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from mmc_desk.core.feature import Feature
from mmc_desk.core.figures import Value
from mmc_desk.features.yearly.queries.declared import declared_figures
from mmc_desk.features.yearly.queries.entered import all_totals
from mmc_desk.features.yearly.queries.lines import figure_lines
from mmc_desk.features.yearly.rules.origins import EnteredTotal, Origin


@dataclass(frozen=True, slots=True)
class TotalRow:
    """An entered total with its figure's title and unit, and what the database counts itself (None: nothing)."""

    total: EnteredTotal
    title: str
    unit: str
    counted: Value

    @property
    def key(self) -> int:
        """The total's key."""
        return self.total.key


def total_rows(session: Session, features: Sequence[Feature]) -> tuple[TotalRow, ...]:
    """Return every entered total, the last year first; one of a figure that is gone bears its name."""
    totals, figures = all_totals(session), declared_figures(features)
    counted: dict[tuple[int, str], Value] = {}
    for year in {total.year for total in totals}:
        names = [total.name for total in totals if total.year == year]
        for line in figure_lines(session, year, features, names):
            counted[year, line.name] = line.value if line.origin is Origin.COUNTED else None
    return tuple(
        TotalRow(
            total,
            figures[total.name].title if total.name in figures else total.name,
            figures[total.name].unit if total.name in figures else "",
            counted.get((total.year, total.name)),
        )
        for total in totals
    )
