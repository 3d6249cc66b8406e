"""What a person does with a year: publish it, enter totals, set goals, write the addendum."""
