"""The names of the pages that show what is found: light, for who needs no more than them."""

PARTICIPANTS_PAGE = "participants"
NOON_PAGE = "noon"
VOLUNTEERS_PAGE = "volunteers"
LOCATIONS_PAGE = "locations"
