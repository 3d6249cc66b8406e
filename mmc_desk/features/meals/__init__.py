"""Village restaurants: the meal services and their counts."""
