"""The statements of what people fixed of the figures of some years: prepared as SQL (core.prepared)."""

from sqlalchemy import Integer, bindparam, func, select

from mmc_desk.features.yearly.model import EnteredFigure, PublishedFigure, PublishedReport

_FIRST, _LAST = bindparam("first", type_=Integer()), bindparam("last", type_=Integer())
_LATEST = (
    select(PublishedReport.year, func.max(PublishedReport.number).label("number"))
    .where(PublishedReport.year.between(_FIRST, _LAST))
    .group_by(PublishedReport.year)
    .subquery()
)
ENTERED = select(
    *(EnteredFigure.id, EnteredFigure.year, EnteredFigure.name, EnteredFigure.value),
    *(EnteredFigure.source, EnteredFigure.note, EnteredFigure.version),
)
"""Every entered total."""
FIGURES = (
    select(
        *(PublishedReport.year, PublishedReport.number, PublishedReport.published_at),
        *(PublishedFigure.id, PublishedFigure.name, PublishedFigure.value),
        *(PublishedFigure.definition, PublishedFigure.source),
    )
    .join(PublishedReport, PublishedReport.id == PublishedFigure.report_id)
    .order_by(PublishedFigure.id)
)
"""The figures of every publication, with what their report says of itself."""

STATEMENTS = {
    "entered": ENTERED.where(EnteredFigure.year.between(_FIRST, _LAST)),
    "entered_span": select(func.min(EnteredFigure.year), func.max(EnteredFigure.year)),
    "published": FIGURES.join(
        _LATEST, (_LATEST.c.year == PublishedReport.year) & (_LATEST.c.number == PublishedReport.number)
    ),
    "published_once": FIGURES.where(
        PublishedReport.year == bindparam("year"), PublishedReport.number == bindparam("number")
    ),
}
