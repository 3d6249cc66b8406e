"""The planner's paper, shown before it is printed."""

import functools
from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from mmc_desk.core.i18n import translate
from mmc_desk.features.planner.printout import file_name, subject_of, write_phone_list
from mmc_desk.features.planner.queries.phoning import phone_list
from mmc_desk.features.planner.rules.phoning import DriverToPhone
from mmc_desk.features.rides.pages.papers import show_paper
from mmc_desk.ui.runner import Runner


def show_phone_list(runner: Runner, page: QWidget, days: Sequence[date], drivers: tuple[DriverToPhone, ...]) -> None:
    """Show whom to phone for the proposal of days, in a preview over the page."""
    query = functools.partial(phone_list, subject=subject_of(days), drivers=drivers)
    show_paper(runner, page, query, write_phone_list, (translate("planner", "Wie bellen"), file_name(days)))
