"""The page Publicaties: what was handed in, each figure beside what it is now and why it differs."""

import functools
from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import Base
from mmc_desk.features import load_features
from mmc_desk.features.people.pages.card import action_button, plain_label
from mmc_desk.features.yearly.pages.fixed_page import FixedPage, add_button
from mmc_desk.features.yearly.pages.publishing import PublishDialog, ReasonDialog
from mmc_desk.features.yearly.printout import report as printout
from mmc_desk.features.yearly.printout.remarks import publication_words
from mmc_desk.features.yearly.printout.values import show_value
from mmc_desk.features.yearly.queries.handed_in import ComparedFigure, HandedIn, handed_in
from mmc_desk.features.yearly.queries.published import Publication, publications
from mmc_desk.ui import theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.keys import on_key
from mmc_desk.ui.preview import PreviewPaper, open_preview
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView


class PublicationsPage(FixedPage):
    """The publications on the left; the figures of the chosen one on the right, as handed in and as they are now."""

    topics: ClassVar[frozenset[str]] = frozenset(Base.metadata.tables)

    def __init__(self, runner: Runner) -> None:
        sentence = translate(
            "yearly",
            "Nog niets gepubliceerd. Publiceer de cijfers van een jaar als u ze indient: ze blijven dan zoals ze "
            "waren, en wat later verandert, staat ernaast.",
        )
        empty = EmptyState("lock", sentence, translate("yearly", "Cijfers publiceren"), self.on_new)
        model: RowTableModel[Publication] = RowTableModel(_columns())
        super().__init__(runner, TableView(model, name=translate("yearly", "Publicaties")), empty)
        self.figures_model: RowTableModel[ComparedFigure] = RowTableModel(_figure_columns())
        self.figures = TableView(self.figures_model, name=translate("yearly", "Gepubliceerde cijfers"))
        self.heading: QLabel = plain_label("", "heading")
        self.handed_in: QLabel = plain_label("", "muted")
        self.shown: HandedIn | None = None
        self.lay_out(
            (
                add_button(translate("yearly", "Cijfers &publiceren…"), self),
                action_button(translate("yearly", "&Reden noteren…"), "pencil", self.on_edit, "", "F2"),
                action_button(translate("yearly", "&Afdrukken…"), "printer", self.on_print, "", "Ctrl+P"),
            ),
            self._body(),
        )
        self.table.current_row_changed.connect(lambda _row: self._read())
        self.figures.current_row_changed.connect(self._on_figure)
        self.figures.activated_row.connect(lambda _row: self.on_edit())
        on_key(self.figures, "F2", self.on_edit)

    def _body(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.heading)
        column.addWidget(self.handed_in)
        column.addWidget(self.figures, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.px(12))
        splitter.addWidget(self.table)
        splitter.addWidget(side)
        splitter.setSizes([theme.px(320), theme.px(800)])
        return splitter

    def reload(self) -> None:
        """Read the publications, and the chosen one again."""
        self.runner.read(publications, self._on_list)

    def _on_list(self, rows: Sequence[Publication]) -> None:
        self.show_rows(rows)
        self._read()

    def _read(self) -> None:
        row: Publication | None = self.table.current_row()
        if row is not None:
            query = functools.partial(handed_in, year=row.year, number=row.number, features=load_features())
            self.runner.read(query, self._on_read)

    def _on_read(self, found: HandedIn) -> None:
        row: Publication | None = self.table.current_row()
        if row is None or found.report.publication is None or found.report.publication.key != row.key:
            return  # another one was chosen meanwhile
        self.shown = found
        changed = translate("yearly", "{count} cijfers intussen gewijzigd").format(count=found.changed)
        same = translate("yearly", "alle cijfers zijn nog dezelfde")
        self.heading.setText(f"{row.title}: {changed if found.changed else same}")
        self.handed_in.setText(publication_words(row))
        self.figures_model.set_rows(found.figures)
        if not self.figures.currentIndex().isValid() and not self.figures.select_where(
            lambda one: one.value.is_changed
        ):
            self.figures.selectRow(0)
        self._on_figure(self.figures.current_row())

    def explain(self, row: Publication) -> str:
        """Return when a publication was handed in, until one of its figures is chosen."""
        return publication_words(row)

    def _on_figure(self, figure: ComparedFigure | None) -> None:
        if figure is None:
            return
        text = f"{figure.line.title}: {figure.line.definition}"
        because = "; ".join(reason.rstrip(".") for reason in figure.reasons)
        self.explanation.setText(f"{text} {because[:1].upper()}{because[1:]}." if because else text)

    def on_new(self) -> None:
        """Ctrl+N: publish last year, or another one."""
        label = translate("yearly", "Cijfers gepubliceerd")
        self.ask(PublishDialog(clock.today().year - 1, self), label, can_undo=False)

    def on_edit(self) -> None:
        """Enter, F2: write down why a figure changed."""
        figure: ComparedFigure | None = self.figures.current_row()
        if figure is not None and figure.value.is_changed:
            self.ask(ReasonDialog(figure, self), translate("yearly", "Reden genoteerd"), can_undo=False)

    def on_print(self) -> None:
        """Ctrl+P: the publication on paper, as it was handed in."""
        if self.shown is not None and self.shown.report.publication is not None:
            report, number = self.shown.report, self.shown.report.publication.number
            title = translate("yearly", "Jaarcijfers {year}, publicatie {number}").format(
                year=report.year, number=number
            )
            name = f"jaarcijfers-{report.year}-publicatie-{number}.pdf"
            write = functools.partial(printout.write, report=report)
            open_preview(self.runner, self, PreviewPaper(title, name, write))


def _columns() -> list[Column[Publication]]:
    return [
        Column(translate("yearly", "Jaar"), lambda row: str(row.year), lambda row: row.year, width=72),
        Column(
            translate("yearly", "Nr."), lambda row: str(row.number), lambda row: row.number, align_right=True, width=48
        ),
        Column(translate("yearly", "Op"), lambda row: show_date(row.on), lambda row: row.on, width=104),
        Column(translate("yearly", "Door"), lambda row: row.by, width=120, grows=True, is_spare=True),
        Column(translate("yearly", "Waarvoor"), lambda row: row.note, width=140, grows=True, is_spare=True),
    ]


def _figure_columns() -> list[Column[ComparedFigure]]:
    return [
        Column(
            translate("yearly", "Cijfer"),
            lambda row: row.line.title,
            width=190,
            tooltip=lambda row: row.line.definition,
            grows=True,
        ),
        Column(
            translate("yearly", "Gepubliceerd"),
            lambda row: show_value(row.line.value, row.line.unit),
            lambda row: row.line.value,
            align_right=True,
            width=112,
        ),
        Column(
            translate("yearly", "Nu"),
            lambda row: show_value(row.value.value, row.line.unit),
            lambda row: row.value.value,
            align_right=True,
            width=110,
            bold=lambda row: row.value.is_changed,
        ),
        Column(
            translate("yearly", "Waarom anders"),
            lambda row: "; ".join(row.reasons),
            width=180,
            icon=lambda row: "triangle-alert" if row.value.is_changed else "",
            tooltip=lambda row: "; ".join(row.reasons),
            grows=True,
        ),
    ]
