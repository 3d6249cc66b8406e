"""Backups on screen: made by themselves while the window is open, listed, tested and put back."""
