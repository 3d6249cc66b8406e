"""What who works in a session may do by now: an administrator may have changed it since they signed in."""

from sqlalchemy.orm import Session

from mmc_desk.core import access
from mmc_desk.core.access import RoleSet
from mmc_desk.features.trust.model import Account
from mmc_desk.features.trust.queries.accounts import roles_of


def own_roles(session: Session) -> RoleSet:
    """Return their roles as they stand in the database: none for an account that was switched off."""
    signed_in = access.of(session)
    account = session.get(Account, signed_in.who.account_id) if signed_in else None
    return roles_of(account) if account and account.is_active else frozenset()
