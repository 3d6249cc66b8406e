"""The goals of a year on paper, each with where it stands and what the estimate rests on."""

from pathlib import Path

from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.printout.goal_words import (
    now_words,
    pace_words,
    projection_words,
    reached_words,
    rhythm_words,
    target_words,
)
from mmc_desk.features.yearly.printout.remarks import remarks
from mmc_desk.features.yearly.queries.goals import GoalLine, GoalYear
from mmc_desk.features.yearly.rules.goals import caveat, verdict_words


def explained(goal: GoalLine) -> str:
    """Return what the figure counts, how the target is made up, what the estimate rests on, and the note.

    What is to be said of the figure itself, such as that it was entered, comes after its definition.
    """
    said = remarks(goal.line, goal.year)
    parts = (goal.line.definition, *said, rhythm_words(goal), caveat(goal.outlook, goal.year), goal.note)
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def write_goals(path: Path, year: GoalYear) -> None:
    """Write the goals of a year on A4. Raises FileError."""
    from mmc_desk.printing.document import Document, write_pdf
    from mmc_desk.printing.tables import Column, DataTable

    columns = [
        Column(translate("yearly", "Cijfer"), 3.6, bold=True),
        Column(translate("yearly", "Doel"), 2.6),
        Column(translate("yearly", "Nu"), 1.8, "right", bold=True),
        Column(translate("yearly", "Bereikt"), 1.3, "right"),
        Column(translate("yearly", "Nog per maand"), 2.0, "right"),
        Column(translate("yearly", "Schatting"), 1.8, "right"),
        Column(translate("yearly", "Stand"), 2.0),
    ]
    rows = [
        [
            goal.line.title,
            target_words(goal),
            now_words(goal),
            reached_words(goal),
            pace_words(goal),
            projection_words(goal),
            verdict_words(goal.outlook.verdict, goal.kind),
        ]
        for goal in year.goals
    ]
    notes = {place: explained(goal) for place, goal in enumerate(year.goals)}
    document = Document(
        title=translate("yearly", "Doelen {year}").format(year=year.year),
        subtitle=translate("yearly", "Elke schatting is een regel van drie, geen voorspelling."),
        story=[DataTable(columns, rows, notes=notes)],
        practice=year.practice,
        landscape=True,
        desk=year.desk,
    )
    write_pdf(path, document)
