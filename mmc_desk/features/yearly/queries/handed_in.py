"""A publication laid beside what the database says now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from mmc_desk.core.feature import Feature
from mmc_desk.features.yearly.queries.frozen import frozen_report
from mmc_desk.features.yearly.queries.lines import FigureLine, figure_lines
from mmc_desk.features.yearly.queries.published import published_in
from mmc_desk.features.yearly.queries.report import YearlyReport
from mmc_desk.features.yearly.rules.publishing import PublishedValue, YearValue, reasons


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """A published figure, its value now and why they differ; `key` is that of the published figure."""

    key: int
    line: FigureLine
    value: YearValue
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A publication as it was handed in, each of its figures beside what it is now."""

    report: YearlyReport
    figures: tuple[ComparedFigure, ...]

    @property
    def changed(self) -> int:
        """How many figures are another one now."""
        return sum(figure.value.is_changed for figure in self.figures)


def handed_in(session: Session, year: int, number: int, features: Sequence[Feature]) -> HandedIn:
    """Return publication `number` of a year beside the figures of now. Raises ConflictError where there is none."""
    report = frozen_report(session, year, number)
    published = published_in(session, year, number)
    now = {line.name: line for line in figure_lines(session, year, features)}
    return HandedIn(report, tuple(_compared(line, published[line.name], now) for line in report.lines))


def _compared(line: FigureLine, published: PublishedValue, now: Mapping[str, FigureLine]) -> ComparedFigure:
    """Compare a figure; one that no feature declares any more isn't known now."""
    found = now.get(line.name)
    value = (
        YearValue(found.value, found.origin, found.entered, published)
        if found
        else YearValue(None, published=published)
    )
    return ComparedFigure(published.key, line, value, reasons(value, found.definition if found else line.definition))
