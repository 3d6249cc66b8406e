"""A row of a form: a label, a field of one of the kinds in ui.fields, and the sentence under it."""

from typing import Protocol

from PySide6.QtCore import QObject, Qt, SignalInstance
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from mmc_desk.ui.held import Held


class Field(Protocol):
    """What a form asks of a field; every class of ui.fields is one."""

    edited: SignalInstance
    judged: SignalInstance

    @property
    def problem(self) -> str:
        """A sentence when what was typed can't be read."""

    @property
    def hint(self) -> str:
        """How the value was understood."""

    @property
    def held(self) -> Held:
        """What it holds now, typed or not."""

    def hold(self, held: Held) -> None:
        """Hold what `held` returned, of this field or of one of its kind, without telling anybody."""


class Caution(Protocol):
    """A warning that a rule gives, and the row it stands beside."""

    @property
    def field(self) -> str:
        """The name of the row."""

    @property
    def text(self) -> str:
        """What to say."""


class FormRow(QObject):
    """A label, a field and the sentence under it. A page may set its own warning or error."""

    def __init__(self, label: QLabel, field: QWidget, help_text: str, name: str) -> None:
        super().__init__(field)
        self.label = label
        self.field = field
        self.name = name
        self._help = help_text
        self._own = ("", "")
        self._news = ""
        self._news_stays = False
        self.sentence = QLabel(wordWrap=True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        field.judged.connect(self.refresh)  # type: ignore[attr-defined] # every field has it, see Field
        field.edited.connect(self._on_edited)  # type: ignore[attr-defined] # every field has it, see Field

    @property
    def problem(self) -> str:
        """What keeps this row from being saved: what can't be read, or the error a rule gave."""
        own = self._own[1] if self._own[0] == "error" else ""
        return str(getattr(self.field, "problem", "")) or own

    def set_warning(self, text: str) -> None:
        """Say something that doesn't keep anybody from saving."""
        self._own = ("warning", text)
        self.refresh()

    def set_error(self, text: str) -> None:
        """Say what a rule refuses; it goes when the field is edited."""
        self._own = ("error", text)
        self.refresh()

    def clear(self) -> None:
        """Take back the page's own warning or error."""
        self._own = ("", "")
        self.refresh()

    @property
    def held(self) -> Held:
        """What the field holds."""
        return self.field.held  # type: ignore[attr-defined, no-any-return] # every field has it, see Field

    def hold(self, held: Held, news: str = "") -> None:
        """Hold something else in silence; `news` says under the field why, until it is edited."""
        self.field.hold(held)  # type: ignore[attr-defined] # every field has it, see Field
        self.set_news(news)

    def set_news(self, text: str, *, stays: bool = False) -> None:
        """Say what another desk did to this field, until it is edited or, where it `stays`, something else is said."""
        self._news, self._news_stays = text, stays
        self.refresh()

    @property
    def plain_label(self) -> str:
        """What the field is called: its label, or the words beside a tick."""
        own = self.field.text() if isinstance(self.field, QCheckBox) else ""
        return plain(self.label.text() or own) or self.field.accessibleName()

    def set_visible(self, visible: bool) -> None:  # noqa: FBT001 - as QWidget.setVisible
        """Show or hide the whole row."""
        self.label.setVisible(visible)
        self.field.setVisible(visible)
        self.sentence.setVisible(visible and bool(self.sentence.text()))

    def _on_edited(self) -> None:
        if self._own[0] == "error":
            self.clear()
        if self._news and not self._news_stays:
            self.set_news("")

    def refresh(self) -> None:
        """Show the sentence that fits the field now."""
        kind, text = self._spoken()
        self.sentence.setText(text)
        self.sentence.setVisible(bool(text) and not self.field.isHidden())
        set_property(self.sentence, "role", kind)
        set_property(self.field, "problem", kind if kind in {"warning", "error"} else "")
        self.field.setAccessibleDescription(text)

    def _spoken(self) -> tuple[str, str]:
        unread = str(getattr(self.field, "problem", ""))
        if unread:
            return "error", unread
        if self._own[0] == "error":
            return self._own
        if self._news:
            return "news", self._news
        if self._own[1]:
            return self._own
        return "help", str(getattr(self.field, "hint", "")) or self._help


def set_property(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet looks at, and dress the widget anew."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def plain(label: str) -> str:
    """Return a label without its access key."""
    return label.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip(":")
