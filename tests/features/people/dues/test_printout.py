"""Letters, reminders, labels and the list, as the desk gets them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest

from mmc_desk.features.people import ops, printout, queries
from mmc_desk.features.people.model import EndReason
from mmc_desk.features.people.queries import DuesBook, DuesRow
from mmc_desk.features.people.rules import BankLine
from tests.features.people.small_desk import Desk, fill

DECEMBER, FEBRUARY = date(2026, 12, 4), date(2027, 2, 4)
ACCOUNT = ops.SaveDuesSettings(
    date(2026, 1, 1), "LDC De Wijzer", "BE68539007547034", "GKCCBEBB", "Brugstraat 15, 3740 Bilzen", "089 51 91 38"
)
Write = Callable[[Path, DuesBook, Sequence[DuesRow]], None]


@pytest.fixture
def desk(sqlite_database: object) -> Desk:
    made = fill(sqlite_database)  # type: ignore[arg-type]  # the fixture's own type
    made.do(ops.renew_memberships, ops.RenewMemberships(2027))
    return made


def book(desk: Desk, day: date = DECEMBER) -> DuesBook:
    return desk.database.read(lambda session: queries.dues_book(session, 2027, day))


def pages(tmp_path: Path, write: Write, told: DuesBook, rows: Sequence[DuesRow] | None = None) -> list[str]:
    path = tmp_path / "blad.pdf"
    write(path, told, told.rows if rows is None else rows)
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages]


def test_a_couple_is_written_to_once_and_the_slip_says_how_to_pay(desk: Desk, tmp_path: Path) -> None:
    desk.do(ops.save_dues_settings, ACCOUNT)
    couple, single = pages(tmp_path, printout.invitations, book(desk))
    for part in (
        "Jef Claes en Rosa Jans",
        "Kerkstraat 1",
        "3740 Hees",
        "U betaalt één keer, voor u beiden.",
        "€ 18,00",
    ):
        assert part in couple
    for part in ("María Thijs", "+++202/7000/27101+++", "BE68 5390 0754 7034 (GKCCBEBB)", "Scan met uw bankapp"):
        assert part in single
    assert "Brugstraat 15" in single
    assert "089 51 91 38" in single
    assert "contant" not in single


def test_who_was_a_member_reads_until_when_to_pay(desk: Desk, tmp_path: Path) -> None:
    desk.do(ops.record_membership, ops.RecordMembership(desk.maria, 2026, 1200, date(2026, 1, 9)))
    *_, single = pages(tmp_path, printout.invitations, book(desk))
    assert "loopt af op 31 december 2026" in single
    assert "ten laatste op 31/01/2027" in single


def test_without_an_account_the_letter_says_where_to_pay_in_cash(desk: Desk, tmp_path: Path) -> None:
    *_, single = pages(tmp_path, printout.invitations, book(desk))
    assert "U betaalt contant: aan het onthaal van onze dienst." in single
    assert "Laat het ons weten." in single
    assert "Scan" not in single
    desk.do(ops.save_dues_settings, replace(ACCOUNT, iban="", cash="elke dinsdag"))
    assert "U betaalt contant: elke dinsdag." in pages(tmp_path, printout.invitations, book(desk))[-1]
    desk.do(ops.save_dues_settings, replace(ACCOUNT, bic="", cash="elke dinsdag."))
    single = pages(tmp_path, printout.invitations, book(desk))[-1]
    assert "Betaalt u liever contant? Dat kan: elke dinsdag." in single
    assert "BE68 5390 0754 7034 Begunstigde" in single


def test_a_fee_without_reference_has_no_code(desk: Desk, tmp_path: Path) -> None:
    desk.do(ops.save_dues_settings, ACCOUNT)
    told = book(desk)
    (page,) = pages(tmp_path, printout.invitations, told, [replace(told.rows[2], reference="")])
    assert "Scan" not in page


def test_a_reminder_says_what_came_in(desk: Desk, tmp_path: Path) -> None:
    keys = [row.key for row in book(desk).rows if row.wants_letter]
    desk.do(ops.note_invited, ops.NoteInvited(keys, DECEMBER))
    desk.do(ops.import_payments, [BankLine("b1", date(2027, 1, 5), 500, "THIJS", book(desk).rows[2].reference)])
    couple, single = pages(tmp_path, printout.reminders, book(desk, FEBRUARY))
    assert "Herinnering: lidgeld 2027" in couple
    assert (
        "Op 04/12/2026 vroegen wij u het lidgeld voor 2027. Wij vonden uw betaling van € 18,00 nog niet terug."
        in couple
    )
    assert "Wij ontvingen € 5,00; er blijft € 7,00 te betalen." in single


def test_10_5_nobody_who_died_gets_a_letter_or_a_label(desk: Desk, tmp_path: Path) -> None:
    """Edge case 5 of domain.md §10: no letters, not even for a row that was on the screen before."""
    before = book(desk).rows
    desk.do(ops.pay_by_hand, ops.PayByHand(before[2].key, date(2026, 11, 23)))
    desk.do(ops.end_member, ops.EndMember(desk.maria, date(2026, 11, 20), EndReason.DECEASED))
    told = book(desk)
    assert len(told.rows) == 3
    for write in (printout.invitations, printout.reminders, printout.label_paper):
        assert not any("Thijs" in page for page in pages(tmp_path, write, told))


def test_labels_and_list_of_practice_data_say_so(desk: Desk, tmp_path: Path) -> None:
    told = replace(book(desk), practice=True)
    (labels,) = pages(tmp_path, printout.label_paper, told)
    assert labels.count("3740") == 2
    (listed,) = pages(tmp_path, printout.dues_paper, told)
    for part in ("Lidgelden 2027", "Stand op 04/12/2026", "Jans Rosa", "geen lidgeld", "te betalen", "OEFENDATA"):
        assert part in listed
