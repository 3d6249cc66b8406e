"""The evaluation on A4: cover, contents, summary, a chapter per service with charts and tables, comparison, method."""

from collections.abc import Iterable, Sequence
from math import ceil
from pathlib import Path

from reportlab.platypus import Flowable

import mmc_desk
from mmc_desk.core.figures import Value
from mmc_desk.core.formats import show_date, show_long_date, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.printout.addendum_rows import Compared, ComparedRow, compare, ranked, shorten
from mmc_desk.features.yearly.printout.goals import goals_table
from mmc_desk.features.yearly.printout.remarks import all_remarks, marked, previous_remarks, remarks
from mmc_desk.features.yearly.printout.values import UNKNOWN, show_difference, show_percent, show_value
from mmc_desk.features.yearly.queries.addendum import COMPARISON, GOALS, METHOD, SUMMARY, Addendum, ServicePart
from mmc_desk.features.yearly.queries.lines import DIFFERENCE, FigureLine
from mmc_desk.printing import fonts, styles
from mmc_desk.printing.booklet import WIDTH, Booklet, Chapter, Tile, heading, is_short, together, write_booklet
from mmc_desk.printing.charts import COLOURS, BarChart, Beside, RowChart, Series, has_bars
from mmc_desk.printing.tables import Column, DataTable

_MOST_ROWS, _MOST_BARS = 30, 12
"""Of a longer breakdown the largest are shown, and the rest together."""
_MOST_TILES = 6
_YEARS_LABEL, _LEAST_YEAR = 170.0, 52.0
"""Points of the comparison's first column, and of a year at least."""
_FEW_COLUMNS = 5
_MOST_HISTORIES = 4
_MOST_SUMMED_UP = 5
"""Figures of a service on the summary's one sheet; all of them stand in its own chapter."""
_LEAST_LABEL = 104.0
"""Points of the first column: names break over lines before they are shortened."""
_LEAST_NUMBERS = (84.0, 80.0, 60.0, 56.0)
"""Points of the columns of figures, so that tables under each other line up."""
_MOST_LABEL = 190.0
_PAD = 8.0
_PARAGRAPH_GAP = 2.0


def write_pdf(path: Path, addendum: Addendum) -> None:
    """Write the evaluation. Raises FileError."""
    write_booklet(path, booklet(addendum))


def booklet(addendum: Addendum) -> Booklet:
    """Return the evaluation as a booklet."""
    report = addendum.report
    return Booklet(
        title=title(addendum),
        subtitle=translate("addendum", "Jaarcijfers van de diensten, addendum bij het sociaal beleidsplan"),
        desk=report.desk,
        chapters=chapters(addendum),
        tiles=_tiles(addendum),
        facts=_facts(addendum),
        edition=edition(addendum),
        practice=report.practice,
    )


def title(addendum: Addendum) -> str:
    """Return what the evaluation is called."""
    return translate("addendum", "Evaluatie {year}").format(year=addendum.year)


def edition(addendum: Addendum) -> str:
    """Return which version this is: of which day."""
    return translate("addendum", "versie van {day}").format(day=show_date(addendum.made_on))


def _facts(addendum: Addendum) -> list[tuple[str, str]]:
    years = translate("addendum", "{first} tot {last}").format(first=addendum.years[0], last=addendum.year)
    found = addendum.publication
    version = translate("addendum", "ontwerp: het jaarverslag is nog niet gepubliceerd")
    if found:
        version = translate("addendum", "publicatie {number} van {day}")
        version = version.format(number=found.number, day=show_date(found.on))
    return [
        (translate("addendum", "Versie"), version),
        (translate("addendum", "Opgemaakt op"), show_long_date(addendum.made_on)),
        (translate("addendum", "Jaren gekend"), years if len(addendum.years) > 1 else str(addendum.year)),
        (translate("addendum", "Gemaakt met"), f"MMC Desk {mmc_desk.__version__}"),
    ]


def _tiles(addendum: Addendum) -> list[Tile]:
    """Return the leading figures: the first known ones of each service in turn."""
    known = [[line for line in part.lines if line.value and line.unit != DIFFERENCE] for part in addendum.parts]
    deepest = max(map(len, known), default=0)
    in_turn = [lines[place] for place in range(deepest) for lines in known if place < len(lines)]
    chosen = {line.name for line in in_turn[:_MOST_TILES]}
    return [_tile(line, addendum.year) for lines in known for line in lines if line.name in chosen]


def _tile(line: FigureLine, year: int) -> Tile:
    template = translate("addendum", "{change} tegenover {before} ({percent})")
    if line.change is None:
        template = ""
    elif line.change == 0:
        template = translate("addendum", "evenveel als in {before}")
    elif line.percent is None:
        template = translate("addendum", "{change} tegenover {before}")
    change = template.format(change=show_difference(line.change), before=year - 1, percent=show_percent(line.percent))
    return Tile(line.title, show_value(line.value, line.unit), change)


def chapters(addendum: Addendum) -> list[Chapter]:
    """Return the summary, a chapter for each service, the goals, the comparison and the method."""
    titles = {text.section: text.title for text in addendum.texts}
    return [
        Chapter(titles[SUMMARY], _summary_story(addendum)),
        *(Chapter(part.title, _service_story(addendum, part)) for part in addendum.parts),
        *([Chapter(titles[GOALS], _goals_story(addendum))] if addendum.report.goals else []),
        Chapter(titles[COMPARISON], _comparison_story(addendum)),
        Chapter(titles[METHOD], _method_story(addendum)),
    ]


def paragraphs(text: str) -> list[Flowable]:
    """Return a text as a person reads it: an empty line or a new one starts a paragraph."""
    story: list[Flowable] = []
    for part in filter(None, (part.strip() for part in text.splitlines())):
        story += [styles.text(part), styles.gap(_PARAGRAPH_GAP)]
    return story


def _summary_story(addendum: Addendum) -> list[Flowable]:
    story = paragraphs(addendum.text(SUMMARY))
    for part in addendum.parts:
        told = [line for line in part.lines if line.value is not None or line.previous is not None]
        story.append(_figures_table(addendum, part.title, told[:_MOST_SUMMED_UP]))
    return story


def _figures_table(addendum: Addendum, title: str, lines: Sequence[FigureLine], *, defined: bool = False) -> Flowable:
    year = addendum.year
    rows = [
        [
            line.title,
            marked(line.value, line.unit, remarks(line, year)),
            marked(line.previous, line.unit, previous_remarks(line, year)),
            "" if line.unit == DIFFERENCE else show_difference(line.change),
            "" if line.unit == DIFFERENCE else show_percent(line.percent),
        ]
        for line in lines
    ]
    notes = {
        place: " ".join(filter(None, (line.definition if defined else "", all_remarks(line, year))))
        for place, line in enumerate(lines)
    }
    numbers = [row[1:] for row in rows]
    headings = [str(year), str(year - 1), translate("yearly", "Verschil"), "%"]
    widths = [
        max(least, _column_width(one, numbers, place))
        for place, (one, least) in enumerate(zip(headings, _LEAST_NUMBERS, strict=True))
    ]
    columns = [
        Column(title, WIDTH - sum(widths), bold=True),
        *(
            Column(one, width, "right", bold=place == 0)
            for place, (one, width) in enumerate(zip(headings, widths, strict=True))
        ),
    ]
    return DataTable(columns, rows, notes=notes)


def _service_story(addendum: Addendum, part: ServicePart) -> list[Flowable]:
    story = [*paragraphs(addendum.text(part.key)), *_histories(addendum, part)]
    table = _figures_table(addendum, part.title, part.lines, defined=True)
    story += heading(translate("addendum", "Cijfers en wat ze tellen"), table)
    for breakdown in part.breakdowns:
        story += _breakdown_story(addendum, compare(breakdown))
    return story


def _histories(addendum: Addendum, part: ServicePart) -> list[Flowable]:
    """Return charts of the first figures over the years known, two beside each other."""
    charts = [
        (line.title, _history_chart(addendum.years, values))
        for line, values in part.history
        if line.unit != DIFFERENCE and sum(bool(value) for value in values) > 1
    ][:_MOST_HISTORIES]
    pairs = [Beside(charts[place : place + 2]) for place in range(0, len(charts), 2)]
    return heading(translate("addendum", "Over de jaren"), *pairs) if pairs else []


def _history_chart(years: Sequence[int], values: Sequence[Value]) -> BarChart:
    first = next(place for place, value in enumerate(values) if value is not None)
    shown = [str(year) for year in years[first:]]
    return BarChart(shown, [("", values[first:])], 132, labelled=True, inks=COLOURS)


def _breakdown_story(addendum: Addendum, compared: Compared) -> list[Flowable]:
    title = f"{compared.title} · {addendum.year}"
    if not compared.rows:
        sentence = translate("addendum", "Hiervan is van {year} niets genoteerd.").format(year=addendum.year)
        return heading(title, styles.text(sentence))
    first, *more = _tables(addendum, compared, shorten(compared, _MOST_ROWS))
    chart = _chart(addendum, compared)
    story = heading(title, *chart, first) if is_short(first) else [*heading(title, *chart), together(first), first]
    for table in more:
        story += [together(table), table]
    return story


def _chart(addendum: Addendum, compared: Compared) -> list[Flowable]:
    rows = ranked(compared, _MOST_BARS)
    series: list[tuple[str, Sequence[Value]]] = [
        (f"{compared.measure} {addendum.year}", [row.value for row in rows]),
    ]
    if any(row.previous for row in rows):
        series.append((f"{compared.measure} {addendum.year - 1}", [row.previous for row in rows]))
    if not has_bars(series):
        sentence = translate("addendum", "Alle cijfers zijn nul of niet gekend; daarom staat hier geen grafiek.")
        return [styles.text(sentence)]
    chart = _bars(compared, [row.short for row in rows], series)
    if len(rows) == len(compared.rows):
        return [chart]
    sentence = translate("addendum", "De grafiek toont de {shown} grootste van {count}.")
    return [styles.text(sentence.format(shown=len(rows), count=len(compared.rows))), chart]


def _bars(compared: Compared, labels: Sequence[str], series: Series) -> Flowable:
    if not compared.is_monthly:
        return RowChart(labels, series)
    return BarChart(labels, series, 190, labelled=True, inks=COLOURS)


def _tables(addendum: Addendum, compared: Compared, rows: Sequence[ComparedRow]) -> Iterable[Flowable]:
    """Yield one table where all columns fit beside each other, else the comparison and then the other numbers."""
    shown = [*rows, compared.total] if len(compared.rows) > 1 else list(rows)
    year = addendum.year
    main = [f"{compared.measure} {year}"]
    if any(row.previous is not None for row in compared.rows):
        main += [f"{compared.measure} {year - 1}", translate("yearly", "Verschil"), "%"]
    cells = [_main_cells(row)[: len(main)] for row in shown]
    extra = [[_other(value) for value in row.others] for row in shown]
    others = [f"{other} {year}" for other in compared.others]
    names = [row.label for row in shown]
    room = WIDTH - _label_width(compared.label, names)
    blocks = [(main, cells), *_fitting(others, extra, room)]
    whole = [[*first, *second] for first, second in zip(cells, extra, strict=True)]
    if _needed([*main, *others], whole) <= room:
        blocks = [([*main, *others], whole)]
    for headings, block in blocks:
        yield _table([compared.label, *headings], names, block, has_total=len(shown) > len(rows))


Block = tuple[Sequence[str], Sequence[Sequence[str]]]


def _fitting(headings: Sequence[str], rows: Sequence[Sequence[str]], room: float) -> Iterable[Block]:
    """Yield as many columns at a time as fit beside the names."""
    start, used = 0, 0.0
    for place, title in enumerate(headings):
        width = _column_width(title, rows, place)
        if place > start and used + width > room:
            yield headings[start:place], [row[start:place] for row in rows]
            start, used = place, 0.0
        used += width
    if headings:
        yield headings[start:], [row[start:] for row in rows]


def _label_width(heading: str, names: Sequence[str]) -> float:
    """Return what the names need so that no word of theirs breaks, within reason."""
    words = {word for name in (heading, *names) for word in fonts.clean(name).split()}
    widest = max((fonts.width(word, fonts.BOLD, styles.BODY_SIZE) for word in words), default=0.0) + _PAD
    return max(_LEAST_LABEL, min(_MOST_LABEL, widest))


def _main_cells(row: ComparedRow) -> list[str]:
    return [
        show_number(row.value) or UNKNOWN,
        show_number(row.previous) or UNKNOWN,
        show_difference(row.change),
        show_percent(row.percent),
    ]


def _other(value: Value | str) -> str:
    return value if isinstance(value, str) else show_number(value) or UNKNOWN


def _needed(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> float:
    return sum(_column_width(heading, rows, place) for place, heading in enumerate(headings))


def _column_width(heading: str, rows: Sequence[Sequence[str]], place: int) -> float:
    """Return what a column needs: a heading breaks between words only, a number not at all."""
    words = [word for word in heading.split() if word] or [""]
    widest = max(fonts.width(word, fonts.BOLD, styles.BODY_SIZE) for word in words)
    cells = (fonts.width(row[place], fonts.BOLD, styles.BODY_SIZE) for row in rows)
    return max(widest, *cells) + _PAD


def _table(
    headings: Sequence[str], names: Sequence[str], rows: Sequence[Sequence[str]], *, has_total: bool
) -> Flowable:
    label, *numbers = headings
    widths = [_column_width(title, rows, place) for place, title in enumerate(numbers)]
    spare = WIDTH - sum(widths)
    # A short list of columns needn't fill the sheet with white between a name and its number.
    first = max(_label_width(label, names), spare * (1 if len(numbers) > _FEW_COLUMNS else 0.6))
    more = max(0.0, spare - first) / len(numbers)
    columns = [
        Column(label, first, bold=True),
        *(Column(title, width + more, "right") for title, width in zip(numbers, widths, strict=True)),
    ]
    shown = [[name, *cells] for name, cells in zip(names, rows, strict=True)]
    return DataTable(columns, shown, emphasis={len(shown) - 1} if has_total else ())


def _goals_story(addendum: Addendum) -> list[Flowable]:
    return [*paragraphs(addendum.text(GOALS)), goals_table(addendum.report.goals, defined=False)]


def _comparison_story(addendum: Addendum) -> list[Flowable]:
    story = paragraphs(addendum.text(COMPARISON))
    for part in addendum.parts:
        first, *more = _years_tables(addendum, part)
        story += heading(part.title, first)
        for table in more:
            story += [together(table), table]
    return story


def _years_tables(addendum: Addendum, part: ServicePart) -> Iterable[Flowable]:
    """Yield the figures over the years the service knows, the latest first, as many as fit beside each other."""
    known = [(line, values) for line, values in part.history if any(value is not None for value in values)]
    places = [place for place in range(len(addendum.years)) if any(values[place] is not None for _, values in known)]
    cells = [[_plain(line, value) for value in values] for line, values in known]
    width = max(fonts.width(cell, fonts.BOLD, styles.BODY_SIZE) for row in cells for cell in row) + 2 * _PAD
    most = max(1, int((WIDTH - _YEARS_LABEL) / max(width, _LEAST_YEAR)))
    wide = ceil(len(places) / ceil(len(places) / most))
    for end in range(len(places), 0, -wide):
        shown = places[max(0, end - wide) : end]
        columns = [
            Column(translate("yearly", "Cijfer"), _YEARS_LABEL),
            *(_year_column(addendum, place, (WIDTH - _YEARS_LABEL) / wide) for place in shown),
            *(Column("", (WIDTH - _YEARS_LABEL) / wide) for _ in range(wide - len(shown))),
        ]
        empty = [""] * (wide - len(shown))
        rows = [
            [_with_unit(line), *(row[place] for place in shown), *empty]
            for (line, _), row in zip(known, cells, strict=True)
        ]
        yield DataTable(columns, rows)


def _year_column(addendum: Addendum, place: int, width: float) -> Column:
    year = addendum.years[place]
    return Column(str(year), width, "right", bold=year == addendum.year)


def _with_unit(line: FigureLine) -> str:
    return f"{line.title} ({line.unit})" if line.unit and line.unit != DIFFERENCE else line.title


def _plain(line: FigureLine, value: Value) -> str:
    return show_value(value, line.unit if line.unit == DIFFERENCE else "")


def _method_story(addendum: Addendum) -> list[Flowable]:
    story = paragraphs(addendum.text(METHOD))
    if addendum.left_out:
        sentence = translate(
            "addendum", "Zonder blad, omdat er van dit jaar en vorig jaar niets van gekend is: {names}."
        )
        story.append(styles.text(sentence.format(names=", ".join(addendum.left_out))))
    return story
