"""Where a file lies: on a disk of this machine, or on a share of the network, where SQLite's locks can't be trusted."""

import sys
from pathlib import Path

from mmc_desk.core.i18n import translate

_MOUNTS = Path("/proc/mounts")
_SHARES = frozenset(
    {"afs", "ceph", "cifs", "davfs", "fuse.davfs2", "fuse.rclone", "fuse.sshfs", "glusterfs", "ncpfs", "nfs", "nfs4"}
    | {"smb2", "smb3", "smbfs", "9p"}
)
_REMOTE_DRIVE = 4
"""DRIVE_REMOTE of GetDriveType (winbase.h)."""


def is_on_network(path: Path) -> bool:
    """Tell whether a path lies on a share: a UNC path or network drive of Windows, a mount of nfs, cifs or the like."""
    if str(path).startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        return _is_network_drive(path)
    return kind_of_mount(path.resolve(), _mounts()) in _SHARES


def advice(path: Path) -> str:
    """Return what to say of a database on a share; "" for one on this machine."""
    if not is_on_network(path):
        return ""
    text = translate(
        "places",
        "{name} staat op een netwerkschijf: daar kan een databank beschadigd raken. Zet ze op deze computer, of werk "
        "met meerdere werkplekken op PostgreSQL (mmc-desk move).",
    )
    return text.format(name=path.name)


def kind_of_mount(path: Path, mounts: str) -> str:
    """Return the kind of the file system that a path lies on, by the lines of /proc/mounts; "" when none says."""
    best = ("", "")
    for line in mounts.splitlines():
        _, place, kind, *_ = [*line.split(), "", "", ""]
        plain = place.replace("\\040", " ")
        if plain and path.is_relative_to(plain) and len(plain) >= len(best[0]):
            best = (plain, kind)
    return best[1]


def _mounts() -> str:
    try:
        return _MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:  # not every system has it
        return ""


def _is_network_drive(path: Path) -> bool:
    import ctypes

    drive = path.absolute().drive
    return bool(drive) and getattr(ctypes, "windll").kernel32.GetDriveTypeW(f"{drive}\\") == _REMOTE_DRIVE  # noqa: B009 - only on Windows
