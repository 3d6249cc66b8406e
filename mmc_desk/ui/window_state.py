"""What the window remembers between two sessions: its place, the last page, filters and widths."""

import json
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from mmc_desk.core import paths


class WindowState:
    """An ini file in the user's data folder; never the platform's registry."""

    def __init__(self) -> None:
        self._store = QSettings(str(paths.data_folder() / "window.ini"), QSettings.Format.IniFormat)

    def geometry(self) -> QByteArray:
        """Return the window's place; empty the first time."""
        stored = self._store.value("geometry")
        return stored if isinstance(stored, QByteArray) else QByteArray()

    def set_geometry(self, geometry: QByteArray) -> None:
        """Remember the window's place."""
        self._store.setValue("geometry", geometry)

    def last_page(self) -> str:
        """Return the name of the page that was in front."""
        return str(self._store.value("page", ""))

    def set_last_page(self, name: str) -> None:
        """Remember the page in front."""
        self._store.setValue("page", name)

    def page(self, name: str) -> dict[str, Any]:
        """Return what a page asked to remember."""
        try:
            stored = json.loads(str(self._store.value(f"pages/{name}", "{}")))
        except ValueError:  # somebody edited the file
            return {}
        return stored if isinstance(stored, dict) else {}

    def set_page(self, name: str, state: dict[str, object]) -> None:
        """Remember what a page asks to."""
        self._store.setValue(f"pages/{name}", json.dumps(state))

    def save(self) -> None:
        """Write it to disk."""
        self._store.sync()
