"""Open data: what of a year may be published, table by table, and writing it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from mmc_desk.core.formats import show_number
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import Base
from mmc_desk.features import load_features
from mmc_desk.features.yearly.ops.open_data import keep_secret
from mmc_desk.features.yearly.printout import open_data as printout
from mmc_desk.features.yearly.queries.open_data import OpenData, open_data
from mmc_desk.features.yearly.rules.open_tables import OpenRow, OpenTable
from mmc_desk.features.yearly.rules.suppression import K
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.page import Page
from mmc_desk.ui.report_page import YearBar
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView


class OpenDataPage(Page):
    """The tables on the left, the rows of the current one on the right, as they are published."""

    topics = frozenset(Base.metadata.tables)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.data: OpenData | None = None
        self.years = YearBar()
        self.explanation = _muted()
        self.left_out = _muted()
        self.export = QPushButton(icons.icon("save"), "\u2002" + translate("yearly", "Open data opslaan…"))
        self.export.setToolTip(translate("yearly", "Een .zip met CSV-bestanden en een gegevenswoordenboek (Ctrl+S)"))
        self.tables_model: RowTableModel[OpenTable] = RowTableModel(_table_columns(), key=lambda table: table.name)
        self.tables = TableView(self.tables_model, name=translate("yearly", "Tabellen"))
        self.rows_model: RowTableModel[OpenRow] = RowTableModel([], key=lambda row: row.labels)
        self.rows = TableView(self.rows_model, name=translate("yearly", "Rijen van deze tabel"))
        self.empty = EmptyState("chart-column", "")
        self.body = QSplitter(Qt.Orientation.Horizontal)
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.body.setChildrenCollapsible(False)
        self.body.setHandleWidth(theme.px(12))
        self.body.addWidget(self.tables)
        self.body.addWidget(self.rows)
        self.body.setSizes([theme.px(560), theme.px(560)])
        self.stack.addWidget(self.body)
        self.stack.addWidget(self.empty)
        tools = QHBoxLayout()
        tools.setSpacing(theme.px(8))
        tools.addWidget(self.years)
        tools.addStretch(1)
        tools.addWidget(self.export)
        self.explanation.setText(
            translate(
                "yearly",
                "Aantallen zonder personen. Wat onder {least} ligt, of minder dan {least} personen achter zich heeft, "
                "staat er niet in, en ook niet wat het zou verraden.",
            ).format(least=K)
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(tools)
        layout.addWidget(self.explanation)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.left_out)
        self.setFocusProxy(self.years.line)

    def _connect(self) -> None:
        self.years.changed.connect(self.reload)
        self.export.clicked.connect(self.on_save)
        self.tables.current_row_changed.connect(self._show_rows)
        for keys, by in (("Ctrl+Left", -1), ("Ctrl+Right", 1)):
            QShortcut(QKeySequence(keys), self, lambda by=by: self.years.step(by))
        QShortcut(QKeySequence("Ctrl+S"), self, self.on_save)

    def reload(self) -> None:
        """Read the open data of the chosen year, once the desk has the secret by which chance hides."""
        year, features = self.years.year, load_features()
        self.runner.write(keep_secret, "")
        self.runner.read(lambda session: open_data(session, year, features), self._on_read)

    def _on_read(self, data: OpenData) -> None:
        if data.year != self.years.year:
            return
        self.data = data
        self.left_out.setText(printout.left_out(data) if data.left_out else "")
        self.left_out.setVisible(bool(data.left_out))
        sentence = translate("yearly", "Van {year} is te weinig gekend om iets te publiceren. Kies een ander jaar.")
        self.empty.sentence.setText(sentence.format(year=data.year))
        self.stack.setCurrentWidget(self.body if data.publications else self.empty)
        self.export.setEnabled(bool(data.publications))
        self.tables_model.set_rows(printout.tables(data))
        if not self.tables.currentIndex().isValid() and data.publications:
            self.tables.selectRow(0)
        self._show_rows(self.tables.current_row())

    def _show_rows(self, table: OpenTable | None) -> None:
        if table is not None:
            self.rows.show_table(_row_columns(table), table.rows)

    def on_save(self) -> None:
        """Ctrl+S: ask where to, and write one .zip."""
        data = self.data
        if data is None or not data.publications:
            return
        title = translate("yearly", "Open data opslaan")
        path = messages.choose_save(self, title, f"open-data-{data.year}.zip", "Zip (*.zip)")
        if path is None:
            return
        target = path if path.suffix.lower() == ".zip" else path.with_name(path.name + ".zip")
        self.runner.run(lambda: _written(target, data), self._on_saved)

    def _on_saved(self, path: Path) -> None:
        messages.toast(self, translate("yearly", "Bewaard als {name}").format(name=path.name))

    def save_state(self) -> dict[str, object]:
        """Return the year."""
        return {"year": self.years.year}

    def restore_state(self, state: dict[str, object]) -> None:
        """Take back the year."""
        year = state.get("year")
        if isinstance(year, int):
            self.years.set_year(year)


def _written(path: Path, data: OpenData) -> Path:
    printout.write(path, data)
    return path


def _muted() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", "muted")
    return label


def _table_columns() -> list[Column[OpenTable]]:
    return [
        Column(
            translate("yearly", "Tabel"),
            lambda table: table.name,
            width=230,
            tooltip=lambda table: translate("open_data", table.cube.definition),
            grows=True,
        ),
        Column(
            translate("yearly", "Aantallen"),
            lambda table: show_number(len(table.rows)),
            lambda table: len(table.rows),
            align_right=True,
            width=90,
            is_spare=True,
        ),
        Column(
            translate("yearly", "Onderdrukt"),
            lambda table: show_number(table.hidden) or "0",
            lambda table: table.hidden,
            align_right=True,
            width=100,
        ),
    ]


def _row_columns(table: OpenTable) -> list[Column[OpenRow]]:
    names = [table.cube.dimensions[place].name.capitalize() for place in table.places]
    return [
        *(_label_column(name, place) for place, name in enumerate(names)),
        Column(
            translate("yearly", "Aantal"),
            lambda row: translate("yearly", "onderdrukt") if row.value is None else show_number(row.value) or "0",
            lambda row: row.value,
            align_right=True,
            width=110,
            colour=lambda row: "muted" if row.value is None else "",
        ),
    ]


def _label_column(name: str, place: int) -> Column[OpenRow]:
    return Column(name, lambda row: row.labels[place], width=150, grows=True)
