"""What a participant would come for, on their card: the restaurants know nothing of it (people.pages.card_parts)."""

import functools

from mmc_desk.core.db import Op
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.pages.card import Line, action_button
from mmc_desk.features.people.pages.list_page import PeoplePage
from mmc_desk.features.sessions.ops import themes as ops
from mmc_desk.features.sessions.pages.list_page import open_over
from mmc_desk.features.sessions.queries.rows import InterestRow
from mmc_desk.features.sessions.queries.themes import interests
from mmc_desk.ui import messages
from mmc_desk.ui.fields import Form, FormDialog, TextField
from mmc_desk.ui.following import Record
from mmc_desk.ui.keys import on_key


class OwnInterestDialog(FormDialog):
    """Notes what the person of the card would come for, or puts it in other words."""

    def __init__(self, name: str, person_id: int, row: InterestRow | None, page: PeoplePage) -> None:
        self._person_id, self.row = person_id, row
        self.topic = TextField(row.topic if row else "")
        form = Form()
        own = translate("sessions", "In eigen woorden, bijvoorbeeld: bloemen schikken.")
        form.add(translate("sessions", "Waarv&oor"), self.topic, own, name="topic")
        title = translate("sessions", "Interesse van {name}").format(name=name)
        super().__init__(title, form, translate("sessions", "Interesse op&slaan"), page)
        self.topic.setFocus()
        if row:
            self.follow(page.runner, self._record(name, row, page))

    def _record(self, name: str, row: InterestRow, page: PeoplePage) -> Record[InterestRow]:
        who = self._person_id
        return Record(
            row,
            lambda session: next((one for one in interests(session, who) if one.key == row.key), None),
            lambda other: OwnInterestDialog(name, who, other, page),
            lambda other: setattr(self, "row", other),
            frozenset({"wheels_interest"}),
        )

    def make_op(self) -> Op[int]:
        """Return the write."""
        if self.row is None:
            return functools.partial(ops.note_interest, command=ops.NoteInterest(self._person_id, self.topic.value))
        changed = ops.ChangeInterest(self.row.key, self.topic.value, self.row.version)
        return functools.partial(ops.change_interest, command=changed)


class InterestPart:
    """Interests with the themes that meet them; I in the list notes another one."""

    topics = frozenset({"wheels_interest", "wheels_theme"})

    def __init__(self, page: PeoplePage) -> None:
        self._page = page
        self._person_id: int | None = None
        self.rows: tuple[InterestRow, ...] = ()
        self.add_button = action_button(translate("sessions", "&Interesse"), "plus", self.add, "link", "I")
        self.section = page.card.add_section(translate("sessions", "Interesses"), self.add_button)
        on_key(page.table, "I", self.add)

    def show_person(self, person_id: int) -> None:
        """Ask for the interests of a person."""
        self._person_id = person_id
        query = functools.partial(interests, person_id=person_id)
        self._page.runner.read(query, functools.partial(self._show, person_id))

    def _show(self, person_id: int, rows: tuple[InterestRow, ...]) -> None:
        if person_id != self._person_id:
            return
        self.rows = rows
        lines = [line for row in rows for line in self._lines(row)]
        self.section.show_lines(lines, translate("sessions", "nog niets gevraagd"))

    def _lines(self, row: InterestRow) -> list[Line]:
        met = translate("sessions", "thema: {themes}").format(themes=", ".join(row.themes))
        said = met if row.themes else translate("sessions", "nog geen thema")
        change, remove = functools.partial(self.change, row), functools.partial(self.remove, row)
        return [Line(row.topic, icon="pencil", act=change, remove=remove), Line(said, tone="muted")]

    def add(self) -> None:
        """Note another interest."""
        self._ask(None, translate("sessions", "Interesse genoteerd"))

    def change(self, row: InterestRow) -> None:
        """Put an interest in other words."""
        self._ask(row, translate("sessions", "Interesse gewijzigd"))

    def _ask(self, row: InterestRow | None, label: str) -> None:
        if self._person_id is None:
            return
        dialog = OwnInterestDialog(self._page.card.title.text(), self._person_id, row, self._page)
        page = self._page
        dialog.save_with(page.runner, dialog.make_op, label, lambda _key: messages.toast(page, label, page.runner.undo))
        open_over(dialog)

    def remove(self, row: InterestRow) -> None:
        """Take an interest away."""
        op = functools.partial(ops.remove_interest, command=ops.RemoveInterest(row.key))
        self._page.do(op, translate("sessions", "Interesse verwijderd"), toast=True)
