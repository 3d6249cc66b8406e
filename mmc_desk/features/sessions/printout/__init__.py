"""LDC on Wheels on paper and in partners' calendars: posters, the month, invitations, iCalendar."""
