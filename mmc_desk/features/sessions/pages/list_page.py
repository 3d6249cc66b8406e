"""What the lists of activities, partners and themes share with those of members: filter, chips, list, card."""

from typing import Any

from PySide6.QtCore import Qt

from mmc_desk.features.people.pages.list_page import PeoplePage
from mmc_desk.ui import icons, messages
from mmc_desk.ui.form import FormDialog


class WheelsList(PeoplePage):
    """A list whose empty page begins the first record: there is nothing to import."""

    def dress(self) -> None:
        """Give the buttons their own words and icons; called at the end of a subclass's __init__."""
        self.new_button.setIcon(icons.icon("plus", "on_accent"))
        self.empty.button.setText(self.new_button.text().strip().replace("&", ""))

    def _on_import(self) -> None:
        self.on_new()

    def say_done(self, label: str) -> None:
        """Say what was done, with the way back."""
        messages.toast(self, label, self.runner.undo)

    def ask(self, dialog: Any, label: str) -> None:  # noqa: ANN401 - a FormDialog with make_op
        """Open a dialog that writes."""

        def done(key: object) -> None:
            if isinstance(key, int):
                self.on_saved(key)
            self.say_done(label)

        dialog.save_with(self.runner, dialog.make_op, label, done)
        open_over(dialog)

    def ask_beside(self, dialog: Any, label: str) -> None:  # noqa: ANN401 - a FormDialog with make_op
        """Open a dialog that writes something of the record in front, which stays there."""
        dialog.save_with(self.runner, dialog.make_op, label, lambda _key: self.say_done(label))
        open_over(dialog)


def open_over(dialog: FormDialog) -> None:
    """Open a dialog that goes when it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
