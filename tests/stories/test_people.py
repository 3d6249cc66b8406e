"""What happens at the desk with members and drivers, in the desk's own words, by keyboard alone."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mmc_desk.core import clock
from mmc_desk.features.people import queries, rules
from mmc_desk.features.people.figures import people_figures
from mmc_desk.features.people.model import Household, Member, Person
from mmc_desk.features.people.pages.member_dialog import MemberDialog
from mmc_desk.features.people.pages.member_tasks import EndMemberDialog
from mmc_desk.features.people.rules import MembershipStatus, Review
from mmc_desk.ui.runner import Runner
from tests.features.people.clerk import CTRL, Clerk
from tests.features.people.small_desk import Desk, fill

Key = Qt.Key
MONDAY = date(2026, 11, 23)


@pytest.fixture
def desk(runner: Runner) -> Desk:
    return fill(runner.database)


@pytest.fixture
def clerk(desk: Desk, qtbot: QtBot, qapp: QApplication, runner: Runner) -> Clerk:
    return Clerk(qtbot, qapp, runner)


def find(clerk: Clerk, text: str) -> None:
    """Ctrl+F, a few letters, Enter: the card of the one who was meant."""
    clerk.press(Key.Key_F, CTRL)
    clerk.press(Key.Key_A, CTRL)
    clerk.type(text)
    clerk.press(Key.Key_Return)


def on_card(clerk: Clerk) -> str:
    return "\n".join(label.text() for label in clerk.page.card.findChildren(QLabel))


def test_somebody_phones_to_become_a_member(clerk: Clerk) -> None:
    # "Ik ben Lia Peeters, van Bosstraat 4 in Munsterbilzen, en ik kan de bus niet meer op."
    clerk.press(Key.Key_N, CTRL)
    clerk.enter("Peeters", "Lia", "9/8/41", "089 51 91 40", "", "", "Bosstraat 4")
    clerk.type("munster")
    clerk.press(Key.Key_Down)
    clerk.press(Key.Key_Return)
    clerk.save()
    assert "Lidgeld niet betaald" in on_card(clerk)

    # She brings her proof and pays: half, since it is after 1 July.
    clerk.alt("i")
    clerk.enter("", "", "verhoogde")
    clerk.save()
    clerk.alt("l")
    clerk.save()
    card = clerk.page.shown_card
    assert (card.status, card.review) == (MembershipStatus.PAID, Review.FINE)
    assert [(row.year, row.fee, row.paid_on) for row in card.memberships] == [(2026, 600, MONDAY)]
    assert card.person.address.line == "Bosstraat 4, 3740 Munsterbilzen"


def test_a_member_moves_and_last_month_stays_as_it_was(clerk: Clerk, desk: Desk) -> None:
    find(clerk, "thijs")
    clerk.press(Key.Key_Return)
    clerk.alt("s")
    clerk.enter("Markt 7")
    clerk.type("hees")
    clerk.press(Key.Key_Down)
    clerk.press(Key.Key_Return)
    clerk.alt("h")
    clerk.type("15/11/2026")
    clerk.save()
    assert "Markt 7, 3740 Hees" in on_card(clerk)
    before = desk.database.read(lambda session: queries.member_card(session, desk.maria, date(2026, 10, 31)))
    assert before
    assert before.person.address
    assert before.person.address.village == "Bilzen"

    # It was the neighbour who moved: one key takes it back.
    clerk.press(Key.Key_Z, CTRL)
    assert "Demerwal 2, 3740 Bilzen" in on_card(clerk)


def test_a_driver_goes_on_leave(clerk: Clerk, desk: Desk) -> None:
    clerk.open("drivers")
    find(clerk, "reynders")
    clerk.alt("w")
    clerk.enter("ma di do")
    clerk.alt("a")
    clerk.enter("", "23/11", "4/12", "verlof")
    assert "Afwezig tot en met 04/12/2026" in on_card(clerk)
    clerk.page.choose_chip("absent")
    assert [row.name for row in clerk.page.table.rows_model.rows] == ["Reynders Pierre"]

    card = desk.database.read(lambda session: queries.driver_card(session, desk.pierre, MONDAY))
    assert card
    leave = [rules.DatedException(row.kind, row.from_day, row.to_day) for row in card.absences]
    assert rules.hours_on(date(2026, 12, 3), card.pattern, leave) == ()
    assert rules.hours_on(date(2026, 12, 7), card.pattern, leave) == ((rules.DAY_START, rules.DAY_END),)


def test_a_member_dies(clerk: Clerk, desk: Desk) -> None:
    find(clerk, "12 claes")
    clerk.alt("l")
    clerk.save()
    before = desk.database.read(lambda session: people_figures(session, 2026))
    clerk.page.table.setFocus()
    clerk.press(Key.Key_Delete)
    dialog = clerk.dialog
    assert isinstance(dialog, EndMemberDialog)
    for _ in range(3):
        clerk.press(Key.Key_Up)
    clerk.enter("", "20/11/2026")

    # He is off the list, the year's figures stay, his widow is single from New Year on.
    jef = desk.row(Member, desk.jef)
    assert desk.row(Person, jef.person_id).deceased_on == date(2026, 11, 20)
    assert "Claes Jef" not in [row.name for row in clerk.page.table.rows_model.rows]
    assert desk.database.read(lambda session: people_figures(session, 2026)) == before
    with clock.frozen(clock.at(date(2027, 1, 4), clock.local(clock.now()).time())):
        find(clerk, "jans")
        clerk.page.reload()
        clerk.settle()
        card = clerk.page.shown_card
        assert (card.household, card.status) == (Household.SINGLE, MembershipStatus.GRACE)
        assert card.proposed_fees[2027] == 1200
        clerk.alt("l")
        clerk.save()
    rosa = desk.row(Member, desk.rosa)
    assert (rosa.household, rosa.partner_id) == (Household.SINGLE, None)


def test_two_people_of_one_name_are_told_apart(clerk: Clerk) -> None:
    clerk.press(Key.Key_N, CTRL)
    clerk.enter("Jans", "Rosa", "2/5/1938")
    warning = clerk.sentence("last_name")
    for trait in ("Jans Rosa", "02/05/1938", "Hees", "lid 13"):
        assert trait in warning

    # It is her niece of 1961: no warning any more, and the search shows both with birth year and village.
    dialog = clerk.dialog
    assert isinstance(dialog, MemberDialog)
    dialog.person.born_on.setFocus()
    clerk.press(Key.Key_A, CTRL)
    clerk.enter("2/5/1961")
    assert clerk.sentence("last_name") == ""
    clerk.save()
    hits = clerk.runner.database.read(queries.search_hits)
    assert [hit.detail for hit in hits if hit.title == "Jans Rosa"] == ["lid 13 · °1938 · Hees", "lid 272 · °1961"]
