"""Names and access keys of every control, on both pages and in all their dialogs; empty pages."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from mmc_desk.core.model import Base
from mmc_desk.features.people.model import (
    DriverTie,
)
from mmc_desk.features.people.pages import words
from mmc_desk.features.people.rules import Expiry, MembershipStatus, Review
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible
from tests.features.people.clerk import Clerk, SharedWindow
from tests.features.people.small_desk import Desk

TODAY = date(2026, 11, 23)
Key = Qt.Key


@pytest.fixture
def desk(shared_desk: Desk) -> Desk:
    return shared_desk


@pytest.fixture
def clerk(frozen_clock: object, qtbot: QtBot, qapp: QApplication, shared_window: SharedWindow) -> Clerk:
    return Clerk(qtbot, qapp, shared_window.runner, shared_window)


def only(desk: Desk, model: type[Base]) -> Base:
    row: Base
    (row,) = desk.database.read(lambda session: list(session.scalars(select(model))))
    return row


def test_an_empty_desk_offers_the_import(qtbot: QtBot, qapp: QApplication, runner: Runner) -> None:
    clerk = Clerk(qtbot, qapp, runner)
    for page in ("members", "drivers"):
        clerk.open(page)
        assert isinstance(clerk.page.empty, EmptyState)
        assert clerk.page.empty.isVisible()
        assert "Excel" in clerk.page.empty.button.text()
        for act in (clerk.page.on_edit, clerk.page.on_end):
            act()
        assert not clerk.in_dialog
        clerk.page.empty.button.click()
        clerk.settle()


@pytest.mark.parametrize("page", ["members", "drivers"])
def test_every_control_of_a_page_has_a_name(clerk: Clerk, page: str) -> None:
    clerk.open(page)
    assert_accessible(clerk.page)
    assert clerk.paint()


@pytest.mark.parametrize(
    ("page", "act"),
    [
        ("members", lambda page: page.on_new()),
        ("members", lambda page: page.on_edit()),
        ("members", lambda page: page.on_end()),
        ("members", lambda page: page.on_fee()),
        ("members", lambda page: page.on_check()),
        ("members", lambda page: page.on_new_contact()),
        ("members", lambda page: page.on_new_preference()),
        ("drivers", lambda page: page.on_new()),
        ("drivers", lambda page: page.on_pattern()),
        ("drivers", lambda page: page.on_new_absence()),
        ("drivers", lambda page: page.on_new_document()),
        ("drivers", lambda page: page.on_end()),
    ],
)
def test_every_control_of_a_dialog_has_a_name(clerk: Clerk, page: str, act: Callable[[object], None]) -> None:
    clerk.open(page)
    act(clerk.page)
    clerk.settle()
    assert_accessible(clerk.dialog)
    keys = access_keys(clerk.dialog)
    assert len(keys) == len(set(keys)) >= 2
    clerk.dialog.reject()


def access_keys(root: QWidget) -> list[str]:
    """Return the letter of every label and button in sight that has one."""
    texts = [label.text() for label in root.findChildren(QLabel) if label.buddy() and not label.isHidden()]
    texts += [button.text() for button in root.findChildren(QAbstractButton) if button.isVisible()]
    found = (re.search(r"&([^&])", text.replace("&&", "")) for text in texts)
    return [match[1].lower() for match in found if match]


@pytest.mark.parametrize("page", ["members", "drivers"])
def test_the_access_keys_of_a_page_are_all_different(clerk: Clerk, page: str) -> None:
    clerk.open(page)
    keys = access_keys(clerk.window)
    assert len(keys) == len(set(keys)) >= 6


def test_every_value_has_its_words() -> None:
    kinds = [*words._WORDS]
    assert len(kinds) == 11
    for kind in kinds:
        for value in kind:
            assert words.word(value)
    for standing in (MembershipStatus, Review, Expiry, DriverTie):
        for value in standing:
            assert words.look(value).icon
