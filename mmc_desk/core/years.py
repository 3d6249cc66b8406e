"""Years as a person types them."""

import argparse
import calendar
from datetime import date

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate

FIRST, LAST = 1950, 2100
"""No ride book is older, and a year beyond is a typing error."""


def parse_year(text: str) -> int:
    """Read a year of four digits. Raises RuleError naming the mend."""
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit() and FIRST <= int(typed[:5]) <= LAST):
        raise RuleError(
            translate("formats", "“{text}” is geen jaar. Typ vier cijfers, bijvoorbeeld 2019.").format(text=text)
        )
    return int(typed)


def year_argument(text: str) -> int:
    """Read a year on the command line."""
    try:
        return parse_year(text)
    except RuleError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def days_of(year: int, month: int | None = None) -> tuple[date, date]:
    """Return the first and the last day of a year, or of one of its months."""
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
