"""The rules of the planner: one model, one exact checker. Pure Python, no database, no clock."""
