"""The goals of a year on paper, in sheets and as JSON: each with where it stands and what the estimate rests on."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.yearly.model import GoalKind
from mmc_desk.features.yearly.printout.goal_words import (
    kind_words,
    now_words,
    pace_words,
    projection_words,
    reached_words,
    rhythm_words,
    rounded,
    target_words,
)
from mmc_desk.features.yearly.printout.remarks import remarks
from mmc_desk.features.yearly.queries.goals import GoalLine, GoalYear
from mmc_desk.features.yearly.rules.goals import caveat, verdict_words

if TYPE_CHECKING:
    from mmc_desk.printing.sheets import Sheet
    from mmc_desk.printing.tables import DataTable

_PAD = 8.0


def explained(goal: GoalLine, *, defined: bool = True) -> str:
    """Return what the figure counts, how the target is made up, what the estimate rests on, and the note.

    What is to be said of the figure itself, such as that it was entered, comes after its definition; both stay out
    where they stand elsewhere on the same paper.
    """
    said = (goal.line.definition, *remarks(goal.line, goal.year)) if defined else ()
    parts = (*said, rhythm_words(goal), caveat(goal.outlook, goal.year), goal.note)
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


class _Shown(NamedTuple):
    heading: str
    words: Callable[[GoalLine], str]
    align: Literal["left", "right"] = "left"
    bold: bool = False


_COLUMNS = (
    _Shown(QT_TRANSLATE_NOOP("yearly", "Cijfer"), lambda goal: goal.line.title, bold=True),
    _Shown(QT_TRANSLATE_NOOP("yearly", "Doel"), target_words),
    _Shown(QT_TRANSLATE_NOOP("yearly", "Nu"), now_words, "right", bold=True),
    _Shown(QT_TRANSLATE_NOOP("yearly", "Bereikt"), reached_words, "right"),
    _Shown(QT_TRANSLATE_NOOP("yearly", "Nog per maand"), pace_words, "right"),
    _Shown(QT_TRANSLATE_NOOP("yearly", "Schatting"), projection_words, "right"),
    _Shown(QT_TRANSLATE_NOOP("yearly", "Stand"), lambda goal: verdict_words(goal.outlook.verdict, goal.kind)),
)


def goals_table(goals: Sequence[GoalLine], *, defined: bool = True) -> "DataTable":
    """Return goals as a table on paper; `defined`: what each figure counts stands under it.

    A column that says nothing of any of them, such as the pace once the year is over, stays out.
    """
    from mmc_desk.printing import fonts
    from mmc_desk.printing.tables import Column, DataTable

    fonts.register()
    told = [column for column in _COLUMNS if any(column.words(goal) for goal in goals)]
    rows = [[column.words(goal) for column in told] for goal in goals]
    headings = [translate("yearly", column.heading) for column in told]
    columns = [
        Column(heading, _width([heading, *cells]), column.align, bold=column.bold)
        for heading, column, cells in zip(headings, told, zip(*rows, strict=True), strict=True)
    ]
    notes = {place: explained(goal, defined=defined) for place, goal in enumerate(goals)}
    return DataTable(columns, rows, notes=notes)


def _width(texts: Sequence[str]) -> float:
    """Return what a column needs for no word to break."""
    from mmc_desk.printing import fonts, styles

    words = {word for text in texts for word in text.split(" ")}  # a hard space keeps a number with its unit
    return max(fonts.width(word, fonts.BOLD, styles.BODY_SIZE) for word in words) + _PAD


def goals_title(year: int) -> str:
    """Return what the goals of a year stand under."""
    return translate("yearly", "Doelen {year}").format(year=year)


def write_goals(path: Path, year: GoalYear) -> None:
    """Write the goals of a year on A4. Raises FileError."""
    from mmc_desk.printing.document import Document, write_pdf

    document = Document(
        title=goals_title(year.year),
        subtitle=translate("yearly", "Elke schatting is een regel van drie, geen voorspelling."),
        story=[goals_table(year.goals)],
        practice=year.practice,
        landscape=True,
        desk=year.desk,
    )
    write_pdf(path, document)


def goals_sheet(goals: Sequence[GoalLine], year: int) -> "Sheet":
    """Return goals as a spreadsheet table of typed cells; an empty cell is what can't be said."""
    from mmc_desk.printing.sheets import Kind, Sheet, SheetColumn

    headings = [
        (translate("yearly", "Doel"), Kind.NUMBER),
        (translate("yearly", "Nu"), Kind.NUMBER),
        (translate("yearly", "Bereikt (%)"), Kind.NUMBER),
        (translate("yearly", "Nog per maand"), Kind.NUMBER),
        (translate("yearly", "Schatting"), Kind.NUMBER),
    ]
    columns = (
        SheetColumn(translate("yearly", "Cijfer"), width=34),
        SheetColumn(translate("yearly", "Soort doel"), width=14),
        *(SheetColumn(heading, kind, 14) for heading, kind in headings),
        SheetColumn(translate("yearly", "Eenheid"), width=9),
        SheetColumn(translate("yearly", "Stand"), width=16),
        SheetColumn(translate("yearly", "Opmerking"), width=110),
    )
    return Sheet(goals_title(year), columns, [_cells(goal) for goal in goals])


def _cells(goal: GoalLine) -> tuple[Any, ...]:
    found = goal.outlook
    return (
        *(goal.line.title, kind_words(goal.kind), goal.whole, goal.line.value),
        None if found.reached is None else round(100 * found.reached, 1),
        *(rounded(found.pace), rounded(found.projection), goal.line.unit),
        *(verdict_words(found.verdict, goal.kind), explained(goal, defined=False)),
    )


def goal_records(goals: Sequence[GoalLine]) -> list[dict[str, Any]]:
    """Return goals as JSON records; null is what can't be said."""
    return [
        {
            "name": goal.line.name,
            "title": goal.line.title,
            "unit": goal.line.unit,
            "kind": "at_most" if goal.kind is GoalKind.AT_MOST else "at_least",
            "target": goal.whole,
            "target_set": goal.target,
            "is_monthly": goal.is_monthly,
            "per": goal.per_name,
            "value": goal.line.value,
            "reached": None if goal.outlook.reached is None else round(goal.outlook.reached, 3),
            "pace": rounded(goal.outlook.pace),
            "projection": rounded(goal.outlook.projection),
            "basis": goal.outlook.basis.name.lower(),
            "verdict": goal.outlook.verdict.name.lower(),
            "caveat": caveat(goal.outlook, goal.year),
            "note": goal.note,
        }
        for goal in goals
    ]
