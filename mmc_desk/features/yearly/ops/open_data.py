"""The secret by which open data is hidden by chance (rules.chance): made once, kept with the desk's settings."""

import secrets

from sqlalchemy.orm import Session

from mmc_desk.core.model import DeskSetting
from mmc_desk.features.mail.queries import FOR_EVER
from mmc_desk.features.yearly.queries.open_data import SETTING, secret_of


def keep_secret(session: Session) -> None:
    """Make the secret where there is none: with another one a second publication of a year would hide other counts."""
    if not secret_of(session):
        session.add(DeskSetting(name=SETTING, valid_from=FOR_EVER, value=secrets.token_hex(16)))
