"""A year's open data from the database: what each feature gives to it, with what can't be told left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import settings
from mmc_desk.core.feature import Feature
from mmc_desk.core.model import DeskSetting
from mmc_desk.core.open_data import OpenCube
from mmc_desk.features.yearly.rules.open_tables import OpenPublication, publication

SETTING = "open_data.chance"
"""The desk's setting that decides what is hidden by chance (ops.open_data makes it)."""


@dataclass(frozen=True, slots=True)
class OpenData:
    """Everything of a year that may be published; `left_out` are the cubes with too little in them for any table."""

    year: int
    publications: tuple[OpenPublication, ...]
    left_out: tuple[OpenCube, ...]
    practice: bool
    desk: str


def secret_of(session: Session) -> str:
    """Return the desk's secret, "" as long as none was made."""
    return session.scalar(select(DeskSetting.value).where(DeskSetting.name == SETTING)) or ""


def open_data(session: Session, year: int, features: Sequence[Feature]) -> OpenData:
    """Return the open data of a year of all `features`."""
    cubes, secret = [cube for feature in features for cube in feature.open_cubes()], secret_of(session)
    found = [(cube, publication(cube, cube.compute(session, year), year, secret)) for cube in cubes]
    return OpenData(
        year,
        tuple(published for _, published in found if published is not None),
        tuple(cube for cube, published in found if published is None),
        settings.is_practice(session),
        settings.desk_name(session),
    )
