"""The rules of the planner: one model, one exact checker, several engines. Pure Python, no database."""
