"""The rescue code: on paper since the first account, for the day on which no administrator can sign in any more.

It has a hundred bits of chance, so nobody guesses it; only its hash is kept. Used once, it gives way to another.
"""

import secrets
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import audit
from mmc_desk.core.access import Role
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import DeskSetting
from mmc_desk.core.recording import note_final
from mmc_desk.features.mail.queries import FOR_EVER
from mmc_desk.features.trust.ops import accounts
from mmc_desk.features.trust.queries.accounts import roles_of
from mmc_desk.features.trust.rules.passwords import check_password

RESCUE_CODE = "trust.rescue_code"
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that look alike on paper: I and 1, O and 0."""
_GROUPS, _GROUP = 5, 4


@dataclass(frozen=True, slots=True)
class Rescue:
    """Another password for an account, by the code on paper."""

    name: str
    code: str
    password: str


def renew_code(session: Session) -> str:
    """Make another code and return it, as paper shows it; the one before it is worth nothing any more."""
    code = " ".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    row = _row(session)
    if row is None:
        row = DeskSetting(name=RESCUE_CODE, valid_from=FOR_EVER)
        session.add(row)
    row.value = accounts.hashed(_plain(code))
    note_final(session)
    return code


def rescue(session: Session, command: Rescue) -> str:
    """Let an account in again, as administrator, and return the next code; "" when name or code is wrong.

    A wrong one stands in the trace, so this op refuses nothing itself but a password that is easily guessed.
    """
    name, row = command.name.strip().casefold(), _row(session)
    account = accounts.by_name(session, name)
    is_right = row is not None and accounts.matches(row.value, _plain(command.code))
    if account is None or not is_right:
        label = translate("trust", "Herstelcode geweigerd: {name}")
        audit.add_seen(session, label.format(name=name[:100]), "account", 0)
        note_final(session)
        return ""
    check_password(command.password, name)
    account.password = accounts.hashed(command.password)
    account.failures, account.locked_until, account.is_active = 0, None, True
    account.roles = accounts.stored(roles_of(account) | {Role.ADMIN})
    return renew_code(session)


def _row(session: Session) -> DeskSetting | None:
    return session.scalar(select(DeskSetting).where(DeskSetting.name == RESCUE_CODE))


def _plain(typed: str) -> str:
    """Return a code as it is hashed: in capitals, without what paper puts between its groups."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())
