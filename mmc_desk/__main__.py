"""The door of the program: a verb of the command line, or the window."""

import sys
from collections.abc import Sequence

from mmc_desk.cli import main as command_line


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the verb in `arguments` (those of the process where none are given), or open the window without one."""
    given = sys.argv[1:] if arguments is None else arguments
    code = command_line.run(given)
    if code is not None:
        return code
    from mmc_desk import app

    return app.run(command_line.target(given))


if __name__ == "__main__":
    sys.exit(main())
