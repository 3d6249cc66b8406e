"""Goals on both databases: set, changed, refused, and where their figures stand."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from mmc_desk.core.errors import ConflictError, RuleError
from mmc_desk.features import load_features
from mmc_desk.features.yearly.model import Goal, GoalKind
from mmc_desk.features.yearly.ops.goals import RemoveGoal, SaveGoal, remove_goal, save_goal
from mmc_desk.features.yearly.ops.totals import SaveTotal, save_total
from mmc_desk.features.yearly.printout.goal_words import now_words
from mmc_desk.features.yearly.printout.goals import explained
from mmc_desk.features.yearly.queries.declared import declared_figures
from mmc_desk.features.yearly.queries.goals import GoalLine, goal_lines
from mmc_desk.features.yearly.rules.goals import Basis, Verdict

Book = Any
"""The RideBook of conftest.py: a test folder is no package to import from."""

TODAY = date(2026, 11, 23)


def put(book: Book, **more: Any) -> int:  # noqa: ANN401 - the command's own fields
    command = SaveGoal(**{"year": 2026, "name": "rides", "target": 10.0, **more})
    figures = declared_figures(load_features())
    key: int = book.database.write(lambda session: save_goal(session, command, figures), "Doel").value
    return key


def goals(book: Book, year: int = 2026) -> tuple[GoalLine, ...]:
    found: tuple[GoalLine, ...] = book.read(goal_lines, year, TODAY, load_features())
    return found


def test_goals_say_where_their_figures_stand(book: Book) -> None:
    assert goals(book) == ()
    jan, rosa = book.driver("Peeters|Jan"), book.driver("Claes|Rosa")
    for month in range(1, 13):
        book.ride(date(2025, month, 3), jan, 20)
    for month in (2, 5, 9):
        book.ride(date(2026, month, 3), rosa, 10)
    put(book, target=1.0, is_monthly=True, per="drivers", note="per chauffeur")
    put(book, name="drivers")
    put(book, name="cancelled", kind=GoalKind.AT_MOST, target=4.0)
    put(book, name="km", year=2025)
    drivers, rides, cancelled = goals(book)
    assert (drivers.line.value, drivers.whole, drivers.outlook.basis, drivers.per) == (1, 10, Basis.LEVEL, "")
    assert (rides.line.value, rides.whole, rides.per, rides.note) == (3, 12, "Chauffeurs", "per chauffeur")
    assert (rides.outlook.basis, rides.outlook.verdict) == (Basis.SEASON, Verdict.BEHIND)
    assert (cancelled.kind, cancelled.line.value) == (GoalKind.AT_MOST, 0)
    assert (cancelled.outlook.basis, cancelled.outlook.verdict) == (Basis.LINEAR, Verdict.ON_TRACK)
    [km] = goals(book, 2025)
    assert (km.line.value, km.outlook.verdict) == (240, Verdict.REACHED)


def test_what_a_goal_depends_on_may_be_unknown(sqlite_book: Book) -> None:
    put(sqlite_book, target=1.0, per="volunteers")
    [goal] = goals(sqlite_book)
    assert (goal.whole, goal.outlook.basis) == (None, Basis.UNKNOWN)

    def strange(session: Session) -> None:
        session.add(Goal(year=2026, name="gone", kind=GoalKind.AT_LEAST, target=1))
        session.add(Goal(year=2026, name="km", kind=GoalKind.AT_LEAST, target=1, per="gone"))

    sqlite_book.database.write(strange)
    assert [(one.line.name, one.whole) for one in goals(sqlite_book)] == [("rides", None), ("km", None)]


def test_a_goal_is_changed_and_taken_away(book: Book) -> None:
    key = put(book)
    put(book, key=key, version=1, target=12.5)
    [goal] = goals(book)
    assert (goal.target, goal.version) == (12.5, 2)
    with pytest.raises(ConflictError, match="Iemand anders"):
        put(book, key=key, version=1)
    book.database.write(lambda session: remove_goal(session, RemoveGoal(key)), "Weg")
    assert goals(book) == ()
    with pytest.raises(ConflictError):
        book.database.write(lambda session: remove_goal(session, RemoveGoal(key)), "Weg")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"year": 1900}, "year"),
        ({"name": "x"}, "name"),
        ({"target": -1.0}, "target"),
        ({"per": "x"}, "per"),
        ({"per": "rides"}, "per"),
        ({"name": "drivers", "is_monthly": True}, "rhythm"),
        ({"name": "km"}, "name"),
    ],
)
def test_what_is_no_goal_is_refused(sqlite_book: Book, more: dict[str, Any], field: str) -> None:
    put(sqlite_book, name="km")
    with pytest.raises(RuleError) as refused:
        put(sqlite_book, **more)
    assert refused.value.field == field


def test_a_goal_says_so_where_its_figure_was_entered(sqlite_book: Book) -> None:
    figures = declared_figures(load_features())
    total = SaveTotal(2018, "members", 271, "Jaarverslag")
    sqlite_book.database.write(lambda session: save_total(session, total, figures))
    put(sqlite_book, year=2018, name="members", target=280.0)
    [goal] = goals(sqlite_book, 2018)
    assert now_words(goal) == "271\xa0*"
    assert "2018: ingegeven totaal, bron: Jaarverslag." in explained(goal)
