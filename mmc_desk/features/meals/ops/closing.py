"""Days without a meal: closures of weeks, and single noons that a person closes or opens."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.schedule import MealClosure
from mmc_desk.features.meals.ops.restaurant_commands import CloseDays, CloseNoon, CloseNoons, KeepNoons, OpenNoon
from mmc_desk.features.meals.rules.schedule import NOON


def close_days(session: Session, command: CloseDays) -> int:
    """Close one restaurant or all from … to and return the key. Raises RuleError without days or a reason.

    Noons that were served in those days stay; bookings stay too, for the call list.
    """
    first, last = command.from_day, command.to_day or command.from_day
    if first is None or last is None:
        raise RuleError(translate("meals", "Vul de eerste dag in."), "from_day")
    if last < first:
        raise RuleError(translate("meals", "De laatste dag ligt voor de eerste. Verbeter een van beide."), "to_day")
    closure = MealClosure(
        restaurant_id=command.restaurant_id, from_day=first, to_day=last, reason=_reason(command.reason)
    )
    session.add(closure)
    session.flush()
    return closure.id


def close_noon(session: Session, command: CloseNoon) -> None:
    """Close one noon by decision; what was booked stays, for the call list.

    Raises RuleError without a reason, and for a noon that was served.
    """
    service = session.get_one(MealService, command.service_id)
    reason = _reason(command.reason)
    if service.present is not None or service.finished_at is not None:
        raise RuleError(translate("meals", "Deze middag is al geteld. Wis eerst de tellingen om ze te sluiten."))
    service.closed_reason, service.is_decided = reason, True


def close_noons(session: Session, command: CloseNoons) -> None:
    """Close noons by one decision. Raises RuleError as `close_noon` does."""
    for service_id in command.service_ids:
        close_noon(session, CloseNoon(service_id, command.reason))


def keep_noons(session: Session, command: KeepNoons) -> None:
    """Let noons go on that no schedule has: decided, so no regeneration asks again."""
    for service_id in command.service_ids:
        session.get_one(MealService, service_id).is_decided = True


def open_noon(session: Session, command: OpenNoon) -> int:
    """Serve on a day against the schedule, and return the key of the noon. Raises RuleError without a day."""
    if command.day is None:
        raise RuleError(translate("meals", "Vul de dag in."), "day")
    service = _on(session, command.restaurant_id, command.day)
    if service is None:
        service = MealService(restaurant_id=command.restaurant_id, service_date=command.day, starts_at=NOON)
        session.add(service)
    service.closed_reason, service.is_decided = "", True
    service.starts_at = command.starts_at or service.starts_at
    session.flush()
    return service.id


def _on(session: Session, restaurant_id: int, day: date) -> MealService | None:
    return session.scalars(
        select(MealService).where(MealService.restaurant_id == restaurant_id, MealService.service_date == day)
    ).one_or_none()


def _reason(text: str) -> str:
    reason = text.strip()
    if not reason:
        raise RuleError(translate("meals", "Vul de reden in: wie belt, vraagt ernaar."), "reason")
    return reason
