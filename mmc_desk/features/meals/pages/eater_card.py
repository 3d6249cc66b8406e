"""What stands beside the form of a booking: who it is, when they come, and what to read back."""

from collections.abc import Iterator

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mmc_desk.core.formats import show_amount, show_date, show_phone, show_weekday_date, weekday_name
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.queries.bookings import Eater, EaterNoon, StandingRow
from mmc_desk.features.meals.queries.meal_rides import MealRide
from mmc_desk.features.meals.queries.noons import NoonRow
from mmc_desk.features.meals.rules.bookings import Room, state_name
from mmc_desk.features.rides.pages.caller_card import said_of, sums_of
from mmc_desk.ui import parts, theme

_SHOWN = 6


class EaterCard(QFrame):
    """The card of who calls, and of the noon they want."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self.setMinimumWidth(theme.px(300))
        self.name, self.facts = parts.line("title"), parts.line()
        self.noons_heading, self.noons = parts.line("heading", translate("bookings", "Inschrijvingen")), parts.line()
        self.read_heading = parts.line("heading", translate("bookings", "Voorlezen"))
        self.read_back, self.room = parts.line("strong"), parts.line("help")
        self.ride, self.ride_sums = parts.line("strong"), parts.line("help")
        layout = QVBoxLayout(self)
        margin = theme.px(16)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.px(8))
        called = (self.read_heading, self.read_back, self.room, self.ride, self.ride_sums)
        for widget in (self.name, self.facts, *called, self.noons_heading, self.noons):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.show_ride(None)
        self.show_eater(None)
        self.show_noon(None)

    def show_eater(self, eater: Eater | None) -> None:
        """Show who it is; None asks."""
        lines = [] if eater is None else [*map(standing_words, eater.standing), *_coming(eater)]
        self.noons_heading.setVisible(bool(lines))
        self.noons.setText("\n".join(lines))
        self.noons.setVisible(bool(lines))
        if eater is None:
            self.name.setText(translate("bookings", "Wie komt eten?"))
            self.facts.setText(translate("bookings", "Typ een naam, een telefoonnummer of een dorp."))
            return
        self.name.setText(eater.name)
        self.facts.setText("\n".join(_facts(eater)))

    def show_noon(self, noon: NoonRow | None) -> None:
        """Show the noon to read back, and how full it is."""
        for widget in (self.read_heading, self.read_back, self.room):
            widget.setVisible(noon is not None)
        if noon is not None:
            self.read_back.setText("\n".join(_read_back(noon)))
            self.room.setText(room_words(noon.room))

    def show_ride(self, ride: MealRide | None) -> None:
        """Show when they are fetched and brought home, and what that follows from."""
        for widget in (self.ride, self.ride_sums):
            widget.setVisible(ride is not None)
        if ride is not None:
            self.ride.setText("\n".join(said_of(ride.proposal)))
            meal = translate("bookings", "De maaltijd is van {begins} tot {ends}: dan vertrekt de rit terug.")
            sitting = meal.format(begins=f"{ride.sitting.begins:%H:%M}", ends=f"{ride.sitting.ends:%H:%M}")
            self.ride_sums.setText("\n".join([*sums_of(ride.proposal), sitting]))


def _facts(eater: Eater) -> Iterator[str]:
    member = translate("bookings", "MMC-lid nr. {no}").format(no=eater.member_no) if eater.member_no else ""
    born = f"°{eater.born_on.year}" if eater.born_on else ""
    first_time = "" if eater.participant_id else translate("bookings", "komt voor het eerst eten")
    lines = (
        " · ".join(filter(None, (member or translate("bookings", "geen MMC-lid"), born, first_time))),
        ", ".join(filter(None, (eater.street, eater.village))),
        show_phone(eater.phone),
        eater.note,
    )
    yield from filter(None, lines)


def _coming(eater: Eater) -> Iterator[str]:
    for noon in eater.noons[-_SHOWN:]:
        yield noon_words(noon)


def noon_words(noon: EaterNoon) -> str:
    """Return a noon of a participant in one line."""
    persons = "" if noon.party == 1 else translate("bookings", "{count} pers.").format(count=noon.party)
    away = translate("bookings", "{count} mee").format(count=noon.take_away) if noon.take_away else ""
    ride = translate("bookings", "met rit") if noon.has_ride else ""
    parts = (show_weekday_date(noon.day), noon.location, persons, away, ride, state_name(noon.state))
    return " · ".join(filter(None, parts))


def standing_words(row: StandingRow) -> str:
    """Return a standing booking in one line."""
    standing = row.standing
    every = translate("bookings", "elke {weekday} in {location}").format(
        weekday=weekday_name_of(standing.weekday), location=row.location
    )
    until = translate("bookings", "tot en met {day}").format(day=show_date(standing.to_day)) if standing.to_day else ""
    ride = translate("bookings", "met rit") if row.needs_ride else ""
    persons = "" if row.party == 1 else translate("bookings", "{count} pers.").format(count=row.party)
    return " · ".join(filter(None, (every, persons, ride, until)))


def weekday_name_of(weekday: int) -> str:
    """Return `maandag` … `zondag` for 0 … 6."""
    from datetime import date, timedelta

    return weekday_name(date(2024, 1, 1) + timedelta(days=weekday))  # a Monday


def _read_back(noon: NoonRow) -> Iterator[str]:
    at = translate("bookings", "{day} om {time} in {location}")
    hour = f"{noon.starts_at:%H:%M}" if noon.starts_at else "12:00"
    yield at.format(day=show_weekday_date(noon.day), time=hour, location=noon.location)
    if noon.price is not None:
        yield translate("bookings", "{price} per maaltijd").format(price=show_amount(noon.price))
    if noon.child_price is not None:
        yield translate("bookings", "{price} voor een kind").format(price=show_amount(noon.child_price))


def room_words(room: Room) -> str:
    """Return how full a noon is."""
    waiting = translate("bookings", "{count} op de wachtlijst").format(count=room.waiting) if room.waiting else ""
    if room.capacity is None:
        taken = translate("bookings", "{taken} ingeschreven").format(taken=room.taken)
    else:
        taken = translate("bookings", "{taken} van de {capacity} plaatsen bezet")
        taken = taken.format(taken=room.taken, capacity=room.capacity)
    return " · ".join(filter(None, (taken, waiting)))
