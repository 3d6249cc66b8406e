"""The pages of trust, in Beheer."""
