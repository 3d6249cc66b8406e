"""argparse in Dutch: the parser of the whole command line, with only the chosen verb filled in."""

import argparse
import importlib
from collections.abc import Sequence
from dataclasses import dataclass

from mmc_desk import __version__
from mmc_desk.core.feature import Feature
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate

PROGRAM = "mmc-desk"


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the house. Its `module` offers `add_arguments(parser)` and `run(target, arguments) -> exit code`.

    `target` is the path or URL of the database, which the verb opens or makes itself.
    """

    name: str
    help: str
    module: str


VERBS = (
    Verb("init", QT_TRANSLATE_NOOP("cli", "een nieuwe, lege databank maken"), "mmc_desk.cli.init"),
    Verb("demo", QT_TRANSLATE_NOOP("cli", "een oefendatabank maken"), "mmc_desk.cli.demo"),
    Verb("import", QT_TRANSLATE_NOOP("cli", "bestanden van het kantoor inlezen"), "mmc_desk.cli.importing"),
    Verb("check", QT_TRANSLATE_NOOP("cli", "de databank nakijken"), "mmc_desk.cli.check"),
    Verb("backup", QT_TRANSLATE_NOOP("cli", "een reservekopie maken"), "mmc_desk.cli.backup"),
    Verb("backups", QT_TRANSLATE_NOOP("cli", "de reservekopieën tonen en testen"), "mmc_desk.cli.backups"),
    Verb("restore", QT_TRANSLATE_NOOP("cli", "een reservekopie terugzetten"), "mmc_desk.cli.restore"),
    Verb(
        "rescue", QT_TRANSLATE_NOOP("cli", "een beheerder terug binnenlaten met de herstelcode"), "mmc_desk.cli.rescue"
    ),
    Verb("move", QT_TRANSLATE_NOOP("cli", "de databank naar een server verhuizen, of terug"), "mmc_desk.cli.move"),
    Verb("grant", QT_TRANSLATE_NOOP("cli", "de desks een eigen rol op de server geven"), "mmc_desk.cli.grant"),
    Verb("self-test", QT_TRANSLATE_NOOP("cli", "nagaan of dit programma heel is"), "mmc_desk.cli.self_test"),
)

_ARGPARSE = {
    "usage: ": QT_TRANSLATE_NOOP("argparse", "gebruik: "),
    "options": QT_TRANSLATE_NOOP("argparse", "opties"),
    "positional arguments": QT_TRANSLATE_NOOP("argparse", "argumenten"),
    "show this help message and exit": QT_TRANSLATE_NOOP("argparse", "deze uitleg tonen"),
    "%(prog)s: error: %(message)s\n": QT_TRANSLATE_NOOP("argparse", "%(prog)s: %(message)s\n"),
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": QT_TRANSLATE_NOOP("argparse", "dit ontbreekt: %s"),
    "one of the arguments %s is required": QT_TRANSLATE_NOOP("argparse", "geef een van deze: %s"),
    "unrecognized arguments: %s": QT_TRANSLATE_NOOP("argparse", "dit is niet bekend: %s"),
    "expected one argument": QT_TRANSLATE_NOOP("argparse", "hier hoort één waarde achter"),
    "expected at least one argument": QT_TRANSLATE_NOOP("argparse", "hier hoort minstens één waarde achter"),
    "expected at most one argument": QT_TRANSLATE_NOOP("argparse", "hier hoort hoogstens één waarde achter"),
    "expected %s argument": QT_TRANSLATE_NOOP("argparse", "hier hoort %s waarde achter"),
    "expected %s arguments": QT_TRANSLATE_NOOP("argparse", "hier horen %s waarden achter"),
    "not allowed with argument %s": QT_TRANSLATE_NOOP("argparse", "kan niet samen met %s"),
    "ignored explicit argument %r": QT_TRANSLATE_NOOP("argparse", "hier hoort geen waarde achter (%r)"),
    "invalid %(type)s value: %(value)r": QT_TRANSLATE_NOOP("argparse", "%(value)r is hier geen geldige waarde"),
    "invalid choice: %(value)r (choose from %(choices)s)": QT_TRANSLATE_NOOP(
        "argparse", "%(value)r bestaat niet (kies uit %(choices)s)"
    ),
}


def _in_dutch(message: str) -> str:
    return translate("argparse", _ARGPARSE.get(message, message))


def _in_dutch_plural(singular: str, plural: str, number: int) -> str:
    return _in_dutch(singular if number == 1 else plural)


def speak_dutch() -> None:
    """Give argparse its texts in the language in use: it takes them from these two names and offers no other door."""
    vars(argparse).update(_=_in_dutch, ngettext=_in_dutch_plural)


def split_database(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """Take `--db TARGET` out of the arguments, before the verb or after it; exits with 2 when the target is missing."""
    parser = argparse.ArgumentParser(prog=PROGRAM, add_help=False, allow_abbrev=False)
    parser.add_argument("--db", metavar="PATH|URL")
    known, rest = parser.parse_known_args(arguments)
    return known.db, rest


def build(chosen: str, features: Sequence[Feature]) -> argparse.ArgumentParser:
    """Return the parser of every verb; only `chosen` knows its arguments, so that the others need no loading."""
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        allow_abbrev=False,
        description=translate(
            "cli", "MMC Desk: ritten, dorpsrestaurants en LDC on Wheels. Zonder opdracht opent het venster."
        ),
        epilog=translate(
            "cli", "Uitgang: 0 goed, 1 rijen of opdracht geweigerd, 2 verkeerd gebruik, 3 fout in het programma."
        ),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"MMC Desk {__version__}",
        help=translate("cli", "het versienummer tonen"),
    )
    parser.add_argument(
        "--db",
        metavar="PATH|URL",
        help=translate("cli", "de databank: een bestand, of het adres van een PostgreSQL-server (ook in MMC_DESK_DB)"),
    )
    verbs = parser.add_subparsers(
        dest="verb", metavar=translate("cli", "OPDRACHT"), title=translate("cli", "opdrachten"), required=True
    )
    for verb in VERBS:
        child = verbs.add_parser(verb.name, help=translate("cli", verb.help), description=translate("cli", verb.help))
        if verb.name == chosen:
            importlib.import_module(verb.module).add_arguments(child)
    for feature in features:
        for command in feature.commands:
            purpose = translate(feature.name, command.help)
            child = verbs.add_parser(command.name, help=purpose, description=purpose)
            if command.name == chosen:
                command.add_arguments(child)
    return parser
