"""The dialogs of the month plan: for which months it proposes, and its parameters."""

import functools
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages.series_form import CountField
from mmc_desk.features.sessions.ops import settings as ops
from mmc_desk.features.sessions.pages.list_page import open_over
from mmc_desk.features.sessions.queries.noons import first_day, last_day
from mmc_desk.features.sessions.queries.settings import session_settings
from mmc_desk.features.sessions.rules.plan import Month
from mmc_desk.features.sessions.rules.plan_words import month_words
from mmc_desk.features.sessions.rules.sessions import SessionSettings
from mmc_desk.ui import messages
from mmc_desk.ui.fields import ChoiceField, DateField, Form, FormDialog, TimeField
from mmc_desk.ui.following import Record
from mmc_desk.ui.runner import Runner

Months = tuple[Month, Month]
MOST_YEARS = 10


class PeriodDialog(FormDialog):
    """Asks for which months to propose: the rest of the year in view, a whole year, or until any day."""

    chosen = Signal(object)
    """The first and the last month."""

    def __init__(self, month: Month, parent: QWidget) -> None:
        self.period: ChoiceField[Months | None] = ChoiceField(_periods(month), (month, Month(month.year, 12)))
        self.first, self.last = DateField(), DateField()
        form = Form()
        form.add(translate("sessions", "&Periode"), self.period, name="period")
        whole = translate("sessions", "Een maand telt helemaal mee.")
        form.add(translate("sessions", "&Van"), self.first, name="first")
        form.add(translate("sessions", "&Tot en met"), self.last, whole, name="last")
        title = translate("sessions", "Voorstel voor meer maanden")
        super().__init__(title, form, translate("sessions", "Voorstel &maken"), parent)
        self.period.edited.connect(self._fill)
        for field in (self.first, self.last):
            field.edited.connect(lambda: self.period.set_value(None))
        self.submitted.connect(self._propose)
        self._fill()
        self.period.setFocus()

    def _fill(self) -> None:
        months = self.period.value
        if months is not None:
            self.first.set_value(first_day(months[0]))
            self.last.set_value(last_day(months[1]))

    def months(self) -> Months:
        """Return the months that were asked for. Raises RuleError: a date is missing, the wrong way round, too long."""
        first, last = self.first.value, self.last.value
        if first is None:
            raise RuleError(translate("sessions", "Vul in vanaf wanneer."), "first")
        if last is None or last < first:
            raise RuleError(translate("sessions", "Vul een dag in na de eerste."), "last")
        if last.year - first.year >= MOST_YEARS:
            text = translate("sessions", "Vraag hoogstens {most} jaar in één keer.").format(most=MOST_YEARS)
            raise RuleError(text, "last")
        return Month.of(first), Month.of(last)

    def _propose(self) -> None:
        try:
            months = self.months()
        except RuleError as error:
            self.refuse(error)
            return
        self._is_edited = False
        self.accept()
        self.chosen.emit(months)


def _periods(month: Month) -> list[tuple[Months | None, str]]:
    rest = translate("sessions", "{first} tot en met {last}")
    december = Month(month.year, 12)
    whole, now = translate("sessions", "heel {year}"), clock.today().year
    years = dict.fromkeys(year for year in (month.year, month.year + 1, now, now + 1) if month != (year, 1))
    return [
        ((month, december), rest.format(first=month_words(month), last=month_words(december))),
        *(((Month(year, 1), Month(year, 12)), whole.format(year=year)) for year in years),
        ((month, month), month_words(month)),
        (None, translate("sessions", "van een dag tot een dag")),
    ]


class SettingsDialog(FormDialog):
    """Changes the parameters of LDC on Wheels from a day on."""

    def __init__(self, now: SessionSettings, valid_from: date, parent: QWidget) -> None:
        self.repeat_months, self.minutes = CountField(), CountField()
        self.starts_at, self.valid_from = TimeField(), DateField()
        self.repeat_months.set_value(now.repeat_months)
        self.starts_at.set_value(now.starts_at)
        self.minutes.set_value(now.minutes)
        self.valid_from.set_value(valid_from)
        form = Form()
        again = translate("sessions", "Zo lang komt een thema niet terug in dezelfde locatie; 0: elke maand mag.")
        months, minutes = translate("sessions", "maanden"), translate("sessions", "minuten")
        label = translate("sessions", "&Thema blijft weg")
        form.add(label, self.repeat_months, again, name="repeat_months", unit=months)
        usual = translate("sessions", "Voor activiteiten waar geen uur bij staat.")
        form.add(translate("sessions", "&Begint om"), self.starts_at, usual, name="starts_minute")
        form.add(translate("sessions", "&Duurt"), self.minutes, name="minutes", unit=minutes)
        since = translate("sessions", "Voorstellen van vroegere maanden houden de vroegere waarden.")
        form.add(translate("sessions", "&Geldt vanaf"), self.valid_from, since, name="valid_from")
        title = translate("sessions", "Instellingen van LDC on Wheels")
        super().__init__(title, form, translate("sessions", "Instellingen op&slaan"), parent)
        self.repeat_months.setFocus()

    def make_op(self) -> Op[None]:
        """Return the write. Raises RuleError when something is empty."""
        begins, since, usual = self.starts_at.value, self.valid_from.value, SessionSettings()
        if begins is None or since is None:
            field = "starts_minute" if begins is None else "valid_from"
            raise RuleError(translate("sessions", "Vul dit in."), field)
        months, minutes = self.repeat_months.value, self.minutes.value
        settings = SessionSettings(
            usual.repeat_months if months is None else months,
            begins.hour * 60 + begins.minute,
            usual.minutes if minutes is None else minutes,
        )
        return functools.partial(ops.save_session_settings, command=ops.SaveSessionSettings(since, settings))


def open_settings(runner: Runner, parent: QWidget, month: Month) -> None:
    """Let a person change the parameters from a month on."""
    said = translate("sessions", "Instellingen bewaard")
    first, topics = first_day(month), frozenset({"desk_setting"})
    read = functools.partial(session_settings, day=first)

    def ask(now: SessionSettings) -> None:
        dialog = SettingsDialog(now, first, parent)
        dialog.save_with(runner, dialog.make_op, said, lambda _none: messages.toast(parent, said, runner.undo))
        record = Record(now, read, lambda other: SettingsDialog(other, first, parent), lambda _other: None, topics)
        dialog.follow(runner, record)
        open_over(dialog)

    runner.read(read, ask)
