"""Who may use the ops and queries of invoices (core.access)."""

from mmc_desk.core.access import COORDINATOR, DESK, Roles

ROLES: Roles = {
    DESK: (
        "ops.following",
        "queries.lines",
        "queries.open",
    ),
    COORDINATOR: (
        "ops.making",
        "ops.paying",
        "queries.checks",
        "queries.months",
    ),
}
