"""The columns of the page Vaste ritten: the standing rides, and the days to come of one of them."""

from collections.abc import Mapping

from mmc_desk.core.formats import show_weekday_date, weekday_name
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.rides.pages.look import LOOKS
from mmc_desk.features.rides.queries.series import ComingDay, SeriesRow, Standing
from mmc_desk.features.rides.rules.series import Fate
from mmc_desk.features.rides.rules.series_words import describe, fate_words, rhythm
from mmc_desk.features.rides.rules.states import OPEN, state_name
from mmc_desk.ui.columns import Column

STANDING_NAMES: Mapping[Standing, str] = {
    Standing.RUNNING: QT_TRANSLATE_NOOP("series", "loopt"),
    Standing.COMING: QT_TRANSLATE_NOOP("series", "begint nog"),
    Standing.PAUSED: QT_TRANSLATE_NOOP("series", "gepauzeerd"),
    Standing.ENDED: QT_TRANSLATE_NOOP("series", "afgelopen"),
}
_STANDING_LOOKS: Mapping[Standing, tuple[str, str]] = {
    Standing.RUNNING: ("repeat", "ok"),
    Standing.COMING: ("calendar-days", "accent"),
    Standing.PAUSED: ("calendar-off", "warn"),
    Standing.ENDED: ("ban", "muted"),
}


def series_columns() -> list[Column[SeriesRow]]:
    """Return the columns of the list of standing rides."""
    return [
        Column(translate("series", "Lid"), lambda row: row.member, width=140, grows=True),
        Column(
            translate("series", "Hoe vaak"),
            lambda row: rhythm(row.pattern),
            width=220,
            tooltip=lambda row: describe(row.pattern),
            grows=True,
        ),
        Column(translate("series", "Naar"), _where, width=130, tooltip=_where, grows=True, is_spare=True),
        Column(translate("series", "Volgende rit"), _next, lambda row: row.next_day, width=104),
        Column(
            translate("series", "Toestand"),
            standing_words,
            width=150,
            tooltip=standing_words,
            icon=lambda row: _STANDING_LOOKS[row.standing][0],
            colour=lambda row: _STANDING_LOOKS[row.standing][1],
            is_spare=True,
        ),
        Column(translate("series", "Vaste chauffeur"), lambda row: row.driver, width=130, is_spare=True),
    ]


def standing_words(row: SeriesRow) -> str:
    """Return how a series stands: "gepauzeerd tot 06/12"."""
    words = translate("series", STANDING_NAMES[row.standing])
    if row.until is not None:
        return translate("series", "{standing} tot {day}").format(standing=words, day=f"{row.until:%d/%m}")
    return words


def searched(row: SeriesRow) -> str:
    """Return the text in which a filter looks."""
    parts = (row.member, str(row.member_no), describe(row.pattern), row.destination, row.driver, standing_words(row))
    return " ".join(parts)


def _where(row: SeriesRow) -> str:
    hour = f"{row.hour:%H:%M}" if row.hour else ""
    return " · ".join(part for part in (hour, row.destination) if part)


def _next(row: SeriesRow) -> str:
    return f"{weekday_name(row.next_day)[:2]} {row.next_day:%d/%m/%y}" if row.next_day else ""


def day_columns() -> list[Column[ComingDay]]:
    """Return the columns of the days to come."""
    return [
        Column(
            translate("series", "Dag"),
            lambda day: show_weekday_date(day.day),
            lambda day: day.day,
            width=126,
        ),
        Column(
            translate("series", "Rit"),
            day_words,
            width=170,
            tooltip=day_words,
            icon=lambda day: _day_look(day)[0],
            colour=lambda day: _day_look(day)[1],
            grows=True,
        ),
        Column(translate("series", "Chauffeur"), lambda day: day.driver, width=120, is_spare=True),
    ]


def day_words(day: ComingDay) -> str:
    """Return what becomes of a day: its ride's state, why there is none, or that it is still to be planned."""
    why = fate_words(day.occurrence)
    if day.occurrence.fate is Fate.MOVED:
        why = translate("series", "verplaatst van {day}").format(day=f"{day.key:%d/%m}")
    if day.state is None:
        return why or translate("series", "nog niet gepland")
    own = translate("series", "apart gewijzigd") if day.detached else ""
    return " · ".join(part for part in (state_name(day.state), own, why) if part)


def _day_look(day: ComingDay) -> tuple[str, str]:
    if day.state is not None:
        return LOOKS[day.state].icon, LOOKS[day.state].role
    return ("clock", "muted") if day.occurrence.ride_date else ("calendar-off", "muted")


def is_driven(day: ComingDay) -> bool:
    """Tell whether a day has or will have its ride: it can be skipped and moved."""
    return day.state in OPEN or (day.state is None and day.occurrence.ride_date is not None)


def is_excepted(day: ComingDay) -> bool:
    """Tell whether a person skipped or moved a day: that can be taken back."""
    return day.occurrence.fate in {Fate.SKIPPED, Fate.MOVED}
