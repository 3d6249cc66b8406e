"""What a person does with a proposal: taking it over, in one step that can be undone; and what counts when planning."""

from mmc_desk.features.planner.ops.accepting import acceptance
from mmc_desk.features.planner.ops.pooling import SharedRides, ShareRides, share_rides
from mmc_desk.features.planner.ops.weighing import SetWeights, set_weights

__all__ = ["SetWeights", "ShareRides", "SharedRides", "acceptance", "set_weights", "share_rides"]
