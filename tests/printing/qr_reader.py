"""Reads a QR code from its modules (ISO/IEC 18004: byte mode, level M, versions 1–10), to prove what paper says.

No error correction: a module drawn wrong makes another text, and the test fails.
"""

from collections.abc import Iterator, Sequence

Matrix = Sequence[Sequence[int]]

_ALIGNMENT = {
    1: (),
    2: (6, 18),
    3: (6, 22),
    4: (6, 26),
    5: (6, 30),
    6: (6, 34),
    7: (6, 22, 38),
    8: (6, 24, 42),
    9: (6, 26, 46),
    10: (6, 28, 50),
}
_BLOCKS_M = {
    1: [16],
    2: [28],
    3: [44],
    4: [32] * 2,
    5: [43] * 2,
    6: [27] * 4,
    7: [31] * 4,
    8: [38] * 2 + [39] * 2,
    9: [36] * 3 + [37] * 2,
    10: [43] * 4 + [44],
}
_MASKS = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, _column: row % 2 == 0,
    lambda _row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)


def read(matrix: Matrix) -> str:
    """Return the text of a code."""
    version = (len(matrix) - 17) // 4
    level, mask = _format(matrix)
    assert level == 0b00, "level M"
    bits = [matrix[row][column] ^ _MASKS[mask](row, column) for row, column in _path(len(matrix), version)]
    return _text(_joined(bits, _BLOCKS_M[version]), version)


def _format(matrix: Matrix) -> tuple[int, int]:
    places = [(8, column) for column in (0, 1, 2, 3, 4)]
    value = int("".join(str(matrix[row][column]) for row, column in places), 2) ^ 0b10101
    return value >> 3, value & 0b111


def _is_function(row: int, column: int, size: int, version: int) -> bool:
    if (row < 9 and (column < 9 or column >= size - 8)) or (row >= size - 8 and column < 9):
        return True
    if 6 in {row, column}:
        return True
    if version >= 7 and ((row < 6 and column >= size - 11) or (column < 6 and row >= size - 11)):
        return True
    centres = _ALIGNMENT[version]
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    return any(
        abs(row - one) <= 2 and abs(column - other) <= 2
        for one in centres
        for other in centres
        if (one, other) not in corners
    )


def _path(size: int, version: int) -> Iterator[tuple[int, int]]:
    upward, right = True, size - 1
    while right > 0:
        if right == 6:
            right -= 1
        for row in range(size - 1, -1, -1) if upward else range(size):
            for column in (right, right - 1):
                if not _is_function(row, column, size, version):
                    yield row, column
        upward, right = not upward, right - 2


def _joined(bits: Sequence[int], blocks: Sequence[int]) -> list[int]:
    words = iter(int("".join(map(str, bits[place : place + 8])), 2) for place in range(0, len(bits) - 7, 8))
    data: list[list[int]] = [[] for _ in blocks]
    for place in range(max(blocks)):
        for block, length in zip(data, blocks, strict=True):
            if place < length:
                block.append(next(words))
    return [word for block in data for word in block]


def _text(words: Sequence[int], version: int) -> str:
    stream = "".join(f"{word:08b}" for word in words)
    place = 0

    def take(count: int) -> int:
        nonlocal place
        place += count
        return int(stream[place - count : place], 2)

    mode = take(4)
    if mode == 0b0111:  # which character set: UTF-8 is 26
        assert take(8) == 26
        mode = take(4)
    assert mode == 0b0100, "byte mode"
    return bytes(take(8) for _ in range(take(8 if version < 10 else 16))).decode()
