"""LDC on Wheels: the monthly activity after the meal in each village."""
