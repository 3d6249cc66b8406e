"""Members, memberships, eligibility, drivers, availability, volunteers, places."""
