"""The look of the window: Fusion, a light and a dark palette, one font, a style sheet, scaled together.

Every text stands at a contrast of at least 4.5 on every background it meets (`TEXT_PAIRS`, held by a test).
"""

import string
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from mmc_desk.core import paths

FONT = "DejaVu Sans"
STYLE = ("-style", "fusion")
"""Qt's own argument for the style that all of this is made for."""

_POINTS = 10.0
"""The size of running text at 100 %."""


class Colours(NamedTuple):
    """The roles a colour can play. `..._soft` ones are backgrounds; `text` and `muted` stand on any."""

    window: str
    base: str
    alternate: str
    sidebar: str
    text: str
    muted: str
    border: str
    border_strong: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    hover: str
    selected: str
    on_selected: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    series_1: str
    series_2: str
    series_3: str
    practice: str
    on_practice: str


LIGHT = Colours(
    window="#f5f6f8",
    base="#ffffff",
    alternate="#f8f9fb",
    sidebar="#e9ecf1",
    text="#1a2330",
    muted="#525e6e",
    border="#d3d9e1",
    border_strong="#808b99",
    accent="#1c5b9e",
    accent_hover="#164a82",
    accent_soft="#e1ecf8",
    on_accent="#ffffff",
    hover="#e6eaf0",
    selected="#d3e4f7",
    on_selected="#10243c",
    ok="#17633a",
    ok_soft="#e2f2e8",
    warn="#7d4a00",
    warn_soft="#fcefd6",
    bad="#a6231b",
    bad_soft="#fbe7e5",
    series_1="#1c5b9e",
    series_2="#b5621b",
    series_3="#17633a",
    practice="#ffd54a",
    on_practice="#3a2b00",
)
DARK = Colours(
    window="#1a1e25",
    base="#21262e",
    alternate="#252b34",
    sidebar="#15191f",
    text="#e6e9ee",
    muted="#a8b2bf",
    border="#39414d",
    border_strong="#6d7886",
    accent="#82b6f0",
    accent_hover="#a3caf5",
    accent_soft="#22364d",
    on_accent="#0d1b2b",
    hover="#2c333d",
    selected="#2b4a6d",
    on_selected="#ffffff",
    ok="#7fd3a0",
    ok_soft="#1d3628",
    warn="#f0bd6a",
    warn_soft="#3c2e15",
    bad="#f59b93",
    bad_soft="#432422",
    series_1="#82b6f0",
    series_2="#eda667",
    series_3="#7fd3a0",
    practice="#ffd54a",
    on_practice="#3a2b00",
)

_SURFACES = ("window", "base", "alternate", "sidebar", "hover")
TEXT_PAIRS = (
    *((text, surface) for text in ("text", "muted", "accent") for surface in _SURFACES),
    *((text, surface) for text in ("ok", "warn", "bad") for surface in ("window", "base", "alternate")),
    *((text, f"{kind}_soft") for kind in ("ok", "warn", "bad", "accent") for text in ("text", "muted", kind)),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_selected", "selected"),
    ("on_practice", "practice"),
)
"""Every text role with every background it is drawn on."""

_state = {"dark": False, "scale": 100, "font": False}


def colours() -> Colours:
    """Return the colours in use."""
    return DARK if _state["dark"] else LIGHT


def colour(role: str) -> QColor:
    """Return the colour of a role of `Colours`, such as `ok`, `warn`, `bad`, `accent`, `muted`."""
    return QColor(getattr(colours(), role))


def is_dark() -> bool:
    """Tell which of the two palettes is in use."""
    return bool(_state["dark"])


def scale() -> int:
    """Return the font scale in use, in percent."""
    return int(_state["scale"])


def px(pixels: float) -> int:
    """Return pixels at 100 % as pixels at the font scale in use."""
    return round(pixels * scale() / 100)


def points(factor: float = 1.0) -> float:
    """Return the size of running text, or a factor of it, in points."""
    return _POINTS * factor * scale() / 100


def font(factor: float = 1.0, *, bold: bool = False) -> QFont:
    """Return the house's font at a factor of the running text."""
    wanted = QFont(FONT)
    wanted.setPointSizeF(points(factor))
    wanted.setBold(bold)
    return wanted


def apply(app: QApplication, mode: str = "system", scale_percent: int = 100) -> None:
    """Dress the application: `mode` is "system", "light" or "dark". Dressing it as it is costs nothing."""
    wanted = {"dark": mode == "dark" or (mode == "system" and _system_is_dark()), "scale": scale_percent, "font": True}
    if _state == wanted:
        return
    if not _state["font"]:
        for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
            QFontDatabase.addApplicationFont(str(paths.resource("fonts", name)))
    _state.update(wanted)
    app.setFont(font())
    app.setPalette(palette())
    for window in app.topLevelWidgets():
        if window.styleSheet():
            dress(window)


def dress(window: QWidget) -> None:
    """Give a window the style sheet, before it is filled; one with a parent has that one's.

    The application has none: Qt would go through it again for all that is in a widget each time that one is put into
    another one, so that a page took twice as long to make.
    """
    if window.parentWidget() is None:
        window.setStyleSheet(style_sheet())


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def palette() -> QPalette:
    """Return the Qt palette of the colours in use."""
    role = QPalette.ColorRole
    made = QPalette()
    for group_role, name in {
        role.Window: "window",
        role.WindowText: "text",
        role.Base: "base",
        role.AlternateBase: "alternate",
        role.Text: "text",
        role.Button: "window",
        role.ButtonText: "text",
        role.BrightText: "bad",
        role.ToolTipBase: "base",
        role.ToolTipText: "text",
        role.PlaceholderText: "muted",
        role.Highlight: "selected",
        role.HighlightedText: "on_selected",
        role.Link: "accent",
        role.LinkVisited: "accent",
        role.Accent: "accent",
        role.Light: "base",
        role.Midlight: "hover",
        role.Mid: "border",
        role.Dark: "border_strong",
        role.Shadow: "border_strong",
    }.items():
        made.setColor(group_role, colour(name))
    for text_role in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, text_role, colour("muted"))
    return made


def style_sheet() -> str:
    """Return resources/styles/desk.qss with the colours and sizes in use filled in."""
    template = string.Template(paths.resource("styles", "desk.qss").read_text(encoding="utf-8"))
    sizes = {f"px{size}": f"{px(size)}px" for size in (2, 3, 4, 6, 8, 9, 10, 12, 16, 18, 24, 28, 32, 40)}
    fonts = {"small": f"{points(0.9):.2f}pt", "body": f"{points():.2f}pt", "heading": f"{points(1.2):.2f}pt"}
    tone = "dark" if is_dark() else "light"
    files = {"styles": paths.resource("styles").as_posix(), "tone": tone, "title": f"{points(1.6):.2f}pt"}
    return template.substitute(colours()._asdict() | sizes | fonts | files)


def contrast(first: str, second: str) -> float:
    """Return the WCAG 2 contrast ratio of two colours, 1 … 21."""
    lighter, darker = sorted((_luminance(QColor(first)), _luminance(QColor(second))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(of: QColor) -> float:
    red, green, blue = (_linear(channel) for channel in (of.redF(), of.greenF(), of.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
