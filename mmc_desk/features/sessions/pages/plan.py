"""The page Maandplan: which activity is where in which week, and what the plan proposes."""

import functools
from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mmc_desk.core import clock
from mmc_desk.core.errors import DeskError
from mmc_desk.core.formats import show_long_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.pages.card import action_button, plain_label
from mmc_desk.features.rides.pages.refusal_bar import RefusalBar
from mmc_desk.features.rides.pages.ride_actions import Refused
from mmc_desk.features.sessions.ops import sessions as ops
from mmc_desk.features.sessions.pages.list_page import open_over
from mmc_desk.features.sessions.pages.month_bar import MonthBar
from mmc_desk.features.sessions.pages.papers import open_overview, open_posters
from mmc_desk.features.sessions.pages.plan_dialogs import PeriodDialog, open_settings
from mmc_desk.features.sessions.pages.plan_grid import PlanGrid, cell_lines
from mmc_desk.features.sessions.pages.proposal_table import ProposalPanel
from mmc_desk.features.sessions.pages.session_actions import ON_SESSION, SessionActions
from mmc_desk.features.sessions.queries.plan import month_plan, proposal
from mmc_desk.features.sessions.queries.rows import MonthPlan, PlanCell, Proposal, ProposalRow
from mmc_desk.features.sessions.rules.plan import Month
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.flow import FlowLayout
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner


class PlanPage(Page):
    """Maandplan."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {
            *("wheels_session", "wheels_partner", "wheels_partner_absence", "wheels_theme"),
            *("meal_service", "meal_moment", "meal_closure", "village_restaurant", "desk_setting"),
        }
    )

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.refusal = RefusalBar()
        self.grid = PlanGrid()
        self.panel = ProposalPanel()
        self.proposal: Proposal | None = None
        self.plan: MonthPlan | None = None
        self._wanted: tuple[int, date] | None = None
        self.deeds = SessionActions(runner, self)
        self.bar = MonthBar(self)
        self._lay_out()
        self._connect()
        self._show_cell()

    def _lay_out(self) -> None:
        self.empty = EmptyState(
            "party-popper",
            translate("sessions", "Nog geen middagen in deze maand: vul eerst bij Dorpsrestaurants het rooster in."),
        )
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(theme.px(8))
        self.splitter.addWidget(self.grid)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([theme.px(420), theme.px(190)])
        self.grid.setMinimumHeight(theme.px(180))
        self.panel.hide()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.splitter)
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(self._tools())
        layout.addWidget(self.refusal)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self._detail())
        self.setFocusProxy(self.grid)

    def _tools(self) -> FlowLayout:
        tip = translate("sessions", "Vult wat nog leeg is: één activiteit per locatie (Ctrl+G)")
        self.month_button = action_button(
            translate("sessions", "V&oorstel maand"), "sparkles", self.propose_month, "primary", tip
        )
        self.month_button.setIcon(icons.icon("sparkles", "on_accent"))
        year_tip = translate("sessions", "Een heel jaar, of tot en met een dag (Ctrl+Shift+G)")
        self.year_button = action_button(
            translate("sessions", "Voorstel &jaar…"), "sparkles", self.ask_period, "", year_tip
        )
        self.rearrange = QCheckBox(translate("sessions", "Ook &herschikken"))
        self.rearrange.setToolTip(
            translate("sessions", "Wat gepland en niet vastgezet is, mag van dag veranderen; thema en partner blijven.")
        )
        papers = action_button(translate("sessions", "A&fdrukken"), "printer", self.on_print, "", "Ctrl+P")
        self.papers = QMenu(self)
        self.papers.addAction(translate("sessions", "&Maandoverzicht"), self.print_month)
        self.papers.addAction(translate("sessions", "&Affiches van de maand"), self.print_posters)
        self.papers.addAction(translate("sessions", "Affiche van &deze activiteit"), self.print_poster)
        self.papers.addAction(translate("sessions", "&Uitnodigingen mailen of afdrukken…"), self.invite)
        settings_tip = translate("sessions", "Hoe lang een thema wegblijft, beginuur en duur (F4)")
        settings = action_button("", "settings", self.ask_settings, "", settings_tip)
        settings.setText("")
        settings.setAccessibleName(translate("sessions", "Instellingen van LDC on Wheels"))
        row = FlowLayout(theme.px(8))
        for widget in (self.bar, self.month_button, self.year_button, self.rearrange, papers, settings):
            row.addWidget(widget)
        return row

    def _detail(self) -> QWidget:
        self.detail = QFrame()
        self.detail.setProperty("role", "card")
        column = QVBoxLayout(self.detail)
        margin = theme.px(10)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(theme.px(4))
        self.title, self.sentence = plain_label("", "heading"), plain_label("")
        column.addWidget(self.title)
        column.addWidget(self.sentence)
        self.detail.setMinimumHeight(theme.px(72))
        return self.detail

    def _connect(self) -> None:
        self.bar.changed.connect(self.reload)
        self.grid.cursor_moved.connect(self._show_cell)
        self.grid.opened.connect(self.open_cell)
        self.grid.stepped.connect(self.step)
        self.grid.dropped.connect(self._on_dropped)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.customContextMenuRequested.connect(self._on_menu)
        self.deeds.attach(self.grid, ON_SESSION)
        self.deeds.refused.connect(self.refusal.say)
        self.deeds.done.connect(lambda _key: self.refusal.hide())
        self.panel.chosen.connect(self._on_chosen)
        self.panel.accepted_one.connect(self.accept)
        self.panel.accepted_all.connect(self.accept_all)
        self.panel.dropped.connect(self.drop_proposal)
        shortcuts = (
            ("Ctrl+G", self.propose_month),
            ("Ctrl+Shift+G", self.ask_period),
            ("F4", self.ask_settings),
            ("Ctrl+Return", self.accept_all),
            ("Ctrl+Enter", self.accept_all),
            ("Ctrl+M", self.invite),
        )
        for keys, act in shortcuts:
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False, act=act: act())
            self.addAction(action)

    # Reading

    def reload(self) -> None:
        """Read the month, and the proposal again where there is one."""
        self.runner.read(functools.partial(month_plan, month=self.bar.month), self._on_plan)
        if self.proposal is not None:
            self._propose(self.proposal.first, self.proposal.last, follow=False)

    def _on_plan(self, plan: MonthPlan) -> None:
        if plan.month != self.bar.month:
            return
        self.plan = plan
        self._show()

    def _show(self) -> None:
        if self.plan is None:
            return
        self.stack.setCurrentWidget(self.splitter if self.plan.rows or self.proposal else self.empty)
        rows = self.proposal.sessions if self.proposal else ()
        ghosts = {(row.location_id, row.day): row for row in rows if row.day}
        self.grid.show_plan(self.plan, ghosts)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.grid.select_day(*wanted)

    def _show_cell(self) -> None:
        cell, ghost = self.grid.cell, self.grid.ghost
        self.deeds.set_current(cell.session if cell else None)
        self.title.setText(_title(self.grid, cell))
        self.sentence.setText(_sentence(cell, ghost))

    def _on_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([action for action in self.grid.actions() if action.isEnabled()])
        menu.popup(self.grid.viewport().mapToGlobal(place))

    # Deeds

    def open_cell(self) -> None:
        """Enter: take a proposal over, change an activity, plan one on a free noon."""
        cell, ghost = self.grid.cell, self.grid.ghost
        if ghost is not None:
            self.accept(ghost)
        elif cell is not None and cell.session is not None:
            self.deeds.edit()
        elif cell is not None and cell.is_open:
            self.deeds.begin(cell.location_id, cell.day)

    def on_new(self) -> None:
        """Ctrl+N: plan an activity, on the noon under the cursor if it is free."""
        cell = self.grid.cell
        free = cell is not None and cell.is_open and cell.session is None
        self.deeds.begin(cell.location_id if cell else None, cell.day if cell and free else None)

    def step(self, by: int) -> None:
        """Alt+arrow: move the activity under the cursor to the free noon before or after."""
        cell, plan = self.grid.cell, self.plan
        if cell is None or cell.session is None or plan is None or not self.deeds.actions["move"].isEnabled():
            return
        cells = [one for row in plan.rows for one in row.cells if one and one.location_id == cell.location_id]
        free = sorted(one.day for one in cells if one.is_open and one.session is None)
        ahead = [day for day in free if day > cell.day] if by > 0 else [day for day in reversed(free) if day < cell.day]
        if not ahead:
            text = translate("sessions", "Er is geen vrije open middag meer in deze maand.")
            self.refusal.say(Refused(text))
            return
        self._wanted = (cell.location_id, ahead[0])
        self.deeds.move_to(cell.session, ahead[0])

    def _on_dropped(self, key: int, cell: PlanCell) -> None:
        row = next((one for one in self.plan.sessions if one.key == key), None) if self.plan else None
        if row is None or row.day == cell.day:
            return
        if row.location_id != cell.location_id:
            text = translate("sessions", "Een activiteit blijft in haar locatie. Sleep ze naar een andere week.")
            self.refusal.say(Refused(text))
            return
        self._wanted = (cell.location_id, cell.day)
        self.deeds.move_to(row, cell.day)

    def propose_month(self) -> None:
        """Ask what the plan proposes for the month in view."""
        self._propose(self.bar.month, self.bar.month)

    def ask_period(self) -> None:
        """Ask for which months the plan has to propose: a year, or until a day."""
        dialog = PeriodDialog(self.bar.month, self)
        dialog.chosen.connect(lambda months: self._propose(*months))
        open_over(dialog)

    def ask_settings(self) -> None:
        """Change how long a theme stays away, and when activities are."""
        open_settings(self.runner, self, self.bar.month)

    def _propose(self, first: Month, last: Month, *, follow: bool = True) -> None:
        query = functools.partial(
            proposal, first=first, last=last, today=clock.today(), rearrange=self.rearrange.isChecked()
        )
        self.runner.read(query, functools.partial(self._on_proposal, follow=follow))

    def _on_proposal(self, found: Proposal, *, follow: bool) -> None:
        if not follow and self.proposal is None:
            return
        if not follow and not found.sessions:
            self.drop_proposal()
            return
        if not found.rows:
            self.drop_proposal()
            messages.toast(
                self, translate("sessions", "Niets voor te stellen: elke locatie heeft haar activiteit."), None
            )
            return
        self.proposal = found
        self.panel.show_proposal(found)
        self.panel.show()
        self._show()
        if follow and found.sessions:
            self._on_chosen(found.sessions[0])
            self.grid.setFocus()

    def drop_proposal(self) -> None:
        """Leave the proposal."""
        self.proposal = None
        self.panel.hide()
        self._show()
        self.grid.setFocus()

    def _on_chosen(self, row: ProposalRow) -> None:
        """Show a line of the proposal in the grid."""
        if row.day is not None:
            self._wanted = (row.location_id, row.day)
        if row.month != self.bar.month:
            self.bar.go(row.month)
        elif row.day is not None and self.grid.select_day(row.location_id, row.day):
            self._wanted = None

    def accept(self, row: ProposalRow) -> None:
        """Take one line over."""
        if row.proposed is not None:
            self._wanted = (row.location_id, row.proposed.day)
            self._accept((row,), translate("sessions", "Voorstel overgenomen"))

    def accept_all(self) -> None:
        """Take the whole proposal over, as one step that can be undone."""
        if self.proposal is not None and self.proposal.sessions:
            text = translate("sessions", "{count} activiteiten gepland")
            self._accept(self.proposal.sessions, text.format(count=len(self.proposal.sessions)))

    def _accept(self, rows: tuple[ProposalRow, ...], label: str) -> None:
        taken = tuple(
            ops.AcceptProposal(one.location_id, one.day, one.theme_id, one.partner_id, one.session_id)
            for one in (row.proposed for row in rows)
            if one is not None
        )
        op = functools.partial(ops.accept_proposals, proposals=taken)
        self.runner.write(op, label, lambda _count: self._on_accepted(label), self._refuse)

    def _on_accepted(self, label: str) -> None:
        self.refusal.hide()
        messages.toast(self, label, self.runner.undo)

    def _refuse(self, error: DeskError) -> None:
        self.refusal.say(Refused(str(error)))
        self.reload()

    # Paper

    def on_print(self) -> None:
        """Ctrl+P: choose what goes on paper."""
        self.papers.popup(self.mapToGlobal(QPoint(theme.px(200), theme.px(40))))

    def print_month(self) -> None:
        """Print the month's overview."""
        open_overview(self.runner, self, self.bar.month)

    def print_posters(self) -> None:
        """Print a poster per activity of the month."""
        open_posters(self.runner, self, self.bar.month)

    def print_poster(self) -> None:
        """Print the poster of the activity under the cursor."""
        row = self.deeds.row
        if row is not None:
            open_posters(self.runner, self, self.bar.month, row)

    def invite(self) -> None:
        """Mail the partners of the month, or print their invitations."""
        from mmc_desk.features.sessions.pages.mailing import open_mailing

        open_mailing(self.runner, self, self.bar.month)

    # What the window asks

    def show_day(self, day: date) -> None:
        """Show the month of a day."""
        self.bar.go(Month.of(day))

    def save_state(self) -> dict[str, object]:
        """Remember the splitter."""
        return {"sizes": self.splitter.sizes()}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take back what `save_state` returned."""
        sizes = state.get("sizes")
        if sizes and len(sizes) == 2 and sizes[1]:
            self.splitter.setSizes([int(size) for size in sizes])


def _title(grid: PlanGrid, cell: PlanCell | None) -> str:
    plan = grid.plan_model.plan
    if cell is None or plan is None:
        return ""
    location = next(row.location for row in plan.rows if row.location_id == cell.location_id)
    return f"{location}, {show_long_date(cell.day)}"


def _sentence(cell: PlanCell | None, ghost: ProposalRow | None) -> str:
    if cell is None:
        return ""
    if ghost is not None:
        theme_name = ghost.theme or translate("sessions", "zonder thema")
        head = translate("sessions", "Voorstel: {theme}. Enter neemt het over.").format(theme=theme_name)
        return " ".join([head, *ghost.why])
    lines = [line for line in cell_lines(cell, None)[1:] if line]
    reason = cell.session.reason if cell.session else ""
    return " · ".join([*lines, reason] if reason else lines)
