"""What holds for the figures of a year: where a value comes from, what was published, what a goal asks."""
