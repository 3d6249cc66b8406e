"""The tables of trust hold staff, and the keys of the erased (core.personal)."""

from mmc_desk.core.personal import Holdings

HOLDINGS = Holdings(
    impersonal={
        "account": "who works here, as long as the account is there",
        "erasure": "keys of the erased, and who decided it",
        "retention_run": "counts, and who decided it",
    }
)
