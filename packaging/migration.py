"""Write the next migration: what the models say now and the last migration didn't yet.

    .venv/bin/python packaging/migration.py "warm line calls"

Read it before you commit it: alembic sees tables, columns, indexes and keys, and no triggers or changed CHECKs.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command

from mmc_desk.core import migrate, paths, schema
from mmc_desk.features import load_models


def write(what: str) -> Path:
    """Write the migration and return where it lies."""
    load_models()
    number = f"{schema.head() + 1:04d}"
    with (
        tempfile.TemporaryDirectory() as folder,
        migrate.create(str(Path(folder) / "now.db")) as database,
        database.engine.connect() as connection,
    ):
        config = migrate.alembic_config(connection)
        command.revision(config, message=what, autogenerate=True, rev_id=number)
    (written,) = paths.database_files("migrations", "versions").glob(f"{number}_*.py")
    return written


def main(arguments: list[str]) -> int:
    """Write the migration, formatted. Returns 2 without a name for it."""
    if len(arguments) != 1:
        print('Gebruik: packaging/migration.py "wat er verandert"', file=sys.stderr)
        return 2
    written = write(arguments[0])
    subprocess.run([str(Path(sys.executable).parent / "ruff"), "format", "--quiet", str(written)], check=True)
    print(written)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
