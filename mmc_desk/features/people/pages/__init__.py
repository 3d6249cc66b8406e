"""The pages of members and drivers."""
