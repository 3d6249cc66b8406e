"""What people call the tables with rows of persons."""

from collections.abc import Mapping, Sequence

from mmc_desk.core.formats import show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features import load_personal


def titles() -> Mapping[str, str]:
    """Return the title of every table, and of the rows that only mention somebody, as `table.column`."""
    own = {personal.table: translate(feature, personal.title) for feature, personal in load_personal()}
    return own | {
        f"{personal.table}.{mention.column}": translate(feature, mention.title)
        for feature, personal in load_personal()
        for mention in personal.mentions
        if mention.title
    }


def destroyed(counts: Sequence[tuple[str, int]]) -> list[tuple[str, str]]:
    """Return a destruction list in words: what, and how many rows of it."""
    known = titles()
    return sorted((known.get(name) or _other(name), show_number(count)) for name, count in counts)


def destroyed_lines(counts: Sequence[tuple[str, int]]) -> list[str]:
    """Return a destruction list as lines of text."""
    return [f"{what}: {count}" for what, count in destroyed(counts)]


def _other(name: str) -> str:
    if name == "audit_entry":
        return translate("trust", "Regels van het spoor")
    return translate("trust", "Andere teksten met de naam erin ({name})").format(name=name)
