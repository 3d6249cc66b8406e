"""What was erased: asked before the window opens (core.prepared)."""

from sqlalchemy import select

from mmc_desk.features.trust.model import Erasure, RetentionRun

STATEMENTS = {
    "erased": select(Erasure.person_id).where(Erasure.done_at.is_not(None)),
    "runs": select(RetentionRun.done_at).where(RetentionRun.done_at.is_not(None)),
}
