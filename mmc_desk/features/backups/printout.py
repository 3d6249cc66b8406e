"""The recovery key on paper: for the safe, and to be typed from or photographed when the PC is gone."""

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from mmc_desk.core.i18n import translate
from mmc_desk.printing import fonts, qr, styles
from mmc_desk.printing.document import Document, write_pdf

_SIZE = 15.0
_LINE = 24.0
_SIDE = 150.0
_GROUPS_A_LINE = 5


class KeyBlock(Flowable):
    """The key, five groups of four on a line, and beside it a code to photograph."""

    def __init__(self, groups: str) -> None:
        super().__init__()
        words = groups.split()
        self.lines = [" ".join(words[at : at + _GROUPS_A_LINE]) for at in range(0, len(words), _GROUPS_A_LINE)]
        self.key = "".join(words)

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Take the whole width."""
        fonts.register()
        self.width, self.height = available_width, max(_SIDE, _LINE * len(self.lines)) + 12
        return self.width, self.height

    def draw(self) -> None:
        """Draw both."""
        import segno

        canvas: Canvas = self.canv
        canvas.setFillColor(styles.INK)
        canvas.setFont(fonts.BOLD, _SIZE)
        for place, line in enumerate(self.lines):
            canvas.drawString(0, self.height - _LINE * (place + 1), line)
        matrix = [list(row) for row in segno.make(self.key, error="m", micro=False).matrix]
        qr.draw_matrix(canvas, matrix, self.width - _SIDE, self.height - _SIDE, _SIDE)


def write_recovery_key(path: Path, groups: str, desk: str, made: str) -> None:
    """Write the paper with the key in `groups` of characters, as core.keys gives them. Raises FileError."""
    story = [
        styles.text(_purpose()),
        styles.gap(6),
        KeyBlock(groups),
        styles.gap(6),
        styles.text(translate("backups", "Zo gaat het"), bold=True),
        *(styles.text(f"{number}. {line}") for number, line in enumerate(_steps(), 1)),
    ]
    write_pdf(
        path,
        Document(
            translate("backups", "Herstelsleutel"),
            made,
            story,
            footer=translate("backups", "Geheim: wie dit blad heeft, kan alles lezen."),
            desk=desk,
        ),
    )


def _purpose() -> str:
    return translate(
        "backups",
        "Met deze sleutel opent u wat deze dienst versleutelt, op deze en op elke andere computer. Zonder deze "
        "sleutel kan niemand dat, ook de maker van het programma niet.",
    )


def _steps() -> tuple[str, ...]:
    return (
        translate(
            "backups", "Druk dit blad twee keer af en bewaar het op twee plaatsen achter slot, niet bij de computer."
        ),
        translate("backups", "Verwijder het bestand daarna van de computer."),
        translate(
            "backups", "Vraagt MMC Desk om de herstelsleutel, typ hem dan over; spaties en kleine letters mogen."
        ),
        translate("backups", "Op de opdrachtregel: zet de sleutel in MMC_DESK_KEY en typ mmc-desk restore BESTAND."),
        translate("backups", "Elk programma voor age-bestanden opent een back-up ook: age -d -i SLEUTEL BACK-UP."),
    )
