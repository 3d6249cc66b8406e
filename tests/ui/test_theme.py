"""The two palettes can be read, the style sheet is whole, the font is ours at every size."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mmc_desk.core import paths
from mmc_desk.ui import icons, theme


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "background"), theme.TEXT_PAIRS)
def test_every_text_can_be_read_on_its_background(colours: theme.Colours, text: str, background: str) -> None:
    assert theme.contrast(getattr(colours, text), getattr(colours, background)) >= 4.5


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("line", ["accent", "border_strong", "series_1", "series_2", "series_3"])
def test_edges_of_controls_bars_and_the_focus_stand_out(colours: theme.Colours, line: str) -> None:
    for background in ("window", "base"):
        assert theme.contrast(getattr(colours, line), getattr(colours, background)) >= 3


def test_contrast_is_that_of_the_standard() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("scale", [80, 100, 200])
def test_the_window_is_dressed(qapp: QApplication, mode: str, scale: int) -> None:
    theme.apply(qapp, mode, scale)
    assert theme.is_dark() == (mode == "dark")
    assert QFontInfo(qapp.font()).family() == "DejaVu Sans"
    assert qapp.font().pointSizeF() == pytest.approx(scale / 10)
    assert theme.px(8) == 8 * scale // 100 or scale == 80
    assert "$" not in theme.style_sheet()


def test_a_window_is_dressed_anew_with_the_theme_and_what_is_in_it_with_the_window(
    qtbot: QtBot, qapp: QApplication
) -> None:
    theme.apply(qapp, "light", 100)
    window, other = QWidget(), QWidget()
    inside = QPushButton("Bewaren", window)
    for widget in (window, other):
        qtbot.addWidget(widget)
    theme.dress(window)
    theme.dress(inside)
    theme.apply(qapp, "dark", 150)
    assert window.styleSheet() == theme.style_sheet()
    assert theme.DARK.accent in window.styleSheet()
    assert [widget.styleSheet() for widget in (inside, other)] == ["", ""]
    assert inside.sizeHint().height() > QPushButton("Bewaren", other).sizeHint().height()


def test_disabled_text_and_placeholders_can_be_read_too(qapp: QApplication) -> None:
    for mode in ("light", "dark"):
        theme.apply(qapp, mode, 100)
        palette = qapp.palette()
        for group, role in (
            (QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text),
            (QPalette.ColorGroup.Active, QPalette.ColorRole.PlaceholderText),
        ):
            base = palette.color(QPalette.ColorRole.Base)
            assert theme.contrast(palette.color(group, role).name(), base.name()) >= 4.5


def test_the_system_decides_when_asked(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    hints = qapp.styleHints()
    hints.setColorScheme(Qt.ColorScheme.Light)
    theme.apply(qapp, "system", 100)
    assert not theme.is_dark()


def test_every_icon_is_drawn_in_the_colours_of_the_mode(qapp: QApplication) -> None:
    drawn = {path.stem: icons.icon(path.stem) for path in paths.resource("icons").glob("*.svg")}
    theme.apply(qapp, "light", 100)
    light = {name: icon.pixmap(24, 24).toImage() for name, icon in drawn.items()}
    theme.apply(qapp, "dark", 100)
    for name, icon in drawn.items():
        assert icon.pixmap(24, 24).toImage() != light[name]
        assert any(light[name].pixelColor(x, y).alpha() for x in range(24) for y in range(24))


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        icons.icon("bestaat-niet")


def test_every_role_is_a_colour() -> None:
    for role in theme.Colours._fields:
        assert theme.colour(role).isValid()


def test_a_label_set_fifty_thousand_times_survives(qtbot: QtBot) -> None:
    # PySide6 6.12.0 drops a reference to None at every call and aborts after some 5 700.
    label = QLabel()
    qtbot.addWidget(label)
    for number in range(50_000):
        label.setText(str(number))
    assert label.text() == "49999"
