"""Who was erased: asked before the window opens (core.prepared)."""

from sqlalchemy import select

from mmc_desk.features.trust.model import Erasure

STATEMENTS = {"erased": select(Erasure.person_id).where(Erasure.done_at.is_not(None))}
