"""A winter at the desk with the fees: December's run, letters, a bank file in January, reminders in February."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_desk.core import clock
from mmc_desk.features.people import ops, queries
from mmc_desk.features.people.model import EndReason
from mmc_desk.features.people.queries import DuesRow
from mmc_desk.features.people.rules import DuesStatus, MembershipStatus
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner
from tests.features.people.clerk import CTRL, Clerk
from tests.features.people.small_desk import Desk, fill

Key = Qt.Key
HEAD = (
    "Rekening;Boekingsdatum;Rekeninguittrekselnummer;Transactienummer;Naam tegenpartij bevat;Valutadatum;Bedrag;Devies;"
    "Mededelingen"
)


@contextmanager
def on(day: date) -> Iterator[None]:
    with clock.frozen(clock.at(day, clock.local(clock.now()).time())):
        yield


@pytest.fixture
def desk(runner: Runner) -> Desk:
    made = fill(runner.database)
    account = ops.SaveDuesSettings(date(2026, 1, 1), "LDC De Wijzer", "BE68539007547034")
    made.database.write(lambda session: ops.save_dues_settings(session, account))
    for key, fee in ((made.jef, 1800), (made.maria, 1200)):
        made.do(ops.record_membership, ops.RecordMembership(key, 2026, fee, date(2026, 1, 9)))
    return made


def rows(desk: Desk) -> dict[int, DuesRow]:
    told = desk.database.read(lambda session: queries.dues_list(session, 2027, clock.today()))
    return {row.member_key: row for row in told}


def statement(path: Path, *lines: str) -> Path:
    start = "BE68 5390 0754 7034;{day}/01/2027;00001;"
    text = [HEAD, *(start.format(day=f"{place + 4:02d}") + f"{place};{line}" for place, line in enumerate(lines, 1))]
    path.write_text("\n".join(text), encoding="cp1252")
    return path


@dataclass
class Winter:
    """Who is at the desk, with what."""

    desk: Desk
    clerk: Clerk
    recorder: MessageRecorder
    folder: Path

    def save_paper(self, key: Qt.Key, name: str) -> str:
        """Ask for a paper by its key, save it, and return what stands on it."""
        path = self.folder / name
        self.clerk.page.table.setFocus()
        self.clerk.press(key)
        self.recorder.paths.append(path)
        self.clerk.press(Key.Key_S, CTRL)
        self.clerk.press(Key.Key_Escape)
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)

    def renew(self) -> None:
        """Three keys: look at the run, and do it."""
        self.clerk.page.table.setFocus()
        self.clerk.press(Key.Key_N, CTRL)
        self.clerk.press(Key.Key_Return)

    def read_again(self) -> None:
        """Let the page see the new day."""
        self.clerk.page.reload()
        self.clerk.settle()


def test_a_winter_of_fees(
    desk: Desk, qtbot: QtBot, qapp: QApplication, runner: Runner, recorder: MessageRecorder, tmp_path: Path
) -> None:
    """Edge cases 5 and 13 of domain.md §10 come by: a death in December, January's grace, who joins in December."""
    with on(date(2026, 12, 3)):
        winter = Winter(desk, Clerk(qtbot, qapp, runner), recorder, tmp_path)
        winter.clerk.open("dues")
        winter.renew()
        assert {key: row.dues.fee for key, row in rows(desk).items()} == {
            desk.jef: 1800,
            desk.rosa: 0,
            desk.maria: 1200,
        }
    with on(date(2026, 12, 10)):
        lia = _lia_joins(winter)
    with on(date(2026, 12, 14)):
        _jef_died_before_the_letters(winter)
    with on(date(2027, 1, 12)):
        _the_bank_file(winter, lia)
        _nobody_is_reminded_in_january(winter)
    with on(date(2027, 2, 3)):
        _rosa_is_reminded_and_pays(winter)


def _lia_joins(winter: Winter) -> int:
    # §10.13: half of 2026 now, and 2027 in full like everybody.
    desk = winter.desk
    add = ops.AddMember(ops.PersonDetails("Peeters", "Lia"), ops.AddressDetails("Bosstraat 4", "3740", "Hees"))
    lia: int = desk.do(ops.add_member, add)
    card = desk.database.read(lambda session: queries.member_card(session, lia, clock.today()))
    assert card
    assert card.proposed_fees == {2026: 600, 2027: 1200}
    desk.do(ops.record_membership, ops.RecordMembership(lia, 2026, 600, clock.today()))
    winter.renew()
    assert rows(desk)[lia].dues.fee == 1200
    return lia


def _jef_died_before_the_letters(winter: Winter) -> None:
    # §10.5: no letter for him; Rosa is asked the fee of one.
    desk = winter.desk
    desk.do(ops.end_member, ops.EndMember(desk.jef, date(2026, 12, 12), EndReason.DECEASED))
    winter.read_again()
    letters = winter.save_paper(Key.Key_B, "brieven.pdf")
    assert "Claes" not in letters
    for name in ("Rosa Jans", "María Thijs", "Lia Peeters"):
        assert f"Beste {name}," in letters
    assert "U betaalt één keer" not in letters
    assert rows(desk)[desk.rosa].dues.fee == 1200


def _the_bank_file(winter: Winter, lia: int) -> None:
    # María's reference was right; Lia's daughter only wrote a name; somebody gave a gift.
    desk, clerk = winter.desk, winter.clerk
    path = statement(
        winter.folder / "januari.csv",
        f"THIJS MARIA;05/01/2027;12,00;EUR;{rows(desk)[desk.maria].reference}",
        "JANSSENS AN;06/01/2027;12,00;EUR;lidgeld Lia Peeters",
        "GULLE GEVER;07/01/2027;50,00;EUR;voor de goede werking",
        "BANK;08/01/2027;-3,40;EUR;kosten",
    )
    for _ in range(2):  # the second time changes nothing
        winter.recorder.paths.append(path)
        clerk.page.table.setFocus()
        clerk.press(Key.Key_A)
        winter.recorder.paths.clear()
    assert rows(desk)[desk.maria].status is DuesStatus.PAID
    clerk.open("payments")
    assert [row.payer for row in clerk.page.table.rows_model.rows] == ["JANSSENS AN", "GULLE GEVER"]
    assert "1  Peeters Lia" in clerk.card_text()
    clerk.press(Key.Key_1)
    clerk.press(Key.Key_Delete)
    assert clerk.page.table.rows_model.rows == []
    assert rows(desk)[lia].status is DuesStatus.PAID


def _nobody_is_reminded_in_january(winter: Winter) -> None:
    # §10.13: Rosa hasn't paid, and has all January to do so.
    desk = winter.desk
    winter.clerk.open("dues")
    winter.clerk.press(Key.Key_H)
    assert "niemand aan de beurt" in winter.recorder.infos[-1]
    assert rows(desk)[desk.rosa].status is DuesStatus.OPEN
    card = desk.database.read(lambda session: queries.member_card(session, desk.rosa, clock.today()))
    assert card
    assert card.status is MembershipStatus.GRACE


def _rosa_is_reminded_and_pays(winter: Winter) -> None:
    desk = winter.desk
    winter.read_again()
    reminder = winter.save_paper(Key.Key_H, "herinnering.pdf")
    assert "Beste Rosa Jans," in reminder
    assert "Thijs" not in reminder
    assert "Op 14/12/2026 vroegen wij u het lidgeld voor 2027." in reminder
    # She comes to the desk with cash.
    winter.clerk.page.choose_chip("unpaid")
    winter.clerk.settle()
    winter.clerk.page.table.setFocus()
    winter.clerk.press(Key.Key_C)
    winter.clerk.press(Key.Key_Return)
    assert {row.status for row in rows(desk).values()} == {DuesStatus.PAID}
    totals = desk.database.read(lambda session: queries.dues_book(session, 2027, clock.today())).totals
    assert (totals.members, totals.asked_cents, totals.open_cents) == (3, 3600, 0)
