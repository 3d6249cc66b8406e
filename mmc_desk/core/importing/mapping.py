"""What a person tells an import in a TOML file: columns, words, kinds, order of dates (docs/importeren.md).

The same form serves `--map MAP.toml` for one import and `import-kolommen.toml` in the data folder for all.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from mmc_desk.core import paths
from mmc_desk.core.errors import FileError
from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import translate

USER_FILE = "import-kolommen.toml"
"""The table of headings and words of the desk's own, in its data folder."""

_KEYS = {
    "naam": "name",
    "bestand": "name",
    "file": "name",
    "blad": "sheet",
    "soort": "kind",
    "kolommen": "columns",
    "waarden": "values",
    "datumvolgorde": "date_order",
    "codering": "encoding",
    "scheidingsteken": "separator",
    "kopregel": "header_row",
    "jaar": "year",
}
_DATE_ORDERS = {"dmj": "dmj", "dmy": "dmj", "mdj": "mdj", "mdy": "mdj", "jmd": "jmd", "ymd": "jmd"}


@dataclass(frozen=True, slots=True)
class Section:
    """What was told about the files and sheets whose names fit, or about the sheets of one kind.

    `columns` maps headings to fields, `values` maps words of a field's cells to words the import knows.
    """

    name: str = "*"
    sheet: str = "*"
    only_kind: str = ""
    kind: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    date_order: str = ""
    encoding: str = ""
    separator: str = ""
    header_row: int = 0
    year: int = 0

    def holds_for(self, file: str, sheet: str | None, kind: str | None) -> bool:
        """Tell whether this was said of a file, a sheet of it (None: the file as a whole), taken as a kind."""
        return (
            fnmatchcase(fold(file), fold(self.name))
            and (self.sheet == "*" or (sheet is not None and fnmatchcase(fold(sheet), fold(self.sheet))))
            and (not self.only_kind or self.only_kind == kind)
        )


def combined(sections: Sequence[Section], file: str, sheet: str | None = None, kind: str | None = None) -> Section:
    """Return everything that holds for a sheet as one section, the later word over the earlier."""
    columns: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    single: dict[str, Any] = {}
    for section in (section for section in sections if section.holds_for(file, sheet, kind)):
        columns.update(section.columns)
        for name, table in section.values.items():
            values[name] = {**values.get(name, {}), **table}
        for name in ("kind", "date_order", "encoding", "separator", "header_row", "year"):
            single[name] = getattr(section, name) or single.get(name, getattr(section, name))
    return Section(columns=columns, values=values, **single)


def user_sections() -> tuple[Section, ...]:
    """Return what the desk's own table says; nothing when there is none. Raises FileError."""
    path = paths.data_folder() / USER_FILE
    return load(path) if path.is_file() else ()


def load(path: Path) -> tuple[Section, ...]:
    """Return the sections of a mapping file. Raises FileError naming what is wrong in it."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise FileError(
            translate("importing", "{path} kan niet gelezen worden ({reason}). Kijk de naam na.").format(
                path=path, reason=error.strerror
            )
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileError(
            translate("importing", "{path} is geen geldig TOML-bestand: {reason}. Verbeter die regel.").format(
                path=path, reason=error
            )
        ) from error
    return tuple(_sections(path, content))


def _sections(path: Path, content: dict[str, Any]) -> Iterator[Section]:
    about_kinds = {}
    for word in ("soort", "kind"):
        if isinstance(content.get(word), dict):
            about_kinds = content.pop(word)
    about_files = content.pop("bestand", None) or content.pop("file", None) or []
    yield _section(path, content)
    for kind, table in about_kinds.items():
        yield _section(path, table, only_kind=kind)
    if isinstance(about_files, dict):
        about_files = [{"naam": name, **_expect(path, table)} for name, table in about_files.items()]
    for table in _listed(path, about_files):
        yield _section(path, table)


def _listed(path: Path, value: object) -> list[Any]:
    if isinstance(value, list):
        return value
    raise _wrong(path, "bestand")


def _expect(path: Path, table: object) -> dict[str, Any]:
    if isinstance(table, dict):
        return table
    raise _wrong(path, str(table))


def _wrong(path: Path, key: str) -> FileError:
    return FileError(
        translate("importing", "{path}: “{key}” wordt hier niet begrepen. Zie docs/importeren.md.").format(
            path=path, key=key
        )
    )


def _section(path: Path, table: object, only_kind: str = "") -> Section:
    known = {item.name: item.default for item in fields(Section)}
    given: dict[str, Any] = {}
    for key, value in _expect(path, table).items():
        name = _KEYS.get(key, key)
        if name not in known or name == "only_kind":
            raise _wrong(path, key)
        given[name] = _checked(path, key, name, value)
    return Section(only_kind=only_kind, **given)


def _checked(path: Path, key: str, name: str, value: object) -> object:
    if name in {"header_row", "year"}:
        good = isinstance(value, int)
    elif name == "columns":
        good = isinstance(value, dict) and all(isinstance(word, str) for word in value.values())
    elif name == "values":
        good = isinstance(value, dict) and all(isinstance(words, dict) for words in value.values())
    else:
        good = isinstance(value, str)
    if name == "separator" and good:
        value = "\t" if value == "tab" else value
        good = value in {";", ",", "|", "\t", ":", "/", "#", "~"}
    if name == "date_order" and good:
        value = _DATE_ORDERS.get(str(value).lower())
        good = value is not None
    if not good:
        raise _wrong(path, key)
    if name == "values" and isinstance(value, dict):
        return {field: {str(word): str(meant) for word, meant in words.items()} for field, words in value.items()}
    return value
