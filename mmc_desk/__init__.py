"""MMC Desk: the desktop program with which a Flemish local service centre runs its volunteer services."""

__version__ = "0.1.0"
