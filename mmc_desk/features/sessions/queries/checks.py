"""Invariants of LDC on Wheels that the database's own constraints can't hold: one Dutch sentence per breach."""

from collections.abc import Sequence
from itertools import pairwise

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.check import MOST_SHOWN
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.sessions.model import (
    SessionState,
    WheelsAttendance,
    WheelsPartner,
    WheelsSession,
    WheelsSlot,
)
from mmc_desk.features.sessions.rules.sessions import LIVING
from mmc_desk.features.sessions.rules.slots import SlotTime, overlap


def on_closed_noons(session: Session) -> Sequence[str]:
    """Return planned and held sessions whose noon was closed."""
    same_noon = and_(
        MealService.restaurant_id == WheelsSession.restaurant_id,
        MealService.service_date == WheelsSession.session_date,
    )
    rows = session.execute(
        select(VillageRestaurant.name, WheelsSession.session_date, MealService.closed_reason)
        .select_from(WheelsSession)
        .join(MealService, same_noon)
        .join(VillageRestaurant, VillageRestaurant.id == WheelsSession.restaurant_id)
        .where(WheelsSession.state.in_(LIVING), MealService.closed_reason != "")
        .order_by(WheelsSession.session_date)
        .limit(MOST_SHOWN)
    )
    text = translate("sessions", "De activiteit in {location} op {day} valt op een gesloten middag ({reason}).")
    return [text.format(location=name, day=show_date(day), reason=reason) for name, day, reason in rows]


def partners_in_two_places(session: Session) -> Sequence[str]:
    """Return partners with two planned sessions on one day to come."""
    rows = session.execute(
        select(WheelsPartner.name, WheelsSession.session_date)
        .join(WheelsPartner, WheelsPartner.id == WheelsSession.partner_id)
        .where(WheelsSession.state == SessionState.PLANNED, WheelsSession.session_date >= clock.today())
        .group_by(WheelsPartner.name, WheelsSession.session_date)
        .having(func.count() > 1)
        .order_by(WheelsSession.session_date)
        .limit(MOST_SHOWN)
    )
    text = translate("sessions", "{partner} heeft op {day} meer dan één activiteit.")
    return [text.format(partner=name, day=show_date(day)) for name, day in rows]


def uncounted_names(session: Session) -> Sequence[str]:
    """Return held sessions with more names than people counted."""
    names = func.count(WheelsAttendance.id)
    rows = session.execute(
        select(VillageRestaurant.name, WheelsSession.session_date, names, WheelsSession.attendance)
        .select_from(WheelsSession)
        .join(WheelsAttendance, WheelsAttendance.session_id == WheelsSession.id)
        .join(VillageRestaurant, VillageRestaurant.id == WheelsSession.restaurant_id)
        .group_by(WheelsSession.id, VillageRestaurant.name, WheelsSession.session_date, WheelsSession.attendance)
        .having(names > WheelsSession.attendance)
        .limit(MOST_SHOWN)
    )
    text = translate("sessions", "De activiteit in {location} op {day} telt {count} aanwezigen en {names} namen.")
    return [
        text.format(location=name, day=show_date(day), count=count, names=listed) for name, day, listed, count in rows
    ]


def overlapping_slots(session: Session) -> Sequence[str]:
    """Return sessions with two moments by appointment at once."""
    rows = session.execute(
        select(WheelsSlot.session_id, WheelsSession.session_date, WheelsSlot.starts_at, WheelsSlot.minutes)
        .join(WheelsSession, WheelsSession.id == WheelsSlot.session_id)
        .order_by(WheelsSlot.session_id, WheelsSlot.starts_at)
    ).all()
    text = translate("sessions", "Afspraken overlappen op {day} om {time}.")
    return [
        text.format(day=show_date(day), time=f"{other_at:%H:%M}")
        for (key, day, at, minutes), (other, _, other_at, other_minutes) in pairwise(rows)
        if key == other and overlap(SlotTime(at, minutes), SlotTime(other_at, other_minutes))
    ][:MOST_SHOWN]
