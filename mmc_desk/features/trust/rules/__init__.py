"""The rules of trust: passwords, and how long what is kept."""
