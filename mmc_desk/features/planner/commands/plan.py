"""The verb `plan`: a plan for the rides of a day or a week of the desk, or for those in a file."""

import argparse
import sys
from typing import TYPE_CHECKING

from mmc_desk.core.feature import load
from mmc_desk.core.i18n import translate

if TYPE_CHECKING:  # a file is planned without sqlalchemy
    from mmc_desk.core.db import Database

_GOOD, _BROKEN, _USAGE = 0, 1, 2

_DAYS = "mmc_desk.features.planner.commands.day:plan_days"
_INSTANCE = "mmc_desk.features.planner.commands.instance:plan_instance"
"""By dotted path: a day needs the whole database, a file none of it, and its seconds have begun."""


def run_plan(database: "Database | None", arguments: argparse.Namespace) -> int:
    """Plan a day, or the instance in a file; return 1 where the plan breaks a rule, 2 for neither or both.

    Raises FileError for a file that holds no day, RuleError for drivers nobody knows.
    """
    if (arguments.date is None) == (arguments.instance is None):
        print(translate("planner", "Geef een dag, of een bestand met --instance."), file=sys.stderr)
        return _USAGE
    violations = load(_INSTANCE)(arguments) if database is None else load(_DAYS)(database, arguments)
    sys.stderr.writelines(f"{violation}\n" for violation in violations)
    return _BROKEN if violations else _GOOD
