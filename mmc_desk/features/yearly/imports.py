"""Jaartotalen: the totals of years before the product, one figure of one year in a row."""

from typing import cast

from sqlalchemy import Table
from sqlalchemy.orm import Session

from mmc_desk.core import clock, formats
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.core.importing.cells import read_note, read_text, read_year
from mmc_desk.core.importing.kinds import Batch, Field, ImportKind, Outcome, Reading, known_as
from mmc_desk.core.importing.storing import Keeper, load_rows
from mmc_desk.core.tabular import Cell
from mmc_desk.features import load_features
from mmc_desk.features.yearly.model import EnteredFigure
from mmc_desk.features.yearly.queries.declared import declared_figures
from mmc_desk.features.yearly.rules.totals import figure_named, figure_refusal, value_refusal, year_refusal


def read_total(cell: Cell, reading: Reading) -> float:
    """Return a number, decimals and all. Raises RuleError."""
    return float(formats.parse_decimal(read_text(cell, reading)))


FIELDS = (
    Field("year", known_as("jaar|werkjaar|kalenderjaar|jaartal|year|dienstjaar"), read_year),
    Field("name", known_as("cijfer|indicator|kengetal|figure|naam van het cijfer"), read_text),
    Field("value", known_as("waarde|totaal|aantal|getal|value|resultaat|total"), read_total),
    Field("source", known_as("bron|source|herkomst|waar gevonden"), read_text),
    Field("note", known_as("opmerking|opmerkingen|nota|toelichting|commentaar|note|remark"), read_note),
)


def store_totals(session: Session, batch: Batch) -> None:
    """Store the totals of figures that features declare; without a source the file is the source."""
    figures, this_year = declared_figures(load_features()), clock.today().year
    table = cast("Table", EnteredFigure.__table__)
    keeper = Keeper(session, table, load_rows(session, table), len(batch))
    there = {(row["year"], row["name"]): key for key, row in keeper.rows.items()}
    for row in range(len(batch)):
        values = batch.row(row)
        figure = figure_named(values.get("name", ""), figures)
        refused = (
            figure_refusal(figure) if "name" in values else "",
            year_refusal(values["year"], this_year) if "year" in values else "",
            value_refusal(values["value"]) if "value" in values else "",
        )
        for reason in filter(None, refused):
            batch.reject(row, reason)
        if batch.rejected(row) or figure is None:
            continue
        told = {"source": batch.file, **values, "name": figure.name}
        identity = (values["year"], figure.name)
        said = translate("yearly", "{title} in {year}").format(title=figure.title, year=values["year"])
        if batch.first_of(row, identity, tuple(sorted(told.items())), said):
            batch.mark(row, _keep(keeper, there.get(identity), told, has_source="source" in values))
    keeper.store()


def _keep(keeper: Keeper, key: int | None, told: dict[str, object], *, has_source: bool) -> Outcome:
    if key is None:
        keeper.add(**told)
        return Outcome.NEW
    if not has_source:
        del told["source"]
    return Outcome.CHANGED if keeper.change(key, **told) else Outcome.UNCHANGED


TOTALS = ImportKind(
    name="jaartotalen",
    title=QT_TRANSLATE_NOOP("yearly", "Jaartotalen"),
    place=60,
    fields=FIELDS,
    required=(("year",), ("name",), ("value",)),
    store=store_totals,
    ignored=("reden van afwijzing", "reden", "eenheid"),
    hints=("totalen", "cijfers", "indicator"),
)
IMPORT_KINDS = (TOTALS,)
