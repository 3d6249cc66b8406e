"""Who may use the ops and queries of the year (core.access)."""

from mmc_desk.core.access import COORDINATOR, MANAGER, Roles

ROLES: Roles = {
    COORDINATOR: (
        "queries.addendum",
        "queries.comparison",
        "queries.drilldown",
        "queries.entered",
        "queries.fixed_statements",
        "queries.frozen",
        "queries.goals",
        "queries.lines",
        "queries.handed_in",
        "queries.open_data",
        "queries.published",
        "queries.report",
        "queries.signals",
        "queries.texts",
        "queries.thanks",
        "queries.totals",
        "ops.open_data",
        "ops.texts",
    ),
    MANAGER: (
        "ops.goals",
        "ops.publishing",
        "ops.totals",
    ),
}
