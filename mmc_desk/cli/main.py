"""Running one verb, and its exit codes: 0 good, 1 refused, 2 usage, 3 a bug, 130 stopped by the person."""

import argparse
import importlib
import io
import os
import sys
import time
from collections.abc import Sequence

from mmc_desk.cli import arguments as command_line
from mmc_desk.core import crash, i18n, settings
from mmc_desk.core.errors import DeskError, ServerLostError
from mmc_desk.core.feature import load
from mmc_desk.core.i18n import translate

GOOD, REFUSED, BUG, STOPPED = 0, 1, 3, 130


def run(given: Sequence[str], began: float | None = None) -> int | None:
    """Run the verb in the arguments and return its exit code; None when there is no verb: the window is wanted.

    `began` is the moment (perf_counter) from which its time counts: now, where none is given.
    """
    began = time.perf_counter() if began is None else began
    _prepare_streams()
    i18n.set_language(settings.load().language)
    command_line.speak_dutch()
    _, rest = command_line.split_database(given)
    if not rest:
        return None
    return _guarded(given, began)


def target(given: Sequence[str]) -> str:
    """Return the database that is meant: --db, else MMC_DESK_DB, else the one of the settings, else the default one."""
    chosen, _ = command_line.split_database(given)
    return chosen or settings.database(settings.load())


def _prepare_streams() -> None:
    # A pipe on Windows knows no € or ✓: better a question mark than a crash.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _guarded(given: Sequence[str], began: float) -> int:
    try:
        code = _run_verb(given, began)
        sys.stdout.flush()
    except DeskError as error:
        return refuse(str(error))
    except KeyboardInterrupt:
        refuse(translate("cli", "Afgebroken. Wat al bewaard was, blijft bewaard."))
        return STOPPED
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing more to say, to nobody.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except OSError as error:
        return refuse(
            translate("cli", "{file} kan niet gelezen of geschreven worden: {reason}.").format(
                file=error.filename or translate("cli", "Een bestand"), reason=error.strerror or error
            )
        )
    except Exception as error:  # noqa: BLE001 - the last door: a person gets a sentence, the log gets the trace
        return _report_bug(error)
    return code


def _run_verb(given: Sequence[str], began: float) -> int:
    _, rest = command_line.split_database(given)
    own = {verb.name: verb for verb in command_line.VERBS}
    if rest[0] in own:
        parsed = command_line.build(rest[0], ()).parse_args(rest)
        return int(importlib.import_module(own[rest[0]].module).run(target(given), parsed))
    return _run_command(target(given), rest, began)


def _run_command(database_target: str, rest: Sequence[str], began: float) -> int:
    from mmc_desk.features import load_features

    features = load_features()
    commands = {command.name: command for feature in features for command in feature.commands}
    chosen = next((word for word in rest if not word.startswith("-")), "")
    parsed = command_line.build(chosen, features).parse_args(rest, argparse.Namespace(began=began))
    command = commands[parsed.verb]
    if not command.needs_database(parsed):
        return int(load(command.run)(None, parsed))
    from mmc_desk.cli import entering, noting

    try:
        opened = entering.open_database(database_target)
    except ServerLostError as error:
        code = load(command.away)(database_target, parsed) if command.away else None
        if code is None:
            raise
        refuse(str(error))
        return int(code)
    with opened as database:
        since = noting.now()
        code = int(load(command.run)(database, parsed))
        noting.note(database, command, parsed, since)
    return code


def refuse(sentence: str) -> int:
    """Say in one line on stderr why not, and return the exit code of a refusal."""
    print(f"{command_line.PROGRAM}: {sentence}", file=sys.stderr)
    return REFUSED


def refuse_without_screen() -> int:
    """Say how to go on where no window can open, and return the exit code of a refusal."""
    i18n.set_language(settings.load().language)
    return refuse(
        translate(
            "cli", "Er is geen scherm om het venster op te openen. Geef een opdracht, bijvoorbeeld: mmc-desk --help"
        )
    )


def _report_bug(error: Exception) -> int:
    refuse(
        translate(
            "cli", "Er ging iets mis in het programma zelf; uw gegevens zijn bewaard. Details voor de maker: {log}"
        ).format(log=crash.log(crash.report_of(error)))
    )
    return BUG
