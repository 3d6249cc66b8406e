"""Rules of the village restaurants: pure functions on frozen dataclasses."""
