"""One entry of the sidebar: a page, or several as tabs. A page is made when it is first shown."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from mmc_desk.core.feature import Feature, PageSpec
from mmc_desk.core.i18n import translate
from mmc_desk.ui import theme
from mmc_desk.ui.page import Page


class SectionSpec(NamedTuple):
    """What the sidebar shows: a title, an icon, and the pages behind it in their order."""

    title: str
    icon: str
    pages: tuple[PageSpec, ...]


def sections_of(features: Sequence[Feature]) -> list[SectionSpec]:
    """Return the sections of all features' pages, ordered by the lowest place in each.

    Sections and titles are marked for translation in the context "pages".
    """
    grouped: dict[str, list[PageSpec]] = {}
    for spec in sorted((spec for feature in features for spec in feature.pages), key=lambda spec: spec.place):
        shown = spec._replace(section=translate("pages", spec.section), title=translate("pages", spec.title))
        grouped.setdefault(spec.section, []).append(shown)
    return [SectionSpec(pages[0].section, pages[0].icon, tuple(pages)) for pages in grouped.values()]


class Section(QWidget):
    """The pages of one section, under tabs when there are several."""

    page_shown = Signal(object)
    """The PageSpec now in front."""

    def __init__(self, spec: SectionSpec, make_page: Callable[[PageSpec], Page]) -> None:
        super().__init__()
        self.spec = spec
        self._make_page = make_page
        self._made: dict[str, Page] = {}
        self._frames: dict[str, QScrollArea] = {}
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(spec.title)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for page in spec.pages:
            self.tabs.addTab(page.title)
        if len(spec.pages) == 1:
            self.tabs.hide()
        self._stack = QStackedWidget()
        self._is_low = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(8))
        self._layout.addWidget(self.tabs)
        self._layout.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._show)

    def open(self, name: str = "") -> Page:
        """Bring a page to the front (the last one without a name) and return it."""
        names = [page.name for page in self.spec.pages]
        place = names.index(name) if name else max(0, self.tabs.currentIndex())
        if place == self.tabs.currentIndex():
            self._show(place)
        else:
            self.tabs.setCurrentIndex(place)
        return self._made[names[place]]

    def step(self, by: int) -> None:
        """Go some tabs on, around the corner too."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())

    @property
    def current(self) -> PageSpec:
        """The page in front."""
        return self.spec.pages[max(0, self.tabs.currentIndex())]

    @property
    def page(self) -> Page | None:
        """The page in front, if it was made already."""
        return self._made.get(self.current.name)

    @property
    def made(self) -> dict[str, Page]:
        """The pages made so far, by name."""
        return self._made

    def be_low(self, *, is_low: bool) -> None:
        """Have each page take less height above and below what it is about, or as much as looks best."""
        self._is_low = is_low
        self._layout.setSpacing(theme.px(4 if is_low else 8))
        for page in self._made.values():
            page.be_low(is_low=is_low)

    def _show(self, place: int) -> None:
        spec = self.spec.pages[place]
        if spec.name not in self._made:
            self._made[spec.name] = self._make_page(spec)
            if self._is_low:
                self._made[spec.name].be_low(is_low=True)
            self._frames[spec.name] = _scrolling(self._made[spec.name])
            self._stack.addWidget(self._frames[spec.name])
        self._stack.setCurrentWidget(self._frames[spec.name])
        self.page_shown.emit(spec)


def _scrolling(page: Page) -> QScrollArea:
    """Return a frame in which a page that needs more room than a small screen has can be scrolled, not cut."""
    frame = QScrollArea(widgetResizable=True)
    frame.setFrameShape(QFrame.Shape.NoFrame)
    frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    frame.setWidget(_Sheet(page))
    return frame


class _Sheet(QWidget):
    """Holds a page at the size of its frame, and no smaller than it can be.

    In the frame itself a page with wrapped texts would stand at the height it likes best.
    """

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        page.setParent(self)

    def minimumSizeHint(self) -> QSize:
        """Return how small the page can be."""
        return self._page.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the page fill it."""
        super().resizeEvent(event)
        self._page.resize(event.size())

    def event(self, event: QEvent) -> bool:
        """Tell the frame when the page needs more or less."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)
