"""Texts for people: Dutch in the source, any other language from resources/i18n/<language>.ts.

The .ts files are Qt Linguist's own, made by `pyside6-lupdate`. They are read here directly, so that paper and the
command line speak the same language as the screen without importing Qt.
"""

import functools

from mmc_desk.core import paths

SOURCE_LANGUAGE = "nl"

_language = SOURCE_LANGUAGE


def set_language(language: str) -> None:
    """Choose the language of every text from now on; one without a .ts file shows the Dutch source."""
    global _language  # noqa: PLW0603 - the language is the process's, as the locale is
    _language = language


def language() -> str:
    """Return the code of the language in use, such as `nl`."""
    return _language


@functools.cache
def _catalogue(language: str) -> dict[tuple[str, str], str]:
    source = paths.resource("i18n", f"{language}.ts")
    if language == SOURCE_LANGUAGE or not source.is_file():
        return {}
    import xml.etree.ElementTree as ET

    return {
        (context.findtext("name", ""), message.findtext("source", "")): message.findtext("translation", "")
        for context in ET.parse(source).getroot().iter("context")  # noqa: S314 - our own shipped file
        for message in context.iter("message")
    }


def translate(context: str, text: str) -> str:
    """Return the Dutch `text` in the language in use. `context` is the page or module it stands in."""
    if _language == SOURCE_LANGUAGE:
        return text
    return _catalogue(_language).get((context, text)) or text


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark a Dutch text that is translated later, where it is shown; lupdate finds it by this name."""
    return text
