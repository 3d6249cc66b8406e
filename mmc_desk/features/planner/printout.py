"""Whom to phone for a proposal, on paper: a driver after the other, with room for the answer."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core.formats import show_date, show_long_date, show_phone, show_time, show_weekday_date
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.planner.queries.phoning import PhoneList
from mmc_desk.features.planner.rules.phoning import DriverToPhone, News, RideToTell
from mmc_desk.features.rides.printout.confidential import write_confidential
from mmc_desk.features.rides.rules.goals import goal_words

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

_HAND = 24.0
"""Points of height that leave room for a tick and a word."""

_NEWS: Mapping[News, str] = {
    News.COMING: QT_TRANSLATE_NOOP("planner", "erbij"),
    News.GOING: QT_TRANSLATE_NOOP("planner", "valt weg"),
    News.STAYS: QT_TRANSLATE_NOOP("planner", "blijft"),
}


def write_phone_list(path: Path, calls: PhoneList) -> None:
    """Write whom to phone to `path` as PDF. Raises FileError."""
    write_confidential(
        path,
        translate("planner", "Wie bellen"),
        _story(calls),
        subtitle=calls.subject,
        practice=calls.practice,
        desk=calls.desk,
    )


def _story(calls: PhoneList) -> "list[Flowable]":
    from mmc_desk.printing import styles

    if not calls.drivers:
        return [styles.text(translate("planner", "Er verandert niets: er is niemand te bellen."))]
    return [flowable for driver in calls.drivers for flowable in _driver(driver)]


def _driver(one: DriverToPhone) -> "list[Flowable]":
    from mmc_desk.printing import styles
    from mmc_desk.printing.tables import Column, DataTable

    columns = [
        Column(translate("planner", "Wat"), 20, bold=True),
        Column(translate("planner", "Weg – thuis"), 34),
        Column(translate("planner", "Ophalen"), 24),
        Column(translate("planner", "Lid"), 46),
        Column(translate("planner", "Van – naar"), 74),
        Column(translate("planner", "Was bij, gaat naar"), 38),
        Column(translate("planner", "Ja / nee / uur"), 31),
    ]
    driver = one.driver
    phone = show_phone(driver.phone) or translate("planner", "geen nummer bekend")
    title = " · ".join((driver.name, phone, _counts(one)))
    several = len(one.days) > 1
    rows = [_row(ride, several=several) for ride in one.rides]
    return [styles.title(title), DataTable(columns, rows, grid=True, row_height=_HAND)]


def _counts(one: DriverToPhone) -> str:
    counts = ((news, len(one.told(news))) for news in (News.COMING, News.GOING))
    return ", ".join(f"{count} {translate('planner', _NEWS[news])}" for news, count in counts if count)


def _row(one: RideToTell, *, several: bool) -> tuple[str, ...]:
    ride = one.ride
    span = " – ".join((show_time(one.leaves), show_time(one.home)))
    if several:
        span = f"{show_weekday_date(ride.day)}\n{span}"
    where = goal_words(ride.destination, ride.destination_village)
    pickup = show_time(ride.pickup_at or ride.start_at)
    return translate("planner", _NEWS[one.news]), span, pickup, ride.names, f"{ride.village} – {where}", one.other, ""


def subject_of(days: Sequence[date], without: Sequence[str] = ()) -> str:
    """Return what the list of days is about; `without` are the names of drivers who are out."""
    if without:
        text = translate("planner", "{subject}, zonder {names}")
        return text.format(subject=subject_of(days), names=", ".join(without))
    if len(days) == 1:
        return translate("planner", "Voorstel voor {day}").format(day=show_long_date(days[0]))
    first, last = show_long_date(days[0]), show_long_date(days[-1])
    return translate("planner", "Voorstel van {first} tot {last}").format(first=first, last=last)


def file_name(days: Sequence[date]) -> str:
    """Return the name to suggest for a file."""
    return translate("planner", "Wie bellen {day}.pdf").format(day=show_date(days[0]).replace("/", "-"))
