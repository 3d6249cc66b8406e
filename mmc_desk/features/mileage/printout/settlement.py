"""Settlements on A4: one to sign per driver and part, a driver's year, the nominative list of flat allowances."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.platypus import Flowable

from mmc_desk.core.formats import month_name, show_amount, show_date, show_day, show_km, show_number, show_rate
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage.printout import settlement_texts as texts
from mmc_desk.features.mileage.queries.allowances import AllowanceYear, VolunteerYear
from mmc_desk.features.mileage.queries.rows import (
    DriverStatement,
    EntryRow,
    SettlementPaper,
    StatementMonth,
    YearStatements,
)
from mmc_desk.printing import blocks, document, styles
from mmc_desk.printing.document import Document, new_section
from mmc_desk.printing.tables import Column, DataTable


def write_settlements(path: Path, papers: Sequence[SettlementPaper]) -> None:
    """Write settlements to sign, each on its own sheet. `papers` holds at least one. Raises FileError."""
    first = papers[0]
    title = texts.month_title(first.year, first.month)
    story = [flow for paper in papers for flow in _settlement_story(paper)]
    document.write_pdf(path, Document(title=title, story=story, practice=first.practice, desk=first.desk))


def _settlement_story(paper: SettlementPaper) -> list[Flowable]:
    driver = paper.driver
    subtitle = f"{texts.month_title(paper.year, paper.month)} · {texts.part_name(paper.part)} · {driver.code}"
    how = paper.part.paid_by if paper.part else None
    return [
        *new_section(driver.name, subtitle),
        *(styles.text(sentence, bold=True) for sentence in texts.cautions(paper)),
        _entry_table(paper),
        styles.text(texts.balance_text(paper.totals, how, driver.iban), bold=True),
        blocks.definitions(texts.definitions()),
        blocks.SignatureBlock([driver.name, translate("mileage", "Voor het lokaal dienstencentrum")]),
    ]


@dataclass(frozen=True, slots=True)
class _Shown:
    """Which amounts have a column: one of them that is nowhere needs none."""

    parking: bool
    other: bool


def _entry_table(paper: SettlementPaper) -> Flowable:
    lines = [entry.line for entry in paper.entries]
    shown = _Shown(any(line.parking for line in lines), any(line.other for line in lines))
    columns = [
        Column(translate("mileage", "Datum"), 2.1),
        Column(translate("mileage", "Rit"), 2.2),
        Column(translate("mileage", "Km"), 1.2, "right"),
        Column(translate("mileage", "Tarief"), 1.9, "right"),
        Column(translate("mileage", "Km-bedrag"), 2.75, "right"),
        *([Column(translate("mileage", "Parking"), 1.9, "right")] if shown.parking else []),
        *([Column(translate("mileage", "Wachten"), 1.9, "right")] if shown.other else []),
        Column(translate("mileage", "Bedrag"), 2.2, "right", bold=True),
        Column(translate("mileage", "Ontvangen"), 2.5, "right"),
    ]
    rows = [_entry_cells(entry, shown) for entry in paper.entries]
    rows.append(_total_cells(paper, shown))
    notes = {place: note for place, entry in enumerate(paper.entries) if (note := texts.note_of(entry))}
    return DataTable(columns, rows, emphasis={len(rows) - 1}, notes=notes)


def _entry_cells(entry: EntryRow, shown: _Shown) -> list[str]:
    line = entry.line
    return [
        show_day(line.ride_date),
        entry.ride_no,
        show_number(line.metres / 1000),
        show_rate(line.rate),
        show_amount(line.km_cents),
        *([show_amount(line.parking) if line.parking else ""] if shown.parking else []),
        *([show_amount(line.other) if line.other else ""] if shown.other else []),
        show_amount(line.due),
        show_amount(line.received),
    ]


def _total_cells(paper: SettlementPaper, shown: _Shown) -> list[str]:
    lines = [entry.line for entry in paper.entries]
    return [
        translate("mileage", "Totaal"),
        translate("mileage", "{rides} ritten").format(rides=show_number(paper.totals.rides)),
        show_number(paper.totals.metres / 1000),
        "",
        show_amount(sum(line.km_cents for line in lines)),
        *([show_amount(sum(line.parking for line in lines))] if shown.parking else []),
        *([show_amount(sum(line.other for line in lines))] if shown.other else []),
        show_amount(paper.totals.due),
        show_amount(paper.totals.received),
    ]


def write_statements(path: Path, statements: YearStatements) -> None:
    """Write the year of each driver on a sheet of its own. There is at least one. Raises FileError."""
    story = [flow for driver in statements.drivers for flow in _statement_story(driver)]
    title = translate("mileage", "Jaaroverzicht {year}").format(year=statements.year)
    document.write_pdf(path, Document(title=title, story=story, practice=statements.practice, desk=statements.desk))


def _statement_story(driver: DriverStatement) -> list[Flowable]:
    rows = [_month_cells(month) for month in driver.months]
    totals = driver.totals
    rows.append(
        [
            translate("mileage", "Totaal"),
            show_number(totals.rides),
            show_number(totals.metres / 1000),
            *map(show_amount, (totals.due, totals.received, totals.balance)),
            "",
        ]
    )
    rate_rows = [[show_rate(found.rate), show_km(found.metres), show_amount(found.cents)] for found in driver.per_rate]
    subtitle = translate("mileage", "Jaaroverzicht van de afrekeningen {year} · {code}")
    return [
        *new_section(driver.name, subtitle.format(year=driver.year, code=driver.code)),
        DataTable(_statement_columns(), rows, emphasis={len(rows) - 1}),
        styles.title(translate("mileage", "Per km-tarief")),
        DataTable(_rate_columns(), rate_rows),
        blocks.definitions(texts.definitions()),
        blocks.SignatureBlock([driver.name, translate("mileage", "Voor het lokaal dienstencentrum")]),
    ]


def _statement_columns() -> list[Column]:
    return [
        Column(translate("mileage", "Maand"), 2),
        Column(translate("mileage", "Ritten"), 1.2, "right"),
        Column(translate("mileage", "Km"), 1.4, "right"),
        Column(translate("mileage", "Bedrag"), 2, "right", bold=True),
        Column(translate("mileage", "Ontvangen"), 2.2, "right"),
        Column(translate("mileage", "Saldo"), 2, "right"),
        Column(translate("mileage", "Betaald op"), 1.9, "right"),
    ]


def _month_cells(month: StatementMonth) -> list[str]:
    totals = month.totals
    return [
        month_name(month.month),
        show_number(totals.rides),
        show_number(totals.metres / 1000),
        *map(show_amount, (totals.due, totals.received, totals.balance)),
        show_date(month.paid_on),
    ]


def _rate_columns() -> list[Column]:
    return [
        Column(translate("mileage", "Tarief per km"), 2),
        Column(translate("mileage", "Km"), 2, "right"),
        Column(translate("mileage", "Km-bedrag"), 2, "right"),
    ]


def write_nominative(path: Path, year: AllowanceYear) -> None:
    """Write the nominative list of a year's flat allowances: name, day, amount (domain.md §3). Raises FileError."""
    title = translate("mileage", "Nominatieve lijst {year}").format(year=year.year)
    subtitle = translate("mileage", "Forfaitaire vrijwilligersvergoedingen (wet van 3 juli 2005)")
    document.write_pdf(
        path,
        Document(title=title, subtitle=subtitle, story=_nominative(year), practice=year.practice, desk=year.desk),
    )


def _nominative(year: AllowanceYear) -> list[Flowable]:
    rows, emphasis = [], set()
    for person in year.paid:
        rows += _person_rows(person)
        emphasis.add(len(rows) - 1)
    total = sum(person.cents for person in year.paid)
    rows.append([translate("mileage", "Totaal"), "", show_amount(total)])
    emphasis.add(len(rows) - 1)
    columns = [
        Column(translate("mileage", "Naam"), 4),
        Column(translate("mileage", "Dag"), 2),
        Column(translate("mileage", "Bedrag"), 2, "right"),
    ]
    story: list[Flowable] = [DataTable(columns, rows, emphasis=emphasis)]
    if not year.paid:
        nobody = translate("mileage", "In {year} kreeg nog niemand een forfaitaire vergoeding.")
        story.append(styles.text(nobody.format(year=year.year)))
    story += [styles.text(f"{person.name}: {person.warning}", bold=True) for person in year.people if person.warning]
    if year.limits is not None:
        text = translate("mileage", "Hoogstens {day} per dag en {year_most} per jaar in {year}.")
        most = {"day": show_amount(year.limits.per_day), "year_most": show_amount(year.limits.per_year)}
        story.append(styles.text(text.format(year=year.year, **most)))
    return [*story, blocks.SignatureBlock([translate("mileage", "Voor het lokaal dienstencentrum")])]


def _person_rows(person: VolunteerYear) -> list[list[str]]:
    days = [[person.name, show_date(day.day), show_amount(day.cents)] for day in person.days]
    count = translate("mileage", "{days} dagen").format(days=len(person.days))
    return [*days, [person.name, count, show_amount(person.cents)]]
