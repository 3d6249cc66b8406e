"""Two desks on one server have the same member's form open: what each types arrives, and nothing is lost."""

import time
from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.core.migrate import open_database
from mmc_desk.features.people.model import Member, Person
from mmc_desk.features.people.pages.member_dialog import MemberDialog
from mmc_desk.features.people.queries import member_card
from mmc_desk.ui.other_desks import OtherDesks
from mmc_desk.ui.runner import Runner
from tests.features.people.small_desk import fill
from tests.washing import wait_for_listener

TODAY = date(2026, 11, 23)


@pytest.fixture
def here(qtbot: QtBot, postgres_database: Database) -> Iterator[Runner]:
    runner = Runner(postgres_database)
    desks = OtherDesks(runner)
    wait_for_listener(postgres_database)
    yield runner
    desks.stop()
    runner.close()


@pytest.mark.postgres
def test_two_desks_change_one_member(qtbot: QtBot, here: Runner) -> None:
    jef = fill(here.database).jef
    card = here.database.read(lambda session: member_card(session, jef, TODAY))
    assert card is not None
    mine = MemberDialog(here, card, lambda _key: None)
    qtbot.addWidget(mine)
    mine.show()
    here.wait_idle()
    mine.person.mobile.setText("0473 64 17 88")
    mine.person.first_name.setText("Jef senior")

    def theirs(session: Session) -> None:
        person = session.get_one(Person, session.get_one(Member, jef).person_id)
        person.first_name, person.email = "Jozef", "jef@voorbeeld.be"

    with open_database(here.database.url) as there:
        begun = time.monotonic()
        there.write(theirs, "Gewijzigd")
        qtbot.waitUntil(lambda: mine.person.email.value == "jef@voorbeeld.be", timeout=5_000)
        assert time.monotonic() - begun < 1
        assert mine.person.first_name.value == "Jef senior"
        QTest.keyClick(mine.person.mobile, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert mine.following is not None
        asked = mine.following.asking
        assert asked is not None
        (choice,) = asked.groups
        QTest.keyClick(choice.buttons()[0], Qt.Key.Key_Return)
        QTest.keyClick(choice.buttons()[0], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        here.wait_idle()
        assert not mine.isVisible()
        saved = there.read(lambda session: member_card(session, jef, TODAY))
    assert saved is not None
    person = saved.person
    assert (person.first_name, person.mobile, person.email) == ("Jef senior", "+32473641788", "jef@voorbeeld.be")
