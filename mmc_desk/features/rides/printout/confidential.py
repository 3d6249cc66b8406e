"""Papers with names of members on them: each page says how to treat them."""

from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

CONFIDENTIAL = QT_TRANSLATE_NOOP("rides", "vertrouwelijk – na gebruik terugbezorgen of vernietigen")


def write_confidential(
    path: Path,
    title: str,
    story: "list[Flowable]",
    *,
    practice: bool,
    desk: str,
    subtitle: str = "",
    landscape: bool = True,
) -> None:
    """Write a paper with that footer to `path` as PDF. Raises FileError."""
    from mmc_desk.printing.document import Document, write_pdf

    document = Document(
        title=title,
        subtitle=subtitle,
        story=story,
        footer=translate("rides", CONFIDENTIAL),
        practice=practice,
        landscape=landscape,
        desk=desk,
    )
    write_pdf(path, document)
