"""Rows that deeds work on."""

from typing import TypeVar

from sqlalchemy.orm import Session

from mmc_desk.core.errors import ConflictError
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import Base, Versioned

R = TypeVar("R", bound=Base)


def found(session: Session, model: type[R], key: int, seen: int | None = None) -> R:
    """Return the row with a key. Raises ConflictError: removed meanwhile, or another version than was `seen`."""
    row = session.get(model, key)
    if row is None:
        raise ConflictError(translate("sessions", "Dit bestaat niet meer. Herlaad de lijst."))
    if seen is not None and isinstance(row, Versioned) and row.version != seen:
        text = translate("sessions", "Iemand anders wijzigde dit intussen. Sluit het venster en kijk eerst na.")
        raise ConflictError(text)
    return row
