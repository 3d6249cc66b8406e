"""The year in frozen rows."""
