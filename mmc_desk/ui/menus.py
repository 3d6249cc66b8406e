"""The menus of the main window: every action with its text, its key and its icon, in one place."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence

from mmc_desk.core.i18n import translate
from mmc_desk.ui import icons

if TYPE_CHECKING:
    from mmc_desk.ui.main_window import MainWindow

_SCALE_STEP = 10


class Command(NamedTuple):
    """An action of the window; `name` is how the window finds it again."""

    name: str
    text: str
    act: Callable[[], object]
    keys: tuple[str, ...] = ()
    icon: str = ""


class Menus(QObject):
    """The window's menus, and its actions by name; gone with the window, whatever outlives it."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.actions: dict[str, QAction] = {}
        self._add(translate("window", "Bestand"), _file(window))
        self._add(translate("window", "Bewerken"), _edit(window))
        self._add(translate("window", "Ga naar"), _go(window))
        self._add(translate("window", "Beeld"), _view(window))
        self._add(translate("window", "Help"), _help(window))

    def _add(self, title: str, groups: Sequence[Sequence[Command]]) -> None:
        menu = self._window.menuBar().addMenu(title)
        for group in groups:
            menu.addActions([self._action(command) for command in group])
            if group is not groups[-1]:
                menu.addSeparator()

    def _action(self, command: Command) -> QAction:
        action = QAction(command.text, self._window)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        if command.icon:
            action.setIcon(icons.icon(command.icon))
        action.triggered.connect(lambda _checked=False: command.act())
        self.actions[command.name] = action
        return action

    @Slot(str)
    def name_undo(self, step: str) -> None:
        """Let undo say what it takes back; without a step it rests."""
        self._name_step("undo", translate("window", "Ongedaan maken"), step)

    @Slot(str)
    def name_redo(self, step: str) -> None:
        """Let redo say what it does again; without a step it rests."""
        self._name_step("redo", translate("window", "Opnieuw"), step)

    def _name_step(self, name: str, verb: str, step: str) -> None:
        action = self.actions[name]
        action.setEnabled(bool(step))
        action.setText(translate("window", "{verb}: {step}").format(verb=verb, step=step) if step else verb)


def _file(window: "MainWindow") -> list[list[Command]]:
    return [
        [
            Command("new", translate("window", "Nieuw"), lambda: window.ask("on_new"), ("Ctrl+N",), "plus"),
            Command("print", translate("window", "Afdrukken…"), lambda: window.ask("on_print"), ("Ctrl+P",), "printer"),
        ],
        [Command("import", translate("window", "Bestanden inlezen…"), window.import_files, (), "upload")],
        [Command("settings", translate("window", "Instellingen…"), window.open_settings, ("Ctrl+,",), "settings")],
        [Command("quit", translate("window", "Afsluiten"), window.close, ("Ctrl+Q",))],
    ]


def _edit(window: "MainWindow") -> list[list[Command]]:
    runner = window.runner
    find = translate("window", "Filteren op deze pagina")
    return [
        [
            Command("undo", translate("window", "Ongedaan maken"), runner.undo, ("Ctrl+Z",), "undo-2"),
            Command("redo", translate("window", "Opnieuw"), runner.redo, ("Ctrl+Shift+Z", "Ctrl+Y"), "redo-2"),
        ],
        [
            Command("search", translate("window", "Alles doorzoeken…"), window.open_search, ("Ctrl+K",), "search"),
            Command("find", find, lambda: window.ask("on_find"), ("Ctrl+F",), "filter"),
        ],
    ]


def _go(window: "MainWindow") -> list[list[Command]]:
    return [
        [
            Command(f"section_{place}", spec.title, _opener(window, place), (f"Ctrl+{place + 1}",), spec.icon)
            for place, spec in enumerate(window.section_specs)
        ],
        [
            Command(
                "next_tab",
                translate("window", "Volgend tabblad"),
                lambda: window.step_tab(1),
                ("Ctrl+PgDown", "Ctrl+Tab"),
            ),
            Command(
                "previous_tab",
                translate("window", "Vorig tabblad"),
                lambda: window.step_tab(-1),
                ("Ctrl+PgUp", "Ctrl+Shift+Tab"),
            ),
        ],
    ]


def _opener(window: "MainWindow", place: int) -> Callable[[], None]:
    def open_it() -> None:
        window.open_section(place)
        window.focus_page()

    return open_it


def _view(window: "MainWindow") -> list[list[Command]]:
    larger, smaller = translate("window", "Tekst groter"), translate("window", "Tekst kleiner")
    return [
        [
            Command("larger", larger, lambda: window.rescale(_SCALE_STEP), ("Ctrl++", "Ctrl+=")),
            Command("smaller", smaller, lambda: window.rescale(-_SCALE_STEP), ("Ctrl+-",)),
            Command("normal", translate("window", "Tekst op 100 %"), lambda: window.rescale(0), ("Ctrl+0",)),
        ],
        [
            Command(
                "system",
                translate("window", "Kleuren van het systeem"),
                lambda: window.choose(theme="system"),
                (),
                "sun-moon",
            ),
            Command(
                "light",
                translate("window", "Lichte kleuren"),
                lambda: window.choose(theme="light"),
                (),
                "sun",
            ),
            Command(
                "dark",
                translate("window", "Donkere kleuren"),
                lambda: window.choose(theme="dark"),
                (),
                "moon",
            ),
        ],
    ]


def _help(window: "MainWindow") -> list[list[Command]]:
    manual = translate("window", "Handleiding van deze pagina")
    return [
        [Command("help", manual, window.open_help, ("F1",), "circle-question-mark")],
        [Command("about", translate("window", "Over MMC Desk"), window.open_about, (), "info")],
    ]
