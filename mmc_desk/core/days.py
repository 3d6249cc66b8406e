"""Days and months as a person types them on the command line."""

import argparse
import re
from datetime import date

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import parse_date

_MONTH = re.compile(r"(?:(\d{1,2})[/-](\d{4})|(\d{4})-(\d{1,2}))")


def day_argument(text: str) -> date:
    """Read a day on the command line: 25/11/2026, 2026-11-25, morgen."""
    try:
        return parse_date(text, clock.today())
    except RuleError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def month_argument(text: str) -> date:
    """Read a month on the command line as its first day: 11/2026, 2026-11, or a day in it."""
    found = _MONTH.fullmatch(text.strip())
    if found is None:
        return day_argument(text).replace(day=1)
    month, year = int(found[1] or found[4]), int(found[2] or found[3])
    return day_argument(f"1/{month}/{year}")
