"""What was erased in this database: the keys of persons, and the last retention run."""

from mmc_desk.core.prepared import PreparedQuery, Rows
from mmc_desk.features.trust.rules.erased import Gone


def _found(rows: Rows) -> Gone:
    return Gone(frozenset(key for (key,) in rows("erased")), max((at for (at,) in rows("runs")), default=None))


ERASED: PreparedQuery[Gone] = PreparedQuery("mmc_desk.features.trust.queries.erased_statements", _found)
"""What was erased: asked before the window opens (core.prepared)."""
