"""The door of the program: a verb of the command line, or the window."""

import gc
import importlib
import sys
from collections.abc import Sequence
from types import ModuleType

from mmc_desk.cli import main as command_line


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the verb in `arguments` (those of the process where none are given), or open the window without one."""
    given = sys.argv[1:] if arguments is None else arguments
    code = command_line.run(given)
    if code is not None:
        return code
    code = load_window().run(command_line.target(given))
    return int(code)


def load_window() -> ModuleType:
    """Return mmc_desk.app, imported without collecting garbage on the way: that alone takes a fifth of the start.

    From there on ui/collector decides when to collect.
    """
    gc.disable()
    return importlib.import_module("mmc_desk.app")


if __name__ == "__main__":
    sys.exit(main())
