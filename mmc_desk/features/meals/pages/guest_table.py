"""The list of a noon on screen: its columns, and how a state looks."""

from mmc_desk.core.formats import show_phone
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.meals.model.bookings import BookingState
from mmc_desk.features.meals.queries.day import Guest
from mmc_desk.features.meals.rules.bookings import state_name
from mmc_desk.features.rides.rules.states import state_name as ride_state_name
from mmc_desk.ui.columns import Column
from mmc_desk.ui.table_model import RowTableModel

_LOOKS = {
    BookingState.BOOKED: ("square", "", QT_TRANSLATE_NOOP("bookings", "nog")),
    BookingState.WAITING: ("clock", "warn", QT_TRANSLATE_NOOP("bookings", "wacht")),
    BookingState.CANCELLED: ("x", "muted", QT_TRANSLATE_NOOP("bookings", "af")),
    BookingState.PRESENT: ("square-check", "ok", QT_TRANSLATE_NOOP("bookings", "ja")),
    BookingState.NO_SHOW: ("circle-x", "bad", QT_TRANSLATE_NOOP("bookings", "neen")),
}
"""The icon, the colour and the shortest word of each state: names need the room."""


def guest_table() -> RowTableModel[Guest]:
    """Return the model of the list of a noon."""
    return RowTableModel(_columns(), _search, lambda guest: guest.booking_id)


def _columns() -> list[Column[Guest]]:
    return [
        Column(
            translate("bookings", "Er?"),
            lambda guest: translate("bookings", _LOOKS[guest.state][2]),
            width=84,
            tooltip=lambda guest: state_name(guest.state),
            colour=lambda guest: _LOOKS[guest.state][1],
            icon=lambda guest: _LOOKS[guest.state][0],
        ),
        Column(translate("bookings", "Naam"), lambda guest: guest.name, width=180, grows=True),
        Column(
            translate("bookings", "Pers."),
            lambda guest: str(guest.party or ""),
            lambda guest: guest.party,
            align_right=True,
            width=56,
        ),
        Column(
            translate("bookings", "Mee"),
            lambda guest: str(guest.take_away or ""),
            lambda guest: guest.take_away,
            align_right=True,
            width=48,
            tooltip=lambda _guest: translate("bookings", "Maaltijden die mee naar huis gaan"),
            is_spare=True,
        ),
        Column(translate("bookings", "Dieet"), _diet, width=100, grows=True, tooltip=_diet),
        Column(
            translate("bookings", "Vervoer"),
            ride_words,
            width=130,
            is_spare=True,
            colour=lambda guest: "warn" if guest.needs_ride and not guest.has_ride else "",
            icon=lambda guest: "car" if guest.needs_ride or guest.has_ride else "",
        ),
        Column(translate("bookings", "Opmerking"), remark, width=150, is_spare=True, tooltip=remark),
        Column(translate("bookings", "Telefoon"), lambda guest: show_phone(guest.phone), width=120, is_spare=True),
    ]


def _diet(guest: Guest) -> str:
    return "; ".join(filter(None, (guest.diet, guest.allergens)))


def ride_words(guest: Guest) -> str:
    """Return how somebody gets here, in a few words."""
    if guest.has_ride and guest.ride_state is not None:
        return ride_state_name(guest.ride_state)
    if guest.needs_ride:
        return translate("bookings", "nog geen rit")
    return ""


def remark(guest: Guest) -> str:
    """Return what else is to be known of a booking."""
    children = translate("bookings", "{count} kind").format(count=guest.children) if guest.children else ""
    walk_in = translate("bookings", "zonder inschrijving") if guest.is_walk_in else ""
    standing = translate("bookings", "vast") if guest.is_standing else ""
    return " · ".join(filter(None, (children, walk_in, standing, guest.note)))


def _search(guest: Guest) -> str:
    return f"{guest.name} {_diet(guest)} {remark(guest)} {show_phone(guest.phone)} {state_name(guest.state)}"
