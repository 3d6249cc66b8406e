"""The name of the page that shows a ride: light, for who needs no more than it."""

RIDES_PAGE = "ride_list"
