"""The pages of LDC on Wheels: month plan, activities, partners, themes."""
