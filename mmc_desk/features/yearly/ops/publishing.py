"""Publishing a year: its report frozen as it is handed in, and later why a figure became another one. Never undone."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.feature import Feature
from mmc_desk.core.figures import Value
from mmc_desk.core.i18n import translate
from mmc_desk.core.recording import note_final
from mmc_desk.features.yearly.model import PublishedFigure, PublishedRemark, PublishedReport
from mmc_desk.features.yearly.queries.lines import FigureLine
from mmc_desk.features.yearly.queries.report import TableResult, yearly_report
from mmc_desk.features.yearly.rules.origins import EnteredTotal, Origin
from mmc_desk.features.yearly.rules.publishing import nameless


@dataclass(frozen=True, slots=True)
class PublishYear:
    """Freeze the report of a year as it is now; `by` is who hands it in, `note` for what or whom."""

    year: int
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ExplainFigure:
    """Write down why a published figure is another one now: `value` is what it is."""

    figure_id: int
    by: str
    value: Value
    reason: str


def publish_year(session: Session, command: PublishYear, features: Sequence[Feature]) -> int:
    """Freeze a report beside those published before, and return its number in the year.

    Raises RuleError: nobody named, or a year of which nothing is known.
    """
    by = command.by.strip()
    if not by:
        raise RuleError(translate("yearly", "Vul in wie deze cijfers publiceert."), "by")
    report = yearly_report(session, command.year, features)
    if report.empty:
        text = translate("yearly", "Van {year} is nog niets gekend. Kies een ander jaar.")
        raise RuleError(text.format(year=command.year), "year")
    last = session.scalar(select(func.max(PublishedReport.number)).where(PublishedReport.year == command.year))
    row = PublishedReport(
        year=command.year,
        number=(last or 0) + 1,
        title=translate("yearly", "Jaarcijfers {year}").format(year=command.year),
        published_at=clock.now(),
        published_by=by,
        note=command.note.strip(),
        tables=[_frozen_table(table) for table in report.tables],
    )
    session.add(row)
    session.flush()
    session.add_all(_frozen_figure(line, row.id) for line in report.lines)
    note_final(session)
    return row.number


def _frozen_table(table: TableResult) -> dict[str, Any]:
    rows = nameless(table.rows) if table.names_persons else table.rows
    frozen = {**asdict(table), "rows": [list(row) for row in rows]}
    del frozen["keys"]  # they lead to records that may be erased
    return frozen


def _frozen_figure(line: FigureLine, report_id: int) -> PublishedFigure:
    return PublishedFigure(
        report_id=report_id,
        name=line.name,
        service=line.service,
        title=line.title,
        definition=line.definition,
        unit=line.unit,
        value=line.value,
        previous=line.previous,
        source=_source(line.origin, line.entered),
        previous_source=_source(line.previous_origin, line.previous_entered),
    )


def _source(origin: Origin, entered: EnteredTotal | None) -> str:
    if origin is Origin.COUNTED:
        return ""
    return entered.source if entered else translate("yearly", "volgt uit een ingegeven totaal")


def explain_figure(session: Session, command: ExplainFigure) -> None:
    """Add a reason to a published figure. Raises RuleError: nobody named, no reason, no such figure."""
    by, reason = command.by.strip(), command.reason.strip()
    if not reason:
        raise RuleError(translate("yearly", "Vul de reden in."), "reason")
    if not by:
        raise RuleError(translate("yearly", "Vul in wie dit noteert."), "by")
    if session.get(PublishedFigure, command.figure_id) is None:
        raise RuleError(translate("yearly", "Dit cijfer is niet gepubliceerd. Publiceer eerst het jaar."))
    session.add(
        PublishedRemark(
            figure_id=command.figure_id, entered_at=clock.now(), entered_by=by, value=command.value, reason=reason
        )
    )
    note_final(session)
