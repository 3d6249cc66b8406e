"""Which kind a sheet is, and which column is which: by its headings, however a desk words them."""

import difflib
import functools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mmc_desk.core.errors import FileError, RuleError
from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import translate
from mmc_desk.core.importing.cells import as_text, is_blank
from mmc_desk.core.importing.kinds import Field, ImportKind, Reading
from mmc_desk.core.importing.mapping import Section
from mmc_desk.core.tabular import Cell

_HEADER_DEPTH = 30
_SAMPLE = 25
_CANONICAL = {
    **dict.fromkeys(("nummer", "no", "num", "nro", "n", "nrs", "number", "numero"), "nr"),
    **dict.fromkeys(("kilometer", "kilometers", "kms", "kilometre", "kilometres", "afgelegde"), "km"),
    **dict.fromkeys(("tijdstip", "tijd", "uren", "time", "moment"), "uur"),
    **dict.fromkeys(("telefoonnummer", "telefoon", "telnr", "telefoonnr", "phone"), "tel"),
    "achternaam": "familienaam",
}
_FILLERS = frozenset(
    {
        "van",
        "de",
        "het",
        "den",
        "der",
        "des",
        "een",
        "aantal",
        "in",
        "per",
        "op",
        "a",
        "u",
        "s",
        "t",
        "eur",
        "euro",
    }
)


def tokens_of(heading: str) -> list[str]:
    """Return the words of a heading that tell something, each in its shortest form."""
    tokens = re.findall(r"[a-z0-9]+", fold(heading.replace("°", " ").replace("№", "nr")))
    tokens = [_CANONICAL.get(token, re.sub(r"(?<=[a-z]{3})(?:nummer|numer)$", "nr", token)) for token in tokens]
    return [token for token in tokens if token not in _FILLERS] or tokens


@functools.lru_cache(maxsize=20_000)
def heading_key(heading: str) -> str:
    """Return a heading stripped to what tells it from others: `Lid nr.`, `lidnummer` and `LID-NR` are one."""
    return "".join(tokens_of(heading))


def _keys(heading: str) -> tuple[str, ...]:
    """Return a heading as it is, without fillers, without what brackets hold, and with its words in any order."""
    bare = re.sub(r"[\[(].*?[\])]", " ", heading)
    words = "".join(sorted(re.findall(r"[a-z0-9]+", fold(bare))))
    return "".join(re.findall(r"[a-z0-9]+", fold(heading))), heading_key(heading), heading_key(bare), words


@functools.lru_cache(maxsize=64)
def _known(kind: ImportKind) -> Mapping[str, tuple[Field, ...]]:
    known: dict[str, tuple[Field, ...]] = {}
    named = [(field, _keys(synonym)) for field in kind.fields for synonym in (field.name, *field.synonyms)]
    for form in range(4):
        # A heading as it is belongs to the field that lists it, whatever others come to without their fillers.
        claimed: dict[str, dict[Field, None]] = {}
        for field, keys in named:
            claimed.setdefault(keys[form], {})[field] = None
        known = {key: tuple(fields) for key, fields in claimed.items()} | known
    return known


@functools.lru_cache(maxsize=4096)  # the sheets of a desk bear the same headings, and each is asked of every kind
def fields_of(kind: ImportKind, heading: str) -> tuple[Field, ...]:
    """Return the fields a heading may stand for, the likeliest first."""
    known = _known(kind)
    for key in _keys(heading):
        if key and key in known:
            return known[key]
    key = heading_key(heading)
    if len(key) < 6:
        return ()
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.9)
    return known[near[0]] if near else ()


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet understood: its kind, the header's place among its rows, and the column of each field.

    `guessed` names the fields whose heading nobody knew.
    """

    kind: ImportKind
    header: int
    columns: Mapping[str, int]
    unused: tuple[int, ...]
    hinted: bool
    guessed: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[tuple[str, ...], ...]:
        """The groups of fields the kind needs and the sheet lacks; a telling name stands in for telling ones."""
        groups = self.kind.required + (() if self.hinted else self.kind.telling)
        return tuple(group for group in groups if not any(name in self.columns for name in group))

    @property
    def certain(self) -> bool:
        """Whether the known headings alone tell the kind."""
        known = self.columns.keys() - set(self.guessed)
        groups = self.kind.required + (() if self.hinted else self.kind.telling)
        return all(known.intersection(group) for group in groups)

    def understands(self, share: float) -> bool:
        """Tell whether that share of the columns is understood."""
        return len(self.columns) >= share * (len(self.columns) + len(self.unused))

    @property
    def fit(self) -> tuple[int, int]:
        """How well it fits: groups that lack (negative), columns understood; a name weighs as two columns."""
        return (-len(self.missing), len(self.columns) + 2 * self.hinted)


def lay_out(
    kind: ImportKind,
    rows: Sequence[Sequence[Cell]],
    reading: Reading,
    told: Mapping[str, str],
    header: int | None,
    *,
    hinted: bool,
) -> Layout:
    """Return the best layout of `rows` as a sheet of `kind`; `told` maps headings to fields, by any name."""
    named = {heading_key(heading): _field_name(kind, word) for heading, word in told.items()}
    chosen = {key: name for key, name in named.items() if name is not None}
    place = _header_place(kind, rows, chosen) if header is None else header
    return Layout(kind, place, *_bind(kind, rows, place, reading, chosen), hinted)


def _field_name(kind: ImportKind, word: str) -> str | None:
    """Return the field a mapping means: its name or a heading of it, nothing for a column to leave out."""
    if word.strip() in {"", "-"}:
        return ""
    fields = [field for field in kind.fields if field.name == word] or fields_of(kind, word)
    return fields[0].name if fields else None


def check_words(sections: Sequence[Section], kinds: Sequence[ImportKind]) -> None:
    """Raise FileError for a kind or a field that a mapping names and no import knows: a slip must not pass unseen."""
    for section in sections:
        for name in filter(None, (section.kind, section.only_kind)):
            if name not in {kind.name for kind in kinds}:
                raise FileError(
                    translate("importing", "De soort “{word}” bestaat niet. Kies uit: {known}.").format(
                        word=name, known=", ".join(kind.name for kind in kinds)
                    )
                )
        meant = [kind for kind in kinds if kind.name in {section.kind, section.only_kind}] or kinds
        for word in (*section.columns.values(), *section.values):
            if all(_field_name(kind, word) is None for kind in meant):
                known = dict.fromkeys(field.synonyms[0] for kind in meant for field in kind.fields)
                raise FileError(
                    translate("importing", "“{word}” is geen veld. Kies uit: {known}.").format(
                        word=word, known=", ".join(known)
                    )
                )


def _header_place(kind: ImportKind, rows: Sequence[Sequence[Cell]], chosen: Mapping[str, str]) -> int:
    """Return the row that holds the most known headings, titles above it and data below it left alone."""
    known = _known(kind)
    best, most = 0, 0
    for place, row in enumerate(rows[:_HEADER_DEPTH]):
        keys = [heading_key(as_text(cell)) for cell in row if cell != ""]
        found = sum(key in known or key in chosen for key in keys)
        if found > most:
            best, most = place, found
        if found >= 2 and found * 2 >= len(keys):
            break
    return best


def _bind(
    kind: ImportKind,
    rows: Sequence[Sequence[Cell]],
    header: int,
    reading: Reading,
    chosen: Mapping[str, str],
) -> tuple[dict[str, int], tuple[int, ...]]:
    headings = {column: as_text(cell) for column, cell in enumerate(rows[header]) if cell != ""}
    candidates = {column: _candidates(kind, heading, chosen) for column, heading in headings.items()}
    wanted = Counter(field.name for fields in candidates.values() for field in fields)
    columns: dict[str, int] = {}
    # What the desk chose goes first, then the headings that can mean one thing only.
    for column in sorted(
        headings, key=lambda column: (heading_key(headings[column]) not in chosen, len(candidates[column]))
    ):
        free = [field for field in candidates[column] if not {field.name, field.instead_of} & columns.keys()]
        if len(candidates[column]) > 1 or any(wanted[field.name] > 1 for field in free):
            free = [field for field in free if _holds(rows[header + 1 :], column, field, reading)]
        if free:
            columns[free[0].name] = column
    used = set(columns.values())
    ignored = {heading_key(word) for word in kind.ignored}
    unused = [column for column in headings if column not in used and heading_key(headings[column]) not in ignored]
    return columns, tuple(unused)


def _candidates(kind: ImportKind, heading: str, chosen: Mapping[str, str]) -> tuple[Field, ...]:
    name = chosen.get(heading_key(heading))
    if name is None:
        return fields_of(kind, heading)
    return tuple(field for field in kind.fields if field.name == name)


def _holds(rows: Sequence[Sequence[Cell]], column: int, field: Field, reading: Reading) -> bool:
    """Tell whether the first cells of a column read as `field`: Vertrek may be an hour or a place."""
    cells = [row[column] for row in rows if column < len(row) and not is_blank(row[column])][:_SAMPLE]
    return sum(_reads(cell, field, reading) for cell in cells) * 2 >= len(cells)


def _reads(cell: Cell, field: Field, reading: Reading) -> bool:
    try:
        return field.parse(cell, reading) is not None
    except RuleError:
        return False
