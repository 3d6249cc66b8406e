"""The insurer's list on A4, in a spreadsheet and as CSV."""

from pathlib import Path

from mmc_desk.core.formats import show_date, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage.rules.insurer import InsuredDriver, InsurerList
from mmc_desk.printing.files import PaperKind


def title() -> str:
    """Return `Kilometers voor de verzekeraar`."""
    return translate("mileage", "Kilometers voor de verzekeraar")


def subtitle(found: InsurerList) -> str:
    """Return the policy year in words."""
    text = translate("mileage", "Polisjaar van {first} tot en met {last}")
    return text.format(first=show_date(found.first), last=show_date(found.last))


def definition() -> str:
    """Return what is counted."""
    return translate(
        "mileage",
        "Kilometers van het huis van de chauffeur tot weer thuis, van uitgevoerde en van loze ritten: ook wie vergeefs "
        "aan de deur stond, was onderweg voor de dienst.",
    )


def write(path: Path, found: InsurerList) -> None:
    """Write the list as PDF, CSV or workbook, as the name asks. Raises FileError."""
    if path.suffix.lower() == PaperKind.PDF:
        _write_pdf(path, found)
        return
    from mmc_desk.features.mileage.printout.settlement_sheets import write_sheets
    from mmc_desk.printing.sheets import Kind, Sheet, SheetColumn

    columns = (
        SheetColumn(translate("mileage", "Code"), width=10),
        SheetColumn(translate("mileage", "Chauffeur"), width=34),
        SheetColumn(translate("mileage", "Ritten"), Kind.NUMBER, 10),
        SheetColumn(translate("mileage", "Loze ritten"), Kind.NUMBER, 12),
        SheetColumn(translate("mileage", "Km"), Kind.NUMBER, 12),
    )
    rows = [_numbers(driver, driver.name) for driver in found.drivers]
    rows.append(_numbers(found.total, translate("mileage", "Totaal")))
    sheet = Sheet(subtitle(found), columns, rows, totals=1, notes=[definition(), found.desk])
    write_sheets(path, [sheet], practice=found.practice)


def _numbers(driver: InsuredDriver, name: str) -> list[str | int | float]:
    return [driver.code, name, driver.rides, driver.wasted, driver.metres / 1000]


def _write_pdf(path: Path, found: InsurerList) -> None:
    from mmc_desk.printing import blocks, styles
    from mmc_desk.printing.document import Document, write_pdf
    from mmc_desk.printing.tables import Column, DataTable

    columns = [
        Column(translate("mileage", "Code"), 1.2),
        Column(translate("mileage", "Chauffeur"), 4, bold=True),
        Column(translate("mileage", "Ritten"), 1.3, "right"),
        Column(translate("mileage", "Loze ritten"), 1.6, "right"),
        Column(translate("mileage", "Km"), 1.8, "right"),
    ]
    rows = [_cells(driver, driver.name) for driver in found.drivers]
    rows.append(_cells(found.total, translate("mileage", "Totaal")))
    story = [
        DataTable(columns, rows, emphasis={len(rows) - 1}),
        styles.gap(2),
        styles.text(definition()),
        blocks.SignatureBlock([translate("mileage", "Voor het lokaal dienstencentrum")]),
    ]
    write_pdf(path, Document(title(), subtitle(found), story, practice=found.practice, desk=found.desk))


def _cells(driver: InsuredDriver, name: str) -> list[str]:
    return [
        driver.code,
        name,
        show_number(driver.rides),
        show_number(driver.wasted) or "0",
        show_number(driver.metres / 1000),
    ]
