"""Days and months as a person types them on the command line."""

import argparse
import re
from datetime import date

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import parse_date
from mmc_desk.core.i18n import translate

LAST_YEAR = 2999
"""The days and months around a day have to exist too."""

_MONTH = re.compile(r"(?:(\d{1,2})[/-](\d{4})|(\d{4})-(\d{1,2}))")


def day_argument(text: str) -> date:
    """Read a day on the command line: 25/11/2026, 2026-11-25, morgen."""
    try:
        day = parse_date(text, clock.today())
    except RuleError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    if day.year > LAST_YEAR:
        far = translate("days", "{year} is te ver weg. Geef een jaar tot en met {last}.")
        raise argparse.ArgumentTypeError(far.format(year=day.year, last=LAST_YEAR))
    return day


def month_argument(text: str) -> date:
    """Read a month on the command line as its first day: 11/2026, 2026-11, or a day in it."""
    found = _MONTH.fullmatch(text.strip())
    if found is None:
        return day_argument(text).replace(day=1)
    month, year = int(found[1] or found[4]), int(found[2] or found[3])
    return day_argument(f"1/{month}/{year}")
