"""Asks for the recovery key that a person has on paper."""

from PySide6.QtWidgets import QWidget

from mmc_desk.core import keys
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.ui.fields import TextField
from mmc_desk.ui.form import Form, FormDialog


class KeyDialog(FormDialog):
    """Accepted once a key was typed whose check digits are right: it is in the keyring then."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self.key = TextField("")
        form = Form()
        form.add(
            translate("keys", "&Herstelsleutel"),
            self.key,
            translate("keys", "Opent {name}. Spaties en kleine letters mogen.").format(name=name),
            name="key",
        )
        super().__init__(translate("keys", "Herstelsleutel"), form, translate("keys", "&Openen"), parent)
        self.submitted.connect(self._on_typed)

    def _on_typed(self) -> None:
        try:
            keys.keep(keys.parse(self.key.value))
        except RuleError as error:
            self.form.refuse(error)
            return
        self.accept()
