"""Trust: who saw or changed a person, personal accounts and roles, and what the law asks about a person's data."""
