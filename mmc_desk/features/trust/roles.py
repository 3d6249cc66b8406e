"""Who may use the ops and queries of trust (core.access). Anybody may sign in."""

from mmc_desk.core.access import ADMIN, EVERYONE, MANAGER, OVERSIGHT, Roles

ROLES: Roles = {
    EVERYONE: (
        "queries.accounts_statements",
        "queries.erased_statements",
        "queries.own_roles",
        "ops.accounts.sign_in",
        "ops.rescuing.rescue",
    ),
    MANAGER: ("ops.emptying", "ops.erasing", "ops.retention", "queries.privacy", "queries.retention"),
    ADMIN: ("ops.accounts", "ops.rescuing", "queries.accounts"),
    OVERSIGHT: ("queries.keys", "queries.trace"),
}
