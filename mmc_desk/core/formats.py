"""How Flanders writes dates, times, kilometres, amounts and phones: the one way to show them and to read them back.

Source: domain.md §7. Everything typed by a person or found in a file is read here.
"""

import functools
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate

WEEKDAYS = (
    QT_TRANSLATE_NOOP("formats", "maandag"),
    QT_TRANSLATE_NOOP("formats", "dinsdag"),
    QT_TRANSLATE_NOOP("formats", "woensdag"),
    QT_TRANSLATE_NOOP("formats", "donderdag"),
    QT_TRANSLATE_NOOP("formats", "vrijdag"),
    QT_TRANSLATE_NOOP("formats", "zaterdag"),
    QT_TRANSLATE_NOOP("formats", "zondag"),
)
MONTHS = (
    QT_TRANSLATE_NOOP("formats", "januari"),
    QT_TRANSLATE_NOOP("formats", "februari"),
    QT_TRANSLATE_NOOP("formats", "maart"),
    QT_TRANSLATE_NOOP("formats", "april"),
    QT_TRANSLATE_NOOP("formats", "mei"),
    QT_TRANSLATE_NOOP("formats", "juni"),
    QT_TRANSLATE_NOOP("formats", "juli"),
    QT_TRANSLATE_NOOP("formats", "augustus"),
    QT_TRANSLATE_NOOP("formats", "september"),
    QT_TRANSLATE_NOOP("formats", "oktober"),
    QT_TRANSLATE_NOOP("formats", "november"),
    QT_TRANSLATE_NOOP("formats", "december"),
)
SHORT_MONTHS = (
    QT_TRANSLATE_NOOP("formats", "jan"),
    QT_TRANSLATE_NOOP("formats", "feb"),
    QT_TRANSLATE_NOOP("formats", "mrt"),
    QT_TRANSLATE_NOOP("formats", "apr"),
    QT_TRANSLATE_NOOP("formats", "mei"),
    QT_TRANSLATE_NOOP("formats", "jun"),
    QT_TRANSLATE_NOOP("formats", "jul"),
    QT_TRANSLATE_NOOP("formats", "aug"),
    QT_TRANSLATE_NOOP("formats", "sep"),
    QT_TRANSLATE_NOOP("formats", "okt"),
    QT_TRANSLATE_NOOP("formats", "nov"),
    QT_TRANSLATE_NOOP("formats", "dec"),
)
NBSP = "\u00a0"


def weekday_name(day: date) -> str:
    """Return `maandag` … `zondag`."""
    return translate("formats", WEEKDAYS[day.weekday()])


def month_name(month: int) -> str:
    """Return `januari` … `december` for 1 … 12."""
    return translate("formats", MONTHS[month - 1])


def show_date(day: date | None) -> str:
    """Return `25/11/2026`, and nothing for no date."""
    return f"{day.day:02}/{day.month:02}/{day.year}" if day else ""


def short_month_name(month: int) -> str:
    """Return `jan` … `dec` for 1 … 12."""
    return translate("formats", SHORT_MONTHS[month - 1])


def show_long_date(day: date) -> str:
    """Return `woensdag 25 november 2026`."""
    return f"{weekday_name(day)} {day.day} {month_name(day.month)} {day.year}"


def show_day(day: date) -> str:
    """Return `wo 25/11`: a day of a month or a week everybody knows."""
    return f"{weekday_name(day)[:2]} {day:%d/%m}"


def show_weekday_date(day: date) -> str:
    """Return `wo 25/11/2026`."""
    return f"{weekday_name(day)[:2]} {show_date(day)}"


def show_time(instant: datetime | None) -> str:
    """Return an instant as `14:30` on the clock in Brussels."""
    if instant is None:
        return ""
    local = clock.local(instant)
    return f"{local.hour:02}:{local.minute:02}"  # a list of thousands asks it: the format codes take ten times as long


def _grouped(whole: int) -> str:
    return f"{whole:,}".replace(",", ".")


def show_number(number: float | None) -> str:
    """Return `2.983` or `26,4`: at most one decimal, nothing for an unknown number."""
    if number is None:
        return ""
    tenths = round(abs(number) * 10)
    sign = "-" if number < 0 and tenths else ""
    return f"{sign}{_grouped(tenths // 10)}" + (f",{tenths % 10}" if tenths % 10 else "")


def show_tenths(number: float | None) -> str:
    """Return `28,6` or `29,0`: always one decimal, so that averages and shares stand under each other."""
    text = show_number(number)
    return text if "," in text or not text else f"{text},0"


def show_km(metres: int | None) -> str:
    """Return metres as `101.658 km`, a decimal only where there is one."""
    return "" if metres is None else f"{show_number(metres / 1000)}{NBSP}km"


def hours(minutes: int) -> float:
    """Return minutes as hours, with one decimal."""
    return round(minutes / 60, 1)


def kilometres(metres: int) -> int | float:
    """Return metres as kilometres: whole where they are, else with one decimal, half up."""
    tenths = (metres + 50) // 100
    return tenths // 10 if tenths % 10 == 0 else tenths / 10


def show_amount(cents: int | None) -> str:
    """Return cents as `€ 1.012,50`, with a no-break space."""
    if cents is None:
        return ""
    sign = "-" if cents < 0 else ""
    return f"{sign}€{NBSP}{_grouped(abs(cents) // 100)},{abs(cents) % 100:02d}"


def show_rate(rate: int) -> str:
    """Return a rate in 1/10 000 euro per km as `€ 0,4326`."""
    return f"€{NBSP}{rate // 10_000},{rate % 10_000:04d}"


def show_duration(minutes: int) -> str:
    """Return `45 min`, `1 u 30`."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}{NBSP}u{NBSP}{rest:02d}" if hours else f"{rest}{NBSP}min"


@functools.lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Return `text` without accents and capitals, for searching and comparing."""
    if text.isascii():  # most of it, and four times faster
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


_DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{4}|\d{2}))?")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t].*)?")
_OFFSET = re.compile(r"([+-])(\d{1,3})")


def parse_date(text: str, today: date) -> date:
    """Read a date a person typed: 25/11/2026, 25/11, 25-11-26, 2026-11-25, +2, vr, morgen.

    Without a year the first such day from `today` on is meant (up to a month back counts as past); a weekday is the
    first one after today. Raises RuleError naming the mend.
    """
    typed = fold(text.strip())
    shorthand = _parse_shorthand(typed, today)
    if shorthand:
        return shorthand
    found = _ISO_DATE.fullmatch(typed)
    parts = found.groups()[::-1] if found else None
    if not parts and (found := _DATE.fullmatch(typed)):
        parts = found.groups()
    if parts:
        try:
            return _from_parts(parts, today)
        except ValueError:
            pass
    raise RuleError(
        translate("formats", "“{text}” is geen datum. Typ bijvoorbeeld 25/11/2026, 25/11, +2 of vr.").format(text=text)
    )


def _parse_shorthand(typed: str, today: date) -> date | None:
    words = {"vandaag": 0, "morgen": 1, "overmorgen": 2, "gisteren": -1}
    if typed in words:
        return today + timedelta(days=words[typed])
    if offset := _OFFSET.fullmatch(typed):
        days = int(offset[2])
        return today + timedelta(days=days if offset[1] == "+" else -days)
    if len(typed) >= 2 and typed.isalpha():
        for weekday, name in enumerate(WEEKDAYS):
            if name.startswith(typed):
                return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    return None


def _from_parts(parts: tuple[str, ...], today: date) -> date:
    day, month = int(parts[0]), int(parts[1])
    if parts[2]:
        year = int(parts[2])
        return date(year if year > 99 else _century(year, today), month, day)
    for year in (today.year, today.year + 1, today.year + 2, today.year + 3, today.year + 4):
        try:
            candidate = date(year, month, day)
        except ValueError:  # 29/02 outside a leap year: the next one that has it
            continue
        if candidate >= today - timedelta(days=31):
            return candidate
    raise ValueError(parts)


def _century(year: int, today: date) -> int:
    # A birth year of two digits lies in the past, a ride's at most a few years ahead.
    return 2000 + year if 2000 + year <= today.year + 5 else 1900 + year


_TIME = re.compile(r"(\d{1,2})(?:[:.uh ]?(\d{2}))?(?:[:.]\d{2})?\s*u?")


def parse_time(text: str) -> time:
    """Read a time a person typed: 9, 915, 9:15, 09.15, 9u15, 14u. Raises RuleError naming the mend."""
    found = _TIME.fullmatch(text.strip().lower())
    if found:
        try:
            return time(int(found[1]), int(found[2] or 0))
        except ValueError:
            pass
    raise RuleError(
        translate("formats", "“{text}” is geen uur. Typ bijvoorbeeld 915, 9:15 of 14u30.").format(text=text)
    )


_PLAIN_NUMBER = re.compile(r"[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})")
"""What Decimal may read: it would take 1e999999 too, and be busy with it for a while."""


def parse_decimal(text: str) -> Decimal:
    """Read a number as Flanders writes it (1.012,5) or as a program does (1012.5). Raises RuleError."""
    typed = text.replace("€", "").replace("EUR", "").replace(NBSP, "").replace(" ", "").strip()
    if "," in typed:
        typed = (
            typed.replace(".", "").replace(",", ".") if typed.rfind(",") > typed.rfind(".") else typed.replace(",", "")
        )
    elif re.fullmatch(r"\d{1,3}(\.\d{3})+", typed):
        typed = typed.replace(".", "")
    if not _PLAIN_NUMBER.fullmatch(typed):
        raise RuleError(translate("formats", "“{text}” is geen getal. Typ bijvoorbeeld 26 of 26,5.").format(text=text))
    return Decimal(typed)


def parse_km(text: str) -> int:
    """Read kilometres ("26", "26,5", "26 km") as metres. Raises RuleError for no number or a negative one."""
    number = parse_decimal(re.sub(r"\s*km\.?$", "", text.strip(), flags=re.IGNORECASE))
    if number < 0:
        raise RuleError(translate("formats", "“{text}” km kan niet: een afstand is niet negatief.").format(text=text))
    return round(number * 1000)


def parse_amount(text: str) -> int:
    """Read an amount ("12,50", "€ 12") as cents. Raises RuleError for no number."""
    return round(parse_decimal(text) * 100)


def parse_rate(text: str) -> int:
    """Read a rate per km ("0,4326", "0.4326") as 1/10 000 euro. Raises RuleError for no number or a fifth decimal."""
    rate = parse_decimal(text if "," in text else text.replace(".", ",")) * 10_000
    if rate != int(rate):
        raise RuleError(translate("formats", "“{text}” heeft meer dan vier decimalen.").format(text=text))
    return int(rate)


def parse_phone(text: str) -> str:
    """Return a phone number as E.164 where it is a valid one (Belgian unless it says otherwise), else as typed."""
    import phonenumbers

    typed = text.strip()
    if not typed:
        return ""
    try:
        number = phonenumbers.parse(typed, "BE")
    except phonenumbers.NumberParseException:
        return typed
    if not phonenumbers.is_possible_number(number):
        return typed
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def show_phone(stored: str) -> str:
    """Return a stored phone as `089 51 91 38` or `0473 64 17 88`; abroad as `+31 …`; free text as it stands."""
    if not stored.startswith("+"):
        return stored
    if stored.startswith("+32"):
        national = "0" + stored[3:]
        if len(national) == 10:
            return f"{national[:4]} {national[4:6]} {national[6:8]} {national[8:]}"
        two = national[:2] in {"02", "03", "04", "09"}
        area = national[: 2 if two else 3]
        rest = national[len(area) :]
        head = len(rest) % 2 + 2 if len(rest) % 2 else 2
        return " ".join([area, rest[:head], *(rest[i : i + 2] for i in range(head, len(rest), 2))])
    import phonenumbers

    try:
        return phonenumbers.format_number(phonenumbers.parse(stored), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    except phonenumbers.NumberParseException:
        return stored
