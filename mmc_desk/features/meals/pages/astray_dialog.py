"""Middagen buiten het schema: noons with entries that a change of the schedule left, closed or kept by a person."""

import functools
from typing import Any

from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from mmc_desk.core.db import Op
from mmc_desk.core.errors import DeskError
from mmc_desk.core.formats import show_weekday_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.ops.closing import close_noons, keep_noons
from mmc_desk.features.meals.ops.restaurant_commands import CloseNoons, KeepNoons
from mmc_desk.features.meals.queries.astray import AstrayNoon
from mmc_desk.ui import icons, messages, parts, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.fields import TextField
from mmc_desk.ui.flow import FlowLayout
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView

REASON = "geen middag meer op deze weekdag"
"""Stored with the noon, so in the language of the desk."""


class AstrayDialog(QDialog):
    """The noons, all selected: closed with one reason (their bookings come on a call list), or kept as they are."""

    def __init__(self, runner: Runner, found: tuple[AstrayNoon, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.setWindowTitle(translate("meals", "Middagen buiten het schema"))
        self.what, self.error = parts.label("", _what()), parts.label("error")
        self.error.hide()
        self.table = TableView(
            RowTableModel(_columns(), key=lambda row: row.service_id),
            name=translate("meals", "Middagen buiten het schema"),
        )
        self.table.rows_model.set_rows(found)
        self.reason = TextField(REASON)
        self.reason.setAccessibleName(translate("meals", "Reden"))
        self.close_button = QPushButton(
            icons.icon("ban", "on_accent"), "\u2002" + translate("meals", "Middagen &sluiten")
        )
        self.keep_button = QPushButton(icons.icon("pin"), "\u2002" + translate("meals", "Toch &houden"))
        self.later_button = QPushButton(translate("meals", "&Later beslissen"))
        self._lay_out()
        self.table.selectAll()
        self.table.setFocus()

    def _lay_out(self) -> None:
        self.close_button.setProperty("role", "primary")
        self.close_button.clicked.connect(self.close_noons)
        self.keep_button.clicked.connect(self.keep)
        self.later_button.clicked.connect(self.reject)
        foot = FlowLayout(theme.px(8), spread=True)
        for button in (self.close_button, self.keep_button, self.later_button):
            button.setAutoDefault(False)
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.px(16),) * 4)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.what)
        layout.addWidget(self.table, 1)
        caption = parts.label("help", translate("meals", "Waarom ze sluiten; wie belt, vraagt ernaar:"))
        for widget in (caption, self.reason, self.error):
            layout.addWidget(widget)
        layout.addLayout(foot)
        room = self.screen().availableGeometry()
        self.resize(min(theme.px(680), room.width() - 40), min(theme.px(440), room.height() - 40))

    def close_noons(self) -> None:
        """Close the selected noons; what was booked on them is decided upon next."""
        label = translate("meals", "Middagen gesloten")
        keys = self._chosen()
        self._write(functools.partial(close_noons, command=CloseNoons(keys, self.reason.value)), label, keys)

    def keep(self) -> None:
        """Let the selected noons go on."""
        keys = self._chosen()
        op = functools.partial(keep_noons, command=KeepNoons(keys))
        self._write(op, translate("meals", "Middagen behouden"), keys)

    def _chosen(self) -> tuple[int, ...]:
        return tuple(row.service_id for row in self.table.selected_rows())

    def _write(self, op: Op[Any], label: str, keys: tuple[int, ...]) -> None:
        if keys:
            self._runner.write(op, label, functools.partial(self._on_done, keys, label), self._refuse)

    def _on_done(self, keys: tuple[int, ...], label: str, _none: object) -> None:
        messages.toast(self.parentWidget(), label, self._runner.undo)
        left = [row for row in self.table.rows_model.all_rows if row.service_id not in keys]
        if not left:
            self.accept()
            return
        self.table.rows_model.set_rows(left)
        self.table.selectAll()

    def _refuse(self, error: DeskError) -> None:
        self.error.setText(str(error))
        self.error.show()


def _what() -> str:
    return translate(
        "meals",
        "Deze middagen staan in geen schema meer, maar er is al voor ingeschreven, besteld of een dienst gepland.",
    )


def _columns() -> tuple[Column[AstrayNoon], ...]:
    return (
        Column(translate("meals", "Dag"), lambda row: show_weekday_date(row.day), lambda row: row.day, width=130),
        Column(translate("meals", "Locatie"), lambda row: row.location, width=160, grows=True),
        Column(
            translate("meals", "Ingeschreven"),
            lambda row: str(row.booked or ""),
            lambda row: row.booked,
            align_right=True,
            width=110,
        ),
        Column(
            translate("meals", "Diensten"),
            lambda row: str(row.duties or ""),
            lambda row: row.duties,
            align_right=True,
            width=90,
        ),
    )
