"""The insurance-proof book on paper: each ride with who was entered for it, when and by whom.

What was changed after a ride had left is bold on grey and says so in words: it survives a black-and-white printer.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core import clock
from mmc_desk.core.formats import month_name, show_date, show_long_date, show_time
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.printout.confidential import write_confidential
from mmc_desk.features.rides.queries.history import BookLine, RideBook, RideHistory
from mmc_desk.features.rides.queries.rows import RideLine

if TYPE_CHECKING:
    from reportlab.platypus import Flowable


def write_book(path: Path, book: RideBook) -> None:
    """Write the book to `path` as PDF. Raises FileError."""
    write_confidential(
        path,
        translate("rides", "Ritboek"),
        _story(book),
        subtitle=span_of(book),
        practice=book.practice,
        desk=book.desk,
    )


def span_of(book: RideBook) -> str:
    """Return the days of the book in words: a day, a month, from … to."""
    if book.first == book.last:
        return show_long_date(book.first)
    if book.first.day == 1 and book.first.month == book.last.month:
        return f"{month_name(book.first.month)} {book.first.year}"
    return translate("rides", "{first} tot en met {last}").format(
        first=show_date(book.first), last=show_date(book.last)
    )


def _story(book: RideBook) -> "list[Flowable]":
    from mmc_desk.printing import styles

    if not book.rides:
        return [styles.text(translate("rides", "Er staan geen ritten in het boek van deze periode."))]
    story: list[Flowable] = [styles.text(_counts(book)), styles.gap(2)]
    for history in book.rides:
        story += _ride(history)
    return story


def _counts(book: RideBook) -> str:
    late = sum(1 for history in book.rides if history.late_changes)
    text = translate("rides", "Ritten in dit boek: {rides}. Gewijzigd na vertrek: {late}.")
    return text.format(rides=len(book.rides), late=late)


def _ride(history: RideHistory) -> "list[Flowable]":
    from mmc_desk.printing import styles
    from mmc_desk.printing.tables import Column, DataTable

    columns = [
        Column(translate("rides", "Wanneer"), 34),
        Column(translate("rides", "Wie"), 38),
        Column(translate("rides", "Wat"), 56),
        Column(translate("rides", "Chauffeur"), 50),
        Column(translate("rides", "Bijzonderheden"), 89),
    ]
    late = [place for place, line in enumerate(history.lines) if line.after_the_fact]
    title = translate("rides", "Rit {no} · {day} · {state}")
    heading = title.format(no=history.ride_no, day=show_date(history.ride_date), state=history.state)
    story: list[Flowable] = [styles.title(heading)]
    if history.ride is not None:
        story.append(_standing(history.ride))
    story.append(DataTable(columns, [_row(line) for line in history.lines], emphasis=late, grid=True))
    return story


def _standing(ride: RideLine) -> "Flowable":
    from mmc_desk.printing import styles

    text = translate("rides", "{time} {members}: {origin} – {destination}. Chauffeur: {driver}.")
    style = styles.text(
        text.format(
            time=show_time(ride.pickup_at),
            members=ride.names,
            origin=ride.village or ride.origin,
            destination=ride.destination or ride.destination_village,
            driver=ride.driver or translate("rides", "geen"),
        ).strip()
    )
    style.keepWithNext = 1
    return style


def _row(line: BookLine) -> Sequence[str]:
    return (
        f"{show_date(clock.local(line.at).date())} {show_time(line.at)}" if line.at else "",
        line.who,
        line.deed,
        driver_text(line),
        "\n".join(filter(None, (late_text(line), line.detail, line.members))),
    )


def driver_text(line: BookLine) -> str:
    """Return who was entered, and whom they came in the place of."""
    if line.driver_before and line.driver != line.driver_before:
        return f"{line.driver_before} → {line.driver or translate('rides', 'niemand')}"
    return line.driver


def late_text(line: BookLine) -> str:
    """Return in words that a line changed the book after the ride had left, "" where it didn't."""
    if not line.after_the_fact:
        return ""
    if line.is_swap:
        return translate("rides", "NA VERTREK: andere chauffeur")
    return translate("rides", "NA VERTREK gewijzigd")
