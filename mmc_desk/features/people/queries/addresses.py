"""Where people live on a day, and under which names their street is known."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from mmc_desk.core.formats import fold
from mmc_desk.features.people.model import Address, Person, Place, StreetAlias


def lives_at(day: date) -> ColumnElement[bool]:
    """Return the join condition of a person with the address of a day; before the first, that first one."""
    other = aliased(Address)
    until = select(func.max(other.valid_from)).where(other.person_id == Person.id, other.valid_from <= day)
    first = select(func.min(other.valid_from)).where(other.person_id == Person.id)
    start: Any = func.coalesce(until.correlate(Person).scalar_subquery(), first.correlate(Person).scalar_subquery())
    return and_(Address.person_id == Person.id, Address.valid_from == start)


def other_street_names(session: Session) -> Callable[[str, str], str]:
    """Return `(street, village) -> its other names`: old and new are both found (domain.md §7)."""
    names: dict[str, list[tuple[str, str]]] = {}
    for alias in session.scalars(select(StreetAlias)):
        pair = (fold(alias.old_name), alias.new_name), (fold(alias.new_name), alias.old_name)
        names.setdefault(fold(alias.village), []).extend(pair)
    pairs_of: dict[str, list[tuple[str, str]]] = {}

    def other_names(street: str, village: str) -> str:
        pairs = pairs_of.get(village)
        if pairs is None:
            pairs = pairs_of[village] = names.get(fold(village), [])
        if not pairs:
            return ""
        known = fold(street)
        return " ".join(other for name, other in pairs if known.startswith(name))

    return other_names


def villages(session: Session) -> list[tuple[str, str]]:
    """Return the villages with their postcodes, by name."""
    query = select(Place.name, Place.postcode).where(Place.is_village).order_by(Place.name)
    return [(name, postcode) for name, postcode in session.execute(query)]
