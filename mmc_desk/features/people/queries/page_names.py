"""The names of the pages that show who is found: light, for who needs no more than them."""

MEMBERS_PAGE = "members"
DRIVERS_PAGE = "drivers"
VOLUNTEERS_PAGE = "volunteers"
