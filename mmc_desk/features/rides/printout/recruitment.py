"""The recruitment view on paper, in a spreadsheet and as CSV: hours, villages, reasons, and the conclusion."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core.formats import WEEKDAYS, month_name, show_date, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.rules.recruitment import (
    FIRST_HOUR,
    LAST_HOUR,
    Line,
    RecruitmentReport,
    by_reason,
    by_village,
    by_weekday,
    conclusion,
    grid,
)
from mmc_desk.printing.sheets import Kind, Sheet, SheetColumn, write_csv, write_xlsx

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

HOURS = range(FIRST_HOUR, LAST_HOUR + 1)


def write(path: Path, report: RecruitmentReport) -> None:
    """Write the report in the kind that the suffix of `path` asks for (a key of WRITERS). Raises FileError."""
    WRITERS[path.suffix.lower()](path, report)


def title() -> str:
    """Return the title of the report."""
    return translate("rides", "Werving: waar chauffeurs ontbreken")


def span_words(report: RecruitmentReport) -> str:
    """Return the span in words: a year, a month, from … to."""
    if (report.last - report.first).days > 360:
        return str(report.year)
    if report.first.month == report.last.month:
        return f"{month_name(report.first.month)} {report.year}"
    text = translate("rides", "{first} tot en met {last}")
    return text.format(first=show_date(report.first), last=show_date(report.last))


def counts(report: RecruitmentReport) -> str:
    """Return how many rides were asked, stayed unmet, or were hard to fill."""
    text = translate("rides", "Gevraagd: {asked}. Zonder chauffeur gebleven: {unmet}. Moeilijk ingevuld: {hard}.")
    return text.format(asked=show_number(report.asked), unmet=show_number(report.unmet), hard=show_number(report.hard))


def definitions() -> tuple[tuple[str, str], ...]:
    """Return what the words of the report mean."""
    return (
        (
            translate("rides", "Zonder chauffeur gebleven"),
            translate("rides", "ritten met de toestand “geen chauffeur”, op het uur van ophalen."),
        ),
        (
            translate("rides", "Moeilijk ingevuld"),
            translate(
                "rides",
                "ritten die minder dan een dag voor het vertrek hun eerste chauffeur kregen hoewel ze vroeger gevraagd "
                "waren, of waarvoor vier keer of meer gebeld werd.",
            ),
        ),
    )


def write_pdf(path: Path, report: RecruitmentReport) -> None:
    """Write the report on A4. Raises FileError."""
    from mmc_desk.printing.document import Document
    from mmc_desk.printing.document import write_pdf as write_document

    document = Document(
        title=title(),
        subtitle=span_words(report),
        story=_story(report),
        practice=report.practice,
        desk=report.desk,
    )
    write_document(path, document)


def _story(report: RecruitmentReport) -> "list[Flowable]":
    from mmc_desk.printing import styles
    from mmc_desk.printing.blocks import definitions as definition_block
    from mmc_desk.printing.charts import BarChart

    weekdays = by_weekday(report.requests)
    unmet, hard = translate("rides", "zonder chauffeur"), translate("rides", "moeilijk ingevuld")
    series = [(unmet, [line.unmet for line in weekdays]), (hard, [line.hard for line in weekdays])]
    return [
        styles.text(conclusion(report), bold=True),
        styles.text(counts(report)),
        styles.title(translate("rides", "Per weekdag")),
        BarChart([line.name[:2] for line in weekdays], series, height=130),
        styles.title(translate("rides", "Per uur en weekdag")),
        _hours_table(report),
        styles.title(translate("rides", "Per dorp")),
        _lines_table(translate("rides", "Dorp"), by_village(report.requests)),
        styles.title(translate("rides", "Waarom")),
        _lines_table(translate("rides", "Reden"), by_reason(report.requests)),
        definition_block(definitions()),
    ]


def _hours_table(report: RecruitmentReport) -> "Flowable":
    from mmc_desk.printing.tables import Column, DataTable

    days = [translate("formats", name)[:2] for name in WEEKDAYS]
    columns = [Column(translate("rides", "Uur"), 26), *(Column(day, 14, "right") for day in days)]
    return DataTable(columns, [tuple(map(_shown, row)) for row in hour_rows(report)], grid=True)


def _shown(cell: str | int) -> str:
    return str(cell) if cell else ""


def hour_rows(report: RecruitmentReport) -> list[tuple[str | int, ...]]:
    """Return a row per hour: its name and the count of each weekday, unmet and hard ones together."""
    counted = grid(report.requests)
    return [(hour_name(hour), *(counted.get((day, hour), 0) for day in range(7))) for hour in HOURS]


def hour_name(hour: int) -> str:
    """Return `13 – 14 u.`; the first and the last hour hold what is earlier and later."""
    if hour == FIRST_HOUR:
        return translate("rides", "tot {hour} u.").format(hour=hour + 1)
    if hour == LAST_HOUR:
        return translate("rides", "vanaf {hour} u.").format(hour=hour)
    return translate("rides", "{start} – {end} u.").format(start=hour, end=hour + 1)


def _lines_table(heading: str, lines: Sequence[Line]) -> "Flowable":
    from mmc_desk.printing.tables import Column, DataTable

    unmet, hard = translate("rides", "Zonder chauffeur"), translate("rides", "Moeilijk ingevuld")
    columns = [Column(heading, 90), Column(unmet, 34, "right"), Column(hard, 34, "right")]
    return DataTable(columns, [(line.name, _shown(line.unmet), _shown(line.hard)) for line in lines])


def sheets(report: RecruitmentReport) -> list[Sheet]:
    """Return the tables of the report."""
    days = [translate("formats", name) for name in WEEKDAYS]
    hours = (SheetColumn(translate("rides", "Uur")), *(SheetColumn(day, Kind.NUMBER) for day in days))
    requests = [
        (row.ride_no, row.day, row.hour, row.village, row.reason if row.is_unmet else "", row.calls)
        for row in report.requests
    ]
    columns = (
        SheetColumn(translate("rides", "Rit")),
        SheetColumn(translate("rides", "Dag"), Kind.DATE),
        SheetColumn(translate("rides", "Uur"), Kind.NUMBER),
        SheetColumn(translate("rides", "Dorp")),
        SheetColumn(translate("rides", "Reden")),
        SheetColumn(translate("rides", "Telefoons"), Kind.NUMBER),
    )
    return [
        Sheet(translate("rides", "Per uur en weekdag"), hours, hour_rows(report)),
        _lines_sheet(translate("rides", "Per dorp"), translate("rides", "Dorp"), by_village(report.requests)),
        _lines_sheet(translate("rides", "Waarom"), translate("rides", "Reden"), by_reason(report.requests)),
        Sheet(translate("rides", "Ritten"), columns, requests),
    ]


def _lines_sheet(name: str, heading: str, lines: Sequence[Line]) -> Sheet:
    columns = (
        SheetColumn(heading),
        SheetColumn(translate("rides", "Zonder chauffeur"), Kind.NUMBER),
        SheetColumn(translate("rides", "Moeilijk ingevuld"), Kind.NUMBER),
    )
    return Sheet(name, columns, [(line.name, line.unmet, line.hard) for line in lines])


def _write_xlsx(path: Path, report: RecruitmentReport) -> None:
    write_xlsx(path, sheets(report), practice=report.practice)


def _write_csv(path: Path, report: RecruitmentReport) -> None:
    write_csv(path, sheets(report), practice=report.practice)


WRITERS: Mapping[str, Callable[[Path, RecruitmentReport], None]] = {
    ".pdf": write_pdf,
    ".xlsx": _write_xlsx,
    ".csv": _write_csv,
}
"""How each kind of file is written."""
