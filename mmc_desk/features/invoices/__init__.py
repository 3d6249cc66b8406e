"""Monthly invoices: what members pay for their rides where they don't pay cash to the driver (domain.md §2)."""
