"""The dialogs of the fees: the renewal run looked at first, a fee paid by hand, a payment placed by hand, settings."""

import functools
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLabel

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import month_name, show_amount
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import ops, queries, rules
from mmc_desk.features.people.pages.card import plain_label, short_label
from mmc_desk.features.people.pages.dues_table import fee_name
from mmc_desk.features.people.pages.member_tasks import Asker
from mmc_desk.features.people.queries import DuesRow, DuesSettings, PaymentRow, RenewalPlan
from mmc_desk.features.people.queries.settings import dues_settings
from mmc_desk.features.people.rules import Deed, Fee, Share
from mmc_desk.ui import theme
from mmc_desk.ui.fields import (
    AmountField,
    Candidate,
    ChoiceField,
    DateField,
    Form,
    FormDialog,
    PhoneField,
    TextField,
    TypeAhead,
)
from mmc_desk.ui.following import Record

_MOST_NAMES = 8
_SEPARATOR = ", "


class RenewalDialog(FormDialog):
    """What the run of a year would do, before it does it."""

    def __init__(self, asker: Asker, plan: RenewalPlan, on_done: Callable[[ops.RenewalReport], None]) -> None:
        self.plan = plan
        self.lines: list[QLabel] = []
        form = Form()
        for text in plan_lines(plan):
            label = short_label(text)
            label.setWordWrap(True)
            label.setMinimumWidth(theme.px(488))
            self.lines.append(label)
            form.add_widget(label)
        title = translate("people", "Lidmaatschappen van {year}").format(year=plan.year)
        super().__init__(title, form, translate("people", "Lidmaatschappen &maken"), asker.parent)
        self.save_button.setEnabled(bool(plan.lines))
        said = translate("people", "Lidmaatschappen van {year} gemaakt").format(year=plan.year)
        command = ops.RenewMemberships(plan.year)
        self.save_with(asker.runner, lambda: lambda session: ops.renew_memberships(session, command), said, on_done)
        if plan.lines:
            self.save_button.setFocus()


def plan_lines(plan: RenewalPlan) -> list[str]:
    """Return what a run does, a sentence a line."""
    if not plan.lines:
        text = translate("people", "Iedereen is in orde. Lidmaatschappen van {year}: {count}.")
        return [text.format(count=plan.kept, year=plan.year)]
    added, changed, removed = (plan.of(deed) for deed in (Deed.ADD, Deed.CHANGE, Deed.REMOVE))
    lines = [
        translate("people", "Nieuwe lidmaatschappen: {count}, samen {amount}.").format(
            count=len(added), amount=show_amount(plan.cents)
        )
    ]
    if free := sum(line.fee == 0 for line in added):
        lines.append(
            translate("people", "Daarvan zonder lidgeld, omdat de partner betaalt: {count}.").format(count=free)
        )
    if plan.kept:
        lines.append(translate("people", "Al gemaakt, en blijven zoals ze zijn: {count}.").format(count=plan.kept))
    told = (
        (
            plan.lapsed,
            translate("people", "Vorig jaar geen lid, wel nog op de lijst: {names}. Kijk na of ze lid blijven."),
        ),
        ([line.member_id for line in changed], translate("people", "Nu alleenstaand, dus een ander bedrag: {names}.")),
        ([line.member_id for line in removed], translate("people", "Geen lid meer, dus geschrapt: {names}.")),
    )
    lines += [text.format(names=_names(plan, keys)) for keys, text in told if keys]
    return [*lines, translate("people", "Dit kan ongedaan gemaakt worden.")]


def _names(plan: RenewalPlan, keys: Any) -> str:  # noqa: ANN401 - any sequence of member keys
    shown = _SEPARATOR.join(plan.names[key] for key in keys[:_MOST_NAMES])
    more = len(keys) - _MOST_NAMES
    return shown + translate("people", " en nog {count}").format(count=more) if more > 0 else shown


class PayDialog(FormDialog):
    """Contant betaald: the day."""

    def __init__(self, asker: Asker, row: DuesRow) -> None:
        self.row = row
        self.paid_on = DateField(row.dues.paid_on or clock.today())
        form = Form()
        help_text = translate(
            "people", "Contant, of op een andere manier dan met een ingelezen afschrift. Leeg: niet betaald."
        )
        form.add(translate("people", "&Betaald op"), self.paid_on, help_text, name="paid_on")
        title = translate("people", "{name} betaalt {due}").format(
            name=row.name, due=show_amount(row.due or row.dues.fee)
        )
        super().__init__(title, form, translate("people", "&Opslaan"), asker.parent)
        self.save_with(asker.runner, self._op, translate("people", "Lidgeld genoteerd"))
        self.follow(
            asker.runner,
            Record(
                row,
                lambda session: queries.dues_row(session, row.key, row.dues.year, clock.today()),
                lambda other: PayDialog(asker, other),
                lambda other: setattr(self, "row", other),
                frozenset({"membership"}),
            ),
        )

    def _op(self) -> Op[None]:
        command = ops.PayByHand(self.row.key, self.paid_on.value)
        return lambda session: ops.pay_by_hand(session, command)


class PlaceDialog(FormDialog):
    """A payment put on a fee that the person looks up."""

    def __init__(self, asker: Asker, payment: PaymentRow) -> None:
        self.payment = payment
        self.fee = TypeAhead()
        form = Form()
        said = plain_label(f"{payment.payer}\n{payment.communication}".strip())
        said.setContentsMargins(0, 0, 0, theme.px(8))
        form.add_widget(said)
        help_text = translate("people", "Typ een naam of een lidnummer: de openstaande lidgelden.")
        form.add(translate("people", "&Voor wie"), self.fee, help_text, name="shares")
        title = translate("people", "{amount} plaatsen").format(amount=show_amount(payment.amount))
        super().__init__(title, form, translate("people", "Betaling &plaatsen"), asker.parent)
        first = payment.booked_on.year - 1
        asker.runner.read(lambda session: queries.unsettled_fees(session, first), self._on_fees)
        self.save_with(asker.runner, self._op, translate("people", "Betaling geplaatst"))

    def _on_fees(self, fees: list[Fee]) -> None:
        self.fee.set_candidates(
            [
                Candidate(
                    fee.key,
                    fee_name(fee),
                    show_amount(fee.due),
                    " ".join([str(fee.member_no), *(part for name in fee.names for part in name)]),
                )
                for fee in fees
            ]
        )

    def _op(self) -> Op[None]:
        if self.fee.value is None:
            raise RuleError(translate("people", "Kies een lidgeld uit de lijst."), field="shares")
        command = ops.AssignPayment(self.payment.key, (Share(self.fee.value.key, self.payment.amount),))
        return lambda session: ops.assign_payment(session, command)


class _NumberField(TextField):
    width_hint = 64


class DuesSettingsDialog(FormDialog):
    """Rekening, tarief, termijn, etiketten: how the desk asks for its fees, from a day on."""

    def __init__(self, asker: Asker, known: DuesSettings) -> None:
        self.beneficiary = TextField(known.beneficiary)
        self.iban = TextField(rules.show_iban(known.iban))
        self.bic = TextField(known.bic)
        self.address = TextField(known.address)
        self.phone = PhoneField(known.phone)
        self.cash = TextField(known.cash)
        self.single, self.couple = AmountField(known.tariff.single), AmountField(known.tariff.couple)
        firsts = {(month, 1) for month in range(1, 13)} | {known.tariff.half_from}
        self.half_from = ChoiceField(
            [(one, f"{one[1]} {month_name(one[0])}") for one in sorted(firsts)], known.tariff.half_from
        )
        self.review_months = _NumberField(str(known.review_months))
        self.reminder_days = _NumberField(str(known.reminder_days))
        self.label_rows = _NumberField(str(known.label_rows))
        self.label_columns = _NumberField(str(known.label_columns))
        self.valid_from = DateField(clock.today())
        form = Form()
        self._add_account(form)
        self._add_fees(form)
        title = translate("people", "Instellingen van de lidgelden")
        super().__init__(title, form, translate("people", "Instellingen &opslaan"), asker.parent)
        self.iban.editingFinished.connect(self._judge_iban)
        self.save_with(asker.runner, self._op, translate("people", "Instellingen van de lidgelden gewijzigd"))
        self.follow(
            asker.runner,
            Record(
                known,
                functools.partial(dues_settings, day=clock.today()),
                lambda other: DuesSettingsDialog(asker, other),
                lambda _other: None,
                frozenset({"desk_setting"}),
            ),
        )

    def _add_account(self, form: Form) -> None:
        form.add_heading(translate("people", "Op de brief"))
        empty = translate("people", "Leeg: op de brief staat dat het lidgeld contant betaald wordt.")
        self._iban_row = form.add(translate("people", "Reken&ing (IBAN)"), self.iban, empty, name="iban")
        form.add(translate("people", "BI&C"), self.bic, translate("people", "Mag leeg blijven."), name="bic")
        form.add(translate("people", "&Begunstigde"), self.beneficiary, name="beneficiary")
        comma = translate("people", "Straat en gemeente, met een komma ertussen.")
        form.add(translate("people", "&Adres"), self.address, comma, name="address")
        form.add(translate("people", "&Telefoon"), self.phone, name="phone")
        cash = translate("people", "Waar en wanneer: “op werkdagen van 9 tot 12 uur aan het onthaal”.")
        form.add(translate("people", "Conta&nt betalen"), self.cash, cash, name="cash")

    def _add_fees(self, form: Form) -> None:
        form.add_heading(translate("people", "Lidgeld en termijn"))
        form.add(translate("people", "Alleen&staand"), self.single, name="single", unit="€")
        form.add(translate("people", "&Koppel"), self.couple, name="couple", unit="€")
        form.add(translate("people", "Half &vanaf"), self.half_from, name="half_from")
        form.add(
            translate("people", "Inko&men nakijken na"),
            self.review_months,
            name="review_months",
            unit=translate("people", "maanden"),
        )
        days = translate("people", "Zoveel dagen na de brief, maar nooit in januari.")
        form.add(
            translate("people", "&Herinneren na"),
            self.reminder_days,
            days,
            name="reminder_days",
            unit=translate("people", "dagen"),
        )
        form.add_heading(translate("people", "Etiketten op een blad"))
        form.add(translate("people", "&Rijen"), self.label_rows, name="label_rows")
        avery = translate("people", "Avery L7160 heeft 7 rijen van 3.")
        form.add(translate("people", "Ko&lommen"), self.label_columns, avery, name="label_columns")
        form.add_heading(translate("people", "Vanaf wanneer"))
        past = translate("people", "Wat vroeger gold, blijft staan voor vroeger.")
        form.add(translate("people", "&Geldig vanaf"), self.valid_from, past, name="valid_from")

    def _judge_iban(self) -> None:
        checked = rules.check_iban(self.iban.value)
        if checked.error:
            self._iban_row.set_error(checked.error)
            return
        self.iban.set_value(rules.show_iban(checked.number))
        self._iban_row.set_warning(checked.warning)

    def _op(self) -> Op[None]:
        if self.valid_from.value is None:
            raise RuleError(translate("people", "Vul de dag in."), field="valid_from")
        command = ops.SaveDuesSettings(
            valid_from=self.valid_from.value,
            beneficiary=self.beneficiary.value,
            iban=self.iban.value,
            bic=self.bic.value,
            address=self.address.value,
            phone=self.phone.text().strip(),
            cash=self.cash.value,
            reminder_days=_whole(self.reminder_days, "reminder_days"),
            label_rows=_whole(self.label_rows, "label_rows"),
            label_columns=_whole(self.label_columns, "label_columns"),
            single=_cents(self.single, "single"),
            couple=_cents(self.couple, "couple"),
            half_from=self.half_from.value or (7, 1),
            review_months=_whole(self.review_months, "review_months"),
        )
        return lambda session: ops.save_dues_settings(session, command)


def _whole(field: TextField, name: str) -> int:
    if not (field.value.isascii() and field.value.isdigit() and len(field.value) <= 4):
        raise RuleError(translate("people", "Typ een getal, bijvoorbeeld 7."), field=name)
    return int(field.value)


def _cents(field: AmountField, name: str) -> int:
    if field.value is None:
        raise RuleError(translate("people", "Vul het bedrag in; 0 kan ook."), field=name)
    return field.value
