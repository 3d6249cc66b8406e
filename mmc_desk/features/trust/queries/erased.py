"""The keys of who was erased in this database."""

from mmc_desk.core.prepared import PreparedQuery, Rows


def _found(rows: Rows) -> frozenset[int]:
    return frozenset(key for (key,) in rows("erased"))


ERASED = PreparedQuery("mmc_desk.features.trust.queries.erased_statements", _found)
