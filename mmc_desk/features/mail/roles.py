"""Who may use the ops and queries of mail (core.access)."""

from mmc_desk.core.access import DESK, MANAGER, Roles

ROLES: Roles = {
    DESK: (
        "ops",
        "queries",
    ),
    MANAGER: ("ops.set_mail_server",),
}
