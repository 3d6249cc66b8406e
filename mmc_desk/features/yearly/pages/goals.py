"""The page Doelen: what a year should come to, where it stands, the pace that is needed, a bar for each."""

import functools
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from PySide6.QtGui import QKeySequence, QShortcut

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import Base
from mmc_desk.features import load_features
from mmc_desk.features.people.pages.card import action_button
from mmc_desk.features.yearly.model import GoalKind
from mmc_desk.features.yearly.ops.goals import RemoveGoal, SaveGoal, remove_goal, save_goal
from mmc_desk.features.yearly.pages.fields import NumberField, YearField, figure_choice
from mmc_desk.features.yearly.pages.fixed_page import FixedPage, add_button
from mmc_desk.features.yearly.pages.progress import ProgressDelegate
from mmc_desk.features.yearly.printout.goal_words import (
    now_words,
    pace_words,
    projection_words,
    reached_words,
    rhythm_words,
    target_words,
)
from mmc_desk.features.yearly.printout.goals import explained, write_goals
from mmc_desk.features.yearly.queries.declared import declared_figures
from mmc_desk.features.yearly.queries.goals import GoalLine, GoalYear, goal_again, goal_year
from mmc_desk.features.yearly.rules.goals import Verdict, verdict_words
from mmc_desk.ui.columns import Column
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.fields import ChoiceField, Form, FormDialog, NoteField
from mmc_desk.ui.following import Record
from mmc_desk.ui.preview import PreviewPaper, open_preview
from mmc_desk.ui.report_page import YearBar
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView

_BAR = 3
"""The column with the bar."""

_ROLES: Mapping[Verdict, str] = {
    Verdict.REACHED: "ok",
    Verdict.ON_TRACK: "ok",
    Verdict.BEHIND: "warn",
    Verdict.MISSED: "bad",
    Verdict.OPEN: "accent",
}
_ICONS: Mapping[Verdict, str] = {
    Verdict.REACHED: "circle-check",
    Verdict.ON_TRACK: "circle-check",
    Verdict.BEHIND: "triangle-alert",
    Verdict.MISSED: "circle-x",
    Verdict.OPEN: "clock",
}


class GoalDialog(FormDialog):
    """Sets a goal, or changes one."""

    def __init__(self, row: GoalLine | None, year: int, page: "GoalsPage") -> None:
        self.row = row
        self.figures = declared_figures(load_features())
        self.year, self.target = YearField(year), NumberField(row.target if row else None)
        self.name = figure_choice(self.figures, row.line.name if row else next(iter(self.figures)))
        self.kind: ChoiceField[GoalKind] = ChoiceField(_kinds(), row.kind if row else GoalKind.AT_LEAST)
        self.rhythm: ChoiceField[bool] = ChoiceField(_rhythms(), row.is_monthly if row else False)
        nothing = translate("yearly", "niets: één getal voor alles samen")
        self.per = figure_choice(self.figures, row.per_name if row else "", none=nothing)
        self.note = NoteField(row.note if row else "", lines=2)
        form = Form()
        form.add(translate("yearly", "&Jaar"), self.year, name="year")
        form.add(translate("yearly", "&Cijfer"), self.name, name="name")
        form.add(translate("yearly", "&Soort"), self.kind, name="kind")
        form.add(translate("yearly", "&Doel"), self.target, name="target")
        form.add(translate("yearly", "&Voor"), self.rhythm, name="rhythm")
        example = translate(
            "yearly", "Eén activiteit per maand in elk dorpsrestaurant: 1, elke maand, maal Dorpsrestaurants."
        )
        form.add(translate("yearly", "&Maal"), self.per, example, name="per")
        form.add(translate("yearly", "&Opmerking"), self.note, name="note")
        title = translate("yearly", "Doel wijzigen") if row else translate("yearly", "Nieuw doel")
        super().__init__(title, form, translate("yearly", "Doel op&slaan"), page)
        (self.target if row else self.name).setFocus()
        if row:
            self.follow(page.runner, self._record(row, page))

    def _record(self, row: GoalLine, page: "GoalsPage") -> Record[GoalLine]:
        return Record(
            row,
            lambda session: goal_again(session, self.row or row, clock.today(), load_features()),
            lambda other: GoalDialog(other, other.year, page),
            lambda other: setattr(self, "row", other),
            frozenset({"goal"}),
        )

    def make_op(self) -> Op[int]:
        """Return the write. Raises RuleError without a year or a target."""
        if self.year.value is None:
            raise RuleError(translate("yearly", "Vul het jaar in."), "year")
        if self.target.value is None:
            raise RuleError(translate("yearly", "Vul het doel in."), "target")
        command = SaveGoal(
            year=self.year.value,
            name=self.name.value or "",
            target=self.target.value,
            kind=self.kind.value or GoalKind.AT_LEAST,
            is_monthly=bool(self.rhythm.value),
            per=self.per.value or "",
            note=self.note.value,
            key=self.row.key if self.row else None,
            version=self.row.version if self.row else None,
        )
        return functools.partial(save_goal, command=command, figures=self.figures)


class GoalsPage(FixedPage):
    """Doelen."""

    topics: ClassVar[frozenset[str]] = frozenset(Base.metadata.tables)

    def __init__(self, runner: Runner) -> None:
        self.years = YearBar()
        self.shown: GoalYear | None = None
        model: RowTableModel[GoalLine] = RowTableModel(_columns())
        empty = EmptyState("star", "", translate("yearly", "Nieuw doel"), self.on_new)
        super().__init__(runner, TableView(model, name=translate("yearly", "Doelen")), empty)
        self.table.setItemDelegateForColumn(
            _BAR,
            ProgressDelegate(lambda goal: goal.outlook.reached, lambda goal: _ROLES[goal.outlook.verdict], self.table),
        )
        self.lay_out(
            (
                self.years,
                add_button(translate("yearly", "&Nieuw doel"), self),
                action_button(translate("yearly", "&Wijzigen"), "pencil", self.on_edit, "", "F2"),
                action_button(translate("yearly", "&Verwijderen"), "x", self.on_remove, "", "Delete"),
                action_button(translate("yearly", "&Afdrukken…"), "printer", self.on_print, "", "Ctrl+P"),
            )
        )
        self.years.changed.connect(self.reload)
        for keys, by in (("Ctrl+Left", -1), ("Ctrl+Right", 1)):
            QShortcut(QKeySequence(keys), self, lambda by=by: self.years.step(by))

    def reload(self) -> None:
        """Read the goals of the chosen year."""
        year = self.years.year
        query = functools.partial(goal_year, year=year, today=clock.today(), features=load_features())
        self.runner.read(query, self._on_read)

    def _on_read(self, found: GoalYear) -> None:
        if found.year != self.years.year:
            return  # another year was chosen meanwhile
        self.shown = found
        sentence = translate(
            "yearly",
            "Nog geen doelen voor {year}. Een doel staat op een jaarcijfer: 10 nieuwe chauffeurs, een negende locatie, "
            "één activiteit per maand en locatie.",
        )
        self.empty.sentence.setText(sentence.format(year=found.year))
        self.show_rows(found.goals)

    def explain(self, row: GoalLine) -> str:
        """Return what the figure counts, how the target is made up, and what the estimate rests on."""
        return explained(row)

    def on_print(self) -> None:
        """Ctrl+P: the goals on paper."""
        found = self.shown
        if found is not None and found.goals:
            title = translate("yearly", "Doelen {year}").format(year=found.year)
            write = functools.partial(write_goals, year=found)
            open_preview(self.runner, self, PreviewPaper(title, f"doelen-{found.year}.pdf", write))

    def on_new(self) -> None:
        """Ctrl+N: set a goal for the chosen year."""
        self.ask(GoalDialog(None, self.years.year, self), translate("yearly", "Doel bewaard"))

    def on_edit(self) -> None:
        """Enter, F2: change a goal."""
        row = self.table.current_row()
        if row:
            self.ask(GoalDialog(row, self.years.year, self), translate("yearly", "Doel bewaard"))

    def on_remove(self) -> None:
        """Delete: take a goal away."""
        row = self.table.current_row()
        if row:
            op = functools.partial(remove_goal, command=RemoveGoal(row.key))
            self.do(op, translate("yearly", "Doel verwijderd"))

    def save_state(self) -> dict[str, object]:
        """Return the year."""
        return {"year": self.years.year}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take back the year."""
        year = state.get("year")
        if isinstance(year, int):
            self.years.set_year(year)


def _kinds() -> list[tuple[GoalKind, str]]:
    return [
        (GoalKind.AT_LEAST, translate("yearly", "minstens")),
        (GoalKind.AT_MOST, translate("yearly", "hoogstens")),
    ]


def _rhythms() -> list[tuple[bool, str]]:
    return [(False, translate("yearly", "het hele jaar")), (True, translate("yearly", "elke maand"))]


def _columns() -> list[Column[GoalLine]]:
    return [
        Column(
            translate("yearly", "Cijfer"),
            lambda row: row.line.title,
            width=190,
            tooltip=lambda row: row.line.definition,
            grows=True,
        ),
        Column(translate("yearly", "Doel"), target_words, lambda row: row.whole, width=150, tooltip=rhythm_words),
        Column(
            translate("yearly", "Nu"),
            now_words,
            lambda row: row.line.value,
            align_right=True,
            width=100,
            bold=lambda _row: True,
        ),
        _number(translate("yearly", "Bereikt"), reached_words, lambda row: row.outlook.reached, 190),
        _number(translate("yearly", "Nog per maand"), pace_words, lambda row: row.outlook.pace, 140),
        _number(
            translate("yearly", "Schatting"), projection_words, lambda row: row.outlook.projection, 110, is_spare=True
        ),
        Column(
            translate("yearly", "Stand"),
            lambda row: verdict_words(row.outlook.verdict, row.kind),
            lambda row: row.outlook.verdict.value,
            width=140,
            colour=lambda row: _ROLES[row.outlook.verdict],
            icon=lambda row: _ICONS[row.outlook.verdict],
        ),
    ]


def _number(
    title: str,
    text: Callable[[GoalLine], str],
    sort: Callable[[GoalLine], float | None],
    width: int,
    *,
    is_spare: bool = False,
) -> Column[GoalLine]:
    return Column(title, text, sort, align_right=True, width=width, is_spare=is_spare)
