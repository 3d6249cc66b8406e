"""Who may use the ops and queries of the planner (core.access)."""

from mmc_desk.core.access import DESK, MANAGER, Roles

ROLES: Roles = {
    DESK: (
        "ops.pooling",
        "queries.asking",
        "queries.facts",
        "queries.phoning",
        "queries.planning",
        "queries.sharing",
    ),
    MANAGER: ("ops.weighing",),
}
