"""The pages of the village restaurants."""
