"""The year of the restaurants on paper and in a spreadsheet: months, locations, weeks, why noons were closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core.formats import NBSP, month_name, short_month_name, show_amount, show_day, show_number, show_tenths
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.queries.figures import NoonTotals, RestaurantYear
from mmc_desk.features.meals.rules.counting import Totals
from mmc_desk.printing.sheets import Cell, Kind, Sheet, SheetColumn, write_csv, write_xlsx

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

_MONTHS = range(1, 13)
_AFTER_MONTHS = 3
_PRINTED_TRENDS = ("meals", "no_show_share", "seats_used")


@dataclass(frozen=True, slots=True)
class Measure:
    """A column: heading, kind, and its value in totals."""

    heading: str
    kind: Kind
    name: str
    width: int = 92
    """On screen, in pixels at 100 %."""
    share: float = 0.0
    """Of the width of a page; 0 leaves it off the paper."""
    is_spare: bool = False
    """Whether the screen leaves it out where there is no room (large letters): the line above the table says it too."""


def measures() -> tuple[Measure, ...]:
    """Return the columns of every table, on screen and on paper."""
    return (
        Measure(translate("meals", "Middagen"), Kind.NUMBER, "services", 90, 68),
        Measure(translate("meals", "Maaltijden"), Kind.NUMBER, "meals", 94, 78),
        Measure(translate("meals", "Gem."), Kind.NUMBER, "average", 70, 44),
        Measure(translate("meals", "Bezetting"), Kind.PERCENT, "seats_used", 86, 70, is_spare=True),
        Measure(translate("meals", "Niet gekomen"), Kind.NUMBER, "no_shows", 112, 72),
        Measure(translate("meals", "in %"), Kind.PERCENT, "no_show_share", 64, is_spare=True),
        Measure(translate("meals", "Spontaan"), Kind.NUMBER, "walk_ins", 86, 66, is_spare=True),
        Measure(translate("meals", "Afhaal"), Kind.NUMBER, "take_away", 76, 52, is_spare=True),
        Measure(translate("meals", "Over"), Kind.NUMBER, "wasted", 58, 42, is_spare=True),
        Measure(translate("meals", "Inkomsten"), Kind.AMOUNT, "income", 104, 86),
        Measure(translate("meals", "Kosten"), Kind.AMOUNT, "cost", 98, 80),
    )


def show_measure(measure: Measure, totals: Totals) -> str:
    """Return a value as people read it; nothing where it isn't known."""
    value = getattr(totals, measure.name)
    if value is None:
        return ""
    if measure.kind is Kind.AMOUNT:
        return show_amount(value)
    if measure.kind is Kind.PERCENT:
        return f"{show_tenths(value * 100)}{NBSP}%"
    return show_number(value) if isinstance(value, int) else show_tenths(value)


def trends() -> tuple[tuple[str, Measure], ...]:
    """Return what a chart shows the course of, month by month: a title, and the measure."""
    known = {measure.name: measure for measure in measures()}
    titles = (
        ("meals", translate("meals", "Maaltijden")),
        ("average", translate("meals", "Maaltijden per middag")),
        ("no_show_share", translate("meals", "Niet gekomen, in %")),
        ("seats_used", translate("meals", "Bezetting, in %")),
        ("income", translate("meals", "Inkomsten, in euro")),
    )
    return tuple((title, known[name]) for name, title in titles)


def trend(measure: Measure, months: Mapping[int, Totals]) -> list[int | float | None]:
    """Return the value of each month, in percent or in euro where it is one; None where nothing is known."""
    return [_plain(measure, months.get(month, Totals())) for month in _MONTHS]


def _plain(measure: Measure, totals: Totals) -> int | float | None:
    value: int | float | None = getattr(totals, measure.name) if totals.services else None
    if value is None or measure.kind is Kind.NUMBER:
        return value
    return value * 100 if measure.kind is Kind.PERCENT else value / 100


def parts(year: RestaurantYear) -> Sequence[tuple[str, Sequence[tuple[str, Totals]]]]:
    """Return the tables: a title, and rows with their name and totals; the last row of each is the whole year."""
    whole = (translate("meals", "heel {year}").format(year=year.year), year.total)
    before = (translate("meals", "heel {year}").format(year=year.year - 1), year.before)
    months = [(month_name(month), year.months[month]) for month in _MONTHS if month in year.months]
    week = translate("meals", "wk {number} · {day}")
    weeks = [
        (week.format(number=monday.isocalendar().week, day=f"{monday:%d/%m}"), totals)
        for monday, totals in year.weeks.items()
    ]
    found = [(translate("meals", "Per maand"), [*months, whole, before])]
    if year.restaurant_id is None:
        places = [(row.name, row.totals) for row in year.locations]
        found.append((translate("meals", "Per locatie"), [*places, whole]))
    found.append((translate("meals", "Per week"), [*weeks, whole]))
    is_of_all = year.restaurant_id is None
    noons = [(_noon_name(noon, is_of_all=is_of_all), noon.totals) for noon in year.noons]
    return [*found, (translate("meals", "Per middag"), [*noons, whole])]


def _noon_name(noon: NoonTotals, *, is_of_all: bool) -> str:
    day = show_day(noon.counts.day)
    return f"{day} {noon.location}" if is_of_all else day


def sheets(year: RestaurantYear) -> list[Sheet]:
    """Return the tables as sheets, with the reasons of closed noons last."""
    columns = (
        SheetColumn(place_name(year), width=26),
        *(SheetColumn(measure.heading, measure.kind) for measure in measures()),
    )
    tables = [Sheet(title, columns, [_cells(name, totals) for name, totals in rows]) for title, rows in parts(year)]
    reasons = (
        SheetColumn(translate("meals", "Reden"), width=40),
        SheetColumn(translate("meals", "Middagen"), Kind.NUMBER),
    )
    closed = [(row.reason, row.noons) for row in year.closed]
    return [*tables, Sheet(translate("meals", "Gesloten"), reasons, closed)]


def _cells(name: str, totals: Totals) -> tuple[Cell, ...]:
    return (name, *(_cell(measure, totals) for measure in measures()))


def _cell(measure: Measure, totals: Totals) -> Cell:
    value: int | float | None = getattr(totals, measure.name)
    return value / 100 if value is not None and measure.kind is Kind.AMOUNT else value


def place_name(year: RestaurantYear) -> str:
    """Return the restaurant of a year, or that it is all of them."""
    return dict(year.restaurants).get(year.restaurant_id or 0, translate("meals", "Alle dorpsrestaurants"))


def write(path: Path, year: RestaurantYear) -> None:
    """Write the year as the ending of `path` asks: .pdf, .csv or a workbook. Raises FileError."""
    if path.suffix.lower() == ".pdf":
        write_year(path, year)
    elif path.suffix.lower() == ".csv":
        write_csv(path, sheets(year), practice=year.practice)
    else:
        write_xlsx(path, sheets(year), practice=year.practice)


def write_year(path: Path, year: RestaurantYear) -> None:
    """Write the year on A4, lying. Raises FileError."""
    from mmc_desk.printing.document import Document, write_pdf

    title = translate("meals", "Dorpsrestaurants {year}").format(year=year.year)
    document = Document(
        title,
        place_name(year),
        [*_tables_story(year), *_closed_story(year)],
        practice=year.practice,
        landscape=True,
        desk=year.desk,
    )
    write_pdf(path, document)


def _tables_story(year: RestaurantYear) -> "list[Flowable]":
    from mmc_desk.printing import styles
    from mmc_desk.printing.tables import Column, DataTable

    shown = [one for one in measures() if one.share]
    columns = [Column("", 104, bold=True), *(Column(one.heading, one.share, "right") for one in shown)]
    story: list[Flowable] = []
    tables = parts(year)
    # The noons of all restaurants would be twelve pages more: they are on screen and in the workbook.
    for title, rows in tables[:-1] if year.restaurant_id is None else tables:
        cells = [[name, *(show_measure(one, totals) for one in shown)] for name, totals in rows]
        story += [styles.title(title), DataTable(columns, cells), styles.gap(3)]
    story[_AFTER_MONTHS:_AFTER_MONTHS] = _charts(year)
    return story


def _charts(year: RestaurantYear) -> "list[Flowable]":
    """Return the course of the meals, of the no-shows and the seats used where they are known, and the year before."""
    from mmc_desk.printing.charts import BarChart

    labels = [short_month_name(month) for month in _MONTHS]
    charts: list[Flowable] = []
    for title, measure in trends():
        this, before = trend(measure, year.months), trend(measure, year.months_before)
        if measure.name in _PRINTED_TRENDS and any(value is not None for value in this):
            bars = [(f"{title} {year.year}", this), (str(year.year - 1), before)]
            charts.append(BarChart(labels, bars, height=120))
    return charts


def _closed_story(year: RestaurantYear) -> "list[Flowable]":
    from mmc_desk.printing import styles
    from mmc_desk.printing.tables import Column, DataTable

    if not year.closed:
        return []
    columns = [Column(translate("meals", "Reden"), 5), Column(translate("meals", "Middagen"), 1, "right")]
    rows = [[row.reason, str(row.noons)] for row in year.closed]
    return [
        styles.title(translate("meals", "Gesloten middagen: ze tellen in geen gemiddelde")),
        DataTable(columns, rows),
    ]
