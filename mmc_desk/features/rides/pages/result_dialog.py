"""Entering what the ride sheet says: kilometres, waiting, parking, money received (domain.md §2, §9)."""

import functools
from datetime import time
from typing import Any

from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.pages.outcome_form import MinutesField, add_ride_line
from mmc_desk.features.rides.pages.price_words import PriceCard, price_words
from mmc_desk.features.rides.queries.prices import Pricing, ride_pricing
from mmc_desk.features.rides.queries.reading import ride_line
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.rules.results import Result, check_result
from mmc_desk.ui.fields import AmountField, Form, FormDialog, KmField, NoteField, TimeField
from mmc_desk.ui.following import Record
from mmc_desk.ui.runner import Runner


class ResultDialog(FormDialog):
    """The ride was driven: its sheet. Kilometres far from the estimate warn, and are saved all the same."""

    def __init__(self, ride: RideLine, parent: QWidget | None = None, runner: Runner | None = None) -> None:
        form = Form()
        add_ride_line(form, ride)
        self.ride = ride
        self.metres = KmField(ride.metres)
        self.waiting = MinutesField(ride.waiting_minutes or None)
        self.parking = AmountField(ride.parking or None)
        self.received = AmountField(ride.received)
        self.depart, self.home = map(TimeField, _times(ride))
        self.note = NoteField(ride.note, lines=2)
        self._planned = _times(ride)
        self._km_row = form.add(
            translate("rides", "&Gereden km"), self.metres, translate("rides", "Van huis tot huis."), name="metres"
        )
        form.add(translate("rides", "&Wachttijd"), self.waiting, name="waiting_minutes")
        form.add(translate("rides", "&Parking"), self.parking, name="parking")
        form.add(translate("rides", "&Ontvangen van het lid"), self.received, name="received")
        form.add(translate("rides", "&Vertrokken van huis"), self.depart, name="depart")
        form.add(translate("rides", "&Terug thuis"), self.home, name="home")
        form.add(translate("rides", "O&pmerking"), self.note, name="note")
        self.price = PriceCard()
        self._pricing: Pricing | None = None
        title, save = translate("rides", "Rit uitgevoerd"), translate("rides", "&Resultaat opslaan")
        super().__init__(title, form, save, parent, beside=self.price)
        self.metres.edited.connect(self._judge_metres)
        self.metres.setFocus()
        form.edited.connect(self._show_price)
        if runner is not None:
            runner.read(lambda session: ride_pricing(session, ride), self._on_pricing)
            self.follow(runner, self._record(ride))

    def _record(self, ride: RideLine) -> Record[RideLine]:
        return Record(
            ride,
            functools.partial(ride_line, ride_id=ride.ride_id),
            ResultDialog,
            self._take,
            frozenset({"ride", "ride_request"}),
        )

    def _take(self, ride: RideLine) -> None:
        self.ride, self._planned = ride, _times(ride)

    def caught_up(self) -> None:
        """Judge and price what came in."""
        self._judge_metres()
        self._show_price()

    def _on_pricing(self, pricing: Pricing) -> None:
        self._pricing = pricing
        self._show_price()

    def _show_price(self) -> None:
        """Show what the members pay for what was typed so far, line by line."""
        if self._pricing is None or self.metres.value is None:
            self.price.show_lines(())
            return
        price = self._pricing.price(self.metres.value, self.waiting.value or 0, self.parking.value or 0)
        self.price.show_lines(price_words(price, self._pricing))

    def _judge_metres(self) -> None:
        found = check_result(Result(self.metres.value), self.ride.estimated_metres) if self.metres.value else ()
        self._km_row.set_warning(found[0].text if found else "")

    def make_op(self) -> Op[Any]:
        """Return the write. Raises RuleError while the kilometres are missing."""
        if self.metres.value is None:
            raise RuleError(translate("rides", "Vul de gereden kilometers in."), "metres")
        command = ops.RecordResult(
            ride_id=self.ride.ride_id,
            metres=self.metres.value,
            waiting_minutes=self.waiting.value or 0,
            parking=self.parking.value or 0,
            received=self.received.value,
            depart=self.depart.value if self.depart.value != self._planned[0] else None,
            home=self.home.value if self.home.value != self._planned[1] else None,
            note=self.note.value,
            version=self.ride.version,
        )
        return lambda session: ops.record_result(session, command)


def _times(ride: RideLine) -> tuple[time | None, time | None]:
    """Return when a ride leaves home and is back there, as far as it is known."""
    depart, home = (clock.local(at).time() if at else None for at in (ride.depart_at, ride.home_at))
    return depart, home
