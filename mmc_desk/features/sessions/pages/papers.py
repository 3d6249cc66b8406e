"""Posters, the month and invitations on screen before they are on paper."""

import functools
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from mmc_desk.core.i18n import translate
from mmc_desk.features.sessions.model import SessionState
from mmc_desk.features.sessions.printout.overview import write_overview
from mmc_desk.features.sessions.printout.posters import write_posters
from mmc_desk.features.sessions.queries.plan import month_plan
from mmc_desk.features.sessions.queries.rows import MonthPlan, SessionRow
from mmc_desk.features.sessions.rules.plan import Month
from mmc_desk.features.sessions.rules.plan_words import month_words
from mmc_desk.ui import messages
from mmc_desk.ui.preview import PreviewPaper, open_preview
from mmc_desk.ui.runner import Runner

_SHOWN = frozenset({SessionState.PLANNED, SessionState.HELD})


def open_overview(runner: Runner, page: QWidget, month: Month) -> None:
    """Show the month's overview in a preview over `page`."""
    title = translate("sessions", "LDC on Wheels in {month}").format(month=month_words(month))

    def show(plan: MonthPlan) -> None:
        make = functools.partial(write_overview, plan=plan)
        open_preview(runner, page, PreviewPaper(title, f"LDC on Wheels {month.year}-{month.month:02d}.pdf", make))

    runner.read(functools.partial(month_plan, month=month), show)


def open_posters(runner: Runner, page: QWidget, month: Month, only: SessionRow | None = None) -> None:
    """Show the posters of a month, or of one activity, in a preview over `page`."""
    title = translate("sessions", "Affiches {month}").format(month=month_words(month))

    def show(plan: MonthPlan) -> None:
        rows = [row for row in plan.sessions if row.state in _SHOWN and (only is None or row.key == only.key)]
        if not rows:
            messages.show_info(page, translate("sessions", "Er is geen activiteit om een affiche van te maken."))
            return
        make = functools.partial(_write_posters, plan=plan, rows=rows)
        name = translate("sessions", "Affiches {month}.pdf").format(month=f"{month.year}-{month.month:02d}")
        open_preview(runner, page, PreviewPaper(title, name, make))

    runner.read(functools.partial(month_plan, month=month), show)


def _write_posters(path: Path, plan: MonthPlan, rows: Sequence[SessionRow]) -> None:
    write_posters(path, rows, desk=plan.desk, practice=plan.practice)
