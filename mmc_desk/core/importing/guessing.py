"""What a column may be whose heading no list knows: by the words of that heading, and by what stands below it.

A guess is only made where one field stands out and the cells read as it; the report of the import names it.
"""

import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import fold
from mmc_desk.core.importing.cells import as_text, is_blank, read_date, read_text, read_time
from mmc_desk.core.importing.headings import Layout, fields_of, heading_key, tokens_of
from mmc_desk.core.importing.kinds import Field, ImportKind, Parse, Reading
from mmc_desk.core.tabular import Cell

_SAMPLE = 60
_SURE = 0.9
"""The share of the cells that must read as the field."""
_NEUTRAL = 3
"""A word that stands in the headings of so many fields of a kind says little against any of them."""
_AHEAD = 1.2
"""How much better the best field must fit a heading than the next."""
_GENERIC = frozenset({"naam", "nr", "code", "datum", "dag", "uur", "adres", "plaats"})
"""Words that say what is written down, and not of whom or what."""
_WEIGHTLESS = frozenset({"bij", "met", "voor", "kan", "en", "of", "is", "heeft", "wordt", "te"})
"""Small words that tell no field from another."""

Words = Mapping[str, frozenset[str]]
"""Each word of the known headings, and the fields whose headings hold it."""


def with_guesses(layout: Layout, rows: Sequence[Sequence[Cell]], reading: Reading, told: Mapping[str, str]) -> Layout:
    """Return the layout with the columns that can be guessed; what a mapping speaks of is left alone."""
    spoken_for = {heading_key(heading) for heading in told}
    header = rows[layout.header]
    columns = [place for place in layout.unused if heading_key(as_text(header[place])) not in spoken_for]
    guesses = dict(_guesses(layout, rows, columns, reading))
    wanted = Counter(guesses.values())
    sure = {name: place for place, name in guesses.items() if wanted[name] == 1}
    unused = tuple(place for place in layout.unused if place not in sure.values())
    return replace(layout, columns={**layout.columns, **sure}, unused=unused, guessed=tuple(sure))


def _guesses(
    layout: Layout, rows: Sequence[Sequence[Cell]], columns: Sequence[int], reading: Reading
) -> Iterator[tuple[int, str]]:
    """Yield a column and the field it seems to be."""
    header, body = rows[layout.header], rows[layout.header + 1 :]
    for place in columns:
        cells = _sample(body, place)
        if not cells:
            continue
        meant = _meant(layout, as_text(header[place])) or _told_by(cells, layout, reading)
        fitting = (field for field in meant if not _is_taken(field, layout) and _fits(cells, field.parse, reading))
        if field := next(fitting, None):
            yield place, field.name


def _sample(body: Sequence[Sequence[Cell]], column: int) -> Sequence[Cell]:
    """Return cells of a column from its top to its bottom, blank ones left out."""
    cells = [row[column] for row in body if column < len(row) and not is_blank(row[column])]
    return cells[:: max(1, len(cells) // _SAMPLE)]


def _is_taken(field: Field, layout: Layout) -> bool:
    return bool({field.name, field.instead_of} & layout.columns.keys())


# --- By the heading


@functools.lru_cache(maxsize=64)
def _words(kind: ImportKind) -> Words:
    words: dict[str, set[str]] = {}
    for field in kind.fields:
        for heading in (field.name, *field.synonyms):
            for token in tokens_of(heading):
                words.setdefault(token, set()).add(field.name)
    return {token: frozenset(names) for token, names in words.items()}


def _meant(layout: Layout, heading: str) -> tuple[Field, ...]:
    """Return the fields whose known headings share the words of this one, the likeliest first, when it stands out."""
    kind = layout.kind
    words = _words(kind)
    about = _WEIGHTLESS.union(*(tokens_of(word) for word in kind.about))
    told = [part for token in tokens_of(heading) for part in _parts(token, words)]
    tokens = [token for token in told if token not in about] or told
    if fields := fields_of(kind, " ".join(tokens)):
        return fields
    scores = sorted(((_score(tokens, field, layout, words), field) for field in kind.fields), key=lambda pair: -pair[0])
    (best, field), (second, _) = scores[0], scores[1]
    return (field,) if best > 0 and best >= second * _AHEAD else ()


def _parts(token: str, words: Words) -> tuple[str, ...]:
    """Return the two known words that a strange one is made of (vertrekadres), the one it is a form of, or itself."""
    if token in words:
        return (token,)
    for place in range(3, len(token) - 2):
        first, last = token[:place], token[place:]
        if last in words and (whole := next((word for word in (first, first.removesuffix("s")) if word in words), "")):
            return whole, last
    forms = (token.removesuffix(ending) for ending in ("en", "e", "s"))
    return (next((form for form in forms if form in words), token),)


def _score(tokens: Sequence[str], field: Field, layout: Layout, words: Words) -> float:
    """Return how well the words tell the field, 0 to 1; 0 when one of them speaks of something else.

    A word that no heading of the kind holds is forgiven where the cells prove the field, or no row can do without it.
    """
    needed = any(field.name in group for group in layout.missing)
    score = 0.0
    for token in tokens:
        fields, owner = words.get(token, frozenset()), fields_of(layout.kind, token)[:1]
        if owner == (field,) and token not in _GENERIC:
            score += 1
        elif field.name in fields:
            score += 1 / len(fields)
        elif token in _GENERIC or (len(fields) >= _NEUTRAL and not owner):
            continue
        elif fields or not (needed or field.parse is not read_text):
            return 0.0
    return score / max(1, len(tokens))


# --- By what stands below it


def _told_by(cells: Sequence[Cell], layout: Layout, reading: Reading) -> tuple[Field, ...]:
    """Return the field whose own words fill the column; the date that the kind can't do without is known by itself."""
    kind = layout.kind
    needed = {name for group in layout.missing for name in group}
    return tuple(
        field
        for field in kind.fields
        if (field.telling is not None and _fits(cells, field.telling, reading))
        or (field.name in needed and field.parse is read_date and _fits(cells, read_date, reading))
    )


def _fits(cells: Sequence[Cell], parse: Parse, reading: Reading) -> bool:
    """Tell whether nearly all cells read so; free text holds no dates or hours."""
    if parse is read_text:
        return not any(_fits(cells, other, reading) for other in (read_date, _read_clock))
    return sum(_reads(cell, parse, reading) for cell in cells) >= _SURE * len(cells)


def _read_clock(cell: Cell, reading: Reading) -> object:
    """Return a time of day written as one: a number alone is none here."""
    if isinstance(cell, str) and not re.search(r"\d[:.uh]\d", fold(cell)):
        raise RuleError("")
    return read_time(cell, reading)


def _reads(cell: Cell, parse: Parse, reading: Reading) -> bool:
    try:
        return parse(cell, reading) is not None
    except RuleError:
        return False
