"""The texts of a year's addendum that somebody wrote."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.features.yearly.model import AddendumText


class WrittenText(NamedTuple):
    """A text and the version that was seen."""

    text: str
    version: int


def written_texts(session: Session, year: int) -> Mapping[str, WrittenText]:
    """Return the written texts of a year's addendum by section."""
    rows = session.execute(
        select(AddendumText.section, AddendumText.text, AddendumText.version).where(AddendumText.year == year)
    )
    return {section: WrittenText(text, version) for section, text, version in rows}
