"""Signing in, and the lock: after ten minutes without a key or the mouse the window is covered until a password comes.

Nothing is closed by it: what was being typed is still there.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from mmc_desk.core.errors import DeskError
from mmc_desk.core.i18n import translate
from mmc_desk.ui import icons, theme

Enter = Callable[[str, str], object]
"""Lets somebody in by name and password. Raises DeskError with the reason."""

LOCK_AFTER_MS = 10 * 60 * 1000
LOCK_KEYS = "Ctrl+Alt+L"
_SIGNS_OF_CHANGE = {QEvent.Type.Show, QEvent.Type.Resize, QEvent.Type.ZOrderChange}
_COVERED = {Qt.WindowType.Window, Qt.WindowType.Dialog}
_SIGNS_OF_LIFE = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel}


class SignInDialog(QDialog):
    """Name and password. With `name` it is that person's lock: nobody else's password opens it."""

    def __init__(self, enter: Enter, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self)
        self._enter = enter
        self._is_lock = bool(name)
        self.setWindowTitle("MMC Desk")
        self.setModal(True)
        title = translate("sign_in", "Vergrendeld") if name else translate("sign_in", "Aanmelden")
        self.heading = QLabel(title)
        self.heading.setProperty("role", "title")
        self.name = QLineEdit(name)
        self.name.setEnabled(not name)
        self.password = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.refusal = QLabel(wordWrap=True)
        self.refusal.setTextFormat(Qt.TextFormat.PlainText)
        self.refusal.setProperty("role", "error")
        self.refusal.hide()
        self.button = QPushButton(icons.icon("lock", "on_accent"), "\u2002" + translate("sign_in", "&Aanmelden"))
        self.button.setProperty("role", "primary")
        self.button.setDefault(True)
        self.button.clicked.connect(lambda _checked=False: self.try_password())
        self._lay_out(is_lock=bool(name))
        (self.password if name else self.name).setFocus()

    def _lay_out(self, *, is_lock: bool) -> None:
        said = (
            translate("sign_in", "Geef uw wachtwoord om verder te werken. Wat u typte, staat er nog.")
            if is_lock
            else translate("sign_in", "Met uw eigen naam: het spoor zegt wie wat deed.")
        )
        explanation = QLabel(said, wordWrap=True)
        explanation.setProperty("role", "muted")
        form = QFormLayout()
        form.setSpacing(theme.px(8))
        form.addRow(translate("sign_in", "&Naam"), self.name)
        form.addRow(translate("sign_in", "&Wachtwoord"), self.password)
        layout = QVBoxLayout(self)
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.px(12))
        layout.addWidget(self.heading)
        layout.addWidget(explanation)
        layout.addLayout(form)
        layout.addWidget(self.refusal)
        layout.addWidget(self.button)
        self.setMinimumWidth(theme.px(420))

    def try_password(self) -> None:
        """Enter: let in, or say why not."""
        self.button.setEnabled(False)  # a server may take a while: once is enough
        try:
            self._enter(self.name.text(), self.password.text())
        except DeskError as error:
            self.refusal.setText(str(error))
            self.refusal.show()
            self.button.setEnabled(True)
            self.password.selectAll()
            self.password.setFocus()
            return
        self.accept()

    def reject(self) -> None:
        """Close; a lock stays, not even for a moment is there nothing before the window."""
        if not self._is_lock:
            super().reject()


class Lock(QObject):
    """Covers every window of the program after a while, and on Ctrl+Alt+L."""

    def __init__(self, window: QWidget, name: str, enter: Enter, after_ms: int = LOCK_AFTER_MS) -> None:
        super().__init__(window)
        self._window = window
        self._name = name
        self._enter = enter
        self._covers: list[QFrame] = []
        self._opened: list[QWidget] = []
        self.dialog: SignInDialog | None = None
        self._timer = QTimer(self, singleShot=True, interval=after_ms)
        self._timer.timeout.connect(self.lock)
        shortcut = QShortcut(QKeySequence(LOCK_KEYS), window, self.lock)
        shortcut.setContext(Qt.ShortcutContext.ApplicationShortcut)
        app = QApplication.instance()
        assert app is not None  # noqa: S101 - narrows the type: a window has one
        app.installEventFilter(self)
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin to wait anew at every sign of life; while it is locked, cover what opens, grows or comes on top."""
        if self.dialog is None:
            if event.type() in _SIGNS_OF_LIFE:
                self._timer.start()
        elif event.type() in _SIGNS_OF_CHANGE and isinstance(watched, QWidget) and not self._is_own(watched):
            self._keep_covered(watched)
        return False

    def _is_own(self, widget: QWidget) -> bool:
        own = self.dialog is None or widget is self.dialog or self.dialog.isAncestorOf(widget)
        return own or any(widget is cover for cover in self._covers)

    def _keep_covered(self, widget: QWidget) -> None:
        window = widget.window()
        cover = next((one for one in self._covers if isValid(one) and one.parent() is window), None)
        if cover is not None:
            cover.setGeometry(window.rect())
            cover.raise_()
        elif window is widget and window.windowType() in _COVERED and self.dialog is not None:
            self._covers.append(_cover(window))
            self._opened.append(window)
            window.setEnabled(False)  # a dialog that opens later isn't kept from its keys by an earlier one
            self.dialog.raise_()
            self.dialog.activateWindow()

    def lock(self) -> None:
        """Cover everything and ask for the password; Esc changes nothing.

        It belongs to the main window: a dialog that saves closes meanwhile, and may not take the lock along.
        """
        if self.dialog is not None:
            return
        self._timer.stop()
        self._covers = [_cover(shown) for shown in QApplication.topLevelWidgets() if shown.isVisible()]
        self.dialog = SignInDialog(self._enter, self._name, self._window)
        self.dialog.accepted.connect(self._unlock)
        self.dialog.setWindowModality(Qt.WindowModality.ApplicationModal)  # `open` leaves other windows their keys
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _unlock(self) -> None:
        assert self.dialog is not None  # noqa: S101 - narrows the type: it was accepted
        self.dialog.deleteLater()
        self.dialog = None
        for cover in filter(isValid, self._covers):
            cover.hide()
            cover.deleteLater()
        for window in filter(isValid, self._opened):
            window.setEnabled(True)
        self._covers.clear()
        self._opened.clear()
        self._timer.start()


def _cover(widget: QWidget) -> QFrame:
    cover = QFrame(widget)
    cover.setAutoFillBackground(True)
    cover.setGeometry(widget.rect())
    cover.show()
    cover.raise_()
    return cover
