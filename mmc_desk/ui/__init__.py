"""The shared Qt kit."""
