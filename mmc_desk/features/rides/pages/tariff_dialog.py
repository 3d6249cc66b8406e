"""A new tariff from a date on: the last one to start from, and three example rides priced while it is typed."""

import functools
from datetime import date

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_amount, show_duration, show_km, show_rate
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.ops.commands import SetTariff
from mmc_desk.features.rides.ops.tariffs import set_tariff
from mmc_desk.features.rides.pages.outcome_form import MinutesField
from mmc_desk.features.rides.pages.tariff_fields import BandsField, CoffeeField, CountField, RateField, rate_hint
from mmc_desk.features.rides.queries.settings import tariff_book
from mmc_desk.features.rides.rules.rates import RateBook
from mmc_desk.features.rides.rules.tariff import Journey, Price, Tariff, price_ride
from mmc_desk.features.rides.rules.tariff_words import EXAMPLE_METRES, EXAMPLE_WAITING
from mmc_desk.ui import parts, theme
from mmc_desk.ui.fields import AmountField, CheckField, DateField, Form, FormDialog, KmField
from mmc_desk.ui.following import Record
from mmc_desk.ui.runner import Runner


class TariffForm(Form):
    """Every parameter of domain.md §2, in its order."""

    def __init__(self, valid_from: date, tariff: Tariff) -> None:
        super().__init__()
        self.valid_from = DateField(valid_from)
        self.add(translate("tariffs", "&Geldt vanaf"), self.valid_from, name="valid_from")
        self._add_km(tariff)
        self._add_waiting(tariff)
        self._add_choices(tariff)

    def _add_km(self, tariff: Tariff) -> None:
        self.rate = RateField(tariff.rate)
        self.minimum_cents = AmountField(tariff.minimum_cents or None)
        self.minimum_metres = KmField(tariff.minimum_metres or None)
        self.bands = BandsField(tariff.bands or None)
        self.admin_fee = AmountField(tariff.admin_fee or None)
        self.admin_fee_return = AmountField(tariff.admin_fee_return or None)
        self.add(translate("tariffs", "€ per &km"), self.rate, rate_hint(), name="rate")
        self.add(translate("tariffs", "&Minimum per rit"), self.minimum_cents, name="minimum_cents", unit="€")
        self.add(translate("tariffs", "Minstens aan&gerekend"), self.minimum_metres, name="minimum_metres", unit="km")
        bands = translate("tariffs", "5: 5x; 10: 10x is tot 5 km 5 × het tarief, tot 10 km 10 ×; <10: 4,00 is vast.")
        self.add(translate("tariffs", "&Schijven"), self.bands, bands, name="bands")
        fee = translate("tariffs", "Voor de dienst, niet voor de chauffeur.")
        self.add(translate("tariffs", "&Administratie per rit"), self.admin_fee, fee, name="admin_fee", unit="€")
        label = translate("tariffs", "… per rit met &terugrit")
        self.add(label, self.admin_fee_return, name="admin_fee_return", unit="€")

    def _add_waiting(self, tariff: Tariff) -> None:
        self.waiting_step_cents = AmountField(tariff.waiting_step_cents or None)
        self.waiting_step_minutes = MinutesField(tariff.waiting_step_minutes)
        self.waiting_free_steps = CountField(tariff.waiting_free_steps or None)
        self.coffee = CoffeeField(tariff.coffee or None)
        proportional = translate("tariffs", "tot op de minuut")
        self.waiting_proportional = CheckField(proportional, tariff.waiting_proportional)
        self.add(translate("tariffs", "&Wachten"), self.waiting_step_cents, name="waiting_step_cents", unit="€")
        step = translate("tariffs", "30 min, of 1u voor een uurprijs.")
        self.add(translate("tariffs", "&per"), self.waiting_step_minutes, step, name="waiting_step_minutes")
        self.add(translate("tariffs", "Gratis stappe&n"), self.waiting_free_steps, name="waiting_free_steps")
        self.add(translate("tariffs", "Te&llen"), self.waiting_proportional, name="waiting_proportional")
        coffee = translate("tariffs", "30: 2,50; 60: 5,00 is € 2,50 vanaf een half uur wachten, € 5 vanaf een uur.")
        self.add(translate("tariffs", "Koff&ie"), self.coffee, coffee, name="coffee")

    def _add_choices(self, tariff: Tariff) -> None:
        self.choices = {
            "parking_paid_by_member": translate("tariffs", "het lid betaalt ze"),
            "shared_split": translate("tariffs", "verdeeld over de leden"),
            "double_leg_charged": translate("tariffs", "enkele rit dubbel"),
            "late_cancel_charged": translate("tariffs", "het lid betaalt de gereden km"),
            "wasted_charged": translate("tariffs", "het lid betaalt de gereden km"),
        }
        self.checks = {name: CheckField(text, getattr(tariff, name)) for name, text in self.choices.items()}
        labels = (
            translate("tariffs", "Pa&rking"),
            translate("tariffs", "Ged&eelde wagen"),
            translate("tariffs", "Andere chauffeur ter&ug"),
            translate("tariffs", "Te laat afge&zegd"),
            translate("tariffs", "L&oze rit"),
        )
        for label, (name, check) in zip(labels, self.checks.items(), strict=True):
            self.add(label, check, name=name)

    def tariff(self) -> Tariff:
        """Return the tariff as far as it was typed."""
        return Tariff(
            valid_from=self.valid_from.value or date.min,
            rate=self.rate.value,
            minimum_cents=self.minimum_cents.value or 0,
            minimum_metres=self.minimum_metres.value or 0,
            bands=self.bands.value or (),
            admin_fee=self.admin_fee.value or 0,
            admin_fee_return=self.admin_fee_return.value or 0,
            waiting_step_minutes=self.waiting_step_minutes.value or 30,
            waiting_step_cents=self.waiting_step_cents.value or 0,
            waiting_free_steps=self.waiting_free_steps.value or 0,
            waiting_proportional=self.waiting_proportional.value,
            coffee=self.coffee.value or (),
            **{name: check.value for name, check in self.checks.items()},
        )


class ExampleCard(QFrame):
    """Three rides with their price, line by line."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setMinimumWidth(theme.px(300))
        self.warning = parts.label("warning")
        self.sums = parts.label()
        heading = parts.label("heading")
        text = translate("tariffs", "Wat een rit kost, met {time} wachten")
        heading.setText(text.format(time=show_duration(EXAMPLE_WAITING)))
        layout = QVBoxLayout(self)
        margin = theme.px(16)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.px(8))
        for widget in (heading, self.warning, self.sums):
            layout.addWidget(widget)
        layout.addStretch(1)

    def show_examples(self, tariff: Tariff, rates: RateBook) -> None:
        """Price the examples at the official rate of the tariff's first day."""
        official = rates.on(tariff.valid_from)
        prices = [
            (metres, price_ride(Journey(metres, EXAMPLE_WAITING), official.rate, tariff)) for metres in EXAMPLE_METRES
        ]
        self.sums.setText("\n\n".join(_example(metres, price) for metres, price in prices))
        above = prices[0][1].above_official
        text = above_official(official.rate) if above else ""
        self.warning.setText(text)
        self.warning.setVisible(above)


def above_official(rate: int) -> str:
    """Return the warning of a tariff above the official rate (domain.md §2)."""
    text = translate(
        "tariffs",
        "Boven het wettelijk tarief van {rate} per km: zo wordt de dienst vergunningsplichtig bezoldigd vervoer.",
    )
    return text.format(rate=show_rate(rate))


def _example(metres: int, price: Price) -> str:
    title = translate("tariffs", "{km}: {total}").format(km=show_km(metres), total=show_amount(price.total))
    return "\n".join((title, *(f"    {line.label}: {show_amount(line.cents)}" for line in price.lines)))


class TariffDialog(FormDialog):
    """Makes a version of the tariff. Nothing driven before its date changes price."""

    def __init__(
        self, runner: Runner, valid_from: date, tariff: Tariff, rates: RateBook, parent: QWidget | None = None
    ) -> None:
        self.fields = TariffForm(valid_from, tariff)
        self.examples = ExampleCard()
        self._rates = rates
        title = translate("tariffs", "Nieuw tarief")
        save = translate("tariffs", "Tarief opslaan")
        super().__init__(title, self.fields, save, parent, beside=self.examples)
        self.fields.edited.connect(self._show)
        self.save_with(runner, self._make_op, title)
        self._show()
        self.fields.valid_from.setFocus()
        self.follow(
            runner,
            Record(
                tariff,
                lambda session: tariff_book(session).on(valid_from),
                lambda other: TariffDialog(runner, valid_from, other, rates),
                lambda _other: None,
                frozenset({"desk_setting"}),
            ),
        )

    def caught_up(self) -> None:
        """Price the examples with what came in."""
        self._show()

    def _show(self) -> None:
        self.examples.show_examples(self.fields.tariff(), self._rates)

    def _make_op(self) -> Op[None]:
        day = self.fields.valid_from.value
        if day is None:
            raise RuleError(translate("tariffs", "Vul in vanaf welke dag dit tarief geldt."), "valid_from")
        return functools.partial(set_tariff, command=SetTariff(day, self.fields.tariff()))
