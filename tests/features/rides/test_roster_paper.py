"""The roster on paper and from the command line: read back from real PDFs."""

import re
from datetime import date, time
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy.orm import Session

from mmc_desk.__main__ import main
from mmc_desk.core import settings
from mmc_desk.core.errors import FileError
from mmc_desk.core.migrate import open_database
from mmc_desk.core.model import DeskSetting
from mmc_desk.features.people.model import Aid, Person
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model import Purpose, ReturnMode
from mmc_desk.features.rides.printout import printed_sheets, write_rosters
from mmc_desk.features.rides.queries import roster as roster_queries
from mmc_desk.features.rides.queries.rows import RosterBook
from tests.features.rides.conftest import WEDNESDAY, RideDesk, fill

FRIDAY = date(2026, 11, 27)


def printed(desk: RideDesk, path: Path, *span: date, driver: str | None = None) -> list[str]:
    """Print a roster and return its pages as text, white space evened."""
    book = desk.read(roster_queries.roster_book, *(span or (WEDNESDAY,)), driver=driver)
    write_rosters(path, book)
    return pages(path)


def pages(path: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


def test_a_roster_has_what_the_driver_needs(sqlite_desk: RideDesk, tmp_path: Path) -> None:
    sqlite_desk.assigned(
        companions=1,
        stops=("Bakker Jansen",),
        return_mode=ReturnMode.AT_TIME,
        return_time=time(11, 45),
        purpose=Purpose.DAY_CARE,
        note="dialyse om de twee dagen",
    )
    (page,) = printed(sqlite_desk, tmp_path / "r.pdf")
    for wanted in (
        "Rittenlijst Reynders Pierre",
        "woensdag 25 november 2026",
        "2026-0001",
        "Jans Rosa",
        "Kerkstraat 1, Hees",
        "0473 64 17 88",
        "afspraak 10:00",
        "daarna Bakker Jansen",
        "rollator",
        "met 1 begeleider(s)",
        "terug om 11:45",
        "Km",
        "Wachten",
        "Parking",
        "Handtekening",
        "vertrouwelijk – na gebruik terugbezorgen of vernietigen",
        "versie 1",
        "Afgedrukt op 23/11/2026 om 10:00",
        "Pagina 1 van",
    ):
        assert wanted in page


def test_nothing_medical_beyond_aids(sqlite_desk: RideDesk, tmp_path: Path) -> None:
    sqlite_desk.assigned(purpose=Purpose.DAY_CARE, note="dialyse", destination="Kliniek")
    (page,) = printed(sqlite_desk, tmp_path / "r.pdf")
    assert "dagopvang" not in page
    assert "dialyse" not in page


def test_every_letter_is_eleven_points_or_more(sqlite_desk: RideDesk, tmp_path: Path) -> None:
    sqlite_desk.assigned()
    path = tmp_path / "r.pdf"
    printed(sqlite_desk, path)
    content = PdfReader(path).pages[0].get_contents()
    assert content is not None
    sizes = [float(size) for size in re.findall(rb"/F\S+ ([\d.]+) Tf", content.get_data())]
    assert sizes
    assert min(sizes) >= 11


def test_each_driver_on_pages_of_their_own(sqlite_desk: RideDesk, tmp_path: Path) -> None:
    sqlite_desk.assigned()
    sqlite_desk.assigned(sqlite_desk.paula, member_id=sqlite_desk.maria)
    first, second = printed(sqlite_desk, tmp_path / "r.pdf")
    assert ("Reynders Pierre" in first, "Vos Paula" in first) == (True, False)
    assert ("Jans Rosa" in second, "Thijs María" in second) == (False, True)
    assert all("Pagina 1 van" in page for page in (first, second))


def test_a_shared_car_has_a_row_per_member(sqlite_desk: RideDesk, tmp_path: Path) -> None:
    seats = (ops.SharedSeat(sqlite_desk.maria, Aid.RIGID_WHEELCHAIR, pickup=time(9, 5)),)
    sqlite_desk.assigned(sqlite_desk.wim, passengers=seats, return_mode=ReturnMode.NONE)
    (page,) = printed(sqlite_desk, tmp_path / "r.pdf")
    for wanted in ("09:05 rijdt mee", "Thijs María", "vaste rolstoel", "geen terugrit"):
        assert wanted in page


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (ReturnMode.WAIT, "wachten en terug"),
        (ReturnMode.AT_TIME, "terug, uur vragen"),
        (ReturnMode.PHONES, "belt als klaar"),
        (None, "rollator"),
    ],
)
def test_the_way_back_in_words(sqlite_desk: RideDesk, tmp_path: Path, mode: ReturnMode | None, words: str) -> None:
    sqlite_desk.assigned(return_mode=mode)
    assert words in printed(sqlite_desk, tmp_path / "r.pdf")[0]


def test_a_ride_without_a_time_says_so(sqlite_desk: RideDesk, tmp_path: Path) -> None:
    sqlite_desk.assigned(appointment=None, destination="Hasselt", destination_village="Hasselt")
    (page,) = printed(sqlite_desk, tmp_path / "r.pdf")
    assert "uur vragen" in page
    assert page.count("Hasselt") == 1


def test_a_week_by_day(sqlite_desk: RideDesk, tmp_path: Path) -> None:
    sqlite_desk.assigned()
    sqlite_desk.assigned(ride_date=FRIDAY)
    (page,) = printed(sqlite_desk, tmp_path / "r.pdf", *roster_queries.week_of(WEDNESDAY))
    assert "23/11/2026 tot en met 29/11/2026" in page
    assert page.index("woensdag 25 november 2026") < page.index("vrijdag 27 november 2026")


def test_an_empty_roster_says_so(sqlite_desk: RideDesk, tmp_path: Path) -> None:
    assert "Er zijn geen ritten toegewezen" in printed(sqlite_desk, tmp_path / "r.pdf")[0]
    mine = printed(sqlite_desk, tmp_path / "r.pdf", WEDNESDAY, driver="C02")[0]
    assert "Rittenlijst Vos Paula" in mine
    assert "Geen ritten in deze periode." in mine


def test_hostile_names_stay_text(sqlite_desk: RideDesk, tmp_path: Path) -> None:
    names = ("<b>vet</b> & co", '=HYPERLINK("x")', "W" * 300, "😀 Zoë", "שלום אב", "<img src='/etc/passwd'/>")

    def rename(session: Session) -> None:
        for key, name in enumerate(names[:3], 1):
            session.get_one(Person, key).last_name = name

    sqlite_desk.database.write(rename)
    for hour, name in enumerate(names):
        sqlite_desk.assigned(
            destination=name, destination_village=name, ride_date=FRIDAY, pickup=time(6 + hour), appointment=None
        )
    seats = tuple(ops.SharedSeat(key) for key in (sqlite_desk.jef, sqlite_desk.maria))
    sqlite_desk.assigned(passengers=seats)
    (page,) = printed(sqlite_desk, tmp_path / "r.pdf")
    assert "<b>vet</b> & co Rosa" in page
    assert '=HYPERLINK("x") Jef' in page
    assert page.count("0473 64 17 88") == 3
    assert len(printed(sqlite_desk, tmp_path / "r.pdf", FRIDAY)) >= 1


def test_practice_data_is_watermarked(sqlite_desk: RideDesk, tmp_path: Path) -> None:
    sqlite_desk.add(DeskSetting(name="practice", valid_from=date(2020, 1, 1), value=settings.PRACTICE))
    assert "OEFENDATA" in printed(sqlite_desk, tmp_path / "r.pdf")[0]


def test_a_folder_that_isnt_there(sqlite_desk: RideDesk, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="bestaat niet"):
        write_rosters(tmp_path / "weg" / "r.pdf", RosterBook(WEDNESDAY, WEDNESDAY, ()))


def test_a_print_counts_for_every_driver_and_day(sqlite_desk: RideDesk) -> None:
    sqlite_desk.assigned()
    sqlite_desk.assigned(ride_date=FRIDAY)
    rosters = sqlite_desk.read(roster_queries.driver_roster, *roster_queries.week_of(WEDNESDAY))
    assert printed_sheets(rosters) == ((sqlite_desk.pierre, WEDNESDAY), (sqlite_desk.pierre, FRIDAY))


# The command line


@pytest.fixture
def desk_file(sqlite_path: Path, frozen_clock: object) -> Path:
    with open_database(str(sqlite_path)) as database:
        desk = fill(database)
        desk.assigned()
        desk.assigned(desk.paula, member_id=desk.maria, ride_date=FRIDAY)
    return sqlite_path


def roster(desk_file: Path, *arguments: str) -> int:
    return main(["--db", str(desk_file), "roster", *arguments])


@pytest.mark.parametrize(
    ("arguments", "drivers"),
    [
        (("25/11/2026",), ["Reynders Pierre"]),
        (("2026-11-25",), ["Reynders Pierre"]),
        (("+2",), ["Reynders Pierre"]),
        (("25/11/2026", "--week"), ["Reynders Pierre", "Vos Paula"]),
        (("25/11/2026", "--month", "--driver", "C02"), ["Vos Paula"]),
    ],
)
def test_roster_command(
    desk_file: Path, tmp_path: Path, arguments: tuple[str, ...], drivers: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "roster.pdf"
    assert roster(desk_file, *arguments, "-o", str(output)) == 0
    titles = [re.match(r"Rittenlijst (\S+ \S+)", page) for page in pages(output)]
    assert [title and title[1] for title in titles] == drivers
    said = capsys.readouterr().out
    assert said == f"Bewaard in {output}. Chauffeurs: {len(drivers)}, ritten: {len(drivers)}.\n"


def test_the_next_print_bears_the_next_version(desk_file: Path, tmp_path: Path) -> None:
    output = tmp_path / "roster.pdf"
    for version in (1, 2):
        roster(desk_file, "25/11/2026", "-o", str(output))
        assert f"versie {version} ·" in pages(output)[0]


def test_a_day_without_rides(desk_file: Path, tmp_path: Path) -> None:
    output = tmp_path / "roster.pdf"
    assert roster(desk_file, "1/1/2026", "-o", str(output)) == 0
    assert "Er zijn geen ritten toegewezen" in pages(output)[0]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("25/11/2026", "-o", "r.txt"), 2, "kies een bestandsnaam die eindigt op .pdf"),
        (
            ("25/11/2026", "--driver", "C99", "-o", "r.pdf"),
            1,
            "geen chauffeur met code C99. Kies bijvoorbeeld: C01, C02",
        ),
        (("25/11/2026", "-o", "weg/r.pdf"), 1, "De map weg bestaat niet"),
    ],
)
def test_what_the_command_refuses(
    desk_file: Path,
    arguments: tuple[str, ...],
    code: int,
    sentence: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert roster(desk_file, *arguments) == code
    assert sentence in capsys.readouterr().err
    assert list(tmp_path.glob("*.txt")) == []


@pytest.mark.parametrize(
    "arguments", [("31/02/2026", "-o", "r.pdf"), ("25/11/2026",), ("25/11/2026", "--week", "--month")]
)
def test_wrong_usage(desk_file: Path, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        roster(desk_file, *arguments)
    assert leaving.value.code == 2
    assert capsys.readouterr().err


def test_a_month_runs_over_several_pages(sqlite_desk: RideDesk, tmp_path: Path) -> None:
    for day in range(1, 25):
        sqlite_desk.assigned(ride_date=date(2026, 12, day))
    found = printed(sqlite_desk, tmp_path / "r.pdf", *roster_queries.month_of(date(2026, 12, 1)))
    assert len(found) > 3
    assert "Pagina 2 van" in found[1]
