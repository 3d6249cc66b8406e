"""The page Thema’s: what can be proposed, where it came, who asked for it."""

import functools
from typing import ClassVar

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_day, show_weekday_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.pages.card import Badge, Card, Line, action_button, name_button
from mmc_desk.features.people.pages.list_page import Chip, ListTexts
from mmc_desk.features.sessions.model import SessionKind
from mmc_desk.features.sessions.ops import themes as ops
from mmc_desk.features.sessions.pages.list_page import WheelsList
from mmc_desk.features.sessions.pages.session_dialog import chosen
from mmc_desk.features.sessions.pages.words import count_words, kind_options, state_words
from mmc_desk.features.sessions.queries.rows import Choices, InterestRow, SessionRow, ThemeCard, ThemeRow
from mmc_desk.features.sessions.queries.sessions import choices
from mmc_desk.features.sessions.queries.themes import interests, theme_card, theme_list
from mmc_desk.features.sessions.rules.sessions import kind_name
from mmc_desk.ui.columns import Column
from mmc_desk.ui.fields import Candidate, CheckField, ChoiceField, Form, FormDialog, NoteField, TextField, TypeAhead
from mmc_desk.ui.following import Record
from mmc_desk.ui.keys import on_key
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel

_MOST_SESSIONS = 10


class ThemeDialog(FormDialog):
    """Adds a theme, or changes one."""

    def __init__(self, row: ThemeRow | None, offered: Choices, page: "ThemesPage") -> None:
        self.row = row
        self.name, self.partner, self.note = TextField(), TypeAhead(), NoteField(lines=2)
        self.kind: ChoiceField[SessionKind] = ChoiceField(kind_options(), SessionKind.INFORMATIVE)
        self.is_offered = CheckField(translate("sessions", "Mag voorgesteld worden"), value=True)
        self.partner.set_candidates([Candidate(key, name) for key, name in offered.partners])
        form = Form()
        form.add(translate("sessions", "&Naam"), self.name, name="name")
        form.add(translate("sessions", "S&oort"), self.kind, name="kind")
        form.add(
            translate("sessions", "&Partner"), self.partner, translate("sessions", "Wie dit brengt."), name="partner_id"
        )
        form.add(translate("sessions", "&Voorstel"), self.is_offered, name="is_offered")
        words = translate("sessions", "Aan deze woorden worden interesses herkend.")
        form.add(translate("sessions", "&Trefwoorden"), self.note, words, name="note")
        title = translate("sessions", "Thema wijzigen") if row else translate("sessions", "Nieuw thema")
        super().__init__(title, form, translate("sessions", "Thema op&slaan"), page)
        if row:
            self.name.set_value(row.name)
            self.kind.set_value(row.kind)
            self.partner.set_key(row.partner_id)
            self.is_offered.set_value(row.is_offered)
            self.note.set_value(row.note)
            self.follow(page.runner, self._record(row, offered, page))
        self.name.setFocus()

    def _record(self, row: ThemeRow, offered: Choices, page: "ThemesPage") -> Record[ThemeRow]:
        return Record(
            row,
            lambda session: next((one for one in theme_list(session) if one.key == row.key), None),
            lambda other: ThemeDialog(other, offered, page),
            lambda other: setattr(self, "row", other),
            frozenset({"wheels_theme"}),
        )

    def make_op(self) -> Op[int]:
        """Return the write."""
        command = ops.SaveTheme(
            name=self.name.value,
            kind=self.kind.value or SessionKind.INFORMATIVE,
            partner_id=chosen(self.partner),
            is_offered=self.is_offered.value,
            note=self.note.value,
            key=self.row.key if self.row else None,
            version=self.row.version if self.row else None,
        )
        return functools.partial(ops.save_theme, command=command)


class InterestDialog(FormDialog):
    """Notes what somebody would come for."""

    def __init__(self, offered: Choices, topic: str, page: "ThemesPage") -> None:
        self.who, self.topic = TypeAhead(), TextField(topic)
        self.who.set_candidates([Candidate(key, name) for key, name in offered.people])
        form = Form()
        form.add(translate("sessions", "&Wie"), self.who, name="person_id")
        own = translate("sessions", "In eigen woorden, bijvoorbeeld: bloemen schikken.")
        form.add(translate("sessions", "Waarv&oor"), self.topic, own, name="topic")
        title = translate("sessions", "Interesse noteren")
        super().__init__(title, form, translate("sessions", "Interesse op&slaan"), page)
        self.who.setFocus()

    def make_op(self) -> Op[int]:
        """Return the write. Raises RuleError without a person."""
        person_id = chosen(self.who)
        if person_id is None:
            raise RuleError(translate("sessions", "Kies wie het vraagt."), "person_id")
        return functools.partial(ops.note_interest, command=ops.NoteInterest(person_id, self.topic.value))


class ThemeCardView(Card):
    """The card of a theme."""

    def __init__(self, page: "ThemesPage") -> None:
        super().__init__(translate("sessions", "Gegevens van het thema"))
        self._page = page
        self.edit = action_button(translate("sessions", "&Bewerken"), "pencil", page.on_edit, "", "F2")
        self.end = action_button(translate("sessions", "Niet meer voorstellen"), "ban", page.on_end, "", "Delete")
        self.add_buttons(self.edit, self.end)
        ask = action_button(translate("sessions", "&Interesse"), "plus", page.on_interest, "link", "I")
        self.interested = self.add_section(translate("sessions", "Wie hiernaar vroeg"), ask)
        self.unmet = self.add_section(translate("sessions", "Gevraagd, nog zonder thema"))
        self.sessions = self.add_section(translate("sessions", "Waar het kwam"))

    def show_theme(self, card: ThemeCard, unmet: tuple[InterestRow, ...]) -> None:
        """Fill the card."""
        row = card.row
        self.title.setText(row.name)
        self.subtitle.setText(" · ".join(filter(None, (kind_name(row.kind), row.partner, row.note))))
        offered = Badge(translate("sessions", "mag voorgesteld worden"), "ok", "circle-check")
        resting = Badge(translate("sessions", "wordt niet voorgesteld"), "muted", "ban")
        self.show_badges([offered if row.is_offered else resting])
        stop, again = translate("sessions", "Niet meer voorstellen"), translate("sessions", "Opnieuw voorstellen")
        name_button(self.end, stop if row.is_offered else again)
        nobody = translate("sessions", "Nog niemand.")
        self.interested.show_lines([self._interest(one) for one in card.interested], nobody)
        self.unmet.setVisible(bool(unmet))
        self.unmet.show_lines([self._interest(one) for one in unmet])
        never = translate("sessions", "Nog nergens.")
        self.sessions.show_lines([self._session(one) for one in card.sessions[:_MOST_SESSIONS]], never)

    def _interest(self, one: InterestRow) -> Line:
        return Line(f"{one.name}: {one.topic}", remove=lambda: self._page.on_remove_interest(one))

    def _session(self, row: SessionRow) -> Line:
        text = " · ".join(filter(None, (row.location, count_words(row) or state_words(row))))
        day = f"{show_day(row.day)}/{row.day:%y}"
        return Line(text, day, act=lambda: self._page.open_page.emit("wheels_sessions", row.key))


class ThemesPage(WheelsList):
    """Thema’s."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"wheels_session", "wheels_partner", "wheels_theme", "wheels_interest", "person"}
    )

    def __init__(self, runner: Runner) -> None:
        texts = ListTexts(
            filter_name=translate("sessions", "Thema’s"),
            filter_hint=translate("sessions", "Filter op naam, soort, partner, trefwoord"),
            new=translate("sessions", "&Nieuw thema"),
            of=translate("sessions", "{shown} van {all} thema’s"),
            empty_icon="star",
            empty=translate("sessions", "Nog geen thema’s: waarover de activiteiten kunnen gaan."),
        )
        self._unmet: tuple[InterestRow, ...] = ()
        super().__init__(runner, theme_table(), _chips(), texts)
        on_key(self.table, "I", self.on_interest)
        self.dress()

    def make_card(self) -> ThemeCardView:
        """Return the card of a theme."""
        self.view = ThemeCardView(self)
        return self.view

    def reload(self) -> None:
        """Read the list again."""
        self.runner.read(interests, self._on_interests)
        self.runner.read(theme_list, self.show_rows)

    def _on_interests(self, rows: tuple[InterestRow, ...]) -> None:
        self._unmet = tuple(row for row in rows if not row.themes)

    def read_card(self, key: int) -> None:
        """Ask for the card of a theme."""
        self.runner.read(functools.partial(theme_card, key=key), self.card_read)

    def show_card(self, card: ThemeCard) -> None:
        """Fill the card."""
        self.view.show_theme(card, self._unmet)

    def on_new(self) -> None:
        """Ctrl+N: a new theme."""
        self._ask_theme(None)

    def on_edit(self) -> None:
        """Enter, F2: change the theme."""
        if self.shown_card:
            self._ask_theme(self.shown_card.row)

    def _ask_theme(self, row: ThemeRow | None) -> None:
        def ask(offered: Choices) -> None:
            self.ask(ThemeDialog(row, offered, self), translate("sessions", "Thema bewaard"))

        self.runner.read(functools.partial(choices, day=clock.today()), ask)

    def on_end(self) -> None:
        """Delete: take the theme out of the proposals, or put it back."""
        card: ThemeCard | None = self.shown_card
        if card is not None:
            command = ops.OfferTheme(card.key, not card.row.is_offered)
            stop = translate("sessions", "Thema wordt niet meer voorgesteld")
            label = stop if card.row.is_offered else translate("sessions", "Thema wordt opnieuw voorgesteld")
            self.do(functools.partial(ops.offer_theme, command=command), label, toast=True)

    def on_interest(self) -> None:
        """Note who asked for the theme in front, or for something else."""
        topic = self.shown_card.row.name if self.shown_card else ""

        def ask(offered: Choices) -> None:
            self.ask_beside(InterestDialog(offered, topic, self), translate("sessions", "Interesse genoteerd"))

        self.runner.read(functools.partial(choices, day=clock.today()), ask)

    def on_remove_interest(self, interest: InterestRow) -> None:
        """Take an interest away."""
        op = functools.partial(ops.remove_interest, command=ops.RemoveInterest(interest.key))
        self.do(op, translate("sessions", "Interesse verwijderd"), toast=True)


def theme_table() -> RowTableModel[ThemeRow]:
    """Return the model of the list of themes."""
    return RowTableModel(
        [
            Column(
                translate("sessions", "Thema"),
                lambda row: row.name,
                width=220,
                tooltip=lambda row: row.name,
                grows=True,
            ),
            Column(translate("sessions", "Soort"), lambda row: kind_name(row.kind), width=140),
            Column(translate("sessions", "Partner"), lambda row: row.partner, width=150, is_spare=True, grows=True),
            Column(
                translate("sessions", "Gevraagd door"),
                lambda row: str(row.interested or ""),
                lambda row: row.interested,
                align_right=True,
                width=128,
                is_spare=True,
            ),
            Column(
                translate("sessions", "Laatst"),
                lambda row: show_weekday_date(row.last_day) if row.last_day else "",
                lambda row: row.last_day,
                width=128,
                is_spare=True,
            ),
            Column(
                translate("sessions", "Keren"),
                lambda row: str(row.sessions),
                lambda row: row.sessions,
                align_right=True,
                width=64,
                is_spare=True,
            ),
        ],
        lambda row: f"{row.name} {kind_name(row.kind)} {row.partner} {row.note}",
    )


def _chips() -> list[Chip]:
    return [
        Chip("offered", translate("sessions", "Voor te stellen"), lambda row: row.is_offered),
        Chip("all", translate("sessions", "Alle"), lambda _row: True),
        Chip("wanted", translate("sessions", "Gevraagd"), lambda row: row.interested > 0),
    ]
