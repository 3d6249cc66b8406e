"""Icons: resources/icons/NAME.svg drawn in the palette's colours at any size, in light and dark."""

import functools

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from mmc_desk.core import paths
from mmc_desk.ui import theme


@functools.cache
def _source(name: str) -> str:
    return paths.resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@functools.lru_cache(maxsize=300)
def _image(name: str, colour: str, width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(_source(name).replace("currentColor", colour).encode()).render(painter, QRectF(image.rect()))
    painter.end()
    return image


class _Engine(QIconEngine):
    """Asks the theme for its colour each time it paints, so that a change of theme needs no new icons."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        painter.drawImage(rect, self._drawn(rect.size() * ratio, mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        return QPixmap.fromImage(self._drawn(size, mode))

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float) -> QPixmap:
        pixmap = QPixmap.fromImage(self._drawn(size, mode))
        pixmap.setDevicePixelRatio(scale)
        return pixmap

    def actualSize(self, size: QSize, _mode: QIcon.Mode, _state: QIcon.State) -> QSize:
        return size

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role)

    def _drawn(self, size: QSize, mode: QIcon.Mode) -> QImage:
        role = "muted" if mode == QIcon.Mode.Disabled else self._role
        return _image(self._name, theme.colour(role).name(), max(1, size.width()), max(1, size.height()))


def icon(name: str, role: str = "text") -> QIcon:
    """Return the icon resources/icons/`name`.svg in the colour of a theme role. Raises FileNotFoundError."""
    _source(name)
    return QIcon(_Engine(name, role))


def pixmap(name: str, pixels: int, role: str = "text", ratio: float = 1.0) -> QPixmap:
    """Return an icon as a pixmap of `pixels` at 100 %, scaled with the font."""
    side = round(theme.px(pixels) * ratio)
    made = QPixmap.fromImage(_image(name, theme.colour(role).name(), side, side))
    made.setDevicePixelRatio(ratio)
    return made


def paint(painter: QPainter, name: str, rect: QRect, colour: QColor) -> None:
    """Draw an icon in any colour: for widgets that paint themselves."""
    ratio = painter.device().devicePixelRatio()
    image = _image(name, colour.name(), round(rect.width() * ratio), round(rect.height() * ratio))
    painter.drawImage(QRect(QPoint(rect.x(), rect.y()), rect.size()), image)
