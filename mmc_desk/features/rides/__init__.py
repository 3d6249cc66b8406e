"""Ride requests, rides, the day board, rosters, tariffs."""
