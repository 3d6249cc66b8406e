"""The planner: from a day's open rides and free drivers to a proposal that a coordinator understands."""
