"""What the planner reads: days as a problem, with the words for it. Set-based SQL, frozen rows."""
