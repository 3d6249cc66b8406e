"""Passwords and how long to wait after wrong ones."""

from datetime import datetime, timedelta

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate

LEAST_LENGTH = 10
FREE_FAILURES = 5
"""Wrong passwords before one has to wait."""
_LONGEST_WAIT = timedelta(hours=1)


def check_password(password: str, name: str) -> None:
    """Raise RuleError for a password that is too short, or holds the name of the account."""
    if len(password) < LEAST_LENGTH:
        text = translate("trust", "Kies een wachtwoord van minstens {count} tekens; een korte zin is goed.")
        raise RuleError(text.format(count=LEAST_LENGTH), field="password")
    if name.casefold() in password.casefold():
        raise RuleError(translate("trust", "Kies een wachtwoord zonder de aanmeldnaam erin."), field="password")


def locked_until(failures: int, now: datetime) -> datetime | None:
    """Return until when nobody may try again after so many failures: from the fifth on 1, 2, 4 … 60 minutes."""
    if failures < FREE_FAILURES:
        return None
    return now + min(timedelta(minutes=2 ** min(failures - FREE_FAILURES, 10)), _LONGEST_WAIT)
