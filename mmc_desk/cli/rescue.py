"""`rescue NAME`: an administrator let in again, with the rescue code on paper in place of a lost password."""

import argparse
import functools

from mmc_desk.core import migrate
from mmc_desk.core.access import AccessDeniedError
from mmc_desk.core.i18n import translate
from mmc_desk.features import load_models
from mmc_desk.features.trust.commands.accounts import typed_password
from mmc_desk.features.trust.ops.rescuing import Rescue, rescue


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the name of the account."""
    parser.add_argument("account", metavar=translate("cli", "NAAM"), help=translate("cli", "de aanmeldnaam"))


def run(target: str, arguments: argparse.Namespace) -> int:
    """Ask for the code and another password, and show the next code. Raises AccessDeniedError, RuleError."""
    load_models()
    with migrate.open_database(target) as database:
        code = typed_password(translate("cli", "Herstelcode van het blad: "))
        command = Rescue(arguments.account, code, typed_password(translate("cli", "Nieuw wachtwoord: ")))
        label = translate("cli", "Herstelcode gebruikt: {name}").format(name=arguments.account.strip().casefold())
        following = database.write(functools.partial(rescue, command=command), label).value
    if not following:
        raise AccessDeniedError(translate("cli", "Deze naam en deze herstelcode horen niet bij elkaar. Kijk ze na."))
    print(translate("cli", "{name} kan zich aanmelden, als beheerder.").format(name=arguments.account))
    print(translate("cli", "Noteer de nieuwe herstelcode; de vorige geldt niet meer: {code}").format(code=following))
    return 0
