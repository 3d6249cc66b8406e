"""What the dialogs about a ride's outcome share: a field of minutes, the choice who pays, the ride in one line."""

import re

from PySide6.QtWidgets import QLabel, QWidget

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_date, show_duration
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages.ride_words import names_of, route_of, time_of
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.ui import theme
from mmc_desk.ui.fields import ChoiceField, Form, LineField

_MINUTES = re.compile(r"(?:(\d{1,2})\s*(?:u|:)\s*)?(\d{1,3})?\s*(?:min\.?)?")


class MinutesField(LineField[int]):
    """A duration in minutes: 45, 1u30, 1:30, 2u."""

    width_hint = 110

    def to_text(self, value: int) -> str:
        """Return `45 min`, `1 u 30`."""
        return show_duration(value).replace("\u00a0", " ")

    def from_text(self, text: str) -> int:
        """Read minutes, or hours and minutes. Raises RuleError naming the mend."""
        found = _MINUTES.fullmatch(text.strip().lower())
        if found is None or not any(found.groups()):
            raise RuleError(translate("rides", "“{text}” is geen duur. Typ bijvoorbeeld 45 of 1u30.").format(text=text))
        return int(found[1] or 0) * 60 + int(found[2] or 0)


class ChargeField(ChoiceField[str]):
    """Whether the member pays the driven kilometres: by the desk's rule unless somebody decides otherwise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        options = [
            ("rule", translate("rides", "Volgens de regel van het tarief")),
            ("yes", translate("rides", "Ja, aanrekenen")),
            ("no", translate("rides", "Nee, niet aanrekenen")),
        ]
        super().__init__(options, "rule", parent)

    @property
    def decision(self) -> bool | None:
        """Return True or False, None for the rule."""
        return {"yes": True, "no": False}.get(self.value or "")


def add_ride_line(form: Form, ride: RideLine) -> None:
    """Show at the top of a form which ride it is about."""
    text = translate("rides", "{no} · {day} · {time} {names}\n{route}")
    line = QLabel(
        text.format(
            no=ride.ride_no,
            day=show_date(ride.ride_date),
            time=time_of(ride),
            names=names_of(ride),
            route=route_of(ride),
        )
    )
    line.setProperty("role", "muted")
    line.setWordWrap(True)
    line.setContentsMargins(0, 0, 0, theme.px(8))
    form.add_widget(line)
