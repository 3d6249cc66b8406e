"""The briefing note, wishes and limits of drivers: rules, deeds, queries, the list to sign; on both databases."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from mmc_desk.core.errors import RuleError
from mmc_desk.features.people import ops, queries, rules
from mmc_desk.features.people.model import DocumentKind, Driver
from mmc_desk.features.people.printout.briefing import write_briefing_list
from mmc_desk.features.people.queries import BriefingList
from mmc_desk.features.people.rules import Briefing, Expiry
from tests.features.people.small_desk import Desk

TODAY = date(2026, 11, 23)
SIGNED = date(2026, 2, 1)


@pytest.mark.parametrize(
    ("signed_on", "edition", "current", "expected"),
    [
        (None, None, "", Briefing.UNSIGNED),
        (None, "2026", "2026", Briefing.UNSIGNED),
        (SIGNED, None, "", Briefing.SIGNED),
        (SIGNED, "2024", "", Briefing.SIGNED),
        (SIGNED, "2026", "2026", Briefing.SIGNED),
        (SIGNED, "2024", "2026", Briefing.OUTDATED),
        (SIGNED, None, "2026", Briefing.OUTDATED),
    ],
)
def test_who_signed(signed_on: date | None, edition: str | None, current: str, expected: Briefing) -> None:
    assert rules.briefing_state(signed_on, edition, current) is expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (61, Expiry.FINE),
        (60, Expiry.WITHIN_60),
        (31, Expiry.WITHIN_60),
        (30, Expiry.WITHIN_30),
        (1, Expiry.WITHIN_30),
        (0, Expiry.EXPIRED),
        (-1, Expiry.EXPIRED),
    ],
)
def test_papers_are_warned_of_60_30_and_0_days_before(days: int, expected: Expiry) -> None:
    """Issue 3, "Drivers": expiry warnings 60/30/0 days."""
    assert rules.document_expiry(TODAY + timedelta(days=days), TODAY) is expected


def signs(desk: Desk, driver: int, edition: str, signed_on: date | None = SIGNED) -> None:
    paper = ops.RecordDocument(driver, DocumentKind.BRIEFING_NOTE, None, "", signed_on, edition)
    desk.do(ops.record_document, paper)


def in_force(desk: Desk, edition: str, valid_from: date) -> None:
    desk.do(ops.set_briefing_edition, ops.SetBriefingEdition(edition, valid_from))


def listed(desk: Desk, day: date = TODAY) -> BriefingList:
    return desk.database.read(lambda session: queries.briefing_list(session, day))


def test_an_edition_holds_from_its_day_on(desk: Desk) -> None:
    assert listed(desk).edition == ""
    in_force(desk, "2024", date(2024, 1, 1))
    in_force(desk, "2026b", date(2026, 6, 1))
    in_force(desk, " 2026 ", date(2026, 6, 1))
    assert [listed(desk, day).edition for day in (date(2023, 1, 1), date(2026, 5, 31), TODAY)] == ["", "2024", "2026"]
    with pytest.raises(RuleError) as caught:
        in_force(desk, "  ", TODAY)
    assert caught.value.field == "edition"


def test_who_still_has_to_sign(desk: Desk) -> None:
    in_force(desk, "2026", date(2026, 1, 1))
    signs(desk, desk.pierre, "2026")
    signs(desk, desk.paula, "2024")
    found = listed(desk)
    assert [(row.name, row.state) for row in found.rows] == [
        ("Reynders Pierre", Briefing.SIGNED),
        ("Vos Paula", Briefing.OUTDATED),
    ]
    assert [row.name for row in found.to_sign] == ["Vos Paula"]
    desk.do(ops.end_driver, ops.EndDriver(desk.paula, date(2026, 11, 1)))
    assert listed(desk).to_sign == ()


def test_list_and_card_show_it(desk: Desk) -> None:
    in_force(desk, "2026", date(2026, 1, 1))
    signs(desk, desk.pierre, "2024")
    rows = {row.key: row for row in desk.database.read(lambda session: queries.driver_list(session, TODAY))}
    assert (rows[desk.pierre].briefing, rows[desk.paula].briefing) == (Briefing.OUTDATED, Briefing.UNSIGNED)
    assert rows[desk.pierre].expiry is Expiry.UNKNOWN
    card = desk.database.read(lambda session: queries.driver_card(session, desk.pierre, TODAY))
    assert card is not None
    assert (card.briefing, card.briefing_edition) == (Briefing.OUTDATED, "2026")
    assert (card.documents[0].signed_on, card.documents[0].edition) == (SIGNED, "2024")


def test_nobody_signs_tomorrow(desk: Desk) -> None:
    with pytest.raises(RuleError) as caught:
        signs(desk, desk.pierre, "2026", TODAY + timedelta(days=1))
    assert caught.value.field == "signed_on"


def test_wishes_and_limits_are_kept(desk: Desk) -> None:
    card = desk.database.read(lambda session: queries.driver_card(session, desk.pierre, TODAY))
    assert card is not None
    person, address = ops.PersonDetails("Reynders", "Pierre"), ops.AddressDetails()
    details = ops.DriverDetails(max_metres_per_week=120_000, avoids_motorway=True, avoids_hospital_waiting=True)
    desk.do(ops.edit_driver, ops.EditDriver(desk.pierre, person, address, details))
    driver: Driver = desk.row(Driver, desk.pierre)
    assert (driver.max_metres_per_week, driver.avoids_motorway, driver.avoids_hospital_waiting) == (120_000, True, True)
    command = ops.EditDriver(desk.pierre, person, address, replace(details, max_metres_per_week=0))
    with pytest.raises(RuleError) as caught:
        desk.do(ops.edit_driver, command)
    assert caught.value.field == "max_metres_per_week"


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def test_the_list_to_sign_on_paper(desk: Desk, tmp_path: Path) -> None:
    in_force(desk, "2026", date(2026, 1, 1))
    signs(desk, desk.pierre, "2026")
    signs(desk, desk.paula, "2024")
    write_briefing_list(tmp_path / "to sign.pdf", listed(desk))
    text = text_of(tmp_path / "to sign.pdf")
    assert "Afsprakennota 2026" in text
    assert "Vos Paula" in text
    assert "2024, 01/02/2026" in text
    assert "Handtekening" in text
    assert "Reynders" not in text
    write_briefing_list(tmp_path / "all.pdf", listed(desk), everybody=True)
    assert "Reynders" in text_of(tmp_path / "all.pdf")
    signs(desk, desk.paula, "2026")
    write_briefing_list(tmp_path / "none.pdf", listed(desk))
    assert "Iedereen heeft getekend" in text_of(tmp_path / "none.pdf")
