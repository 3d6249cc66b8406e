"""Payment QR codes, drawn as rectangles: sharp at any size, black on white.

Source: EPC069-12, "Quick Response Code: Guidelines to Enable Data Capture for the Initiation of a SEPA Credit
Transfer", version 002. A Belgian structured communication goes in the structured remittance field, as twelve digits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportlab.pdfgen.canvas import Canvas

from mmc_desk.printing import styles

QUIET = 4
"""Modules of white around a code."""
_MOST_NAME = 70

Matrix = Sequence[Sequence[int]]
"""Rows of modules from the top, 1 for a dark one, without the white around them."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """What a bank's app fills in: the amount in cents, twelve digits of reference; a BIC may be left out."""

    name: str
    iban: str
    cents: int
    reference: str
    bic: str = ""


def payment_matrix(transfer: Transfer) -> Matrix:
    """Return the QR code of a transfer. Raises ValueError for what no bank takes: no name, no amount."""
    from segno import helpers

    code = helpers.make_epc_qr(
        name=transfer.name[:_MOST_NAME],
        iban=transfer.iban,
        amount=Decimal(transfer.cents) / 100,
        reference=transfer.reference,
        bic=transfer.bic or None,
        encoding="utf-8",
    )
    return [list(row) for row in code.matrix]


def draw_matrix(canvas: Canvas, matrix: Matrix, x: float, y: float, side: float) -> None:
    """Draw a code with its white border in a square of `side` points, its lower left corner at x, y."""
    module = side / (len(matrix) + 2 * QUIET)
    canvas.setFillColor(styles.INK)
    for row, modules in enumerate(matrix):
        bottom = y + side - (QUIET + row + 1) * module
        for start, length in _runs(modules):
            canvas.rect(x + (QUIET + start) * module, bottom, length * module, module, stroke=0, fill=1)


def _runs(modules: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the place and length of each run of dark modules."""
    start = None
    for place, dark in enumerate([*modules, 0]):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            yield start, place - start
            start = None
