"""The window: built from what the features declare, so that a new service needs no edit here."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QMainWindow, QVBoxLayout, QWidget

from mmc_desk.core import places
from mmc_desk.core import settings as core_settings
from mmc_desk.core.changes import Changes
from mmc_desk.core.errors import FileError
from mmc_desk.core.feature import Feature, Hit, PageSpec, load
from mmc_desk.core.formats import show_time
from mmc_desk.core.i18n import translate
from mmc_desk.core.settings import Settings
from mmc_desk.ui import icons, messages, noting, theme
from mmc_desk.ui.body import Body
from mmc_desk.ui.header import Header
from mmc_desk.ui.impact import ImpactWatcher
from mmc_desk.ui.lost import AwayPart, LostBanner, Outage
from mmc_desk.ui.menus import Menus
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.section import Section, sections_of
from mmc_desk.ui.side_bar import SideBar
from mmc_desk.ui.status import StatusPart
from mmc_desk.ui.toast import Toast
from mmc_desk.ui.window_state import WindowState

IMPORT = "import"

_STATUS_PLACES = 2
"""What stands at the left of the status bar: when something was saved, and that something is being done."""


class MainWindow(QMainWindow):
    """Sidebar, pages, menus, status bar. Pages are made when they are first shown."""

    left = Signal()
    """It is closed: the program is over, whatever else is open (a preview)."""

    def __init__(
        self,
        runner: Runner,
        features: Sequence[Feature],
        settings: Settings,
        *,
        remembers: bool = True,
    ) -> None:
        super().__init__()
        theme.dress(self)
        self.runner = runner
        self.settings = settings
        self._features = features
        self._remembers = remembers
        self._state = WindowState()
        self._search_hits: Any = None
        self._search_is_stale = True
        self.help: Any = None
        self._is_practice = False
        self.outage = Outage(self)
        self.section_specs = sections_of(features)
        self.sections: list[Section] = []
        self.setWindowTitle(f"MMC Desk – {runner.database.name}")
        self.setWindowIcon(icons.icon("car", "accent"))
        self.menuBar().setAccessibleName(translate("window", "Menu"))
        self.menus = Menus(self)
        self._make_status()
        self._build()
        self._restore_geometry()
        self._listen()

    def _restore_geometry(self) -> None:
        geometry = self._state.geometry() if self._remembers else QByteArray()
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            room = self.screen().availableSize()
            self.resize(min(theme.px(1280), room.width()), min(theme.px(800), room.height()))

    def _listen(self) -> None:
        self.runner.saved.connect(self._on_saved)
        self.runner.changed.connect(self._on_changed)
        self.runner.busy.connect(self._on_busy)
        self.runner.unsettled.connect(self.outage.set_waiting)
        noting.note_leaving(self.runner)
        self.impacts = ImpactWatcher(self.runner, self._features, self)
        history = self.runner.undo_stack
        history.undoTextChanged.connect(self.menus.name_undo)
        history.redoTextChanged.connect(self.menus.name_redo)
        self.menus.name_undo(history.undoText())
        self.menus.name_redo(history.redoText())
        self.runner.read_prepared(core_settings.PRACTICE_MARK, self._on_practice)

    def _build(self) -> None:
        """Make everything that depends on the size of the text; again when that changes."""
        self.sections = [Section(spec, self._make_page) for spec in self.section_specs]
        self.side_bar = SideBar(self.section_specs)
        self.side_bar.chosen.connect(self.open_section)
        self.header = Header(self.menus.actions)
        self.body = Body(self.header, self.sections)
        self._stack = self.body.stack
        for section in self.sections:
            section.page_shown.connect(self._on_page_shown)
        self.practice = QLabel(
            translate("window", "OEFENDATA – dit zijn geen echte gegevens. Alles mag geprobeerd worden."), wordWrap=True
        )
        self.practice.setObjectName("practice")
        self.unreached = LostBanner(self.outage)
        path = self.runner.database.path
        self.on_share = QLabel(places.advice(path) if path else "", wordWrap=True)
        self.on_share.setObjectName("practice")
        self.toast = Toast(self, self.side_bar)
        self.setCentralWidget(self._lay_out())
        self.practice.setVisible(self._is_practice)
        self.on_share.setVisible(bool(self.on_share.text()))

    def _lay_out(self) -> QWidget:
        content = QVBoxLayout()
        content.setSpacing(0)
        content.addWidget(self.practice)
        content.addWidget(self.unreached)
        content.addWidget(self.on_share)
        content.addWidget(self.body, 1)
        whole = QWidget()
        layout = QHBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.side_bar)
        layout.addLayout(content, 1)
        return whole

    def _make_status(self) -> None:
        self.saved = QLabel()
        self.working = QLabel(translate("window", "Bezig…"))
        self.working.hide()
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self.saved)
        self.statusBar().addWidget(self.working)
        self.statusBar().addPermanentWidget(QLabel(self.runner.database.name))

    def add_status(self, part: StatusPart) -> None:
        """Show what a feature says in the status bar, left of the database's name."""
        part.open_page.connect(self.open_page)
        self.statusBar().insertPermanentWidget(_STATUS_PLACES, part)
        part.refresh()

    def add_away(self, part: AwayPart) -> None:
        """Offer what a feature still does while the server is away."""
        self.outage.parts.append(part)
        self.outage.changed.emit()

    @property
    def section(self) -> Section:
        """The section in front."""
        section = self._stack.currentWidget()
        assert isinstance(section, Section)  # noqa: S101 - narrows the type: only sections are stacked
        return section

    @property
    def page(self) -> Page | None:
        """The page in front."""
        return self.section.page

    def pages(self) -> list[PageSpec]:
        """Return every page of the window, in the order of the sidebar and its tabs."""
        return [spec for section in self.section_specs for spec in section.pages]

    def page_names(self) -> list[str]:
        """Return the names that `open_page` takes."""
        return [spec.name for spec in self.pages()]

    def come_forward(self) -> None:
        """Stand in front: somebody started the program a second time."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def import_files(self) -> None:
        """Ask for the office's own files and take them over."""
        from mmc_desk.ui.importing import ask_and_import

        ask_and_import(self, self.runner, self._features)

    def start(self) -> None:
        """Show the page that was last in front, the first one the first time."""
        names = self.page_names()
        last = self._state.last_page() if self._remembers else ""
        if names:
            self.open_page(last if last in names else names[0])

    def open_page(self, name: str, argument: object = None) -> None:
        """Bring a page to the front; an int opens that record there, a date shows that day, a text what bears it.

        "import" is no page but the import of the office's files, so that an empty page can offer it.
        """
        if name == IMPORT:
            self.import_files()
            return
        place = next(
            place for place, spec in enumerate(self.section_specs) if name in {page.name for page in spec.pages}
        )
        self._stack.setCurrentIndex(place)
        self.side_bar.choose(place)
        page = self.sections[place].open(name)
        self.focus_page()
        if isinstance(argument, date):
            page.show_day(argument)
        elif isinstance(argument, int):
            page.open_record(argument)
        elif isinstance(argument, str):
            page.show_text(argument)

    def focus_page(self) -> None:
        """Let the keys go to the page in front, where it says which of its widgets hears them."""
        page = self.page
        if page is not None and page.focusProxy() is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_tab(self, by: int) -> None:
        """Bring a next tab of the section to the front."""
        self.section.step(by)
        self.focus_page()

    def show_toast(self, text: str, undo: messages.Undo | None) -> None:
        """Say what was done, above the status bar."""
        self.toast.say(text, undo)

    def open_search(self) -> None:
        """Ctrl+K."""
        from mmc_desk.ui.search import SearchDialog, index_of, query_of

        pages = [Hit(spec.name, 0, spec.title, spec.section, "") for spec in self.pages()]
        dialog = SearchDialog(index_of(pages), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.opened.connect(self._on_hit)
        dialog.move(self.mapToGlobal(self.rect().center()) - dialog.rect().center())
        if self._search_hits is not None:
            dialog.set_records(self._search_hits)
        if self._search_is_stale:
            self.runner.read(query_of(self._features), lambda index: self._on_hits(index, dialog))
        dialog.open()

    def open_help(self) -> None:
        """F1."""
        from mmc_desk.ui.help import HelpDialog

        if self.help is None:
            self.help = HelpDialog(self)
        spec = self.section.current
        self.help.open_page(spec.help_page or spec.name)
        self.help.show()
        self.help.raise_()

    def open_settings(self) -> None:
        """Ask for the person's own choices."""
        from mmc_desk.ui.preferences import PreferencesDialog

        dialog = PreferencesDialog(self.settings, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._take(dialog.chosen()))
        dialog.open()

    def open_about(self) -> None:
        """Say which version this is and where the data lies."""
        from mmc_desk import __version__

        where = self.runner.database.path or self.runner.database.name
        text = translate("window", "MMC Desk {version}\n\nDatabank: {where}\n\nVrije software, GPL 3 of later.")
        messages.show_info(self, text.format(version=__version__, where=where))

    def choose(self, **values: Any) -> None:  # noqa: ANN401 - the settings' own types
        """Save some of the person's choices and show them."""
        self._take(replace(self.settings, **values))

    def rescale(self, by: int) -> None:
        """Make the text larger or smaller by some percent; 0 is back to 100 %."""
        self.choose(scale=core_settings.clamp_scale(self.settings.scale + by) if by else 100)

    def _take(self, settings: Settings) -> None:
        # The page Back-ups saves its own choices.
        saved = core_settings.load()
        settings = replace(
            settings, backup_folder=saved.backup_folder, backup_key=saved.backup_key, encrypted=saved.encrypted
        )
        try:
            core_settings.save(settings)
        except FileError as error:
            messages.show_error(self, str(error))
        looks = (self.settings.theme, self.settings.scale)
        self.settings = settings
        if looks != (settings.theme, settings.scale):
            self._rebuild()

    def _rebuild(self) -> None:
        """Make the pages anew in the theme and size of the settings: theirs were set when they were made."""
        self._save_pages()
        front = self.section.current.name
        self.header.take_back(self.menuBar())
        for old in (self.takeCentralWidget(), self.toast):
            if old is not None:
                old.deleteLater()
        theme.apply(_application(), self.settings.theme, self.settings.scale)
        self._build()
        self.body.fit(self)
        self.open_page(front)

    def _make_page(self, spec: PageSpec) -> Page:
        page: Page = load(spec.widget)(self.runner)
        page.open_page.connect(self.open_page)
        if self._remembers:
            page.restore_state(self._state.page(spec.name))
        return page

    def ask(self, action: str) -> None:
        """Let the page in front do an action such as `on_new`."""
        if self.page:
            getattr(self.page, action)()

    def open_section(self, place: int) -> None:
        """Bring a section to the front with the page that was last open in it."""
        if 0 <= place < len(self.sections):
            self._stack.setCurrentIndex(place)
            self.side_bar.choose(place)
            self.sections[place].open()

    def _on_page_shown(self, spec: PageSpec) -> None:
        section = self.section
        if spec not in section.spec.pages or section.page is None:
            return
        self.header.title.setText(section.spec.title)
        self.menus.actions["new"].setEnabled(section.page.offers("on_new"))
        self.menus.actions["print"].setEnabled(section.page.offers("on_print"))
        self.menus.actions["find"].setEnabled(section.page.offers("on_find"))

    def _on_saved(self, instant: datetime) -> None:
        self.saved.setText(translate("window", "Bewaard om {time}").format(time=show_time(instant)))

    def _on_busy(self, busy: bool) -> None:  # noqa: FBT001 - the signal's own argument
        self.working.setVisible(busy)

    def _on_changed(self, changes: Changes) -> None:
        self._search_is_stale = True
        if "desk_setting" in changes.topics:
            self.runner.read_prepared(core_settings.PRACTICE_MARK, self._on_practice)

    def show_reached(self, is_reached: bool) -> None:  # noqa: FBT001 - the signal's own argument
        """Say above every page that the server doesn't answer, as long as it doesn't."""
        self.outage.set_reached(is_reached=is_reached)

    def _on_practice(self, is_practice: bool) -> None:  # noqa: FBT001 - the query's own answer
        self._is_practice = is_practice
        self.practice.setVisible(is_practice)

    def _on_hits(self, index: Any, dialog: Any) -> None:  # noqa: ANN401 - imported with the search only
        self._search_hits, self._search_is_stale = index, False
        dialog.set_records(index)

    def _on_hit(self, hit: Hit) -> None:
        self.open_page(hit.page, hit.key or None)

    def _save_pages(self) -> None:
        for section in self.sections:
            for name, page in section.made.items():
                self._state.set_page(name, page.save_state())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the page the height there is; keep the toast in its place."""
        super().resizeEvent(event)
        self.body.fit(self)
        self.toast.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember everything for the next time."""
        super().closeEvent(event)
        self.left.emit()
        if not self._remembers:
            return
        self._save_pages()
        self._state.set_geometry(self.saveGeometry())
        if self.page:
            self._state.set_last_page(self.section.current.name)
        self._state.save()


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # noqa: S101 - narrows the type: a window has one
    return app
