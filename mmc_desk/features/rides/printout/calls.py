"""The call list on paper: rides without a driver, whom to phone in which order, and room for the answer."""

from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core.formats import show_date, show_long_date, show_phone, show_time, show_weekday_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.printout import AID_NAMES, return_text
from mmc_desk.features.rides.printout.confidential import write_confidential
from mmc_desk.features.rides.queries.call_list import CallList, RideToPhone
from mmc_desk.features.rides.queries.rows import RideMember
from mmc_desk.features.rides.rules.assignment import RankedDriver
from mmc_desk.features.rides.rules.calls import show_call

if TYPE_CHECKING:
    from datetime import date

    from reportlab.platypus import Flowable

_HAND = 26.0
"""Points of height that leave room for a tick and an hour."""


def write_call_list(path: Path, calls: CallList) -> None:
    """Write the call list to `path` as PDF. Raises FileError."""
    write_confidential(
        path,
        translate("rides", "Bellijst"),
        _story(calls),
        subtitle=calls.subject,
        practice=calls.practice,
        desk=calls.desk,
    )


def _story(calls: CallList) -> "list[Flowable]":
    from mmc_desk.printing import styles

    if not calls.rides:
        return [styles.text(translate("rides", "Elke rit heeft een chauffeur: er is niemand te bellen."))]
    return [flowable for ride in calls.rides for flowable in _ride(ride, calls.today)]


def _ride(to_phone: RideToPhone, today: "date") -> "list[Flowable]":
    from mmc_desk.printing import styles
    from mmc_desk.printing.tables import Column, DataTable

    ride = to_phone.ride
    place = ride.destination or ride.destination_village or translate("rides", "bestemming vragen")
    hour = show_time(ride.pickup_at) or translate("rides", "uur vragen")
    day = show_weekday_date(ride.ride_date)
    title = f"{day} · {hour} · {ride.village} – {place} · {ride.ride_no}"
    about = styles.text("\n".join(map(_member, ride.members)))
    about.keepWithNext = 1
    if not to_phone.drivers:
        return [styles.title(title), about, styles.text(translate("rides", "Niemand is vrij op dat uur."))]
    columns = [
        Column(translate("rides", "Chauffeur"), 54, bold=True),
        Column(translate("rides", "Telefoon"), 38),
        Column(translate("rides", "Waarom"), 96),
        Column(translate("rides", "Al gebeld"), 38),
        Column(translate("rides", "Ja / nee / uur"), 41),
    ]
    rows = [_driver(driver, today) for driver in to_phone.drivers]
    return [styles.title(title), about, DataTable(columns, rows, grid=True, row_height=_HAND)]


def _member(member: RideMember) -> str:
    aid = translate("rides", AID_NAMES[member.aid]) if AID_NAMES[member.aid] else ""
    companions = ""
    if member.companions:
        companions = translate("rides", "met {count} begeleider(s)").format(count=member.companions)
    address = ", ".join(filter(None, (member.street, member.village)))
    parts = (member.name, show_phone(member.phone), address, aid, companions, return_text(member))
    return " · ".join(filter(None, parts))


def _driver(driver: RankedDriver, today: "date") -> tuple[str, ...]:
    calls = "\n".join(show_call(call, today) for call in driver.calls)
    return driver.name, show_phone(driver.phone), " · ".join(driver.reasons), calls, ""


def subject_of_day(day: "date") -> str:
    """Return what the list of a day is about."""
    return translate("rides", "Ritten zonder chauffeur op {day}").format(day=show_long_date(day))


def file_name(day: "date") -> str:
    """Return the name to suggest for a file."""
    return translate("rides", "Bellijst {day}.pdf").format(day=show_date(day).replace("/", "-"))
