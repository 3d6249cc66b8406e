"""The card beside "Rit aannemen": who calls, their last rides, and what to read back to them."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mmc_desk.core import formats
from mmc_desk.core.formats import NBSP
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import IncomeResult
from mmc_desk.features.rides.model import PaymentMode
from mmc_desk.features.rides.pages.card_list import CardList
from mmc_desk.features.rides.pages.cards import Card
from mmc_desk.features.rides.pages.look import aid_words
from mmc_desk.features.rides.queries.intake import Caller
from mmc_desk.features.rides.queries.rows import LastRide
from mmc_desk.features.rides.rules.paying import mode_name
from mmc_desk.features.rides.rules.proposal import Proposal
from mmc_desk.features.rides.rules.rates import OfficialRate
from mmc_desk.ui import parts, theme


class CallerCard(QFrame):
    """Shows a member and a proposal; a last ride that is activated is copied."""

    ride_chosen = Signal(object)
    """A LastRide to copy."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setMinimumWidth(theme.px(300))
        self.name = parts.line("title")
        self.facts = parts.line()
        self.last_heading = parts.line("heading", translate("request", "Vorige ritten"))
        self.last_rides = CardList(translate("request", "Vorige ritten"), is_flat=True)
        self.last_rides.chosen.connect(self._on_chosen)
        self.last_rides.opened.connect(self._on_chosen)
        self.copy_hint = parts.line(
            "help", translate("request", "F4 neemt de eerste over, Enter of dubbelklik een andere.")
        )
        self._last: Sequence[LastRide] = ()
        self.read_back_heading = parts.line("heading", translate("request", "Voorlezen aan het lid"))
        self.read_back = parts.line("strong")
        self.sums = parts.line("help")
        self.distance_hint = parts.line("help", translate("request", "Klopt de afstand niet? F6 past ze aan."))
        layout = QVBoxLayout(self)
        margin = theme.px(16)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.px(8))
        for widget in (self.name, self.facts, self.last_heading, self.copy_hint):
            layout.addWidget(widget)
        layout.addWidget(self.last_rides, 1)
        layout.addStretch(0)
        layout.addWidget(self.read_back_heading)
        layout.addWidget(self.read_back)
        layout.addWidget(self.sums)
        layout.addWidget(self.distance_hint)
        self.show_caller(None)

    def show_caller(self, caller: Caller | None) -> None:
        """Show a member; None asks for one."""
        self._last = caller.last_rides if caller else ()
        self.last_rides.set_cards([_last_ride_card(place, last) for place, last in enumerate(self._last)])
        for widget in (self.last_heading, self.copy_hint, self.last_rides):
            widget.setVisible(bool(self._last))
        if caller is None:
            self.name.setText(translate("request", "Wie belt?"))
            self.facts.setText(translate("request", "Typ een naam, een lidnummer of een telefoonnummer."))
            return
        self.name.setText(caller.name)
        self.facts.setText("\n".join(_facts(caller)))

    def show_proposal(self, proposal: Proposal | None, rate: OfficialRate | None) -> None:
        """Show what to read back: the pick-up and the price, each with its sum."""
        said = list(said_of(proposal)) if proposal else []
        for widget in (self.read_back_heading, self.read_back, self.sums):
            widget.setVisible(bool(said))
        self.distance_hint.setVisible(proposal is not None and bool(proposal.legs))
        self.read_back.setText("\n".join(said))
        self.sums.setText("\n".join(sums_of(proposal, rate)) if proposal else "")

    def _on_chosen(self, place: int) -> None:
        self.ride_chosen.emit(self._last[place])


def _facts(caller: Caller) -> list[str]:
    born = caller.facts.born_on
    number = translate("request", "Lid nr. {number}").format(number=caller.member_no)
    lines = [
        " · ".join(part for part in (number, f"°{born.year}" if born else "") if part),
        ", ".join(part for part in (caller.street, caller.village) if part),
        formats.show_phone(caller.phone),
        _fee(caller),
        _income(caller),
        _paying(caller),
        translate("request", "Hulpmiddel: {aid}").format(aid=aid_words(caller.aid)) if aid_words(caller.aid) else "",
        caller.note,
    ]
    return [line for line in lines if line]


def _fee(caller: Caller) -> str:
    paid = caller.facts.paid_years
    if not paid:
        return translate("request", "Lidgeld: nog nooit betaald")
    return translate("request", "Lidgeld betaald t.e.m. {year}").format(year=max(paid))


def _income(caller: Caller) -> str:
    words = {
        IncomeResult.MEETS: translate("request", "Inkomen in orde"),
        IncomeResult.EXCEPTION: translate("request", "Inkomen: uitzondering"),
        IncomeResult.PENDING: translate("request", "Inkomen nog na te kijken"),
        None: translate("request", "Inkomen nog na te kijken"),
    }
    review = caller.facts.next_review
    until = translate("request", ", herziening {day}").format(day=formats.show_date(review)) if review else ""
    return words[caller.facts.income] + until


def _paying(caller: Caller) -> str:
    if caller.paying is PaymentMode.CASH:
        return ""
    return translate("request", "Betaalt {how}").format(how=mode_name(caller.paying))


def _last_ride_card(place: int, last: LastRide) -> Card:
    asked = last.appointment_at or last.pickup_at
    when = " · ".join(part for part in (formats.show_date(last.ride_date), formats.show_time(asked)) if part)
    return Card(place, when, (last.destination,), aside=last.driver)


def said_of(proposal: Proposal) -> Iterator[str]:
    """Yield what to read back to a caller: pick-up, home again, price."""
    if proposal.pickup:
        yield translate("request", "Ophalen om {time}").format(time=formats.show_time(proposal.pickup.pickup_at))
    if proposal.home_again:
        yield translate("request", "Terug thuis rond {time}").format(time=formats.show_time(proposal.home_again))
    if proposal.price and proposal.price.total:
        yield translate("request", "Ongeveer {amount}").format(amount=formats.show_amount(proposal.price.total))


def sums_of(proposal: Proposal, rate: OfficialRate | None = None) -> Iterator[str]:
    """Yield the sums behind it."""
    if proposal.pickup:
        parts = " + ".join(f"{line.label} {line.minutes}{NBSP}min" for line in proposal.pickup.lines)
        yield translate("request", "Vooraf: {sum}.").format(sum=parts)
    if proposal.price is None:
        return
    parts = " + ".join(f"{line.label} = {formats.show_amount(line.cents)}" for line in proposal.price.lines)
    yield translate("request", "{sum}; de weg van en naar het huis van de chauffeur komt erbij.").format(sum=parts)
    if rate and rate.beyond_table:
        yield translate("request", "Het tarief van die dag is nog niet gekend: het laatste geldt.")
    if proposal.price.above_official:
        yield translate("request", "Let op: dit tarief ligt boven het wettelijk km-tarief.")
