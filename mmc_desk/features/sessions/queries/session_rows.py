"""Activities as lists, cards and the month plan show them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mmc_desk.core.formats import NBSP
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model import VillageRestaurant
from mmc_desk.features.meals.model.schedule import RestaurantVenue
from mmc_desk.features.people.model import Person, Volunteer
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.sessions.model import SessionState, WheelsPartner, WheelsSession, WheelsTheme
from mmc_desk.features.sessions.queries.availability import plan_partners
from mmc_desk.features.sessions.queries.rows import SessionRow
from mmc_desk.features.sessions.rules.partners import refusal


def session_rows(session: Session, which: ColumnElement[bool]) -> tuple[SessionRow, ...]:
    """Return the activities for which a condition holds, by day and location."""
    rows = session.execute(
        select(
            WheelsSession,
            VillageRestaurant.name,
            WheelsTheme.name,
            WheelsPartner.name,
            Person.last_name,
            Person.first_name,
        )
        .join(VillageRestaurant, VillageRestaurant.id == WheelsSession.restaurant_id)
        .outerjoin(WheelsTheme, WheelsTheme.id == WheelsSession.theme_id)
        .outerjoin(WheelsPartner, WheelsPartner.id == WheelsSession.partner_id)
        .outerjoin(Volunteer, Volunteer.id == WheelsSession.volunteer_id)
        .outerjoin(Person, Person.id == Volunteer.person_id)
        .where(which)
        .order_by(WheelsSession.session_date, VillageRestaurant.name)
    )
    halls = _halls(session)
    found = [
        replace(
            _row(one, location, theme or "", partner or "", full_name(last, first or "") if last else ""),
            hall=_hall(halls[one.restaurant_id], one.session_date),
        )
        for one, location, theme, partner, last, first in rows
    ]
    return _with_troubles(session, found)


def _halls(session: Session) -> Mapping[int, Sequence[tuple[date, str]]]:
    """Return the halls of each location, the latest first: a location that moves keeps its history (§10.10)."""
    found: defaultdict[int, list[tuple[date, str]]] = defaultdict(list)
    for hall in session.scalars(select(RestaurantVenue).order_by(RestaurantVenue.valid_from.desc())):
        town = NBSP.join(filter(None, (hall.postcode, hall.village)))
        said = ", ".join(filter(None, (hall.name, hall.street, town)))
        found[hall.restaurant_id].append((hall.valid_from, said))
    return found


def _hall(halls: Sequence[tuple[date, str]], day: date) -> str:
    return next((said for valid_from, said in halls if valid_from <= day), "")


def _row(one: WheelsSession, location: str, theme: str, partner: str, volunteer: str) -> SessionRow:
    return SessionRow(
        key=one.id,
        version=one.version,
        location_id=one.restaurant_id,
        location=location,
        day=one.session_date,
        kind=one.kind,
        state=one.state,
        theme_id=one.theme_id,
        theme=theme,
        partner_id=one.partner_id,
        partner=partner,
        speaker=one.speaker,
        volunteer_id=one.volunteer_id,
        volunteer=volunteer,
        material=one.material,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        reason=one.reason,
        moved_from=one.moved_from,
        is_pinned=one.is_pinned,
        cost=one.cost,
        expected=one.expected,
        attendance=one.attendance,
        first_timers=one.first_timers,
        remarks=one.remarks,
    )


def _with_troubles(session: Session, rows: Sequence[SessionRow]) -> tuple[SessionRow, ...]:
    """Say of planned sessions what their partner stands in the way of: not there that day, or twice."""
    planned = [row for row in rows if row.state is SessionState.PLANNED and row.partner_id is not None]
    if not planned:
        return tuple(rows)
    partners = {partner.partner_id: partner for partner in plan_partners(session)}
    twice = Counter(
        (partner_id, day)
        for partner_id, day in session.execute(
            select(WheelsSession.partner_id, WheelsSession.session_date).where(
                WheelsSession.state == SessionState.PLANNED,
                WheelsSession.session_date.between(planned[0].day, planned[-1].day),
            )
        )
    )
    troubles = {}
    for row in planned:
        partner = partners[row.partner_id or 0]
        both = translate("sessions", "{partner} heeft die dag twee activiteiten").format(partner=partner.name)
        troubles[row.key] = refusal(partner, row.day) or (both if twice[row.partner_id, row.day] > 1 else "")
    return tuple(replace(row, trouble=troubles.get(row.key, "")) for row in rows)
