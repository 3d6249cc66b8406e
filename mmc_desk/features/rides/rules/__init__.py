"""The rules of rides: pure functions on frozen dataclasses, no database, no clock."""
