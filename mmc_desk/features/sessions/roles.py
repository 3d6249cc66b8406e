"""Who may use the ops and queries of LDC on Wheels (core.access)."""

from mmc_desk.core.access import DESK, MANAGER, Roles

ROLES: Roles = {
    DESK: (
        "ops.attending",
        "ops.following",
        "ops.mailing",
        "ops.partners",
        "ops.reading",
        "ops.sessions",
        "ops.themes",
        "queries.availability",
        "queries.checks",
        "queries.mailing",
        "queries.noons",
        "queries.partners",
        "queries.plan",
        "queries.search",
        "queries.session_figure_statements",
        "queries.session_rows",
        "queries.sessions",
        "queries.settings",
        "queries.themes",
    ),
    MANAGER: ("ops.settings",),
}
