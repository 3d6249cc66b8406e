"""“Laatste geteste back-up: vandaag 10:00” in the status bar, and a warning when that is too long ago."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon

from mmc_desk.core.backup import words
from mmc_desk.core.i18n import translate
from mmc_desk.features.backups.pages.keeper import keeper_of
from mmc_desk.ui import icons
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.status import StatusPart

_AGAIN_MS = 10 * 60_000


class BackupStanding(StatusPart):
    """Starts the keeper and shows what it tells."""

    def __init__(self, runner: Runner) -> None:
        super().__init__("backups")
        self._keeper = keeper_of(runner)
        self._keeper.told.connect(self.refresh)
        self._clock = QTimer(self, interval=_AGAIN_MS)
        self._clock.timeout.connect(self.refresh)
        self._clock.start()
        self.refresh()
        self._keeper.start()

    def refresh(self) -> None:
        """Show what is known now: an hour later the same backup is an hour older."""
        report = self._keeper.report
        self.setVisible(report is not None)
        if report is None:
            return
        warns = bool(report.problem) or words.is_late(report.last_tested)
        self.setText(words.standing(report.last_tested))
        self.setIcon(icons.icon("triangle-alert", "warn") if warns else QIcon())
        self.setToolTip(report.problem or translate("backups", "De back-ups bekijken"))
        self.setAccessibleDescription(self.toolTip())

    def stop(self) -> None:
        """Let the keeper finish."""
        self._clock.stop()
        self._keeper.stop()
