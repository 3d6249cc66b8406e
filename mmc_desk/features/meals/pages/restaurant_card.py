"""What the card of a location shows."""

from datetime import date
from typing import Protocol

from mmc_desk.core import clock
from mmc_desk.core.formats import WEEKDAYS, show_amount, show_date, show_phone, show_weekday_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.queries.calendar import ClosureRow
from mmc_desk.features.meals.queries.restaurants import MomentRow, PriceRow, RestaurantCard, VenueRow
from mmc_desk.features.people.pages.card import Badge, Card, Line, action_button


class LocationActions(Protocol):
    """What the card's buttons ask of its page."""

    def on_edit(self) -> None:
        """Change what is noted."""

    def on_figures(self) -> None:
        """Show the figures of the location."""

    def on_new_venue(self) -> None:
        """Note another hall."""

    def on_venue(self, row: VenueRow | None) -> None:
        """Correct a hall."""

    def on_new_moment(self) -> None:
        """Add a weekly moment."""

    def on_moment(self, row: MomentRow | None) -> None:
        """Change a weekly moment."""

    def on_new_price(self) -> None:
        """Note a price."""

    def on_price(self, row: PriceRow | None) -> None:
        """Correct a price."""

    def on_closure(self) -> None:
        """Close days."""

    def remove(self, row: VenueRow | MomentRow | PriceRow | ClosureRow) -> None:
        """Take a row back."""

    def open_noon(self, service_id: int) -> None:
        """Show a noon."""


class RestaurantCardView(Card):
    """The card of a location."""

    def __init__(self, actions: LocationActions) -> None:
        super().__init__(translate("meals", "Gegevens van de locatie"))
        self._actions = actions
        self.edit = action_button(translate("meals", "&Bewerken"), "pencil", actions.on_edit, "", "F2")
        self.figures = action_button(translate("meals", "C&ijfers"), "chart-column", actions.on_figures)
        self.add_buttons(self.edit, self.figures)
        moment = action_button(translate("meals", "Vaste &middag"), "plus", actions.on_new_moment, "link")
        self.moments = self.add_section(translate("meals", "Wanneer"), moment)
        venue = action_button(translate("meals", "Andere &zaal"), "plus", actions.on_new_venue, "link")
        self.venues = self.add_section(translate("meals", "Waar"), venue)
        self.people = self.add_section(translate("meals", "Keuken en contact"))
        price = action_button(translate("meals", "Nieuwe &prijs"), "plus", actions.on_new_price, "link")
        self.prices = self.add_section(translate("meals", "Prijzen"), price)
        closure = action_button(translate("meals", "Dagen &sluiten"), "plus", actions.on_closure, "link")
        self.closures = self.add_section(translate("meals", "Sluitingen"), closure)
        self.noons = self.add_section(translate("meals", "Volgende middagen"))

    def show_restaurant(self, card: RestaurantCard) -> None:
        """Fill the card."""
        self.title.setText(card.details.name)
        self.subtitle.setText(card.details.note)
        self.subtitle.setVisible(bool(card.details.note))
        self.show_badges(_badges(card))
        self.moments.show_lines(
            [self._moment(row) for row in card.moments], translate("meals", "Nog geen vaste weekdag: voeg er een toe.")
        )
        self.venues.show_lines([self._venue(row) for row in card.venues], translate("meals", "Geen zaal genoteerd."))
        self.people.show_lines(_people(card), translate("meals", "Niets genoteerd."))
        self.prices.show_lines([self._price(row) for row in card.prices[:6]], translate("meals", "Geen prijs gekend."))
        self.closures.show_lines(
            [self._closure(row) for row in card.closures[:8]], translate("meals", "Geen sluitingen gepland.")
        )
        self.noons.show_lines(
            [self._noon(*noon) for noon in card.next_noons], translate("meals", "Geen middagen gepland.")
        )

    def _moment(self, row: MomentRow) -> Line:
        days = _since(row.valid_from)
        if row.valid_to:
            text = translate("meals", "{first} tot en met {last}")
            days = text.format(first=show_date(row.valid_from), last=show_date(row.valid_to))
        past = row.valid_to is not None and row.valid_to < clock.today()
        until = f"–{row.ends_at:%H:%M}" if row.ends_at else ""
        return Line(
            f"{translate('formats', WEEKDAYS[row.weekday])} {row.starts_at:%H:%M}{until}, {days}",
            tone="muted" if past else "",
            icon="history" if past else "calendar-days",
            act=lambda: self._actions.on_moment(row),
            remove=lambda: self._actions.remove(row),
        )

    def _venue(self, row: VenueRow) -> Line:
        place = " ".join(part for part in (row.postcode, row.village) if part)
        parts = [part for part in (row.name, row.street, place) if part]
        return Line(
            ", ".join(parts),
            show_date(row.valid_from),
            act=lambda: self._actions.on_venue(row),
            remove=lambda: self._actions.remove(row),
        )

    def _price(self, row: PriceRow) -> Line:
        parts = [show_amount(row.price)]
        if row.child_price is not None:
            parts.append(translate("meals", "kind {price}").format(price=show_amount(row.child_price)))
        if row.cost is not None:
            parts.append(translate("meals", "kost {price}").format(price=show_amount(row.cost)))
        if row.is_own:
            parts.append(translate("meals", "enkel hier"))
        return Line(
            ", ".join(parts),
            show_date(row.valid_from),
            act=lambda: self._actions.on_price(row),
            remove=lambda: self._actions.remove(row),
        )

    def _closure(self, row: ClosureRow) -> Line:
        days = show_date(row.from_day)
        if row.to_day != row.from_day:
            text = translate("meals", "{first} tot en met {last}")
            days = text.format(first=days, last=show_date(row.to_day))
        where = "" if row.location else f" ({translate('meals', 'overal')})"
        return Line(f"{days}: {row.reason}{where}", icon="ban", remove=lambda: self._actions.remove(row))

    def _noon(self, service_id: int, day: date) -> Line:
        shown = show_weekday_date(day)
        return Line(shown, icon="utensils", act=lambda: self._actions.open_noon(service_id))


def _since(day: date) -> str:
    return translate("meals", "vanaf {day}").format(day=show_date(day))


def _badges(card: RestaurantCard) -> list[Badge]:
    told = card.details
    mode = translate("meals", "enkel tellen") if told.is_count_only else translate("meals", "inschrijven met naam")
    badges = [Badge(mode, "ok", "list")]
    if told.capacity is not None:
        badges.append(Badge(translate("meals", "{count} plaatsen").format(count=told.capacity), "ok", "users"))
    if told.closed_from is not None:
        text = translate("meals", "gestopt vanaf {day}").format(day=show_date(told.closed_from))
        badges.append(Badge(text, "warn", "ban"))
    return badges


def _people(card: RestaurantCard) -> list[Line]:
    told = card.details
    kitchen = translate("meals", "eigen keuken") if told.own_kitchen else told.caterer
    contact = " ".join(part for part in (told.contact_name, show_phone(told.contact_phone)) if part)
    days = "" if told.cut_off_days is None else translate("meals", "{days} werkdagen vooraf")
    lines = (
        (translate("meals", "Keuken"), kitchen),
        (translate("meals", "E-mail"), told.caterer_email),
        (translate("meals", "Contact"), contact),
        (translate("meals", "Inschrijven"), days.format(days=told.cut_off_days)),
        (translate("meals", "Wisselgeld"), show_amount(told.opening_float)),
        (
            translate("meals", "Vakanties"),
            translate("meals", "dicht in de schoolvakanties") if told.closes_in_school_holidays else "",
        ),
    )
    return [Line(text, label) for label, text in lines if text]
