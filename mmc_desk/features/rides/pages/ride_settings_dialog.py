"""Afspraken van de dienst: how early to ask, what isn't driven, how long things take; from a day on."""

import functools
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Aid
from mmc_desk.features.people.pages.words import word
from mmc_desk.features.rides.model import PaymentMode, Purpose
from mmc_desk.features.rides.ops.commands import SetRideSettings
from mmc_desk.features.rides.ops.ride_settings import set_ride_settings
from mmc_desk.features.rides.pages.tariff_fields import CountField
from mmc_desk.features.rides.queries.settings import ride_settings
from mmc_desk.features.rides.rules.paying import mode_name
from mmc_desk.features.rides.rules.requests import purpose_name
from mmc_desk.features.rides.rules.settings import RideSettings
from mmc_desk.ui.fields import CheckField, ChoiceField, DateField, Form, FormDialog, TimeField
from mmc_desk.ui.following import Record
from mmc_desk.ui.runner import Runner


class RideSettingsDialog(FormDialog):
    """Changes the parameters of the ride desk."""

    def __init__(self, runner: Runner, known: RideSettings, parent: QWidget | None = None) -> None:
        self._known = known
        self.valid_from = DateField(clock.today())
        self.counts: dict[str, CountField] = {}
        self.lead_until = TimeField(known.lead_until)
        self.payment = ChoiceField([(mode, mode_name(mode)) for mode in PaymentMode], known.payment)
        self.boarding = {aid: CountField(known.boarding[aid]) for aid in Aid}
        self.purposes = {
            purpose: CheckField(purpose_name(purpose), purpose in known.excluded_purposes) for purpose in Purpose
        }
        form = Form()
        self._add_asking(form)
        self._add_times(form)
        form.add_heading(translate("tariffs", "Vanaf wanneer"))
        past = translate("tariffs", "Wat vroeger gold, blijft staan voor vroeger.")
        form.add(translate("tariffs", "&Geldt vanaf"), self.valid_from, past, name="valid_from")
        title = translate("tariffs", "Afspraken van de dienst")
        super().__init__(title, form, translate("tariffs", "Afspraken &opslaan"), parent)
        self.save_with(runner, self._make_op, translate("tariffs", "Afspraken van de dienst gewijzigd"))
        self.follow(
            runner,
            Record(
                known,
                functools.partial(ride_settings, day=clock.today()),
                lambda other: RideSettingsDialog(runner, other),
                lambda other: setattr(self, "_known", other),
                frozenset({"desk_setting"}),
            ),
        )

    def _add_asking(self, form: Form) -> None:
        days, months = translate("tariffs", "werkdagen"), translate("tariffs", "maanden")
        weeks, minutes = translate("tariffs", "weken"), translate("tariffs", "minuten")
        form.add_heading(translate("tariffs", "Aanvragen"))
        warns = translate("tariffs", "Later gevraagd geeft een waarschuwing, geen verbod.")
        self._count(form, "lead_days", translate("tariffs", "&Vooraf vragen"), days, warns)
        noon = translate(
            "tariffs", "12:00: de rit van maandag tot donderdagmiddag, bij 2 werkdagen. Leeg: heel die dag."
        )
        form.add(translate("tariffs", "&Tot hoe laat"), self.lead_until, noon, name="lead_until")
        before = translate("tariffs", "Bijvoorbeeld 48; 0: enkel de werkdagen tellen.")
        self._count(form, "lead_hours", translate("tariffs", "En &minstens"), translate("tariffs", "uur"), before)
        self._count(form, "horizon_months", translate("tariffs", "&Hoogstens vooruit"), months)
        self._count(form, "series_weeks", translate("tariffs", "Vaste &ritten vooruit"), weeks)
        near = translate("tariffs", "Zo dicht bij elkaar liggen afspraken die één wagen kunnen delen.")
        self._count(form, "share_minutes", translate("tariffs", "Wagen &delen"), minutes, near)
        grace = translate("tariffs", "Tot en met deze maand mag wie vorig jaar betaalde, nog rijden; 0: geen uitstel.")
        self._count(form, "grace_until_month", translate("tariffs", "&Lidgeld uitstel"), "", grace)
        form.add_heading(translate("tariffs", "Betalen"))
        unless = translate("tariffs", "Wie anders betaalt, kiest dat op zijn kaart bij Leden.")
        form.add(translate("tariffs", "Leden &betalen"), self.payment, unless, name="payment")
        self._count(form, "invoice_days", translate("tariffs", "&Factuur binnen"), translate("tariffs", "dagen"))
        form.add_heading(translate("tariffs", "Daarvoor rijdt de dienst niet (waarschuwing)"))
        for purpose, field in self.purposes.items():
            form.add("", field, name=f"purpose.{purpose.value}")

    def _add_times(self, form: Form) -> None:
        minutes = translate("tariffs", "minuten")
        form.add_heading(translate("tariffs", "Hoe lang het duurt"))
        early = translate("tariffs", "Zoveel te vroeg aan de afspraak.")
        self._count(form, "buffer_minutes", translate("tariffs", "&Speling"), minutes, early)
        unknown = translate("tariffs", "Waar de aanvraag niets zegt.")
        self._count(form, "default_stay_minutes", translate("tariffs", "Ver&blijf"), minutes, unknown)
        form.add_heading(translate("tariffs", "In- en uitstappen, per hulpmiddel"))
        for aid, field in self.boarding.items():
            label = word(aid).capitalize() if aid is not Aid.NONE else translate("tariffs", "Zonder")
            form.add(label, field, name=f"boarding.{aid.value}", unit=minutes)

    def _count(self, form: Form, name: str, label: str, unit: str, help_text: str = "") -> None:
        self.counts[name] = CountField(getattr(self._known, name))
        form.add(label, self.counts[name], help_text, name=name, unit=unit)

    def _make_op(self) -> Op[None]:
        if self.valid_from.value is None:
            raise RuleError(translate("tariffs", "Vul in vanaf welke dag dit geldt."), "valid_from")
        changed = {name: _number(field, name) for name, field in self.counts.items()}
        settings = replace(
            self._known,
            lead_until=self.lead_until.value,
            payment=self.payment.value or self._known.payment,
            **changed,  # type: ignore[arg-type] # whole numbers, each under its own name
            boarding={aid: _number(field, f"boarding.{aid.value}") for aid, field in self.boarding.items()},
            excluded_purposes=frozenset(purpose for purpose, field in self.purposes.items() if field.value),
        )
        return functools.partial(set_ride_settings, command=SetRideSettings(self.valid_from.value, settings))


def _number(field: CountField, name: str) -> int:
    if field.value is None:
        raise RuleError(translate("tariffs", "Vul een getal in; 0 kan ook."), name)
    return field.value
