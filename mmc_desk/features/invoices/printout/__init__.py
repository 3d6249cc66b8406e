"""Invoices on paper, with their payment code, and as files for the books."""
