"""The briefing note: which edition is in force, and who signed what."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.formats import fold
from mmc_desk.core.model import DeskSetting
from mmc_desk.core.settings import desk_name, is_practice
from mmc_desk.features.people.model import DocumentKind, Driver, DriverDocument, Person
from mmc_desk.features.people.rules import Briefing, active_on, briefing_state, full_name

BRIEFING_EDITION = "drivers.briefing_edition"
"""The desk setting with the edition drivers sign, from a day on."""


@dataclass(frozen=True, slots=True)
class BriefingRow:
    """An active driver and what they signed."""

    key: int
    code: str
    name: str
    signed_on: date | None
    edition: str
    state: Briefing


@dataclass(frozen=True, slots=True)
class BriefingList:
    """Every active driver by name, as things stand on `day`; `edition` is the one in force, "" without any."""

    day: date
    edition: str
    rows: tuple[BriefingRow, ...]
    desk: str
    practice: bool

    @property
    def to_sign(self) -> tuple[BriefingRow, ...]:
        """Those who have to sign the edition in force."""
        return tuple(row for row in self.rows if row.state is not Briefing.SIGNED)


def briefing_edition(session: Session, day: date) -> str:
    """Return the edition in force on a day, "" while the desk named none."""
    query = select(DeskSetting.value).where(DeskSetting.name == BRIEFING_EDITION, DeskSetting.valid_from <= day)
    return session.scalars(query.order_by(DeskSetting.valid_from.desc()).limit(1)).first() or ""


def briefing_states(session: Session, day: date) -> dict[int, Briefing]:
    """Return per driver with a briefing note how they stand to the edition in force."""
    current = briefing_edition(session, day)
    query = select(DriverDocument.driver_id, DriverDocument.signed_on, DriverDocument.edition).where(
        DriverDocument.kind == DocumentKind.BRIEFING_NOTE
    )
    return {
        driver: briefing_state(signed_on, edition, current) for driver, signed_on, edition in session.execute(query)
    }


def briefing_list(session: Session, day: date) -> BriefingList:
    """Return who signed and who still has to."""
    states = briefing_states(session, day)
    query = (
        select(Driver, Person.last_name, Person.first_name, DriverDocument.signed_on, DriverDocument.edition)
        .join(Person, Person.id == Driver.person_id)
        .outerjoin(
            DriverDocument,
            (DriverDocument.driver_id == Driver.id) & (DriverDocument.kind == DocumentKind.BRIEFING_NOTE),
        )
    )
    rows = [
        BriefingRow(
            key=driver.id,
            code=driver.code,
            name=full_name(last, first),
            signed_on=signed_on,
            edition=edition or "",
            state=states.get(driver.id, Briefing.UNSIGNED),
        )
        for driver, last, first, signed_on, edition in session.execute(query)
        if active_on(driver.active_from, driver.active_to, day)
    ]
    rows.sort(key=lambda row: (fold(row.name), row.code))
    return BriefingList(day, briefing_edition(session, day), tuple(rows), desk_name(session), is_practice(session))
