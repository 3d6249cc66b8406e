"""The year on paper and in files."""
