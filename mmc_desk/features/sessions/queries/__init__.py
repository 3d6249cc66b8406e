"""What the screens and papers of LDC on Wheels read."""
