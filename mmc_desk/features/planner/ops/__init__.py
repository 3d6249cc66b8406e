"""What a person does with a proposal: taking it over, in one step that can be undone; and what counts when planning."""

from mmc_desk.features.planner.ops.accepting import acceptance
from mmc_desk.features.planner.ops.pooling import SharedRides, ShareRides, TakeOver, share_rides, take_over
from mmc_desk.features.planner.ops.weighing import SetWeights, set_weights

__all__ = [
    "SetWeights",
    "ShareRides",
    "SharedRides",
    "TakeOver",
    "acceptance",
    "set_weights",
    "share_rides",
    "take_over",
]
