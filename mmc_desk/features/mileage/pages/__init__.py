"""The pages of settlements."""
