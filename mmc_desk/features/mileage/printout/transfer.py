"""A payment file on disk, as it goes to the bank."""

from pathlib import Path

from mmc_desk.printing.files import whole_file


def write_transfer(path: Path, content: str) -> None:
    """Write the XML of a payment file. Raises FileError."""
    with whole_file(path) as draft:
        draft.write_text(content, encoding="utf-8")
