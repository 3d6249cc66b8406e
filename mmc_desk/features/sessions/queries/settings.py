"""The dated parameters of LDC on Wheels ("sessions.repeat_months" = "9")."""

from dataclasses import fields, replace
from datetime import date

from sqlalchemy.orm import Session

from mmc_desk.features.rides.queries.settings import desk_values
from mmc_desk.features.sessions.rules.sessions import SessionSettings


def session_settings(session: Session, day: date) -> SessionSettings:
    """Return the parameters in force on `day`."""
    values = desk_values(session, "sessions", day)
    known = {field.name: int(values[field.name]) for field in fields(SessionSettings) if field.name in values}
    return replace(SessionSettings(), **known)
