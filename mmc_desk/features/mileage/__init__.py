"""The yearly kilometre report."""
