"""What the planner adds to the window: its proposal beside the day board."""
