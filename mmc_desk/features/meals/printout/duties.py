"""The duty roster of a month on A4: a row per noon, a column per task, lines for who is wanted, hours per person."""

from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core.formats import month_name, show_day, show_duration
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model.duties import MealTask
from mmc_desk.features.meals.queries.duties import DutyMonth, NoonDuties
from mmc_desk.features.meals.rules.volunteers import task_name

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

_BLANK = "…………………"
"""A place to write a name by hand."""


def roster_title(month: DutyMonth) -> str:
    """Return what a roster is called: "Dienstrooster Hees, december 2026"."""
    text = translate("duties", "Dienstrooster {location}, {month} {year}")
    return text.format(location=month.location, month=month_name(month.first.month), year=month.first.year)


def write_roster(path: Path, month: DutyMonth) -> None:
    """Write a month's roster as PDF. Raises FileError."""
    from mmc_desk.printing.document import Document, write_pdf

    document = Document(
        title=roster_title(month),
        story=_story(month),
        practice=month.practice,
        landscape=True,
        desk=month.desk,
    )
    write_pdf(path, document)


def _story(month: DutyMonth) -> "list[Flowable]":
    from mmc_desk.printing import styles
    from mmc_desk.printing.tables import Column, DataTable

    if not month.noons:
        return [styles.text(translate("duties", "Geen middagen in deze maand."))]
    columns = [Column(translate("duties", "Dag"), 22, bold=True)]
    columns += [Column(task_name(task).capitalize(), 50) for task in MealTask]
    notes = {
        place: translate("duties", "Gesloten: {reason}").format(reason=noon.closed_reason)
        for place, noon in enumerate(month.noons)
        if noon.closed_reason
    }
    rows = [(show_day(noon.day), *(_names(month, noon, task) for task in MealTask)) for noon in month.noons]
    story: list[Flowable] = [DataTable(columns, rows, grid=True, notes=notes, max_lines=12)]
    totals = month.totals()
    if totals:
        heads = [
            Column(translate("duties", "Naam"), 90),
            Column(translate("duties", "Diensten"), 30, "right"),
            Column(translate("duties", "Uren"), 30, "right"),
        ]
        lines = [(name, str(duties), show_duration(minutes)) for name, duties, minutes in totals]
        story += [styles.title(translate("duties", "Diensten en uren deze maand")), DataTable(heads, lines)]
    return story


def _names(month: DutyMonth, noon: NoonDuties, task: MealTask) -> str:
    names = [duty.name for duty in noon.of(task)]
    return "\n".join([*names, *[_BLANK] * month.missing(noon, task)])
