"""The window's pages for rides: today, the day board, the ride list, taking a ride."""
