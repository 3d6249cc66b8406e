"""What people put on paper."""
