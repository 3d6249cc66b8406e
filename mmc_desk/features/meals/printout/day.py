"""The papers of a noon: what the kitchen is told, the list to tick at the door, the cash sheet.

The kitchen gets numbers, never names; the list at the door shows diets and allergens, because who serves must know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core.formats import show_amount, show_date, show_long_date, show_weekday_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model.bookings import BookingState
from mmc_desk.features.meals.queries.day import Guest, Noon
from mmc_desk.features.meals.rules.bookings import Wish, state_name
from mmc_desk.features.rides.printout.confidential import CONFIDENTIAL

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

_HAND = 25.0
"""Points of height that leave room for a tick or a number by hand."""
_SPARE = 6
"""Empty lines for who comes without a booking."""
_EMPTY_BOX = "☐"
_TICKED_BOX = "✓"


def write_caterer(path: Path, noon: Noon) -> None:
    """Write what the kitchen is told to `path` as PDF. Raises FileError."""
    _write(path, noon, translate("bookings", "Aantallen voor de keuken"), _caterer(noon))


def write_attendance(path: Path, noon: Noon) -> None:
    """Write the list to tick at the door. Raises FileError."""
    story = _attendance(noon)
    _write(path, noon, translate("bookings", "Aanwezigheidslijst"), story, footer=translate("rides", CONFIDENTIAL))


def write_cash(path: Path, noon: Noon) -> None:
    """Write the cash sheet, to fill in by hand or as it was keyed. Raises FileError."""
    _write(path, noon, translate("bookings", "Kasblad"), _cash(noon))


def file_name(title: str, noon: Noon) -> str:
    """Return the name to suggest for a file."""
    return f"{title} {noon.location} {show_date(noon.day).replace('/', '-')}.pdf"


def place_and_time(noon: Noon) -> str:
    """Return which noon it is in one line."""
    hour = f"{noon.starts_at:%H:%M}" if noon.starts_at else "12:00"
    text = translate("bookings", "{location} · {day} om {time}")
    return text.format(location=noon.location, day=show_long_date(noon.day), time=hour)


def _write(path: Path, noon: Noon, title: str, story: "Sequence[Flowable]", footer: str = "") -> None:
    from mmc_desk.printing.document import Document, write_pdf

    document = Document(title, place_and_time(noon), story, footer, noon.practice, desk=noon.desk)
    write_pdf(path, document)


# The kitchen


def _caterer(noon: Noon) -> "list[Flowable]":
    from mmc_desk.printing import styles
    from mmc_desk.printing.tables import Column, DataTable

    count = noon.caterer_count
    rows = [
        (translate("bookings", "Aan tafel in {hall}").format(hall=noon.hall.name), str(count.at_table)),
        (translate("bookings", "Mee te nemen"), str(count.take_away)),
        (translate("bookings", "Maaltijden samen"), str(count.meals)),
    ]
    columns = [Column(translate("bookings", "Maaltijden"), 4), Column(translate("bookings", "Aantal"), 1, "right")]
    story: list[Flowable] = [DataTable(columns, rows, emphasis={2}, grid=True)]
    if count.children:
        story.append(styles.text(translate("bookings", "Kinderen daarbij: {count}.").format(count=count.children)))
    story += _wishes(translate("bookings", "Dieet"), count.diets)
    story += _wishes(translate("bookings", "Allergenen"), count.allergens)
    if not count.diets and not count.allergens:
        story.append(styles.text(translate("bookings", "Geen diëten of allergenen gemeld.")))
    if noon.menu:
        story += [styles.title(translate("bookings", "Menu")), styles.text(noon.menu)]
    return story


def _wishes(title: str, wishes: Sequence[Wish]) -> "list[Flowable]":
    from mmc_desk.printing.tables import Column, DataTable

    if not wishes:
        return []
    columns = [Column(title, 4), Column(translate("bookings", "Aantal"), 1, "right")]
    return [DataTable(columns, [(wish.text, str(wish.count)) for wish in wishes], grid=True)]


@dataclass(frozen=True, slots=True)
class CatererLetter:
    """The mail that tells the kitchen how many meals; the numbers stand in it too, for who opens no attachment."""

    subject: str
    body: str


def caterer_letter(noon: Noon) -> CatererLetter:
    """Return the words of the mail."""
    count = noon.caterer_count
    subject = translate("bookings", "Aantal maaltijden {location} {day}: {count}")
    lines = [
        translate("bookings", "Dag,"),
        "",
        translate("bookings", "Voor {noon} zijn er {count} maaltijden besteld:").format(
            noon=place_and_time(noon), count=count.meals
        ),
        translate("bookings", "- aan tafel: {count}").format(count=count.at_table),
        translate("bookings", "- mee te nemen: {count}").format(count=count.take_away),
        *(
            translate("bookings", "- dieet {what}: {count}").format(what=wish.text, count=wish.count)
            for wish in count.diets
        ),
        *(
            translate("bookings", "- allergie {what}: {count}").format(what=wish.text, count=wish.count)
            for wish in count.allergens
        ),
        "",
        noon.desk,
        "",
    ]
    day = show_weekday_date(noon.day)
    return CatererLetter(subject.format(location=noon.location, day=day, count=count.meals), "\n".join(lines))


# The door


def _attendance(noon: Noon) -> "list[Flowable]":
    from mmc_desk.printing import styles
    from mmc_desk.printing.tables import Column, DataTable

    columns = [
        Column("✓", 9, "center"),
        Column(translate("bookings", "Naam"), 50, bold=True),
        Column(translate("bookings", "Pers."), 14, "right"),
        Column(translate("bookings", "Mee"), 12, "right"),
        Column(translate("bookings", "Dieet en allergenen"), 47),
        Column(translate("bookings", "Opmerking"), 48),
    ]
    listed = [guest for guest in noon.guests if guest.state not in {BookingState.CANCELLED, BookingState.WAITING}]
    waiting = [guest for guest in noon.guests if guest.state is BookingState.WAITING]
    rows = [_at_the_door(guest) for guest in listed] + [(_EMPTY_BOX, "", "", "", "", "")] * _SPARE
    count = noon.caterer_count
    total = translate("bookings", "Verwacht: {table} aan tafel, {away} om mee te nemen.")
    story: list[Flowable] = [styles.text(total.format(table=count.at_table, away=count.take_away), bold=True)]
    story.append(DataTable(columns, rows, grid=True, row_height=_HAND))
    if waiting:
        story.append(styles.title(translate("bookings", "Wachtlijst")))
        story.append(DataTable(columns, [_at_the_door(guest) for guest in waiting], grid=True, row_height=_HAND))
    return story


def _at_the_door(guest: Guest) -> tuple[str, ...]:
    box = _TICKED_BOX if guest.state is BookingState.PRESENT else _EMPTY_BOX
    children = translate("bookings", "{count} kind").format(count=guest.children) if guest.children else ""
    ride = translate("bookings", "rit {ride}").format(ride=guest.ride_no) if guest.has_ride else ""
    no_ride = translate("bookings", "vroeg vervoer") if guest.needs_ride and not guest.has_ride else ""
    missed = state_name(guest.state) if guest.state is BookingState.NO_SHOW else ""
    return (
        box,
        guest.name,
        str(guest.party or ""),
        str(guest.take_away or ""),
        "; ".join(filter(None, (guest.diet, guest.allergens))),
        " · ".join(filter(None, (children, ride or no_ride, missed, guest.note))),
    )


# The cash box


def _cash(noon: Noon) -> "list[Flowable]":
    from mmc_desk.printing import styles
    from mmc_desk.printing.blocks import SignatureBlock
    from mmc_desk.printing.tables import Column, DataTable

    columns = [
        Column("", 44, bold=True),
        Column(translate("bookings", "Aantal"), 20, "right"),
        Column(translate("bookings", "Prijs"), 24, "right"),
        Column(translate("bookings", "Bedrag"), 30, "right"),
    ]
    story: list[Flowable] = [DataTable(columns, _cash_rows(noon), grid=True, row_height=_HAND, emphasis={4, 6})]
    if noon.remarks:
        story += [styles.title(translate("bookings", "Opmerkingen")), styles.text(noon.remarks)]
    first, second = noon.initials
    names = [first or translate("bookings", "Geteld door"), second or translate("bookings", "Nageteld door")]
    return [*story, SignatureBlock(names)]


def _cash_rows(noon: Noon) -> list[tuple[str, ...]]:
    """Return the lines of the box; what isn't known yet is left to be written by hand."""
    sheet, known = noon.cash, noon.present_known
    child_price = sheet.price if sheet.child_price is None else sheet.child_price
    adults = (str(sheet.adults), show_amount(sheet.adults * (sheet.price or 0))) if known else ("", "")
    children = (str(sheet.children), show_amount(sheet.children * (child_price or 0))) if known else ("", "")
    is_whole = known and noon.drinks is not None
    return [
        (translate("bookings", "In de kassa bij het begin"), "", "", show_amount(sheet.opening)),
        (translate("bookings", "Maaltijden"), adults[0], show_amount(sheet.price), adults[1]),
        (translate("bookings", "Kindermaaltijden"), children[0], show_amount(child_price), children[1]),
        (translate("bookings", "Dranken"), "", "", show_amount(noon.drinks)),
        (translate("bookings", "Moet in de kassa zitten"), "", "", show_amount(sheet.expected) if is_whole else ""),
        (translate("bookings", "Geteld"), "", "", show_amount(noon.counted)),
        (translate("bookings", "Verschil"), "", "", show_amount(sheet.difference) if is_whole else ""),
    ]
