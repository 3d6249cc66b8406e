"""Whether anybody has an account: asked before the window opens (core.prepared)."""

from sqlalchemy import select

from mmc_desk.features.trust.model import Account

STATEMENTS = {"accounts": select(Account.id).limit(1)}
