"""The verb of the planner; a day of the desk and an instance in a file each load only what they need."""
