<<<<<<< HEAD
"""What holds for the figures of a year: where a value comes from, what was published, what a goal asks."""
=======
"""The arithmetic of the year: pure functions."""
>>>>>>> 7d230b4 (Open data: what features count, and which counts can't be published, shown by trying every table that fits)
