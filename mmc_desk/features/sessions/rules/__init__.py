"""Rules of LDC on Wheels: the month plan, what a closed service does to its session, partners, interests."""
