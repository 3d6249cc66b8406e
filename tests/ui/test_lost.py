"""A lost server above every page: since when, what waits, what can be done meanwhile."""

from datetime import datetime

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mmc_desk.ui.lost import AwayPart, LostBanner, Outage


class Paper(AwayPart):
    """Prints something."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.done: list[QWidget] = []

    @property
    def verb(self) -> str:
        """What the button says."""
        return self.words

    def act(self, parent: QWidget) -> None:
        """Print."""
        self.done.append(parent)


def test_since_when_and_what_waits(qtbot: QtBot, frozen_clock: datetime) -> None:
    outage = Outage()
    banner = LostBanner(outage)
    qtbot.addWidget(banner)
    assert banner.isHidden()
    outage.set_reached(is_reached=False)
    outage.set_reached(is_reached=False)
    assert not banner.isHidden()
    assert "weg sinds 10:00" in banner.text.text()
    outage.set_waiting(["Rit aangenomen", "Lid erbij"])
    assert "Nog niet bevestigd: Rit aangenomen, Lid erbij." in banner.text.text()
    with qtbot.waitSignal(outage.retry):
        banner.retry_button.click()
    outage.set_waiting([])
    outage.set_reached(is_reached=True)
    assert banner.isHidden()
    assert outage.text == ""


def test_what_a_feature_still_does(qtbot: QtBot) -> None:
    outage = Outage()
    banner = LostBanner(outage)
    qtbot.addWidget(banner)
    paper = Paper()
    for part in (AwayPart(), paper):
        outage.parts.append(part)
    outage.set_reached(is_reached=False)
    (_, idle), (_, button) = banner.part_buttons
    assert idle.isHidden()
    assert button.isHidden()
    paper.words = "Afdrukken"
    outage.set_reached(is_reached=False)
    assert not button.isHidden()
    button.click()
    assert paper.done == [banner]
