"""Who may use the ops and queries of people (core.access)."""

from mmc_desk.core.access import COORDINATOR, DESK, MANAGER, Roles

ROLES: Roles = {
    DESK: (
        "ops.contacts",
        "ops.drivers",
        "ops.members",
        "ops.memberships",
        "ops.persons",
        "ops.planning",
        "ops.volunteers",
        "queries.addresses",
        "queries.breakdowns",
        "queries.briefing",
        "queries.cards",
        "queries.checks",
        "queries.drivers",
        "queries.dues",
        "queries.members",
        "queries.payments",
        "queries.people_figure_statements",
        "queries.renewal",
        "queries.search",
        "queries.settings",
        "queries.thanks",
    ),
    COORDINATOR: (
        "ops.dues",
        "ops.payments",
        "ops.settling",
    ),
    MANAGER: ("ops.dues_settings",),
}
