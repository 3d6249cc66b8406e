"""The settings of this user on this machine (settings.toml), and the marks the database itself carries."""

import json
import os
import tempfile
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mmc_desk.core import paths, prepared
from mmc_desk.core.errors import FileError
from mmc_desk.core.i18n import translate
from mmc_desk.core.prepared import PreparedQuery, Rows

if TYPE_CHECKING:  # the window opens without sqlalchemy
    from sqlalchemy.orm import Session

LANGUAGES = ("nl", "en")
THEMES = ("system", "light", "dark")
SMALLEST_SCALE, LARGEST_SCALE = 80, 200
PRACTICE = "OEFENDATA"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person chose: language, theme, font scale in percent, the database ("" is the default one).

    `backup_folder` is where each backup is kept a second time, "" for nowhere; `backup_key` is the public half of the
    recovery key that backups are encrypted with, "" where they aren't; `encrypted` is the database that must be.
    """

    language: str = "nl"
    theme: str = "system"
    scale: int = 100
    database: str = ""
    backup_folder: str = ""
    backup_key: str = ""
    encrypted: str = ""


def load() -> Settings:
    """Return the settings of this user; what is missing or unreadable falls back on its default."""
    try:
        text = paths.settings_file().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return Settings()
    import tomllib

    try:
        stored = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return Settings()
    return _valid(stored)


def database(settings: Settings) -> str:
    """Return the database (path or URL) where nobody names one: MMC_DESK_DB, else the chosen one, else the default."""
    return os.environ.get("MMC_DESK_DB") or settings.database or str(paths.default_database())


def _valid(stored: dict[str, Any]) -> Settings:
    default = Settings()
    known = {field.name: stored.get(field.name, getattr(default, field.name)) for field in fields(Settings)}
    scale = known["scale"]
    return Settings(
        language=known["language"] if known["language"] in LANGUAGES else default.language,
        theme=known["theme"] if known["theme"] in THEMES else default.theme,
        scale=clamp_scale(scale) if isinstance(scale, int) else default.scale,
        database=_text(known["database"]),
        backup_folder=_text(known["backup_folder"]),
        backup_key=_text(known["backup_key"]),
        encrypted=_text(known["encrypted"]),
    )


def _text(stored: object) -> str:
    return stored if isinstance(stored, str) and "\0" not in stored else ""


def clamp_scale(percent: int) -> int:
    """Return a font scale within what the window supports."""
    return max(SMALLEST_SCALE, min(LARGEST_SCALE, percent))


def save(settings: Settings) -> None:
    """Write the settings whole or not at all. Raises FileError when the folder refuses."""
    target = paths.settings_file()
    # A JSON string or number is a TOML one too.
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in asdict(settings).items()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, "".join(lines))
    except OSError as error:
        raise FileError(
            translate("settings", "De instellingen kunnen niet bewaard worden in {path} ({reason}).").format(
                path=target, reason=error.strerror
            )
        ) from error


def _replace(target: Path, content: str) -> None:
    handle, draft = tempfile.mkstemp(prefix=".settings.", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
        Path(draft).replace(target)
    finally:
        Path(draft).unlink(missing_ok=True)


def changed(settings: Settings, **values: Any) -> Settings:  # noqa: ANN401 - the fields' own types
    """Save and return `settings` with some values replaced. Raises FileError."""
    wanted = replace(settings, **values)
    save(wanted)
    return wanted


def _found_mark(rows: Rows) -> bool:
    return bool(rows("practice"))


PRACTICE_MARK = PreparedQuery("mmc_desk.core.practice_statements", _found_mark)
"""Whether this database holds practice data, which every page and paper must say."""


def is_practice(session: "Session") -> bool:
    """Tell whether this database holds practice data."""
    return prepared.run_within(PRACTICE_MARK, session)


DESK_NAME = "LDC De Wijzer · Bilzen"
"""What paper bears until the desk sets its own `desk_name`."""


def desk_name(session: "Session") -> str:
    """Return the name of the desk and its town, as the head of every paper shows it."""
    found = prepared.run_within(PreparedQuery(PRACTICE_MARK.module, lambda rows: rows("desk_name")), session)
    return next((name for (name,) in found if name), DESK_NAME)
