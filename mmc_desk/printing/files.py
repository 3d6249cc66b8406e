"""Writing a file of the user's: whole under its name, or not at all."""

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from mmc_desk.core.errors import FileError
from mmc_desk.core.i18n import translate


class PaperKind(StrEnum):
    """The kinds of file that papers with figures are written as; the first one where a person types none."""

    CSV = ".csv"
    XLSX = ".xlsx"
    PDF = ".pdf"


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside `path`; it takes its place when the block ends well.

    Raises FileError with the mend: no such folder, no rights, disk full, open in another program.
    """
    draft: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
        os.close(handle)
        draft = Path(name)
        yield draft
        _publish(draft, path)
    except OSError as error:
        raise FileError(_sentence(path, error)) from error
    finally:
        if draft is not None:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)


def _publish(draft: Path, path: Path) -> None:
    umask = os.umask(0)
    os.umask(umask)
    draft.chmod(0o666 & ~umask)
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    draft.replace(path)


def _sentence(path: Path, error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return translate("print", "De schijf is vol: {path} werd niet bewaard. Maak plaats en probeer opnieuw.").format(
            path=path
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return translate("print", "De map {folder} bestaat niet. Kies een andere map.").format(folder=path.parent)
    if isinstance(error, IsADirectoryError):
        return translate("print", "{path} is een map. Kies een bestandsnaam.").format(path=path)
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return translate(
            "print",
            "{path} kan niet geschreven worden. Sluit het bestand als het elders open staat, of kies een map "
            "waarin u mag schrijven.",
        ).format(path=path)
    return translate("print", "{path} kan niet geschreven worden ({reason}). Kies een andere plaats.").format(
        path=path, reason=error.strerror or error
    )
