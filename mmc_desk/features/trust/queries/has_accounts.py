"""Whether people sign in to this database: without an account nobody does."""

from mmc_desk.core.prepared import PreparedQuery, Rows


def _found(rows: Rows) -> bool:
    return bool(rows("accounts"))


HAS_ACCOUNTS = PreparedQuery("mmc_desk.features.trust.queries.accounts_statements", _found)
