"""A standing ride in one Dutch sentence, and why a day of it isn't driven."""

from collections.abc import Iterator, Mapping

from mmc_desk.core.formats import WEEKDAYS, show_date
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.rides.model.series import Frequency
from mmc_desk.features.rides.rules.series import LAST_WEEKDAY, Fate, Occurrence, Pattern

NTH_NAMES: Mapping[int, str] = {
    1: QT_TRANSLATE_NOOP("series", "eerste"),
    2: QT_TRANSLATE_NOOP("series", "tweede"),
    3: QT_TRANSLATE_NOOP("series", "derde"),
    4: QT_TRANSLATE_NOOP("series", "vierde"),
    LAST_WEEKDAY: QT_TRANSLATE_NOOP("series", "laatste"),
}
_FATE_NAMES: Mapping[Fate, str] = {
    Fate.PLANNED: QT_TRANSLATE_NOOP("series", "rijdt"),
    Fate.MOVED: QT_TRANSLATE_NOOP("series", "verplaatst"),
    Fate.SKIPPED: QT_TRANSLATE_NOOP("series", "overgeslagen"),
    Fate.PAUSED: QT_TRANSLATE_NOOP("series", "pauze"),
    Fate.TAKEN: QT_TRANSLATE_NOOP("series", "een verplaatste rit komt in de plaats"),
    Fate.HOLIDAY: QT_TRANSLATE_NOOP("series", "feestdag"),
    Fate.CLOSED: QT_TRANSLATE_NOOP("series", "gesloten"),
    Fate.SCHOOL: QT_TRANSLATE_NOOP("series", "schoolvakantie"),
}
_WHOLE_WEEK, _WORKING_WEEK = frozenset(range(7)), frozenset(range(5))
_SHORTEST_MONTH = 28


def describe(pattern: Pattern) -> str:
    """Return "elke 2 weken op maandag en woensdag, van 05/01/2026 tot 30/06/2026, niet op feestdagen"."""
    return ", ".join(part for part in (rhythm(pattern), *_bounds(pattern), _skips(pattern)) if part)


def rhythm(pattern: Pattern) -> str:
    """Return how often, without the dates: "elke maand op de laatste vrijdag"."""
    if pattern.frequency is Frequency.WEEKLY:
        return _weekly(pattern)
    if pattern.frequency is Frequency.MONTHLY_DATE:
        return translate("series", "{often} op de {day}").format(often=_months(pattern.every), day=_date_words(pattern))
    nth = translate("series", NTH_NAMES[pattern.nth or LAST_WEEKDAY])
    text = translate("series", "{often} op de {nth} {weekday}")
    return text.format(often=_months(pattern.every), nth=nth, weekday=_weekdays(pattern))


def _weekly(pattern: Pattern) -> str:
    if pattern.every == 1 and pattern.weekdays == _WHOLE_WEEK:
        return translate("series", "elke dag")
    if pattern.every == 1 and pattern.weekdays == _WORKING_WEEK:
        return translate("series", "elke weekdag")
    if pattern.every == 1:
        return translate("series", "elke week op {weekdays}").format(weekdays=_weekdays(pattern))
    text = translate("series", "elke {every} weken op {weekdays}")
    return text.format(every=pattern.every, weekdays=_weekdays(pattern))


def _months(every: int) -> str:
    if every == 1:
        return translate("series", "elke maand")
    return translate("series", "elke {every} maanden").format(every=every)


def _date_words(pattern: Pattern) -> str:
    day = pattern.month_day or pattern.starts_on.day
    words = ordinal(day)
    if day <= _SHORTEST_MONTH:
        return words
    return translate("series", "{day} (niet in kortere maanden)").format(day=words)


def ordinal(number: int) -> str:
    """Return a day of the month as "1ste", "2de", "20ste"."""
    if number in {1, 8} or number >= 20:
        return translate("series", "{number}ste").format(number=number)
    return translate("series", "{number}de").format(number=number)


def _weekdays(pattern: Pattern) -> str:
    return _listed([translate("formats", WEEKDAYS[day]) for day in sorted(pattern.weekdays)], translate("series", "en"))


def _listed(words: list[str], last: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _bounds(pattern: Pattern) -> Iterator[str]:
    first, last = show_date(pattern.starts_on), show_date(pattern.ends_on)
    if last:
        yield translate("series", "van {first} tot {last}").format(first=first, last=last)
    else:
        yield translate("series", "vanaf {first}").format(first=first)
    if pattern.times == 1:
        yield translate("series", "één keer")
    elif pattern.times is not None:
        yield translate("series", "{times} keer").format(times=pattern.times)


def _skips(pattern: Pattern) -> str:
    days = skips_words(pattern.skips_public_holidays, pattern.skips_closures, pattern.skips_school_holidays)
    return translate("series", "niet {days}").format(days=days) if days else ""


def skips_words(holidays: bool, closures: bool, school: bool) -> str:  # noqa: FBT001 - three choices of one kind
    """Return "op feestdagen of in schoolvakanties" for the days that are skipped, "" without any."""
    kinds = (
        (holidays, translate("series", "op feestdagen")),
        (closures, translate("series", "op sluitingsdagen")),
        (school, translate("series", "in schoolvakanties")),
    )
    return _listed([text for skips, text in kinds if skips], translate("series", "of"))


def fate_words(one: Occurrence) -> str:
    """Return what becomes of a day: "feestdag: Pasen", "verplaatst naar 25/11/2026"; "" when it is simply driven."""
    if one.fate is Fate.PLANNED:
        return ""
    words = translate("series", _FATE_NAMES[one.fate])
    if one.fate is Fate.MOVED:
        words = translate("series", "verplaatst naar {day}").format(day=show_date(one.ride_date))
    return f"{words}: {one.reason}" if one.reason else words
