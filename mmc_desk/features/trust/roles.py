"""Who may use the ops and queries of trust (core.access). Anybody may sign in."""

from mmc_desk.core.access import ADMIN, EVERYONE, OVERSIGHT, Roles

ROLES: Roles = {
    EVERYONE: ("queries.accounts_statements", "ops.sign_in"),
    ADMIN: ("ops", "queries.accounts"),
    OVERSIGHT: ("queries.trace",),
}
