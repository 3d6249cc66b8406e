"""What a person does with a proposal: taking it over, in one step that can be undone."""

from mmc_desk.features.planner.ops.accepting import AcceptPlan, Handover, accept_plan, acceptance
from mmc_desk.features.planner.ops.weighing import SetWeights, set_weights

__all__ = ["AcceptPlan", "Handover", "SetWeights", "accept_plan", "acceptance", "set_weights"]
