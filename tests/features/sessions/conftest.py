"""A little LDC on Wheels that deeds and queries are tried on, on whichever database the test asks for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from mmc_desk.core.changes import Changes
from mmc_desk.core.db import Database
from mmc_desk.core.model import Base
from mmc_desk.core.recording import take_back
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.people.model import Person, Volunteer
from mmc_desk.features.sessions.model import SessionKind, WheelsSession
from mmc_desk.features.sessions.ops.following import follow
from mmc_desk.features.sessions.ops.partners import SavePartner, save_partner
from mmc_desk.features.sessions.ops.sessions import PlanSession, SessionDetails, plan_session
from mmc_desk.features.sessions.ops.themes import SaveTheme, save_theme
from mmc_desk.ui.runner import Runner
from tests.beginnings import begin_with

if TYPE_CHECKING:
    from tests.features.sessions.sitting import Sitting

NOONS = {"Hees": (3, 34), "Mopertingen": (0, 28)}
"""Location: weekday. Noons in November and December 2026; today is Monday 23/11."""


@dataclass
class Wheels:
    """Plans and reads in `database`, with the follower at work."""

    database: Database
    locations: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.database.followers = (follow,)
        self.locations = dict(begin_with(self.database, _open))

    def do(self, op: Callable[..., Any], command: Any) -> Any:  # noqa: ANN401 - what the op takes and returns
        return self.database.write(lambda session: op(session, command), "proef").value

    def change(self, op: Callable[[Session], object]) -> Changes:
        """Write and return what changed, what followed included."""
        return self.database.write(op, "proef").changes

    def undo(self, changes: Changes) -> None:
        self.database.write(lambda session: take_back(session, changes))

    def read(self, query: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401 - what the query takes and returns
        return self.database.read(lambda session: query(session, *arguments))

    def get(self, model: type[Base], key: int) -> dict[str, Any]:
        return self.database.read(
            lambda session: {column.name: getattr(session.get(model, key), column.name) for column in model.__table__.c}
        )

    def plan(self, location: str, day: date, **details: Any) -> int:  # noqa: ANN401 - SessionDetails' own
        found: int = self.do(plan_session, PlanSession(self.locations[location], day, SessionDetails(**details)))
        return found

    def theme(self, name: str, kind: SessionKind = SessionKind.INFORMATIVE, **more: Any) -> int:  # noqa: ANN401 - SaveTheme's
        found: int = self.do(save_theme, SaveTheme(name, kind, **more))
        return found

    def partner(self, name: str, **more: Any) -> int:  # noqa: ANN401 - SavePartner's own
        found: int = self.do(save_partner, SavePartner(name, **more))
        return found

    def person(self, last: str, first: str = "", *, volunteers: bool = False, **more: Any) -> int:  # noqa: ANN401 - Person's
        def add(session: Session) -> int:
            person = Person(last_name=last, first_name=first, **more)
            session.add(person)
            session.flush()
            if volunteers:
                session.add(Volunteer(person_id=person.id, location="Hees"))
                session.flush()
            return person.id

        return self.database.write(add).value

    def close(self, location: str, day: date, reason: str = "zaal bezet") -> Changes:
        """Close a noon, or open it with no reason; return what changed."""

        def write(session: Session) -> None:
            service = (
                session.query(MealService).filter_by(restaurant_id=self.locations[location], service_date=day).one()
            )
            service.closed_reason = reason

        return self.change(write)

    def session(self, key: int) -> dict[str, Any]:
        return self.get(WheelsSession, key)


def _open(session: Session) -> dict[str, int]:
    keys = {}
    for name, (weekday, _) in NOONS.items():
        place = VillageRestaurant(name=name)
        session.add(place)
        session.flush()
        keys[name] = place.id
        days = [date(2026, month, day) for month in (11, 12) for day in range(1, 31)]
        for day in days:
            if day.weekday() == weekday:
                closed = "kerstvakantie" if day >= date(2026, 12, 24) else ""
                session.add(MealService(restaurant_id=place.id, service_date=day, closed_reason=closed, remarks=""))
    return keys


@pytest.fixture
def wheels(database: Database) -> Wheels:
    return Wheels(database)


@pytest.fixture
def sqlite_wheels(sqlite_database: Database) -> Wheels:
    return Wheels(sqlite_database)


@pytest.fixture
def desk(qtbot: QtBot, runner: Runner) -> "Sitting":
    from tests.features.sessions.sitting import Sitting

    return Sitting(qtbot, runner, Wheels(runner.database))
