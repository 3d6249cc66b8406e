"""Destruction lists on paper: what an erasure or a retention run took out, for the archive and for two signatures."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from mmc_desk.core import clock
from mmc_desk.core.formats import show_date, show_time
from mmc_desk.core.i18n import translate
from mmc_desk.features.trust.printout import titles
from mmc_desk.features.trust.queries.privacy import ErasureRow
from mmc_desk.features.trust.queries.retention import RunRow
from mmc_desk.printing import styles
from mmc_desk.printing.document import Document, write_pdf
from mmc_desk.printing.tables import Column, DataTable

Facts = Sequence[tuple[str, str]]


def write_erasure(path: Path, row: ErasureRow, desk: str, *, practice: bool) -> None:
    """Write the destruction list of a person who was erased: by number, without a name. Raises FileError."""
    facts = (
        (translate("trust", "Persoon"), translate("trust", "nummer {key}").format(key=row.person_id)),
        (translate("trust", "Waarom"), row.reason),
        *_decided(row.asked_by, row.asked_at, row.approved_by, row.done_at),
    )
    title = translate("trust", "Vernietigingslijst {number}").format(number=row.erasure_id)
    write_pdf(path, Document(title=title, story=_story(facts, row.destroyed), desk=desk, practice=practice))


def write_run(path: Path, run: RunRow, desk: str, *, practice: bool) -> None:
    """Write the destruction list of a retention run. Raises FileError."""
    facts = (
        (
            translate("trust", "Waarom"),
            translate("trust", "voorbij de bewaartermijn op {day}").format(day=show_date(run.day)),
        ),
        *_decided(run.asked_by, run.asked_at, run.approved_by, run.done_at),
    )
    title = translate("trust", "Vernietigingslijst: bewaartermijnen {number}").format(number=run.run_id)
    write_pdf(path, Document(title=title, story=_story(facts, run.destroyed), desk=desk, practice=practice))


def _decided(asked_by: str, asked_at: datetime, approved_by: str, done_at: datetime | None) -> Facts:
    text = translate("trust", "{name}, op {moment}")
    asked = text.format(name=asked_by, moment=_moment(asked_at))
    done = text.format(name=approved_by, moment=_moment(done_at)) if done_at else translate("trust", "nog niet")
    return (translate("trust", "Gevraagd door"), asked), (translate("trust", "Goedgekeurd door"), done)


def _moment(instant: datetime) -> str:
    return f"{show_date(clock.local(instant).date())} {show_time(instant)}"


def _story(facts: Facts, destroyed: Sequence[tuple[str, int]]) -> list[Any]:
    counted = [Column(translate("trust", "Wat"), 130), Column(translate("trust", "Rijen"), 30, align="right")]
    said = [Column(translate("trust", "Gegeven"), 45), Column(translate("trust", "Waarde"), 115)]
    kept = translate(
        "trust",
        "Uit deze rijen verdween wat naar een persoon wees. Sleutels, dagen, dorpen, kilometers en bedragen blijven, "
        "voor de cijfers en de boekhouding. Het spoor houdt bij dat dit gebeurde.",
    )
    signed = [Column(translate("trust", "Wie het vroeg"), 80), Column(translate("trust", "Wie het goedkeurde"), 80)]
    return [
        DataTable(said, facts),
        styles.title(translate("trust", "Wat gewist is")),
        DataTable(counted, titles.destroyed(destroyed)),
        styles.text(kept),
        styles.gap(),
        DataTable(signed, [("", "")], grid=True, row_height=60),
    ]
