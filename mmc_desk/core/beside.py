"""Reading a file that another program has open: its pages as they stand now, in memory, never on a disk.

SQLite gives a second program nothing of a file that is held exclusively; copying it would leave everybody's data in
a temporary file. So the pages are read as they lie there, with what its log says on top, as far as the log is whole.
"""

import functools
import json
import sqlite3
import struct
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from mmc_desk.core import clock, occupant, schema
from mmc_desk.core.db import Committed, Database, Op, T, file_errors, is_encrypted
from mmc_desk.core.errors import DatabaseBusyError
from mmc_desk.core.i18n import translate

_TRIES = 5
"""How often the file is read anew when it changed while it was read."""
_LOG_HEADER, _FRAME_HEADER = 32, 24
_LITTLE_ENDIAN_LOG, _BIG_ENDIAN_LOG = 0x377F0682, 0x377F0683
_LEGACY = b"\x01\x01"
"""The bytes of a header that say that there is no log beside the file."""
_WORDS = 0xFFFFFFFF


class Beside(Database):
    """A file as it stood when it was opened: what others do since isn't in it, and writing is refused by `held`."""

    def __init__(self, path: Path, connection: sqlite3.Connection, held: DatabaseBusyError) -> None:
        super().__init__(connection=connection)
        self._name = path.name
        self._kept = kept_beside(path)
        self._held = held

    @property
    def name(self) -> str:
        """The name of the file."""
        return self._name

    def write(self, op: Op[T], label: str = "") -> Committed[T]:  # noqa: ARG002 - refuses any
        """Raise the DatabaseBusyError that says who has the file."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise self._held

    def leave(self, label: str, name: str) -> None:
        """Keep a line of the trace beside the file, for who opens it next to take in. Raises what `write` raises."""
        words = {"label": label, "name": name, "who": occupant.login(), "at": clock.now().isoformat()}
        try:
            with self._kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps(words) + "\n")
        except OSError as error:
            raise self._held from error


def kept_beside(path: Path) -> Path:
    """Return where verbs beside an open window keep what the trace has to know."""
    return path.with_name(f"{path.name}.spoor")


def take_in(database: Database) -> None:
    """Write into the trace what was kept beside a file. A crash in between says it twice rather than never.

    A line that a crash cut off while it was written is told as such: nobody is kept from starting by it.
    """
    if database.path is None or not kept_beside(database.path).is_file():
        return
    from mmc_desk.core import audit

    kept = kept_beside(database.path)
    for line in kept.read_text(encoding="utf-8").splitlines():
        label, name = _told(line)
        database.write(functools.partial(audit.add_left, label=label, name=name))
    kept.unlink()


def _told(line: str) -> tuple[str, str]:
    """Return a kept line in words, and the name of what it is about."""
    try:
        words = json.loads(line)
        at = clock.local(datetime.fromisoformat(words["at"]))
        label, who, name = str(words["label"]), str(words["who"]), str(words["name"])
    except (ValueError, KeyError, TypeError):
        return translate("beside", "Naast een open venster bleef een regel die niet heel is"), ""
    text = translate("beside", "{label} (door {who}, {at}, naast een open venster)")
    return text.format(label=label, who=who, at=f"{at:%d/%m/%Y %H:%M}"), name


def open_beside(path: Path, held: DatabaseBusyError) -> Beside:
    """Open a file that another program has. Raises `held` where it is encrypted, of another schema or never at rest."""
    if is_encrypted(path):
        raise held
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        with file_errors(path):
            connection.deserialize(_pages(path, held))
            _require_present(connection, held)
    except BaseException:
        connection.close()
        raise
    return Beside(path, connection, held)


def _require_present(connection: sqlite3.Connection, held: DatabaseBusyError) -> None:
    (number,) = connection.execute("PRAGMA user_version").fetchone()
    if number != schema.head():
        raise held


def _pages(path: Path, held: DatabaseBusyError) -> bytes:
    """Return a file with its log written into it. It is read twice: what changed in between is read again."""
    for _ in range(_TRIES):
        before = path.read_bytes()
        log = _read_log(path.with_name(f"{path.name}-wal"))
        if path.read_bytes() == before:
            return with_log(before, log)
    raise held


def _read_log(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def with_log(file: bytes, log: bytes) -> bytes:
    """Return the pages of a SQLite file after the whole transactions in its write-ahead log (sqlite.org/fileformat)."""
    pages = bytearray(file)
    pending: list[tuple[int, bytes]] = []
    for number, size, page in _frames(log):
        pending.append((number, page))
        if size:
            pages.extend(bytes(max(0, size * len(page) - len(pages))))
            for one, content in pending:
                pages[(one - 1) * len(content) : one * len(content)] = content
            del pages[size * len(page) :]
            pending.clear()
    pages[18:20] = _LEGACY
    return bytes(pages)


def _frames(log: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield page number, size in pages after a commit (0: none) and page, up to the first frame that isn't whole."""
    if len(log) < _LOG_HEADER:
        return
    magic, _, page_size, _, *salts = struct.unpack(">6I", log[:_FRAME_HEADER])
    order = {_LITTLE_ENDIAN_LOG: "<", _BIG_ENDIAN_LOG: ">"}.get(magic, "")
    sums = _checksum(log[:_FRAME_HEADER], order or ">", (0, 0))
    if not order or sums != struct.unpack(">2I", log[_FRAME_HEADER:_LOG_HEADER]):
        return
    for start in range(_LOG_HEADER, len(log) - _FRAME_HEADER - page_size + 1, _FRAME_HEADER + page_size):
        number, size, *rest = struct.unpack(">6I", log[start : start + _FRAME_HEADER])
        page = log[start + _FRAME_HEADER : start + _FRAME_HEADER + page_size]
        sums = _checksum(log[start : start + 8] + page, order, sums)
        if rest != [*salts, *sums]:
            return
        yield number, size, page


def _checksum(data: bytes, order: str, sums: tuple[int, int]) -> tuple[int, int]:
    first, second = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for one, other in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & _WORDS
        second = (second + other + first) & _WORDS
    return first, second
