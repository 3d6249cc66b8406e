"""The only place that knows where files lie: shipped ones (resources/, db/) and the user's own."""

import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_CHECKOUT = _PACKAGE.parent


def _shipped(*parts: str) -> Path:
    # In a checkout the folders beside the package are the truth: an editable install leaves a stale copy.
    root = _CHECKOUT if (_CHECKOUT / "pyproject.toml").is_file() else _PACKAGE / "_shipped"
    return root.joinpath(*parts)


def resource(*parts: str) -> Path:
    """Return the path of a shipped resource, such as `resource("icons", "car.svg")`."""
    return _shipped("resources", *parts)


def database_files(*parts: str) -> Path:
    """Return the path of something under db/: migrations, seed tables, PostgreSQL notes."""
    return _shipped("db", *parts)


def manual(page: str) -> Path:
    """Return the path of a page of the Dutch manual (docs/handleiding), such as `manual("ritten")`."""
    in_checkout = _shipped("docs", "handleiding", f"{page}.md")
    return in_checkout if in_checkout.is_file() else _shipped("handleiding", f"{page}.md")


def data_folder() -> Path:
    """Return the folder of the user's own data; MMC_DESK_HOME overrides the platform's choice."""
    chosen = os.environ.get("MMC_DESK_HOME")
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("mmc-desk", appauthor=False)


def default_database() -> Path:
    """Return where the desk's database lies when nobody says otherwise."""
    return data_folder() / "mmc-desk.db"


def settings_file() -> Path:
    """Return the file with the settings of this user on this machine."""
    return data_folder() / "settings.toml"


def log_file() -> Path:
    """Return the file that crash reports and warnings go to (nothing personal in it)."""
    return data_folder() / "mmc-desk.log"


def is_device(path: Path) -> bool:
    """Tell whether something is there that is no file and no folder: a pipe, a device. Reading one may never end.

    Raises PermissionError.
    """
    return path.exists() and not (path.is_file() or path.is_dir())


_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
_DEVICES = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?=\.|$)", re.IGNORECASE)
_LONGEST_ENDING = 5
_LONGEST_NAME = 120
"""Characters; a name may take 255 bytes, and a character four of them."""


def file_name(wanted: str) -> str:
    """Return a name for a file, on every system, from one that somebody's text stands in.

    No folder, no device of Windows, nothing that reads otherwise than it is; its ending stays.
    """
    stem, dot, ending = _NOT_IN_NAMES.sub(" ", wanted).rpartition(".")
    has_ending = dot and 0 < len(ending.strip()) <= _LONGEST_ENDING
    stem, ending = (stem, f".{ending.strip()}") if has_ending else (f"{stem}{dot}{ending}", "")
    plain = " ".join(stem.split()).strip(". ")[: _LONGEST_NAME - len(ending)].strip(". ") or "MMC Desk"
    return f"_{plain}{ending}" if _DEVICES.match(plain) else f"{plain}{ending}"


def write_whole(target: Path, content: bytes) -> None:
    """Write a file whole under its name, or leave what was there. Raises OSError."""
    handle, draft = tempfile.mkstemp(prefix=".mmc-desk-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(draft).chmod(0o666 & ~umask)
        Path(draft).replace(target)
    finally:
        Path(draft).unlink(missing_ok=True)


def written_pdf(write: Callable[[Path], object]) -> bytes:
    """Return the PDF that `write` writes into the file it is given, which goes again. Raises what `write` raises."""
    with tempfile.TemporaryDirectory(prefix="mmc-desk-") as folder:
        path = Path(folder) / "paper.pdf"
        write(path)
        return path.read_bytes()
