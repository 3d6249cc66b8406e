"""The door of the program: a verb of the command line, or the window."""

import gc
import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from mmc_desk.core import processes


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the verb in `arguments` (those of the process where none are given), or open the window without one."""
    given = sys.argv[1:] if arguments is None else arguments
    target: str | None = None
    if given and processes.run_as(given):
        return 0
    if given:
        command_line = _load_command_line()
        code = command_line.run(given, processes.began() if arguments is None else None)
        if code is not None:
            if arguments is None:
                gc.freeze()  # going through all it leaves behind for garbage makes a program leave four times as slowly
            return int(code)
        target = command_line.target(given)
    if not has_screen():
        return int(_load_command_line().refuse_without_screen())
    return int(load_window().run(target))


def has_screen() -> bool:
    """Tell whether Qt will find a screen; where there is none it ends the whole process without a word of Dutch."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def load_window() -> ModuleType:
    """Return mmc_desk.app, imported the quick way: without collecting garbage, which takes a tenth of the start.

    From there on ui/collector decides when to collect. So nothing large may be imported before this.
    """
    gc.disable()
    return importlib.import_module("mmc_desk.app")


def _load_command_line() -> ModuleType:
    return importlib.import_module("mmc_desk.cli.main")


if __name__ == "__main__":
    sys.exit(main())
