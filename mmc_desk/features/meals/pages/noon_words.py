"""How a noon is put into words on its page."""

from mmc_desk.core.formats import show_date, show_weekday_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.pages.eater_card import room_words
from mmc_desk.features.meals.queries.day import Noon, NoonTab


def tab_text(tab: NoonTab) -> str:
    """Return how the tab of a restaurant reads: who is expected, and whether the noon is finished."""
    if tab.closed_reason:
        return translate("bookings", "{location} (gesloten)").format(location=tab.location)
    mark = " ✓" if tab.is_finished else ""
    return f"{tab.location}  {tab.booked}{mark}" if tab.booked is not None else f"{tab.location}{mark}"


def room_line(noon: Noon) -> str:
    """Return how full a noon is, what is cooked for it and until when it is booked."""
    last = translate("bookings", "inschrijven tot {day}").format(day=show_weekday_date(noon.last_day))
    count = noon.caterer_count
    meals = translate("bookings", "{count} maaltijden, {away} mee").format(count=count.meals, away=count.take_away)
    ordered = ""
    if noon.ordered is not None:
        ordered = translate("bookings", "{count} besteld").format(count=noon.ordered)
    return " · ".join(filter(None, (room_words(noon.room), meals, last, ordered)))


def state_line(noon: Noon) -> str:
    """Return how far a noon is."""
    if noon.finished_at is not None:
        return translate("bookings", "Afgesloten op {day}").format(day=show_date(noon.finished_at.date()))
    return "" if noon.has_begun else translate("bookings", "Deze middag moet nog komen.")
