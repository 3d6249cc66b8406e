"""Settlements in the kind of file that a name asks for."""

from collections.abc import Sequence
from pathlib import Path

from mmc_desk.features.mileage.queries.allowances import AllowanceYear
from mmc_desk.features.mileage.queries.rows import SettlementPaper, YearStatements
from mmc_desk.printing.files import PaperKind


def write_papers(path: Path, papers: Sequence[SettlementPaper]) -> None:
    """Write settlements as PDF, CSV or workbook; `papers` holds at least one. Raises FileError."""
    if path.suffix.lower() == PaperKind.PDF:
        from mmc_desk.features.mileage.printout.settlement import write_settlements

        write_settlements(path, papers)
        return
    from mmc_desk.features.mileage.printout.settlement_sheets import settlement_sheets, write_sheets

    write_sheets(path, settlement_sheets(papers), practice=papers[0].practice)


def write_year(path: Path, statements: YearStatements) -> None:
    """Write the years of drivers as PDF, CSV or workbook; there is at least one. Raises FileError."""
    if path.suffix.lower() == PaperKind.PDF:
        from mmc_desk.features.mileage.printout.settlement import write_statements

        write_statements(path, statements)
        return
    from mmc_desk.features.mileage.printout.settlement_sheets import statement_sheets, write_sheets

    write_sheets(path, statement_sheets(statements), practice=statements.practice)


def write_allowances(path: Path, year: AllowanceYear) -> None:
    """Write the nominative list of a year as PDF, CSV or workbook. Raises FileError."""
    if path.suffix.lower() == PaperKind.PDF:
        from mmc_desk.features.mileage.printout.settlement import write_nominative

        write_nominative(path, year)
        return
    from mmc_desk.features.mileage.printout.settlement_sheets import nominative_sheets, write_sheets

    write_sheets(path, nominative_sheets(year), practice=year.practice)
