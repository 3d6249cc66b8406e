"""The page Tarieven: what a ride costs from which day on, and the official rates it is held against."""

from datetime import date, timedelta
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.formats import show_date, show_rate
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.pages.rate_dialog import RateDialog
from mmc_desk.features.rides.pages.ride_settings_dialog import RideSettingsDialog
from mmc_desk.features.rides.pages.tariff_dialog import TariffDialog, above_official
from mmc_desk.features.rides.queries.routing import RouteService, route_service
from mmc_desk.features.rides.queries.settings import ride_settings
from mmc_desk.features.rides.queries.tariffs import RateRow, TariffOverview, tariff_overview
from mmc_desk.features.rides.rules.rates import RateBook
from mmc_desk.features.rides.rules.settings import RideSettings
from mmc_desk.features.rides.rules.tariff import Tariff
from mmc_desk.features.rides.rules.tariff_words import describe_tariff
from mmc_desk.ui import icons, messages, parts, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.flow import FlowLayout
from mmc_desk.ui.keys import on_key
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView


class TariffPage(Page):
    """Versions of the tariff on the left with the chosen one in words, the official rates on the right."""

    topics: ClassVar[frozenset[str]] = frozenset({"desk_setting", "official_km_rate"})

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.versions: RowTableModel[Tariff] = RowTableModel(_version_columns(), key=lambda tariff: tariff.valid_from)
        self.table = TableView(self.versions, name=translate("tariffs", "Tarieven"))
        self.rates: RowTableModel[RateRow] = RowTableModel(_rate_columns(), key=lambda row: row.rate_id)
        self.rates_table = TableView(self.rates, name=translate("tariffs", "Wettelijke km-tarieven"))
        self.words, self.warning, self.gap = parts.label(), parts.label("warning"), parts.label("help")
        self.overview: TariffOverview | None = None
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)

    def _lay_out(self) -> None:
        self.new_button = _button(
            "plus", translate("tariffs", "&Nieuw tarief"), translate("tariffs", "Nieuw tarief (Ctrl+N)")
        )
        self.remove_button = _button(
            "x", translate("tariffs", "Tarief &wegnemen"), translate("tariffs", "Wegnemen (Del)")
        )
        self.rate_button = _button(
            "plus", translate("tariffs", "Tarief &toevoegen"), translate("tariffs", "Toevoegen (Ins)")
        )
        self.settings_button = _button(
            "settings", translate("tariffs", "&Afspraken…"), translate("tariffs", "Afspraken van de dienst (F6)")
        )
        self.routes_button = _button(
            "car", translate("tariffs", "&Routedienst…"), translate("tariffs", "Routedienst voor echte wegen (F7)")
        )
        self.new_button.setProperty("role", "primary")
        self.new_button.setIcon(icons.icon("plus", "on_accent"))
        self.table.setMaximumHeight(theme.px(190))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.px(16))
        heading, other = parts.label("heading"), parts.label("heading")
        for label in (heading, other):
            label.setWordWrap(False)
            label.setMinimumHeight(theme.px(28))
        heading.setText(translate("tariffs", "Wat een lid betaalt"))
        other.setText(translate("tariffs", "Wettelijk km-tarief"))
        self.words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        head = _row(heading, self.routes_button, self.settings_button, self.remove_button, self.new_button)
        left = parts.column(head, self.table, self.warning, self.words)
        right = parts.column(_row(other, self.rate_button), self.rates_table, self.gap)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([theme.px(560), theme.px(440)])
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.on_new)
        self.remove_button.clicked.connect(self.remove)
        self.rate_button.clicked.connect(lambda: self.open_rate(None))
        self.settings_button.clicked.connect(self.on_settings)
        self.routes_button.clicked.connect(self.on_routes)
        QShortcut(QKeySequence("F7"), self, self.on_routes, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        QShortcut(QKeySequence("F6"), self, self.on_settings, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.table.current_row_changed.connect(self._show_version)
        self.table.activated_row.connect(self.open_tariff)
        self.rates_table.activated_row.connect(self.open_rate)
        on_key(self.table, "Del", self.remove)
        on_key(self.rates_table, "Ins", lambda: self.open_rate(None))

    def reload(self) -> None:
        """Read versions and rates."""
        self.runner.read(lambda session: tariff_overview(session, clock.today()), self._on_overview)

    def _on_overview(self, overview: TariffOverview) -> None:
        self.overview = overview
        self.versions.set_rows(overview.versions)
        self.rates.set_rows(overview.rows)
        if not self.table.currentIndex().isValid():
            self.table.select_where(lambda tariff: tariff.valid_from == overview.current.valid_from)
        self._show_version(self.table.current_row())
        last = next((row for row in overview.rows if row.gap_until is not None), None)
        self.gap.setVisible(last is not None)
        self.gap.setText(gap_sentence(last) if last else "")

    def _show_version(self, tariff: Tariff | None) -> None:
        if tariff is None or self.overview is None:
            return
        self.words.setText("\n".join(describe_tariff(tariff)))
        official = _official(tariff, self.overview)
        above = tariff.rate is not None and tariff.rate > official
        self.warning.setText(above_official(official) if above else "")
        self.warning.setVisible(above)
        self.remove_button.setEnabled(tariff.valid_from > self.overview.today)

    def on_new(self) -> None:
        """Make a new version, filled in with the last one, from the first of next month on."""
        if self.overview is not None:
            first = (self.overview.today.replace(day=1) + timedelta(days=32)).replace(day=1)
            self._open(max(first, self.overview.versions[0].valid_from), self.overview.versions[0])

    def open_tariff(self, tariff: Tariff) -> None:
        """Open a version to mend it; the default becomes one from today on."""
        if self.overview is not None:
            self._open(tariff.valid_from if tariff.valid_from > date.min else self.overview.today, tariff)

    def _open(self, day: date, tariff: Tariff) -> None:
        rates = self.overview.rates if self.overview else RateBook(())
        dialog = TariffDialog(self.runner, day, tariff, rates, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def open_rate(self, row: RateRow | None) -> None:
        """Change an official rate, or add the one after the last."""
        last = self.overview.rows[0].valid_to if self.overview and self.overview.rows else None
        dialog = RateDialog(self.runner, row, last and last + timedelta(days=1), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def on_settings(self) -> None:
        """F6: how early to ask, what isn't driven, how long things take."""

        def show(settings: RideSettings) -> None:
            dialog = RideSettingsDialog(self.runner, settings, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

        self.runner.read(lambda session: ride_settings(session, clock.today()), show)

    def on_routes(self) -> None:
        """F7: where real roads are asked for."""

        def show(known: RouteService) -> None:
            from mmc_desk.features.rides.pages.route_dialog import RouteDialog

            parts.open_dialog(RouteDialog(self.runner, known, self))

        self.runner.read(lambda session: route_service(session, clock.today()), show)

    def remove(self) -> None:
        """Take back a version that is still to begin."""
        tariff = self.table.current_row()
        if tariff is None:
            return
        command = ops.RemoveTariff(tariff.valid_from)
        said = translate("tariffs", "Tarief vanaf {day} weggenomen").format(day=show_date(tariff.valid_from))
        self.runner.write(
            lambda session: ops.remove_tariff(session, command),
            said,
            lambda _value: messages.toast(self, said, self.runner.undo),
            lambda error: messages.show_error(self, str(error)),
        )


def gap_sentence(row: RateRow) -> str:
    """Return what holds on days the table has no rate for (domain.md §3)."""
    text = translate(
        "tariffs",
        "Van {first} tot {last} staat er geen tarief in de tabel: het laatste, {rate}, geldt voort. "
        "Dat staat ook zo op papier.",
    )
    first = (row.valid_to or row.valid_from) + timedelta(days=1)
    return text.format(first=show_date(first), last=show_date(row.gap_until), rate=show_rate(row.rate))


def _official(tariff: Tariff, overview: TariffOverview) -> int:
    return overview.rates.on(max(tariff.valid_from, overview.today)).rate


def _version_columns() -> list[Column[Tariff]]:
    return [
        Column(translate("tariffs", "Geldt vanaf"), _begins, lambda tariff: tariff.valid_from, width=110),
        Column(
            translate("tariffs", "In het kort"),
            lambda tariff: " ".join(describe_tariff(tariff)[:3]),
            width=320,
            grows=True,
        ),
    ]


def _begins(tariff: Tariff) -> str:
    return translate("tariffs", "altijd") if tariff.valid_from == date.min else show_date(tariff.valid_from)


def _rate_columns() -> list[Column[RateRow]]:
    return [
        Column(
            translate("tariffs", "Van"), lambda row: show_date(row.valid_from), lambda row: row.valid_from, width=96
        ),
        Column(translate("tariffs", "Tot en met"), lambda row: show_date(row.valid_to), width=96, is_spare=True),
        Column(
            translate("tariffs", "€ per km"),
            lambda row: show_rate(row.rate),
            lambda row: row.rate,
            align_right=True,
            width=90,
            grows=True,
        ),
        Column(translate("tariffs", "Bron"), lambda row: row.source, width=120, is_spare=True),
    ]


def _button(icon: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(icons.icon(icon), "\u2002" + text)
    button.setToolTip(tip)
    return button


def _row(first: QWidget, *others: QWidget) -> QWidget:
    holder = QWidget()
    line = FlowLayout(theme.px(8), holder, spread=True)
    for widget in (first, *others):
        line.addWidget(widget)
    return holder
