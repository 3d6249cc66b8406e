"""The month on one A4: which activity is where, in large print, to hang out or to leave on the tables."""

from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core.formats import month_name, weekday_name
from mmc_desk.core.i18n import translate
from mmc_desk.features.sessions.model import SessionState
from mmc_desk.features.sessions.printout.words import hours_words
from mmc_desk.features.sessions.queries.rows import MonthPlan, SessionRow

if TYPE_CHECKING:
    from reportlab.platypus import Flowable


def write_overview(path: Path, plan: MonthPlan) -> None:
    """Write the month's activities to `path`. Raises FileError."""
    from mmc_desk.printing.document import Document, write_pdf

    month = f"{month_name(plan.month.month)} {plan.month.year}"
    document = Document(
        title=translate("sessions", "LDC on Wheels in {month}").format(month=month),
        subtitle=translate("sessions", "Na de maaltijd in het dorpsrestaurant. Iedereen is welkom."),
        story=_story(plan),
        practice=plan.practice,
        desk=plan.desk,
    )
    write_pdf(path, document)


def _story(plan: MonthPlan) -> "list[Flowable]":
    from mmc_desk.printing import styles

    rows = [row for row in plan.sessions if row.state in {SessionState.PLANNED, SessionState.HELD}]
    if not rows:
        return [styles.text(translate("sessions", "Deze maand zijn er geen activiteiten."))]
    return [_line(row) for row in rows]


def _line(row: SessionRow) -> "Flowable":
    """Return one activity: a block with the date in large print at the left."""
    from xml.sax.saxutils import escape

    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, Table, TableStyle

    from mmc_desk.printing import fonts, styles

    def large(content: str, size: float, *, bold: bool = False) -> Paragraph:
        font = fonts.BOLD if bold else fonts.REGULAR
        style = ParagraphStyle(f"large-{size}-{bold}", styles.body(), fontName=font, fontSize=size, leading=size * 1.25)
        return Paragraph(escape(fonts.clean(content)), style)

    people = " · ".join(filter(None, (row.speaker, row.partner)))
    what = [large(row.theme or translate("sessions", "Activiteit"), 16, bold=True)]
    if people:
        what.append(large(translate("sessions", "met {people}").format(people=people), 13))
    day = [large(str(row.day.day), 28, bold=True), large(weekday_name(row.day), 13)]
    where = [large(row.location, 15, bold=True), large(hours_words(row), 13)]
    table = Table([[day, what, where]], colWidths=["19%", "50%", "31%"])
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.7, styles.RULE),
                ("BACKGROUND", (0, 0), (0, -1), styles.SHADE),
                ("TOPPADDING", (0, 0), (-1, -1), 6),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
            ]
        )
    )
    return table
