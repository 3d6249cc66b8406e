"""The names of the pages that show what is found: light, for who needs no more than them."""

SESSIONS_PAGE = "wheels_sessions"
PARTNERS_PAGE = "wheels_partners"
THEMES_PAGE = "wheels_themes"
