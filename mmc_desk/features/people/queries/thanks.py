"""Whom to thank: what a list and a letter need to know of a volunteer."""

from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from mmc_desk.core.thanks import ThanksPerson
from mmc_desk.features.people.model import Address, Driver, Person, Volunteer
from mmc_desk.features.people.queries.addresses import lives_at


def thanks_people(session: Session, role: type[Driver | Volunteer], year: int, today: date) -> dict[int, ThanksPerson]:
    """Return the living volunteers of a role who were active in a year, by the key of the role."""
    return {key: ThanksPerson(*row) for key, *row in session.execute(_query(role, year, today))}


def _query(role: type[Driver | Volunteer], year: int, today: date) -> Select[*tuple[Any, ...]]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    query: Select[*tuple[Any, ...]] = select(
        role.id,
        Person.id,
        Person.last_name,
        Person.first_name,
        Person.born_on,
        func.coalesce(Address.street, ""),
        func.trim(func.coalesce(Address.postcode, "") + " " + func.coalesce(Address.village, "")),
    )
    return (
        query.join(Person, Person.id == role.person_id)
        .outerjoin(Address, lives_at(today))
        .where(
            Person.deceased_on.is_(None),
            func.coalesce(role.active_from, first) <= last,
            func.coalesce(role.active_to, last) >= first,
        )
    )
