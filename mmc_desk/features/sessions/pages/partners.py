"""The page Partners: who brings activities, when they can, what they did and will do."""

import functools
from typing import ClassVar

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_date, show_day, show_phone, show_weekday_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.pages.card import Badge, Card, Line, action_button, name_button
from mmc_desk.features.people.pages.list_page import Chip, ListTexts
from mmc_desk.features.rides.pages.series_form import WeekdaysField
from mmc_desk.features.sessions.ops import partners as ops
from mmc_desk.features.sessions.pages.list_page import WheelsList
from mmc_desk.features.sessions.pages.words import count_words, state_words, theme_words
from mmc_desk.features.sessions.queries.partners import partner_card, partner_list
from mmc_desk.features.sessions.queries.rows import AbsenceRow, PartnerCard, PartnerRow, SessionRow
from mmc_desk.features.sessions.rules.partners import weekday_words
from mmc_desk.ui.columns import Column
from mmc_desk.ui.fields import DateField, Form, FormDialog, NoteField, PhoneField, TextField
from mmc_desk.ui.following import Record
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel

_MOST_PAST = 8


class PartnerDialog(FormDialog):
    """Adds a partner, or changes one."""

    def __init__(self, row: PartnerRow | None, page: "PartnersPage") -> None:
        self.row = row
        self.name, self.contact, self.offer = TextField(), TextField(), TextField()
        self.phone, self.email = PhoneField(), TextField()
        self.weekdays, self.active_to = WeekdaysField(), DateField()
        self.note = NoteField(lines=3)
        form = Form()
        form.add(translate("sessions", "&Naam"), self.name, name="name")
        form.add(translate("sessions", "&Contactpersoon"), self.contact, name="contact")
        form.add(translate("sessions", "&Telefoon"), self.phone, name="phone")
        form.add(translate("sessions", "&E-mail"), self.email, name="email")
        form.add(translate("sessions", "&Aanbod"), self.offer, name="offer")
        days = translate("sessions", "Leeg: elke dag. Bijvoorbeeld: ma wo, of ma-vr.")
        form.add(translate("sessions", "&Weekdagen"), self.weekdays, days, name="weekdays")
        until = translate("sessions", "Leeg: zonder einde.")
        form.add(translate("sessions", "Werkt mee tot"), self.active_to, until, name="active_to")
        form.add(translate("sessions", "N&otitie"), self.note, name="note")
        title = translate("sessions", "Partner wijzigen") if row else translate("sessions", "Nieuwe partner")
        super().__init__(title, form, translate("sessions", "Partner op&slaan"), page)
        if row:
            self._show(row)
            self.follow(page.runner, self._record(row, page))
        self.name.setFocus()

    def _record(self, row: PartnerRow, page: "PartnersPage") -> Record[PartnerRow]:
        today = clock.today()
        return Record(
            row,
            lambda session: next((one for one in partner_list(session, today) if one.key == row.key), None),
            lambda other: PartnerDialog(other, page),
            lambda other: setattr(self, "row", other),
            frozenset({"wheels_partner"}),
        )

    def _show(self, row: PartnerRow) -> None:
        self.name.set_value(row.name)
        self.contact.set_value(row.contact)
        self.phone.set_value(row.phone)
        self.email.set_value(row.email)
        self.offer.set_value(row.offer)
        self.weekdays.set_value(row.weekdays or None)
        self.active_to.set_value(row.active_to)
        self.note.set_value(row.note)

    def make_op(self) -> Op[int]:
        """Return the write."""
        command = ops.SavePartner(
            name=self.name.value,
            contact=self.contact.value,
            phone=self.phone.value,
            email=self.email.value,
            offer=self.offer.value,
            weekdays=self.weekdays.value or frozenset(),
            active_to=self.active_to.value,
            note=self.note.value,
            key=self.row.key if self.row else None,
            version=self.row.version if self.row else None,
        )
        return functools.partial(ops.save_partner, command=command)


class PartnerAbsenceDialog(FormDialog):
    """Notes days on which a partner can't come."""

    def __init__(self, row: PartnerRow, page: "PartnersPage") -> None:
        self.row = row
        self.from_day, self.to_day, self.reason = DateField(clock.today()), DateField(), TextField()
        form = Form()
        form.add_heading(row.name)
        form.add(translate("sessions", "&Van"), self.from_day, name="from_day")
        form.add(translate("sessions", "&Tot en met"), self.to_day, name="to_day")
        form.add(translate("sessions", "&Reden"), self.reason, name="reason")
        title = translate("sessions", "Partner afwezig")
        super().__init__(title, form, translate("sessions", "Afwezigheid op&slaan"), page)
        self.from_day.setFocus()

    def make_op(self) -> Op[int]:
        """Return the write. Raises RuleError without days."""
        if self.from_day.value is None:
            raise RuleError(translate("sessions", "Vul de eerste dag in."), "from_day")
        last = self.to_day.value or self.from_day.value
        command = ops.AddPartnerAbsence(self.row.key, self.from_day.value, last, self.reason.value)
        return functools.partial(ops.add_absence, command=command)


class PartnerCardView(Card):
    """The card of a partner."""

    def __init__(self, page: "PartnersPage") -> None:
        super().__init__(translate("sessions", "Gegevens van de partner"))
        self._page = page
        self.edit = action_button(translate("sessions", "&Bewerken"), "pencil", page.on_edit, "", "F2")
        self.end = action_button(translate("sessions", "Beëin&digen"), "ban", page.on_end, "", "Delete")
        mails = action_button(translate("sessions", "&Mails"), "mail", page.on_mails)
        self.add_buttons(self.edit, self.end, mails)
        self.reach = self.add_section(translate("sessions", "Bereiken"))
        away = action_button(translate("sessions", "&Afwezigheid"), "calendar-off", page.on_absence, "link")
        self.away = self.add_section(translate("sessions", "Wanneer"), away)
        self.themes = self.add_section(translate("sessions", "Thema’s"))
        self.coming = self.add_section(translate("sessions", "Te komen"))
        self.past = self.add_section(translate("sessions", "Geweest"))

    def show_partner(self, card: PartnerCard) -> None:
        """Fill the card."""
        row = card.row
        self.title.setText(row.name)
        self.subtitle.setText(row.offer)
        ended = row.active_to is not None
        until = translate("sessions", "werkt mee tot {day}").format(day=show_date(row.active_to))
        self.show_badges([Badge(until, "warn", "calendar-off")] if ended else [])
        again, stop = translate("sessions", "Gaat v&erder"), translate("sessions", "Beëin&digen")
        name_button(self.end, again if ended else stop)
        reach = [
            Line(row.contact, translate("sessions", "Contact")),
            Line(show_phone(row.phone), translate("sessions", "Telefoon")),
            Line(row.email, translate("sessions", "E-mail")),
            Line(row.note, translate("sessions", "Notitie")),
        ]
        self.reach.show_lines(
            [line for line in reach if line.text], translate("sessions", "Geen telefoon of e-mail gekend.")
        )
        week = Line(weekday_words(row.weekdays), translate("sessions", "Weekdagen"))
        self.away.show_lines([week, *(self._absence(one) for one in card.absences)])
        self.themes.show_lines([Line(name) for name in card.themes], translate("sessions", "Geen eigen thema."))
        nothing = translate("sessions", "Niets gepland.")
        self.coming.show_lines([self._session(one) for one in card.coming], nothing)
        never = translate("sessions", "Nog nooit geweest.")
        self.past.show_lines([self._session(one) for one in card.past[:_MOST_PAST]], never)

    def _absence(self, one: AbsenceRow) -> Line:
        days = translate("sessions", "{first} – {last}").format(
            first=show_date(one.from_day), last=show_date(one.to_day)
        )
        text = f"{days}: {one.reason}" if one.reason else days
        label = translate("sessions", "Afwezig")
        return Line(text, label, tone="warn", remove=lambda: self._page.on_remove_absence(one))

    def _session(self, row: SessionRow) -> Line:
        text = " · ".join(filter(None, (row.location, theme_words(row), count_words(row) or state_words(row))))
        return Line(text, show_day(row.day), act=lambda: self._page.open_page.emit("wheels_sessions", row.key))


class PartnersPage(WheelsList):
    """Partners."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"wheels_session", "wheels_partner", "wheels_partner_absence", "wheels_theme", "village_restaurant"}
    )

    def __init__(self, runner: Runner) -> None:
        texts = ListTexts(
            filter_name=translate("sessions", "Partners"),
            filter_hint=translate("sessions", "Filter op naam, contact, aanbod"),
            new=translate("sessions", "&Nieuwe partner"),
            of=translate("sessions", "{shown} van {all} partners"),
            empty_icon="hand-helping",
            empty=translate("sessions", "Nog geen partners: verenigingen, zorgcentra, buren die iets komen doen."),
        )
        super().__init__(runner, partner_table(), _chips(), texts)
        self.dress()

    def make_card(self) -> PartnerCardView:
        """Return the card of a partner."""
        self.view = PartnerCardView(self)
        return self.view

    def reload(self) -> None:
        """Read the list again."""
        self.runner.read(functools.partial(partner_list, today=clock.today()), self.show_rows)

    def read_card(self, key: int) -> None:
        """Ask for the card of a partner."""
        self.runner.read(functools.partial(partner_card, key=key, today=clock.today()), self.card_read)

    def show_card(self, card: PartnerCard) -> None:
        """Fill the card."""
        self.view.show_partner(card)

    def on_new(self) -> None:
        """Ctrl+N: a new partner."""
        self.ask(PartnerDialog(None, self), translate("sessions", "Partner bewaard"))

    def on_edit(self) -> None:
        """Enter, F2: change the partner."""
        if self.shown_card:
            self.ask(PartnerDialog(self.shown_card.row, self), translate("sessions", "Partner bewaard"))

    def on_end(self) -> None:
        """Delete: let the partner stop today, or go on."""
        card: PartnerCard | None = self.shown_card
        if card is not None:
            ended = card.row.active_to is not None
            command = ops.EndPartner(card.key, None if ended else clock.today())
            label = (
                translate("sessions", "Partner gaat verder") if ended else translate("sessions", "Partner beëindigd")
            )
            self.do(functools.partial(ops.end_partner, command=command), label, toast=True)

    def on_absence(self) -> None:
        """Note an absence."""
        if self.shown_card:
            label = translate("sessions", "Afwezigheid genoteerd")
            self.ask_beside(PartnerAbsenceDialog(self.shown_card.row, self), label)

    def on_remove_absence(self, absence: AbsenceRow) -> None:
        """Take an absence away."""
        op = functools.partial(ops.remove_absence, command=ops.RemovePartnerAbsence(absence.key))
        self.do(op, translate("sessions", "Afwezigheid verwijderd"), toast=True)

    def on_mails(self) -> None:
        """Show what the partner was mailed."""
        card: PartnerCard | None = self.shown_card
        if card is not None:
            self.open_page.emit("outbox", card.row.contact or card.row.name)


def partner_table() -> RowTableModel[PartnerRow]:
    """Return the model of the list of partners."""
    return RowTableModel(
        [
            Column(translate("sessions", "Naam"), lambda row: row.name, width=180, grows=True),
            Column(translate("sessions", "Aanbod"), lambda row: row.offer, width=170, grows=True, is_spare=True),
            Column(translate("sessions", "Kan op"), lambda row: weekday_words(row.weekdays), width=110),
            Column(
                translate("sessions", "Volgende keer"),
                lambda row: show_weekday_date(row.next_day) if row.next_day else "",
                lambda row: row.next_day,
                width=128,
                is_spare=True,
            ),
            Column(
                translate("sessions", "Geweest"),
                lambda row: str(row.sessions),
                lambda row: row.sessions,
                align_right=True,
                width=84,
                is_spare=True,
            ),
            Column(translate("sessions", "Contact"), lambda row: row.contact, width=130, is_spare=True),
        ],
        lambda row: f"{row.name} {row.contact} {row.offer} {row.email} {row.phone} {show_phone(row.phone)}",
    )


def _chips() -> list[Chip]:
    return [
        Chip("active", translate("sessions", "Actief"), _is_active),
        Chip("all", translate("sessions", "Alle"), lambda _row: True),
    ]


def _is_active(row: PartnerRow) -> bool:
    return row.active_to is None or row.active_to >= clock.today()
