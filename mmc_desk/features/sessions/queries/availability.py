"""When the partners of LDC on Wheels can come, as the plan sees it."""

from collections import defaultdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.features.sessions.model import WheelsPartner, WheelsPartnerAbsence
from mmc_desk.features.sessions.rules.partners import PlanPartner, read_weekdays


def plan_partners(session: Session) -> tuple[PlanPartner, ...]:
    """Return every partner with when they can come."""
    absences: defaultdict[int, list[tuple[date, date]]] = defaultdict(list)
    days = select(WheelsPartnerAbsence.partner_id, WheelsPartnerAbsence.from_day, WheelsPartnerAbsence.to_day)
    for partner_id, first, last in session.execute(days.order_by(WheelsPartnerAbsence.from_day)):
        absences[partner_id].append((first, last))
    rows = session.execute(
        select(WheelsPartner.id, WheelsPartner.name, WheelsPartner.weekdays, WheelsPartner.active_to).order_by(
            WheelsPartner.id
        )
    )
    return tuple(
        PlanPartner(key, name, read_weekdays(weekdays), tuple(absences[key]), active_to)
        for key, name, weekdays, active_to in rows
    )
