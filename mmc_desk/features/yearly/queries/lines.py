"""The figures of a year as lines: what is counted, what was entered, what was published, with last year's beside it.

Knows no tables but those of this feature: entered totals and publications.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from mmc_desk.core.feature import Feature
from mmc_desk.core.figures import Figure, FigureSet, Value
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.queries.entered import totals_between
from mmc_desk.features.yearly.queries.published import published_between
from mmc_desk.features.yearly.rules.origins import EnteredTotal, Known, Origin, known, known_change
from mmc_desk.features.yearly.rules.publishing import PublishedValue, YearValue

DIFFERENCE = "±"
"""The unit of a figure that is a difference itself: shown with its sign, never compared in percent."""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure of a year and of the year before; None is "this database can't know it".

    The origins say which of both values were entered; `entered` totals may lie beside a counted value too, and
    `published` is what the last publication of each year says, the same as now or not.
    """

    service: str
    name: str
    title: str
    definition: str
    unit: str
    value: Value
    previous: Value
    origin: Origin = Origin.COUNTED
    previous_origin: Origin = Origin.COUNTED
    entered: EnteredTotal | None = None
    previous_entered: EnteredTotal | None = None
    published: PublishedValue | None = None
    previous_published: PublishedValue | None = None

    @property
    def change(self) -> Value:
        """This year minus last year, where both are known."""
        if self.value is None or self.previous is None:
            return None
        difference = self.value - self.previous
        return difference if isinstance(difference, int) else round(difference, 1)

    @property
    def percent(self) -> float | None:
        """The change as a share of last year's figure, in percent with one decimal."""
        if self.change is None or not self.previous or self.unit == DIFFERENCE:
            return None
        return round(100 * self.change / self.previous, 1)

    @property
    def now(self) -> YearValue:
        """This year's value with what people fixed of it."""
        return YearValue(self.value, self.origin, self.entered, self.published)

    @property
    def before(self) -> YearValue:
        """Last year's value with what people fixed of it."""
        return YearValue(self.previous, self.previous_origin, self.previous_entered, self.previous_published)


def figure_lines(
    session: Session, year: int, features: Sequence[Feature], names: Collection[str] = ()
) -> tuple[FigureLine, ...]:
    """Return the figures of `year` without breakdowns; only those computed together with one of `names`, if any."""
    told = _Told(totals_between(session, year - 2, year), published_between(session, year - 1, year))
    return tuple(line for feature in features for line in _lines(session, year, feature, told, names))


def lines_over_years(
    session: Session, year: int, span: tuple[int, int], features: Sequence[Feature]
) -> tuple[tuple[FigureLine, ...], Mapping[str, Mapping[int, YearValue]]]:
    """Return the figures of `year`, and each of them (by name) in all years from … to; `span` holds the year before."""
    told = _Told(totals_between(session, span[0] - 1, span[1]), published_between(session, *span))
    lines: list[FigureLine] = []
    over: dict[str, Mapping[int, YearValue]] = {}
    sets = [(feature, figures) for feature in features for figures in feature.figure_sets()]
    for feature, figures in sets:
        values = _SetValues(session, figures, told)
        values.count_all(*span)
        for figure in figures.figures:
            lines.append(_line(feature, figure, year, values, told))
            over[figure.name] = values.over_years(figure, *span)
    return tuple(lines), over


@dataclass(frozen=True, slots=True)
class _Told:
    """What people fixed, by year and figure."""

    entered: Mapping[tuple[int, str], EnteredTotal]
    published: Mapping[tuple[int, str], PublishedValue]


class _SetValues:
    """What one set of figures comes to; each year is counted once, when something first asks for it."""

    def __init__(self, session: Session, figures: FigureSet, told: _Told) -> None:
        self._session, self._figures, self._told = session, figures, told
        self._counted: dict[int, Mapping[str, Value]] = {}

    def count_all(self, first: int, last: int) -> None:
        """Count all years from … to, in one pass where the set knows how."""
        if self._figures.over_years:
            self._counted.update(self._figures.over_years(self._session, first, last))

    def over_years(self, figure: Figure, first: int, last: int) -> Mapping[int, YearValue]:
        """Return a figure in all years from … to with what people fixed of it."""
        told, name = self._told, figure.name
        return {
            year: YearValue(
                *self.known(name, year, figure.change_of),
                told.entered.get((year, name)),
                told.published.get((year, name)),
            )
            for year in range(first, last + 1)
        }

    def known(self, name: str, year: int, change_of: str = "") -> Known:
        """Return a figure of a year. A change that can't be counted follows from what is known of both years."""
        found = known(self._count(year)[name], self._told.entered.get((year, name)))
        if found.value is None and change_of and self._is_entered(change_of, year):
            return known_change(self.known(change_of, year), self.known(change_of, year - 1))
        return found

    def _is_entered(self, name: str, year: int) -> bool:
        return any((one, name) in self._told.entered for one in (year, year - 1))

    def _count(self, year: int) -> Mapping[str, Value]:
        if year not in self._counted:
            self._counted[year] = self._figures.compute(self._session, year)
        return self._counted[year]


def _lines(session: Session, year: int, feature: Feature, told: _Told, names: Collection[str]) -> Iterable[FigureLine]:
    for figures in feature.figure_sets():
        if names and not any(figure.name in names for figure in figures.figures):
            continue
        values = _SetValues(session, figures, told)
        for figure in figures.figures:
            yield _line(feature, figure, year, values, told)


def _line(feature: Feature, figure: Figure, year: int, values: _SetValues, told: _Told) -> FigureLine:
    name, before = figure.name, year - 1
    value, previous = (values.known(name, one, figure.change_of) for one in (year, before))
    return FigureLine(
        translate(feature.name, feature.title),
        name,
        translate("figures", figure.title),
        translate("figures", figure.definition),
        figure.unit,
        value.value,
        previous.value,
        value.origin,
        previous.origin,
        told.entered.get((year, name)),
        told.entered.get((before, name)),
        told.published.get((year, name)),
        told.published.get((before, name)),
    )
