"""The dialog with a person's own choices: theme, size of the text, language."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from mmc_desk.core.i18n import translate
from mmc_desk.core.settings import LARGEST_SCALE, SMALLEST_SCALE, Settings
from mmc_desk.ui.fields import ChoiceField, Form, FormDialog

_SCALES = (80, 90, 100, 110, 125, 150, 175, 200)


class PreferencesDialog(FormDialog):
    """Asks for the choices; `chosen` gives the settings with them."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        self._settings = settings
        scales = sorted({*_SCALES, settings.scale} & set(range(SMALLEST_SCALE, LARGEST_SCALE + 1)))
        self.theme = ChoiceField(
            [
                ("system", translate("preferences", "Zoals het systeem")),
                ("light", translate("preferences", "Licht")),
                ("dark", translate("preferences", "Donker")),
            ],
            settings.theme,
        )
        self.scale = ChoiceField([(percent, f"{percent} %") for percent in scales], settings.scale)
        self.language = ChoiceField([("nl", "Nederlands"), ("en", "English")], settings.language)
        form = Form()
        form.add(translate("preferences", "&Thema"), self.theme)
        form.add(translate("preferences", "&Grootte van de tekst"), self.scale)
        form.add(
            translate("preferences", "T&aal"),
            self.language,
            translate("preferences", "Een andere taal geldt vanaf de volgende start."),
        )
        super().__init__(
            translate("preferences", "Instellingen"),
            form,
            translate("preferences", "Instellingen opslaan"),
            parent,
        )
        self.submitted.connect(self.accept)

    def chosen(self) -> Settings:
        """Return the settings as chosen."""
        return replace(
            self._settings,
            language=self.language.value or self._settings.language,
            theme=self.theme.value or self._settings.theme,
            scale=self.scale.value or self._settings.scale,
        )
