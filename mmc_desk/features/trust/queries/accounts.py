"""The accounts, as an administrator sees them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.access import Role, RoleSet
from mmc_desk.features.trust.model import Account


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account; `locked_until` is when somebody who guessed may try again."""

    account_id: int
    name: str
    full_name: str
    roles: RoleSet
    is_active: bool
    locked_until: datetime | None


def accounts(session: Session) -> tuple[AccountRow, ...]:
    """Return every account by name."""
    return tuple(row_of(account) for account in session.scalars(select(Account).order_by(Account.name)))


def row_of(account: Account) -> AccountRow:
    """Return the row of an account."""
    return AccountRow(
        account.id,
        account.name,
        account.full_name,
        roles_of(account),
        account.is_active,
        account.locked_until,
    )


def roles_of(account: Account) -> RoleSet:
    """Return what somebody is; a name that this program doesn't know gives nothing."""
    known = set(Role)
    return frozenset(Role(name) for name in account.roles.split() if name in known)
