"""The tables of yearly hold figures and no persons (core.personal)."""

from mmc_desk.core.personal import Holdings

HOLDINGS = Holdings(
    impersonal={
        "published_report": "figures; a breakdown per person holds keys",
        "published_figure": "figures",
        "published_remark": "why a figure changed",
        "entered_figure": "figures",
        "goal": "goals",
        "addendum_text": "texts of the evaluation",
    }
)
