"""`check`: whether the database is sound, one line per check."""

import argparse

from mmc_desk.core import check, db
from mmc_desk.core.i18n import translate
from mmc_desk.features import load_features, load_models


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments beside --db."""


def run(target: str, _arguments: argparse.Namespace) -> int:
    """Print every check and its breaches; 1 when there is one. Nothing is written to the database."""
    load_models()  # the tables to look for
    sound = True
    with db.connect(target) as database:
        for finding in check.inspect_database(database, load_features()):
            sound = sound and not finding.breaches
            _show(finding)
    print(
        translate("cli", "De databank is in orde.")
        if sound
        else translate("cli", "De databank is niet in orde. Maak een reservekopie en toon dit aan wie u helpt.")
    )
    return 0 if sound else 1


def _show(finding: check.Finding) -> None:
    print(f"{'✗' if finding.breaches else '✓'} {finding.title}")
    for breach in finding.breaches:
        print(f"    {breach}")
