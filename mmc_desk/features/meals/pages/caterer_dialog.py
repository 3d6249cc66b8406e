"""Aantallen doorgeven: how many meals the kitchen makes, noted, and mailed with the count as PDF."""

import functools
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from mmc_desk.core.db import Op
from mmc_desk.core.formats import show_weekday_date
from mmc_desk.core.i18n import translate
from mmc_desk.core.paths import written_pdf
from mmc_desk.features.mail.rules import Attachment
from mmc_desk.features.meals.ops import day
from mmc_desk.features.meals.ops.day import OrderMeals
from mmc_desk.features.meals.printout import day as papers
from mmc_desk.features.meals.queries.day import Noon
from mmc_desk.features.meals.queries.day import noon as read_noon
from mmc_desk.features.rides.pages.tariff_fields import CountField
from mmc_desk.ui import messages
from mmc_desk.ui.fields import CheckField, Form, FormDialog, NoteField, TextField
from mmc_desk.ui.following import Record
from mmc_desk.ui.runner import Runner


class CatererDialog(FormDialog):
    """What the kitchen is told: looked at before it is queued, noted on the noon in any case."""

    def __init__(self, runner: Runner, noon: Noon, parent: QWidget | None = None) -> None:
        self._runner, self._noon = runner, noon
        letter = papers.caterer_letter(noon)
        self.meals = CountField(noon.caterer_count.meals)
        self.mails = CheckField(translate("bookings", "ook &mailen"), bool(noon.caterer_email))
        self.address = TextField(noon.caterer_email)
        self.subject, self.body = TextField(letter.subject), NoteField(letter.body, lines=10)
        title = translate("bookings", "Aantallen doorgeven")
        super().__init__(title, self._form(), translate("bookings", "Aantallen &doorgeven"), parent)
        self.save_with(runner, self._make_op, title, self._on_done)
        self.mails.edited.connect(self._show_mail)
        self._show_mail()
        self.meals.setFocus()
        self.follow(
            runner,
            Record(
                noon,
                functools.partial(read_noon, service_id=noon.service_id),
                lambda other: CatererDialog(runner, other),
                lambda other: setattr(self, "_noon", other),
                frozenset({"meal_booking", "meal_service", "participant", "village_restaurant"}),
            ),
        )

    def _form(self) -> Form:
        form, noon = Form(), self._noon
        form.add_heading(papers.place_and_time(noon))
        last = translate("bookings", "Inschrijven kon tot {day}.").format(day=show_weekday_date(noon.last_day))
        form.add(translate("bookings", "&Maaltijden"), self.meals, last, name="ordered")
        form.add("", self.mails, name="mails")
        self.mails.setAccessibleName(translate("bookings", "Ook mailen"))
        attached = translate("bookings", "De aantallen gaan als PDF mee.")
        self._mail_rows = [
            form.add(translate("bookings", "&Aan"), self.address, noon.caterer, name="to_address"),
            form.add(translate("bookings", "&Onderwerp"), self.subject, name="subject"),
            form.add(translate("bookings", "&Tekst"), self.body, attached, name="body"),
        ]
        return form

    def _show_mail(self) -> None:
        for row in self._mail_rows:
            row.set_visible(self.mails.value)

    def _make_op(self) -> Op[Any]:
        noon, mails = self._noon, self.mails.value
        command = OrderMeals(
            noon.service_id,
            self.meals.value or 0,
            noon.caterer,
            self.address.value if mails else "",
            self.subject.value,
            self.body.value,
        )

        def op(session: Any) -> None:  # noqa: ANN401 - a Session, which pages don't know
            # The paper is of the noon as it is mailed, so it is made as late as this.
            day.order_meals(session, replace(command, attachments=(_paper(noon),)) if mails else command)

        return op

    def _on_done(self, _value: object) -> None:
        queued = translate("bookings", "Aantallen genoteerd, mail klaargezet")
        noted = translate("bookings", "Aantallen genoteerd")
        messages.toast(self.parentWidget(), queued if self.mails.value else noted, self._runner.undo)


def _paper(noon: Noon) -> Attachment:
    name = papers.file_name(translate("bookings", "Aantallen"), noon)
    return Attachment(name, "application/pdf", written_pdf(lambda path: papers.write_caterer(path, noon)))
