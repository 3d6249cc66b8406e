"""Whom to phone when meals or the rides to them don't take place."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core.formats import show_phone, show_weekday_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model.bookings import BookingState
from mmc_desk.features.meals.queries.day import Guest, Noon
from mmc_desk.features.meals.queries.impact import MealImpact
from mmc_desk.features.rides.printout.confidential import write_confidential

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

_HAND = 25.0
"""Points of height that leave room for an hour and an answer."""


def write_call_list(path: Path, impact: MealImpact) -> None:
    """Write whom to phone after a change to `path` as PDF. Raises FileError."""
    _write(path, impact.what, impact.guests, desk=impact.desk, practice=impact.practice)


def write_calls(path: Path, noon: Noon) -> None:
    """Write whom to phone when a noon doesn't take place. Raises FileError."""
    reason = noon.closed_reason or translate("bookings", "afgelast")
    said = translate("bookings", "De maaltijd van {day} in {location} gaat niet door: {reason}.")
    what = said.format(day=show_weekday_date(noon.day), location=noon.location, reason=reason)
    booked = [guest for guest in noon.guests if guest.state in {BookingState.BOOKED, BookingState.WAITING}]
    _write(path, what, booked, desk=noon.desk, practice=noon.practice)


def _write(path: Path, what: str, guests: Sequence[Guest], *, desk: str, practice: bool) -> None:
    write_confidential(
        path,
        translate("bookings", "Bellijst maaltijden"),
        _story(what, guests),
        practice=practice,
        desk=desk,
        landscape=False,
    )


def _story(what: str, guests: Sequence[Guest]) -> "list[Flowable]":
    from mmc_desk.printing import styles
    from mmc_desk.printing.tables import Column, DataTable

    head = styles.text(what, bold=True)
    if not guests:
        return [head, styles.text(translate("bookings", "Niemand was ingeschreven: er is niemand te bellen."))]
    columns = [
        Column(translate("bookings", "Naam"), 48, bold=True),
        Column(translate("bookings", "Telefoon"), 34),
        Column(translate("bookings", "Middag"), 40),
        Column(translate("bookings", "Pers."), 14, "right"),
        Column(translate("bookings", "Rit"), 24),
        Column(translate("bookings", "Gebeld, antwoord"), 40),
    ]
    return [head, DataTable(columns, [_row(guest) for guest in guests], grid=True, row_height=_HAND)]


def _row(guest: Guest) -> tuple[str, ...]:
    noon = f"{guest.location}\n{show_weekday_date(guest.day)}"
    return guest.name, show_phone(guest.phone), noon, str(guest.party + guest.take_away), guest.ride_no, ""
