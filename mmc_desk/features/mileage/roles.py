"""Who may use the ops and queries of settlements (core.access)."""

from mmc_desk.core.access import COORDINATOR, DESK, MANAGER, Roles

ROLES: Roles = {
    DESK: ("queries.lines",),
    COORDINATOR: (
        "ops.allowances",
        "ops.correcting",
        "ops.following",
        "ops.freezing",
        "ops.paying",
        "ops.settling",
        "queries",
        "queries.allowances",
        "queries.checks",
        "queries.differences",
        "queries.duty_days",
        "queries.insurer",
        "queries.payments",
        "queries.settlements",
    ),
    MANAGER: ("ops.paying.set_payer",),
}
