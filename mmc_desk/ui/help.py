"""F1: the manual's page about what is on screen, beside the window."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from mmc_desk.core import paths
from mmc_desk.core.i18n import translate
from mmc_desk.ui import theme

START = "index"


class HelpDialog(QDialog):
    """Shows pages of docs/handleiding; links between them work."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("help", "Handleiding"))
        self.page = ""
        self.text = QTextBrowser()
        self.text.setAccessibleName(translate("help", "Handleiding"))
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._on_link)
        self.text.document().setDocumentMargin(theme.px(16))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text)
        self.resize(theme.px(480), theme.px(640))

    def open_page(self, page: str) -> None:
        """Show a page of the manual; the first page where there is none of that name."""
        found = next((name for name in (page, START) if name and paths.manual(name).is_file()), "")
        self.page = found
        missing = translate("help", "De handleiding werd niet gevonden. Installeer MMC Desk opnieuw.")
        self.text.setSearchPaths([str(paths.manual(START).parent)])
        self.text.setMarkdown(paths.manual(found).read_text(encoding="utf-8") if found else missing)

    def _on_link(self, link: QUrl) -> None:
        name = link.path()
        if link.isRelative() and name.endswith(".md"):
            self.open_page(name.removesuffix(".md"))
        elif link.isRelative():
            self.text.scrollToAnchor(link.fragment())
        else:
            QDesktopServices.openUrl(link)
