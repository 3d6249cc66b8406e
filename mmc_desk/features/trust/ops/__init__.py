"""What people do: accounts, erasing a person."""
