"""Qt's own texts in the language of the desk, and its dates and numbers as Flanders writes them."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from mmc_desk.core import i18n

_CORRECTIONS = {
    "nl": {
        "Landscape": "Liggend",
        "Portrait": "Staand",
        "Discard": "Niet opslaan",
        "Don't Save": "Niet opslaan",
    }
}
"""What Qt's translation gets wrong for an office ("Landschap", "Verwerpen")."""


class _Corrections(QTranslator):
    def __init__(self, texts: dict[str, str], parent: QObject) -> None:
        super().__init__(parent)
        self._texts = texts

    def translate(self, _context: str, source: str, _disambiguation: str | None = None, _n: int = -1) -> str | None:
        return self._texts.get(source)

    def isEmpty(self) -> bool:
        return not self._texts


def install(app: QCoreApplication) -> None:
    """Set the locale and Qt's translation. Call before any widget is made."""
    language = i18n.language()
    QLocale.setDefault(QLocale(QLocale.Language.Dutch, QLocale.Country.Belgium))
    own = QTranslator(app)
    if own.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(own)
    app.installTranslator(_Corrections(_CORRECTIONS.get(language, {}), app))
