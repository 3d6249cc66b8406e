"""Reading one cell as offices write it: dates, times, numbers, names, words from a table (domain.md §7)."""

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from mmc_desk.core import formats
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import translate
from mmc_desk.core.importing.kinds import Parse, Reading
from mmc_desk.core.tabular import Cell

T = TypeVar("T")

MOST_TEXT = 300
"""What a line of text holds (core.columns.ShortText)."""

_TOTAL = re.compile(
    r"\s*(?:(?:algemeen |eind|sub|sub-|maand|jaar|week)?tota(?:al|len|l)|gemiddeld[e]?|"
    r"aantal (?:ritten|leden|rijen|maaltijden|km))\b"
)
_PLACEHOLDERS = frozenset({"", "-", "--", "–", "—", "/", "nvt", "n.v.t.", "n.v.t", "n/a", "#n/b", "#n/a", "null"})
_EXCEL_EPOCH = date(1899, 12, 30)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LARGEST_WHOLE = 2_147_483_647
_MONTHS = {name[:3]: number for number, name in enumerate(formats.MONTHS, 1)} | {
    "mrt": 3,
    "mei": 5,
    "may": 5,
    "oct": 10,
}
_PARTICLES = frozenset({"de", "den", "der", "van", "het", "ten", "ter", "te", "en", "op", "in", "'t", "’t", "la", "le"})


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell says nothing: empty, or a dash or "nvt" to fill the hole."""
    return isinstance(cell, str) and fold(cell.strip()) in _PLACEHOLDERS


def says_total(cell: Cell) -> bool:
    """Tell whether a cell says that its row adds up others: Totaal, Subtotaal, Gemiddelde."""
    return isinstance(cell, str) and _TOTAL.match(fold(cell)) is not None


def as_text(cell: Cell) -> str:
    """Return a cell as a person sees it, blanks at the ends and doubled ones inside left out."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else str(cell).replace(".", ",")
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}" if cell.time() != time() else f"{cell:%d/%m/%Y}"
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)


def _storable(text: str) -> str:
    if _UNSTORABLE.search(text):
        raise RuleError(translate("importing", "bevat een onleesbaar teken"))
    return text


def read_text(cell: Cell, _reading: Reading) -> str:
    """Return a line of text. Raises RuleError for more than 300 characters."""
    text = _storable(as_text(cell))
    if len(text) > MOST_TEXT:
        raise RuleError(
            translate("importing", "is {length} tekens lang, hoogstens {most}").format(length=len(text), most=MOST_TEXT)
        )
    return text


def read_note(cell: Cell, _reading: Reading) -> str:
    """Return a text of any length with its own line ends."""
    return _storable(cell.strip() if isinstance(cell, str) else as_text(cell))


def read_name(cell: Cell, reading: Reading) -> str:
    """Return a proper name: one in CAPITALS or in small letters gets its capitals where they belong."""
    return proper_name(read_text(cell, reading))


def proper_name(text: str) -> str:
    """Return a name with its capitals: `VAN DEN BOSSCHE` → `Van den Bossche`, `d'hondt` → `D'Hondt`.

    A name that has both capitals and small letters stands as it was written.
    """
    if not (text.isupper() or text.islower()) or len(text) < 2:
        return text
    words = re.split(r"([\s-])", text.lower())
    parts = []
    for place, word in enumerate(words):
        starts = place == 0 or words[place - 1] == "-"
        parts.append(word if word in _PARTICLES and not starts else _capitalised(word))
    return "".join(parts)


def _capitalised(word: str) -> str:
    if elided := re.fullmatch(r"([a-z])(['’])(.+)", word):
        return f"{elided[1].upper()}{elided[2]}{elided[3].capitalize()}"
    if word.startswith(("'t", "’t")):
        return word
    for place, letter in enumerate(word):
        if letter.isalpha():
            return word[:place] + letter.upper() + word[place + 1 :]
    return word


def read_phone(cell: Cell, reading: Reading) -> str:
    """Return a phone as E.164 where it is one; a number cell lost its leading zero, which is given back."""
    text = read_text(cell, reading)
    if re.fullmatch(r"[1-9]\d{7,8}", text):
        text = f"0{text}"
    elif re.fullmatch(r"32\d{8,9}", text):
        text = f"+{text}"
    return formats.parse_phone(text)


def read_whole(cell: Cell, reading: Reading) -> int:
    """Return a whole number from 0 on. Raises RuleError."""
    text = read_text(cell, reading)
    number = formats.parse_decimal(text)
    if number != number.to_integral_value() or not 0 <= number <= _LARGEST_WHOLE:
        raise RuleError(translate("importing", "“{text}” is geen aantal").format(text=text))
    return int(number)


def read_number_at_end(cell: Cell, reading: Reading) -> int:
    """Return a number that may bear a prefix and zeros: 41, 0041, L-41, nr. 41. Raises RuleError."""
    text = read_text(cell, reading)
    found = re.fullmatch(r"(?:[^\W\d]*[\s.:#°/-]*){0,2}(\d{1,9})(?:[.,]0+)?", text, re.ASCII)
    if not found or int(found[1]) == 0:
        raise RuleError(translate("importing", "“{text}” is geen nummer").format(text=text))
    return int(found[1])


def read_year(cell: Cell, reading: Reading) -> int:
    """Return a year, also out of a text ("Lidgeld 2019") or a date. Raises RuleError."""
    if isinstance(cell, date):
        return cell.year
    text = read_text(cell, reading)
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text))
    if len(years) != 1:
        raise RuleError(translate("importing", "“{text}” is geen jaar").format(text=text))
    return int(years.pop())


def read_amount(cell: Cell, reading: Reading) -> int:
    """Return an amount as cents, from 0 to a million euro. Raises RuleError."""
    text = re.sub(r",\s*[-–—]+\s*$", "", read_text(cell, reading))
    amount = formats.parse_decimal(text)
    if not 0 <= amount <= 1_000_000:
        raise RuleError(translate("importing", "“{text}” euro kan niet").format(text=text))
    return round(amount * 100)


def read_km(cell: Cell, reading: Reading) -> int:
    """Return kilometres as metres; a ride of over 5 000 km is a slip of the pen. Raises RuleError."""
    text = read_text(cell, reading)
    metres = formats.parse_km(re.sub(r"\s*(?:kms|kilometers?|kilometres?)\.?$", "", text, flags=re.IGNORECASE))
    if metres > 5_000_000:
        raise RuleError(translate("importing", "“{text}” km kan niet voor één rit").format(text=text))
    return metres


def read_odometer(cell: Cell, reading: Reading) -> int:
    """Return an odometer's kilometres as metres. Raises RuleError."""
    text = re.sub(r"\s*km\.?$", "", read_text(cell, reading), flags=re.IGNORECASE)
    number = formats.parse_decimal(text)
    if not 0 <= number <= 2_000_000:
        raise RuleError(translate("importing", "“{text}” is geen kilometerstand").format(text=text))
    return round(number * 1000)


def read_time(cell: Cell, reading: Reading) -> time:
    """Return a time of day: real times, fractions of a day, 8u15, 08:15, 815. Raises RuleError."""
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    if isinstance(cell, timedelta):
        return _time_of_day(cell.total_seconds() / 86_400)
    text = read_text(cell, reading)
    if isinstance(cell, float) and math.isfinite(cell) and not cell.is_integer():
        return _time_of_day(cell) if cell < 1 or cell > 25 else formats.parse_time(f"{cell:.2f}")
    if fraction := re.fullmatch(r"0[.,]\d{3,}", text):
        return _time_of_day(float(fraction[0].replace(",", ".")))
    text = re.sub(r"^.*\d[-/]\d+\s+", "", text)
    text = re.sub(r"(?<=\d)\s*([:.,uUhH])\s*(?=\d)", r"\1", text).replace(",", ".")
    return formats.parse_time(re.sub(r"\s*(?:uur|u\.?|h\.?)$", "", fold(text)).replace("h", "u"))


def _time_of_day(days: float) -> time:
    minutes = round(days % 1 * 1440) % 1440
    return time(minutes // 60, minutes % 60)


def read_date(cell: Cell, reading: Reading) -> date:
    """Return a date: real dates, Excel's serial numbers, and text in many forms. Raises RuleError."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = read_text(cell, reading)
    if re.fullmatch(r"\d{5}([.,]\d+)?", text):
        return _EXCEL_EPOCH + timedelta(days=int(text[:5]))
    try:
        return _date_of(_date_parts(fold(text), reading.date_order), reading)
    except (ValueError, OverflowError) as error:
        raise RuleError(translate("importing", "“{text}” is geen bestaande datum").format(text=text)) from error


_DATE = re.compile(r"(\d{1,4})[\s./-]+(\d{1,2}|[a-z]{3,9})[.]?(?:[\s./-]+'?(\d{4}|\d{2}))?(?:[\st]+\d{1,2}[:u].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


def _date_parts(text: str, order: str) -> tuple[str, str, str | None]:
    """Return day, month and year as they are written."""
    text = re.sub(r"^[a-z]+[.,]*\s+(?:de\s+)?(?=\d)", "", text)
    if compact := _COMPACT.fullmatch(text):
        return compact[3], compact[2], compact[1]
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError(text)
    first, second, third = found.groups()
    if len(first) > 2 and third is not None:
        return third, second, first
    if len(first) > 2:
        raise ValueError(text)
    if order == "mdj" and second.isdigit():
        return second, first, third
    if order == "jmd" and third is not None:
        return third, second, first
    return first, second, third


def _date_of(parts: tuple[str, str, str | None], reading: Reading) -> date:
    day, month, year = parts
    number = int(month) if month.isdigit() else _MONTHS.get(month[:3], 0)
    if year is None and reading.year is None:
        raise ValueError(parts)
    written = int(year) if year is not None else reading.year or 0
    if len(year or "") == 2:
        written += 2000 if 2000 + written <= reading.today.year + 5 else 1900
    if not 1850 <= written <= 2200:
        raise ValueError(parts)
    return date(written, number, int(day))


def read_past_date(cell: Cell, reading: Reading) -> date:
    """Return a date up to today, such as a birth: two digits mean the last such year. Raises RuleError."""
    serial = isinstance(cell, float) and 2100 < cell < 10_000  # a day before 1928 that Excel shows as its number
    day = _EXCEL_EPOCH + timedelta(days=int(as_text(cell))) if serial else read_date(cell, reading)
    if day > reading.today and isinstance(cell, str) and not re.search(r"\d{4}", cell):
        day = day.replace(year=day.year - 100)
    if not date(1880, 1, 1) <= day <= reading.today:
        raise RuleError(translate("importing", "“{text}” ligt niet in het verleden").format(text=as_text(cell)))
    return day


def read_day_or_year(cell: Cell, reading: Reading) -> date:
    """Return a date; a bare year is its first day. Raises RuleError."""
    text = as_text(cell)
    if re.fullmatch(r"(19|20)\d\d", text):
        return date(int(text), 1, 1)
    return read_date(cell, reading)


def words(table: Mapping[T, str]) -> Parse:
    """Return a parser for a word of a table, compared without accents, capitals and punctuation.

    The table gives the words of each value with bars between them. One that ends in `…` stands for every text that
    holds the part before it; of two such parts in a text the first in the table counts.
    """
    listed = [(word, value) for value, words in table.items() for word in words.split("|")]
    exact = {_bare(word): value for word, value in listed if not word.endswith("…")}
    parts = [(_bare(word[:-1]), value) for word, value in listed if word.endswith("…")]

    def read(cell: Cell, reading: Reading) -> T:
        text = read_text(cell, reading)
        bare = _bare(text)
        if bare in exact:
            return exact[bare]
        for part, value in parts:
            if part in bare:
                return value
        raise RuleError(translate("importing", "“{text}” is hier niet bekend").format(text=text))

    return read


def _bare(text: str) -> str:
    """Return letters and digits alone; a text of signs only (✓) as it stands."""
    return " ".join(re.findall(r"\w+", fold(text))) or text.strip()


read_yes_no = words(
    {
        True: "ja|j|yes|y|x|v|1|true|waar|oui|o|ok|✓|✔|☑|jawel|wel",
        False: "nee|neen|n|no|0|false|onwaar|non|niet|geen|✗|✘|☐",
    }
)
"""Reads ja/neen in its many forms as a bool."""
