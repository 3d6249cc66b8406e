"""Frozen rows of the village restaurants."""
