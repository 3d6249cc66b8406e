"""The texts of a year's addendum: a person's own words instead of the proposed ones."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import ConflictError
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.model import AddendumText


@dataclass(frozen=True, slots=True)
class SetText:
    """Set the text of a section of a year's addendum; a blank one takes it away, so that the proposal shows again.

    `version` is the one that was seen, 0 where there was no text.
    """

    year: int
    section: str
    text: str
    version: int | None = None


def set_text(session: Session, command: SetText) -> int:
    """Write, change or take away a text; return the version it has now, 0 for none.

    Raises ConflictError: somebody changed it since.
    """
    found = session.scalar(
        select(AddendumText).where(AddendumText.year == command.year, AddendumText.section == command.section)
    )
    if command.version is not None and command.version != (found.version if found else 0):
        raise ConflictError(
            translate("yearly", "Iemand anders wijzigde deze tekst intussen. Sluit het venster en kijk eerst na.")
        )
    text = command.text.strip()
    if not text:
        if found:
            session.delete(found)
        return 0
    if found is None:
        found = AddendumText(year=command.year, section=command.section, text=text)
        session.add(found)
    found.text = text
    session.flush()
    return found.version
