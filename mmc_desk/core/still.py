"""A write that holds only as long as a record is still what the writer knows of it."""

from typing import TYPE_CHECKING, TypeVar

from mmc_desk.core.db import Op, Query
from mmc_desk.core.errors import ConflictError
from mmc_desk.core.i18n import translate

if TYPE_CHECKING:  # forms use it, and know no sqlalchemy
    from sqlalchemy.orm import Session

T = TypeVar("T")


def if_still(op: Op[T], read: Query[object], seen: object) -> Op[T]:
    """Return `op`, refused by a ConflictError in its own transaction where `read` doesn't give `seen` any more."""

    def write(session: "Session") -> T:
        if read(session) != seen:
            raise ConflictError(
                translate("still", "Een andere werkplek wijzigde dit intussen. Kijk het na en bewaar opnieuw.")
            )
        return op(session)

    return write
