"""The reportlab kit: fonts, styles, page furniture, tables; and spreadsheets and CSV."""
