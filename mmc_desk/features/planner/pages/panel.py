"""The proposal beside the board: what it comes to, each ride with its why, the keys that take it or turn it down."""

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mmc_desk.core.i18n import translate
from mmc_desk.features.planner.pages.words import spoken, totals_rows
from mmc_desk.features.planner.rules.proposal import Proposal
from mmc_desk.features.rides.pages.card_list import CardList
from mmc_desk.features.rides.pages.cards import Card
from mmc_desk.ui import icons, parts, theme
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.form_row import set_property
from mmc_desk.ui.keys import deed, on_key

_ROWS, _SHORT = 5, (0, 3)
"""What the board comes to: so many figures; those that stay where there is little room."""

_OVER_TOTALS = 3
"""How many lines stand over the figures where there is room."""

_BUTTONS = 3
"""Who else could take a ride has a button already: the board's own to assign it."""

_LOW = 400
"""Pixels at 100 % below which the panel is short."""

_WIDTH = 280
"""Pixels at 100 % that hold the figures, with a scroll bar beside them."""

_CARDS = 120
"""Pixels at 100 % of the list of rides at least: a heading and a ride."""


class ProposalPanel(QWidget):
    """Shows a proposal; what a person wants of it goes out as signals."""

    take_ride = Signal(int)
    """This ride is to be taken over."""
    take_driver = Signal(int)
    """All rides of this ride's driver are."""
    turned_down = Signal(int)
    """Not this driver for this ride."""
    seek_asked = Signal(int)
    """Who else could take this ride?"""
    again = Signal()
    closed = Signal()
    """Esc: stop, or go away."""
    current_changed = Signal(object)
    """The ride of the current card, None for none."""

    def __init__(self, take_all: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.take_all = take_all
        self.title = parts.label("heading")
        self.state = parts.label("muted")
        self.state.setAccessibleName(translate("planner", "Hoever het zoeken staat"))
        self.trouble = parts.label("error")
        self.noted = parts.label("warning")
        self.totals = TotalsGrid()
        self.totals.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.empty = EmptyState("sparkles", "")
        self.cards = CardList(translate("planner", "Voorgestelde ritten"))
        self.cards.current_changed.connect(self.current_changed)
        self.why = parts.line("help")
        self.why.setAccessibleName(translate("planner", "Waarom"))
        self.actions_of_card = self._actions()
        self.all_button = QPushButton(take_all.text())
        self.all_button.setProperty("role", "primary")
        self.all_button.setToolTip(take_all.toolTip())
        self.all_button.clicked.connect(take_all.trigger)
        self.all_button.setEnabled(take_all.isEnabled())
        take_all.enabledChanged.connect(self.all_button.setEnabled)
        self.why_button = parts.tool_button(self._why_action(), has_text=False)
        self.close_button = QToolButton()
        self.why_button.hide()
        self.frame = _Frame(widgetResizable=True)
        self.frame.resized.connect(self._fit)
        self._is_short = self._is_over = self._is_beside = False
        self.setMinimumWidth(theme.px(_WIDTH))
        self.cards.setMinimumHeight(theme.px(_CARDS))
        self._lay_out()

    def _actions(self) -> Sequence[QAction]:
        """Return what can be done with the current card."""
        made = (
            self._action(translate("planner", "&Rit overnemen"), ("Enter", "Return"), "circle-check", self.take_ride),
            self._action(
                translate("planner", "&Chauffeur overnemen"), ("Shift+Enter", "Shift+Return"), "users", self.take_driver
            ),
            self._action(translate("planner", "&Niet zo"), ("Backspace", "Del"), "x", self.turned_down),
            self._action(translate("planner", "&Wie kan deze rit?"), ("A",), "user-plus", self.seek_asked),
        )
        self.cards.addActions(list(made))
        self.cards.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        return made

    def _action(self, text: str, keys: Sequence[str], icon: str, signal: SignalInstance) -> QAction:
        def act() -> None:
            key = self.cards.current_key()
            if key is not None:
                signal.emit(key)

        return deed(self, text, keys, icon, act)

    def _why_action(self) -> QAction:
        """Return what brings what is said under the rides in sight, and the rides again."""
        action = deed(self, translate("planner", "W&aarom?"), ("Space",), "info", self._turn)
        action.setToolTip(translate("planner", "Waarom? (spatie)"))
        self.cards.addAction(action)
        return action

    def _lay_out(self) -> None:
        self.close_button.setIcon(icons.icon("x"))
        self.close_button.setAccessibleName(translate("planner", "Voorstel sluiten"))
        self.close_button.setToolTip(translate("planner", "Stoppen, sluiten (Esc)"))
        self.close_button.clicked.connect(self.closed)
        self._top = QHBoxLayout()
        self._top.addWidget(self.title, 1)
        self._top.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addLayout(self._top)
        layout.addWidget(self._body(), 1)
        self.buttons = self._buttons()
        layout.addWidget(self.buttons)
        self.trouble.hide()
        self.noted.hide()
        self.show_nothing("")

    def _body(self) -> QWidget:
        """Return all but the title and the buttons: what a small screen has no room for is scrolled, not cut."""
        body = QWidget()
        layout = self._under = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, theme.px(4), 0)
        layout.setSpacing(theme.px(4))
        for widget in (self.state, self.trouble, self.noted, self.totals):
            layout.addWidget(widget)
        layout.addWidget(self.cards, 1)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.why)
        on_key(self.cards, "Shift+Space", self._back)
        self.frame.setFrameShape(QFrame.Shape.NoFrame)
        self.frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.frame.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.frame.setWidget(body)
        return self.frame

    def _turn(self) -> None:
        """Bring what is said under the rides in sight; at its end, go back to the rides."""
        bar = self.frame.verticalScrollBar()
        bar.setValue(bar.minimum() if bar.value() == bar.maximum() else bar.value() + bar.pageStep())

    def _back(self) -> None:
        self.frame.verticalScrollBar().setValue(0)

    def _buttons(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(4))
        for action in self.actions_of_card[:_BUTTONS]:
            line.addWidget(parts.tool_button(action, has_text=False))
        line.addWidget(self.why_button)
        line.addWidget(self.all_button, 1)
        return row

    def name(self, title: str) -> None:
        """Say what is proposed."""
        self.title.setText(title)
        self.note("")

    def show_nothing(self, why: str) -> None:
        """Say why there is no proposal; "" while there is none yet."""
        self.totals.hide()
        self.take_all.setEnabled(False)
        self._make_room(why, has_cards=False)
        self._show_cards(())
        self.explain("")

    def show_totals(self, proposal: Proposal) -> None:
        """Show what a proposal, or a better one, comes to; its rides follow (`show_rides`)."""
        self.totals.show_rows(totals_rows(proposal.before, proposal.after))
        self._fit()
        self.take_all.setEnabled(bool(proposal.changes))
        self.setAccessibleDescription(spoken(proposal))

    def show_rides(self, cards: Sequence[Card]) -> Iterator[None]:
        """Show the rides of a proposal (words.cards_of) in pieces; the current ride stays current."""
        nothing = translate("planner", "Het bord staat al zoals de planner het zou doen: er is niets te wijzigen.")
        self._make_room(nothing, has_cards=bool(cards))
        yield
        yield from self.cards.measure(cards)
        self._show_cards(cards)

    def _make_room(self, nothing: str, *, has_cards: bool) -> None:
        """Give the room to cards, or to a sentence where there are none."""
        self.empty.sentence.setText(nothing)
        self.empty.setVisible(not has_cards)
        self.cards.setVisible(has_cards)

    def _show_cards(self, cards: Sequence[Card]) -> None:
        """Show cards; the keyboard stays here if it was, and elsewhere if not."""
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self)
        self.cards.set_cards(cards)
        if self.cards.current_key() is None and self.cards.select_first():
            self.cards.scrollToTop()
        for action in self.actions_of_card:
            action.setEnabled(bool(cards))
        self.setFocusProxy(self.cards if cards else self.close_button)
        if had_focus:
            self.setFocus()

    def explain(self, why: str) -> None:
        """Say why the current ride is proposed as it is."""
        self.why.setText(why)
        self.why.setVisible(bool(why))
        self.cards.setAccessibleDescription(", ".join(filter(None, (self.cards.spoken, *why.splitlines()))))

    def choose(self, ride_id: int) -> None:
        """Make the card of a ride current: its ghost was clicked."""
        if self.cards.select_key(ride_id):
            self.cards.setFocus()

    def note(self, what: str) -> None:
        """Say what wasn't taken over, until something else is."""
        self.noted.setText(what)
        self.noted.setVisible(bool(what))

    def say(self, state: str, trouble: str = "", *, is_over: bool = False) -> None:
        """Say how far the search is, and what went wrong; that it `is_over` needs no room where there is little."""
        self._is_over = is_over
        self.state.setText(state)
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the rides where there is little: what they come to stands beside the title."""
        super().resizeEvent(event)
        is_short = event.size().height() < theme.px(_LOW)
        if is_short != self._is_short:
            self._be_short(is_short=is_short)

    def _be_short(self, *, is_short: bool) -> None:
        self._is_short = is_short
        self.totals.be_short(is_short=is_short)
        self.cards.be_dense(is_dense=is_short)
        set_property(self.title, "role", "strong" if is_short else "heading")
        self.why_button.setVisible(is_short)
        policy = Qt.ScrollBarPolicy  # in a short panel the list has one beside it
        self.frame.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if is_short else policy.ScrollBarAsNeeded)
        self._fit()

    def _fit(self) -> None:
        """Let the rides fill a short panel: the why of the current one is under them, a key away."""
        self._place_totals()
        self.state.setVisible(bool(self.state.text()) and not (self._is_short and self._is_over))
        room = self.frame.viewport().height()
        if not self.state.isHidden():
            room -= self.state.heightForWidth(self.state.width()) + self._under.spacing()
        if not (self._is_beside or self.totals.isHidden()):
            room -= self.totals.sizeHint().height() + self._under.spacing()
        least = theme.px(_CARDS)
        self.cards.setMinimumHeight(max(least, room) if self._is_short else least)
        self.cards.setMaximumHeight(max(least, room) if self._is_short else parts.NO_LIMIT)

    def _place_totals(self) -> None:
        """Have what a short panel comes to beside its title, where that takes no more than a line."""
        title = self.title.fontMetrics().horizontalAdvance(self.title.text())
        wanted = title + self.totals.sizeHint().width() + self.close_button.sizeHint().width() + theme.px(12)
        is_beside = self._is_short and wanted <= self.width()
        if is_beside == self._is_beside:
            return
        self._is_beside = is_beside
        if is_beside:
            self._top.insertWidget(1, self.totals)
        else:
            self._under.insertWidget(_OVER_TOTALS, self.totals)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops the search, then goes away."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class TotalsGrid(QWidget):
    """Figures: as they are, and as they would be where that differs."""

    def __init__(self, rows: int = _ROWS) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(10))
        grid.setVerticalSpacing(theme.px(1))
        grid.setColumnStretch(0, 1)
        self.cells = [(_cell(grid, row, 0), _cell(grid, row, 1)) for row in range(rows)]

    def show_rows(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Show other figures; those that change stand out."""
        for (name, value), (text, before, after) in zip(self.cells, rows, strict=True):
            name.setText(text)
            value.setText(f"{before} → {after}" if after else before)
            value.setFont(theme.font(0.9, bold=bool(after)))
        self.setToolTip("\n".join(f"{name.text()}: {value.text()}" for name, value in self.cells))
        self.setVisible(True)

    def be_short(self, *, is_short: bool) -> None:
        """Show only what matters most, where the window is low."""
        for row, cells in enumerate(self.cells):
            for cell in cells:
                cell.setVisible(not is_short or row in _SHORT)


class _Frame(QScrollArea):
    """A frame that tells when it has another size."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell it."""
        super().resizeEvent(event)
        self.resized.emit()


def _cell(grid: QGridLayout, row: int, column: int) -> QLabel:
    cell = QLabel()
    cell.setTextFormat(Qt.TextFormat.PlainText)
    cell.setFont(theme.font(0.9))
    if column == 0:
        cell.setProperty("role", "muted")
    else:
        cell.setAlignment(Qt.AlignmentFlag.AlignRight)
    grid.addWidget(cell, row, column)
    return cell
