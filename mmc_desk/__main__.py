"""The door of the program: a verb of the command line, or the window."""

import gc
import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from mmc_desk.cli import main as command_line
from mmc_desk.core.i18n import translate


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the verb in `arguments` (those of the process where none are given), or open the window without one."""
    given = sys.argv[1:] if arguments is None else arguments
    code = command_line.run(given)
    if code is not None:
        return code
    if not has_screen():
        return command_line.refuse(
            translate(
                "cli", "Er is geen scherm om het venster op te openen. Geef een opdracht, bijvoorbeeld: mmc-desk --help"
            )
        )
    code = load_window().run(command_line.target(given))
    return int(code)


def has_screen() -> bool:
    """Tell whether Qt will find a screen; where there is none it ends the whole process without a word of Dutch."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def load_window() -> ModuleType:
    """Return mmc_desk.app, imported without collecting garbage on the way: that alone takes a fifth of the start.

    From there on ui/collector decides when to collect.
    """
    gc.disable()
    return importlib.import_module("mmc_desk.app")


if __name__ == "__main__":
    sys.exit(main())
