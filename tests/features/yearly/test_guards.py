"""What was published the database itself keeps as it was."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.features.yearly.model import PublishedFigure, PublishedRemark, PublishedReport

AT = datetime(2020, 2, 1, 9, tzinfo=UTC)
FIGURE = {"service": "Ritten", "title": "Ritten", "definition": "Uitgevoerd.", "unit": ""}


def test_nothing_published_is_changed_or_taken_away(database: Database) -> None:
    def publish(session: Session) -> None:
        report = PublishedReport(year=2019, number=1, title="J", published_at=AT, published_by="an", tables=[])
        session.add(report)
        session.flush()
        figure = PublishedFigure(report_id=report.id, name="rides", value=2983.0, **FIGURE)
        session.add(figure)
        session.flush()
        session.add(PublishedRemark(figure_id=figure.id, entered_at=AT, entered_by="an", value=2984.0, reason="blad"))

    database.write(publish, "Gepubliceerd")
    for table in ("published_report", "published_figure", "published_remark"):
        for statement in (f"UPDATE {table} SET id = 9", f"DELETE FROM {table}"):  # noqa: S608 - our own tables
            with pytest.raises(DBAPIError, match="append-only"), database.engine.begin() as connection:
                connection.execute(text(statement))
