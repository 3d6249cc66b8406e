"""What the desk does with LDC on Wheels: one function per deed, each with its command."""
