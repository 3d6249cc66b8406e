"""The duties of volunteers behind a yearly figure, a row each: those on open noons, until today."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Integer, cast, func, literal, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock, years
from mmc_desk.core.figures import RecordColumn, RecordKind, Records, Value, prepared_rows
from mmc_desk.core.formats import hours
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.core.model import DeskSetting
from mmc_desk.core.prepared import Row
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.duties import MealDuty
from mmc_desk.features.meals.queries.page_names import NOON_PAGE
from mmc_desk.features.meals.queries.volunteers import DEFAULT_MINUTES
from mmc_desk.features.people.model import Person, Volunteer

_STATEMENTS = "mmc_desk.features.meals.queries.duty_figure_statements"
_COLUMNS = (
    RecordColumn("service_date", QT_TRANSLATE_NOOP("figures", "Datum"), RecordKind.DATE),
    RecordColumn("location", QT_TRANSLATE_NOOP("figures", "Locatie")),
    RecordColumn("last_name", QT_TRANSLATE_NOOP("figures", "Naam")),
    RecordColumn("first_name", QT_TRANSLATE_NOOP("figures", "Voornaam")),
    RecordColumn("minutes", QT_TRANSLATE_NOOP("figures", "Uren"), RecordKind.MINUTES),
)


def duties(*conditions: ColumnElement[bool]) -> Records:
    """Return duties by day, location and name."""
    statement = (
        select(
            MealService.id.label("key"),
            *(MealService.service_date, VillageRestaurant.name.label("location")),
            *(Person.last_name, Person.first_name, duty_minutes().label("minutes")),
        )
        .select_from(MealDuty)
        .join(MealService, MealService.id == MealDuty.service_id)
        .join(VillageRestaurant, VillageRestaurant.id == MealService.restaurant_id)
        .join(Volunteer, Volunteer.id == MealDuty.volunteer_id)
        .join(Person, Person.id == Volunteer.person_id)
        .where(is_done(literal(clock.today())), *conditions)
        .order_by(MealService.service_date, VillageRestaurant.name, Person.last_name, Person.first_name, MealDuty.id)
    )
    return Records(statement, _COLUMNS, NOON_PAGE)


def per_location(session: Session, year: int) -> list[tuple[int, str, int, Value]]:
    """Return (key, location, duties, hours) by name."""
    rows = _done_in(session, "duties_per_location", year)
    return [(key, name, count, hours(int(minutes))) for key, name, count, minutes in rows]


def totals(session: Session, year: int) -> tuple[int | None, Value]:
    """Return duties and hours of a year; None where no duty is known."""
    ((count, minutes),) = _done_in(session, "duties", year)
    return (count, hours(int(minutes))) if count else (None, None)


def _done_in(session: Session, statement: str, year: int) -> Sequence[Row]:
    first, last = years.days_of(year)
    return prepared_rows(session, _STATEMENTS, statement, first=first, last=last, today=clock.today())


def is_done(today: ColumnElement[date]) -> ColumnElement[bool]:
    """Hold for the duties on open noons until a day."""
    return (MealService.closed_reason == "") & (MealService.service_date <= today)


def duty_minutes() -> ColumnElement[int]:
    """Return how long a duty was: its own time, that of the desk's setting, or the usual one."""
    setting = select(cast(DeskSetting.value, Integer)).where(DeskSetting.name == "meals.duty_minutes").limit(1)
    return func.coalesce(MealDuty.minutes, setting.scalar_subquery(), DEFAULT_MINUTES)
