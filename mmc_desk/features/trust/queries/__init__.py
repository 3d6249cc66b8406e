"""What trust asks: the trace of a person, and the accounts."""
