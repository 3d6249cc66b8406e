"""The figures of all features side by side, year over year. Knows no tables."""
