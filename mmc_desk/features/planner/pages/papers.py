"""The planner's paper, shown before it is printed."""

import functools

from PySide6.QtWidgets import QWidget

from mmc_desk.core.i18n import translate
from mmc_desk.features.planner.pages.proposing import Proposing
from mmc_desk.features.planner.printout import file_name, subject_of, write_phone_list
from mmc_desk.features.planner.queries.phoning import phone_list
from mmc_desk.features.rides.pages.papers import show_paper
from mmc_desk.ui.runner import Runner


def show_phone_list(runner: Runner, page: QWidget, proposing: Proposing) -> None:
    """Show whom to phone for a proposal, in a preview over the page."""
    days, subject = proposing.days, subject_of(proposing.days, proposing.without)
    query = functools.partial(phone_list, subject=subject, drivers=proposing.to_phone())
    show_paper(runner, page, query, write_phone_list, (translate("planner", "Wie bellen"), file_name(days)))
