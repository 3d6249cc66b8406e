"""Without a verb and without a screen: a sentence, where Qt alone would abort the process."""

import pytest

from mmc_desk import __main__ as program


@pytest.mark.parametrize(("name", "found"), [("DISPLAY", True), ("WAYLAND_DISPLAY", True), ("EDITOR", False)])
def test_a_screen_is_known_by_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, found: bool) -> None:  # noqa: FBT001 - a table
    without_screen(monkeypatch)
    monkeypatch.setenv(name, ":0")
    assert program.has_screen() is found


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_elsewhere_there_is_always_a_screen(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    without_screen(monkeypatch)
    monkeypatch.setattr("sys.platform", platform)
    assert program.has_screen()


def test_without_a_screen_the_program_says_what_to_type(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without_screen(monkeypatch)
    assert program.main([]) == 1
    assert capsys.readouterr().err == (
        "mmc-desk: Er is geen scherm om het venster op te openen. Geef een opdracht, bijvoorbeeld: mmc-desk --help\n"
    )


def without_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
