"""Ride books as offices keep them: every row a ride, or handed back with its reason."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from mmc_desk.core import clock, migrate
from mmc_desk.core.db import Database
from mmc_desk.core.importing import FileReport, Outcome, import_files
from mmc_desk.features.people.imports import IMPORT_KINDS as PEOPLE
from mmc_desk.features.people.model import Aid, Driver
from mmc_desk.features.rides.imports import IMPORT_KINDS as RIDES
from mmc_desk.features.rides.imports.lookups import member_number, split_members
from mmc_desk.features.rides.imports.writing import numbered
from mmc_desk.features.rides.model import CancelledBy, Purpose, Ride, RideRequest, RideState
from mmc_desk.features.rides.queries import checks

MEMBERS = """Lidnr;Naam;Voornaam;Straat;Gemeente;Lid sinds;Soort
1;Dirkx;Mariette;Kerkstraat 1;Mopertingen;2015;alleen
2;Van den Bossche;Jan;Dorp 2;Hees;2015;alleen
3;Thijs;An;;;;alleen
4;Dirkx;Jef;;Bilzen;;alleen
5;Dirkx;Jef;;Genk;;alleen
"""
DRIVERS = """Code;Naam;Voornaam;Dagen
C01;Timmermans;Marcel;ma
C02;Coenen;Alice;ma
C03;Coenen;Theo;ma
"""
HEADER = "Ritnr;Datum;Lidnr;Meerijder;Chauffeur;Vertrek;Thuis;Van;Naar;Reden;Km;Parking;Ontvangen;Status;Opmerking"
DRIVEN = (
    "2019-0001;02/01/2019;1;;Timmermans Marcel;08:00;08:45;Kerkstraat 1, Mopertingen;Bilzen;boodschappen;22;;7,86;"
    "uitgevoerd;"
)


def office(database: Database, folder: Path) -> Database:
    for name, text in (("ledenlijst.csv", MEMBERS), ("chauffeurs.csv", DRIVERS)):
        (folder / name).write_text(text, encoding="utf-8")
    import_files(database, [folder / "ledenlijst.csv", folder / "chauffeurs.csv"], PEOPLE)
    return database


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Database:
    return office(database, tmp_path)


@pytest.fixture
def sqlite_desk(sqlite_database: Database, tmp_path: Path) -> Database:
    return office(sqlite_database, tmp_path)


def run(database: Database, folder: Path, *rows: str, header: str = HEADER, name: str = "boek.csv") -> FileReport:
    path = folder / name
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    (report,) = import_files(database, [path], RIDES)
    assert not report.problems, report.problems
    assert report.read == sum(report.count(outcome) for outcome in Outcome)
    return report


def counts(report: FileReport) -> tuple[int, int, int, int]:
    outcomes = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.REJECTED)
    new, changed, unchanged, rejected = (report.count(outcome) for outcome in outcomes)
    return new, changed, unchanged, rejected


def rides(database: Database) -> list[Ride]:
    return list(database.read(lambda session: session.scalars(select(Ride).order_by(Ride.id)).all()))


def seats(database: Database) -> list[tuple[Any, ...]]:
    query = select(RideRequest.position, RideRequest.aid, RideRequest.companions).order_by(
        RideRequest.ride_id, RideRequest.position
    )
    return [tuple(row) for row in database.read(lambda session: session.execute(query).all())]


def row(**cells: str) -> str:
    """The driven ride with other cells, by heading."""
    return ";".join(cells.get(name, cell) for name, cell in zip(HEADER.split(";"), DRIVEN.split(";"), strict=True))


def test_a_driven_ride(desk: Database, tmp_path: Path) -> None:
    assert counts(run(desk, tmp_path, DRIVEN)) == (1, 0, 0, 0)
    (ride,) = rides(desk)
    assert (ride.ride_no, ride.ride_date, ride.state) == ("2019-0001", date(2019, 1, 2), RideState.DRIVEN)
    assert ride.depart_at == datetime(2019, 1, 2, 7, tzinfo=UTC)
    assert ride.home_at == datetime(2019, 1, 2, 7, 45, tzinfo=UTC)
    assert (ride.origin, ride.village) == ("Kerkstraat 1, Mopertingen", "Mopertingen")
    assert (ride.destination, ride.destination_village) == ("Bilzen", "Bilzen")
    assert (ride.purpose, ride.metres, ride.parking, ride.received) == (Purpose.SHOPPING, 22_000, 0, 786)
    assert (ride.passengers, ride.legs, ride.chargeable, ride.version) == (1, None, False, 1)
    assert counts(run(desk, tmp_path, DRIVEN)) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"Status": "geannuleerd", "Km": "", "Opmerking": "chauffeur ziek"}, (RideState.CANCELLED, CancelledBy.DRIVER)),
        (
            {"Status": "Afgezegd", "Km": "", "Opmerking": "geannuleerd door lid"},
            (RideState.CANCELLED, CancelledBy.MEMBER),
        ),
        ({"Status": "annulatie", "Km": "", "Opmerking": "corona"}, (RideState.CANCELLED, CancelledBy.DESK)),
        ({"Status": "annulatie", "Km": "", "Chauffeur": ""}, (RideState.CANCELLED, CancelledBy.MEMBER)),
        ({"Status": "neen", "Km": "", "Opmerking": "geen chauffeur"}, (RideState.NO_DRIVER, None)),
        ({"Status": "loze rit", "Opmerking": "lid was niet thuis"}, (RideState.WASTED, None)),
        ({"Status": "geen chauffeur", "Km": "", "Opmerking": "niemand vrij"}, (RideState.NO_DRIVER, None)),
        ({"Status": "geen chauffeur", "Km": "", "Chauffeur": "geen"}, (RideState.NO_DRIVER, None)),
        ({"Status": "OK"}, (RideState.DRIVEN, None)),
        ({"Status": "afgerekend"}, (RideState.SETTLED, None)),
        ({"Status": ""}, (RideState.DRIVEN, None)),
        ({"Status": "", "Opmerking": "loze rit"}, (RideState.WASTED, None)),
        ({"Status": "", "Km": "", "Datum": "01/12/2026"}, (RideState.ASSIGNED, None)),
        ({"Status": "", "Km": "", "Datum": "01/12/2026", "Chauffeur": ""}, (RideState.REQUESTED, None)),
        ({"Status": "aangevraagd", "Km": "", "Datum": "01/12/2026"}, (RideState.ASSIGNED, None)),
    ],
)
def test_states(
    sqlite_desk: Database, tmp_path: Path, cells: dict[str, str], told: tuple[RideState, CancelledBy | None]
) -> None:
    assert counts(run(sqlite_desk, tmp_path, row(**cells))) == (1, 0, 0, 0)
    (ride,) = rides(sqlite_desk)
    assert (ride.state, ride.cancelled_by) == told
    assert ride.chargeable == (ride.state is RideState.WASTED)
    failed = ride.state in {RideState.CANCELLED, RideState.WASTED, RideState.NO_DRIVER}
    assert (ride.reason, ride.note) == (
        (cells.get("Opmerking", ""), "") if failed else ("", cells.get("Opmerking", ""))
    )
    for find in (checks.wrong_states, checks.wrong_passengers, checks.double_booked):
        assert list(sqlite_desk.read(find)) == []


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Lidnr": "99999"}, "lid 99999 is niet bekend"),
        ({"Lidnr": "Niemand"}, "lid “Niemand” is niet bekend"),
        ({"Lidnr": "Dirkx Jef"}, "er zijn 2 leden die “Dirkx Jef” heten: zet er het lidnummer bij ("),
        ({"Lidnr": ""}, "Lidnr ontbreekt"),
        ({"Datum": "31/02/2019"}, "Datum: “31/02/2019” is geen bestaande datum"),
        ({"Datum": "02/01/2099"}, "uitgevoerd op een dag die nog moet komen; 02/01/2099 kan geen ritdatum zijn"),
        ({"Km": "veel"}, "Km: “veel” is geen getal"),
        ({"Km": "-12"}, "Km: “-12” km kan niet"),
        ({"Km": ""}, "km ontbreekt"),
        ({"Km": "", "Status": ""}, "er staat geen status en er zijn geen kilometers"),
        ({"Km": "x", "Status": ""}, "Km: “x” is geen getal"),
        ({"Chauffeur": "Onbekend Iemand"}, "chauffeur “Onbekend Iemand” is niet bekend"),
        ({"Chauffeur": "Coenen"}, "er zijn 2 chauffeurs die “Coenen” kunnen zijn: zet er de code bij"),
        ({"Chauffeur": ""}, "chauffeur ontbreekt"),
        ({"Vertrek": "09:45", "Thuis": "05:00"}, "thuis om 05:00 is 19\xa0u\xa015 na vertrek om 09:45"),
        ({"Meerijder": "1"}, "lid 1 staat twee keer in deze rit"),
        ({"Meerijder": "77"}, "lid 77 is niet bekend"),
        ({"Status": "misschien"}, "Status: “misschien” is hier niet bekend"),
        ({"Ontvangen": "-5"}, "Ontvangen: “-5” euro kan niet"),
        ({"Lidnr": "99", "Chauffeur": "X Y", "Km": "z"}, "lid 99 is niet bekend; chauffeur “X Y” is niet bekend"),
    ],
)
def test_rows_that_are_refused(sqlite_desk: Database, tmp_path: Path, cells: dict[str, str], reason: str) -> None:
    report = run(sqlite_desk, tmp_path, row(**cells))
    assert counts(report) == (0, 0, 0, 1)
    assert reason in report.rejections[0].reason
    assert rides(sqlite_desk) == []


def test_one_number_twice(sqlite_desk: Database, tmp_path: Path) -> None:
    report = run(sqlite_desk, tmp_path, DRIVEN, DRIVEN, row(Km="25"))
    assert (counts(report), report.count(Outcome.DUPLICATE)) == ((1, 0, 0, 1), 1)
    assert report.rejections[0].reason == "rit 2019-0001 staat ook op rij 2, met andere gegevens"


def test_a_refused_row_does_not_stand_in_the_way_of_a_good_one(sqlite_desk: Database, tmp_path: Path) -> None:
    assert counts(run(sqlite_desk, tmp_path, row(Km="veel"), DRIVEN)) == (1, 0, 0, 1)


def test_across_midnight_and_the_change_of_the_clock(sqlite_desk: Database, tmp_path: Path) -> None:
    rows = [
        row(Vertrek="22:30", Thuis="00:15"),
        row(Ritnr="2019-2", Datum="30/03/2019", Vertrek="23:00", Thuis="04:00"),
    ]
    run(sqlite_desk, tmp_path, *rows)
    night, change = rides(sqlite_desk)
    assert night.home_at == datetime(2019, 1, 2, 23, 15, tzinfo=UTC)
    assert change.depart_at is not None
    assert change.home_at is not None
    assert (change.home_at - change.depart_at).total_seconds() == 4 * 3600
    assert change.ride_date == date(2019, 3, 30)


@pytest.mark.parametrize(
    "cell", ["2", "2, 3", "2+3", "Van den Bossche Jan", "Jan Van den Bossche; 3", "2 en 3", "2 / 3"]
)
def test_passengers(sqlite_desk: Database, tmp_path: Path, cell: str) -> None:
    run(sqlite_desk, tmp_path, row(Meerijder=f'"{cell}"'))
    (ride,) = rides(sqlite_desk)
    assert ride.passengers == 3 if "3" in cell else 2
    assert [seat[0] for seat in seats(sqlite_desk)] == list(range(1, ride.passengers + 1))


@pytest.mark.parametrize(
    ("text", "members"),
    [("3, 7", ["3", "7"]), ("Janssen, Maria", ["Janssen, Maria"]), ("A B, C D, E F", ["A B", "C D, E F"]), ("", [])],
)
def test_members_in_one_cell(text: str, members: list[str]) -> None:
    assert split_members(text) == members


def test_numbers_of_members() -> None:
    assert [member_number(text) for text in ("41", "0041", "L-41", "Janssen", "nr. 41")] == [41, 41, 41, None, 41]


@pytest.mark.parametrize(
    "driver",
    [
        "C01",
        "c1",
        "Timmermans Marcel",
        "Marcel Timmermans",
        "TIMMERMANS",
        "M. Timmermans",
        "C01 - Timmermans",
        "Marcel (C01)",
        "Timmermans M",
    ],
)
def test_drivers_by_code_or_name(sqlite_desk: Database, tmp_path: Path, driver: str) -> None:
    assert counts(run(sqlite_desk, tmp_path, row(Chauffeur=driver))) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("cells", "places"),
    [
        ({"Van": "Dreef 1, 3740 Hees"}, ("Hees", "Bilzen")),
        ({"Van": "Dreef 1 - Hees"}, ("Hees", "Bilzen")),
        ({"Van": "Dreef 1, Nergenshuizen"}, ("Mopertingen", "Bilzen")),
        ({"Van": ""}, ("Mopertingen", "Bilzen")),
        ({"Naar": "ZOL Genk, campus Sint-Jan (ziekenhuis)"}, ("Mopertingen", "Genk")),
        ({"Naar": "Markt 1, Tongeren"}, ("Mopertingen", "Tongeren")),
        ({"Naar": "Medisch Centrum Bilzen (2e verdieping)"}, ("Mopertingen", "Bilzen")),
        ({"Naar": "de kust"}, ("Mopertingen", "")),
        ({"Naar": ""}, ("Mopertingen", "")),
    ],
)
def test_villages(sqlite_desk: Database, tmp_path: Path, cells: dict[str, str], places: tuple[str, str]) -> None:
    run(sqlite_desk, tmp_path, row(**cells))
    (ride,) = rides(sqlite_desk)
    assert (ride.village, ride.destination_village) == places
    assert ride.origin == (cells.get("Van") or "Kerkstraat 1, Mopertingen")


def test_a_member_without_an_address(sqlite_desk: Database, tmp_path: Path) -> None:
    run(sqlite_desk, tmp_path, row(Lidnr="3", Van=""))
    (ride,) = rides(sqlite_desk)
    assert (ride.origin, ride.village) == ("", "")


@pytest.mark.parametrize(
    ("word", "purpose", "note"),
    [
        ("gemeentehuis", Purpose.ADMINISTRATION, ""),
        ("Tandarts", Purpose.DOCTOR, ""),
        ("kinesist", Purpose.DOCTOR, ""),
        ("UZ ziekenhuis", Purpose.HOSPITAL, ""),
        ("andere", Purpose.OTHER, ""),
        ("maanreis", Purpose.OTHER, "Reden: maanreis"),
        ("", Purpose.OTHER, ""),
    ],
)
def test_purposes(sqlite_desk: Database, tmp_path: Path, word: str, purpose: Purpose, note: str) -> None:
    run(sqlite_desk, tmp_path, row(Reden=word))
    (ride,) = rides(sqlite_desk)
    assert (ride.purpose, ride.note) == (purpose, note)


def test_hostile_text_is_kept_to_the_letter(desk: Database, tmp_path: Path) -> None:
    hostile = "<b>=HYPERLINK(1)</b> & 😀 \u202eabc'); DROP TABLE ride;--"
    run(desk, tmp_path, row(Opmerking=f'"{hostile}"'))
    assert rides(desk)[0].note == hostile


def test_a_long_remark_on_a_failed_ride_goes_to_the_note(desk: Database, tmp_path: Path) -> None:
    run(desk, tmp_path, row(Status="geannuleerd", Km="", Opmerking="x" * 400))
    (ride,) = rides(desk)
    assert (ride.reason, len(ride.note), ride.cancelled_by) == ("", 400, CancelledBy.MEMBER)


# --- other books


def test_odometers_waiting_and_companions(sqlite_desk: Database, tmp_path: Path) -> None:
    header = "Datum;Lid;Meerijder 1;Meerijder 2;Code chauffeur;Beginstand;Eindstand;Wachttijd;Hulpmiddel;Begeleiders"
    rows = (
        "2/1/2019;1;2;3;C02;45.100;45.122;1u30;rollator;ja",
        "3/1/2019;1;;;C02;100;90;45 min;;2",
        "4/1/2019;1;;;C02;100;120;2 u;;9",
        "5/1/2019;1;;;C02;100;120;15;;geen",
    )
    report = run(sqlite_desk, tmp_path, *rows, header=header)
    assert counts(report) == (3, 0, 0, 1)
    assert report.rejections[0].reason == "de kilometerstanden kloppen niet"
    assert report.notes == ("rij 4: Begeleiders: 9: niet begrepen, in de opmerking gezet",)
    first, _, last = rides(sqlite_desk)
    assert (first.metres, first.waiting_minutes, last.waiting_minutes, first.ride_no) == (
        22_000,
        90,
        15,
        "20190102-1-0000",
    )
    assert seats(sqlite_desk)[0] == (1, Aid.ROLLATOR, 1)
    assert len(seats(sqlite_desk)) == 5


def test_names_in_place_of_numbers(sqlite_desk: Database, tmp_path: Path) -> None:
    header = "Ritnr;Datum;Naam;Voornaam;Chauffeur;Km"
    report = run(
        sqlite_desk, tmp_path, "1;2/1/2019;DIRKX;MARIETTE;C01;22", "2;2/1/2019;Dirkx;Jef;C01;22", header=header
    )
    assert counts(report) == (1, 0, 0, 1)
    assert rides(sqlite_desk)[0].ride_no == "2019-1"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("2019-0001", "2019-0001"),
        ("19/17", "19/17"),
        ("17", "2019-17"),
        ("19", "2019-19"),
        ("R-17", "2019-R-17"),
        ("20180001", "20180001"),
        ("", ""),
    ],
)
def test_numbers_that_begin_again_every_year_get_it_in_front(written: str, number: str) -> None:
    assert numbered(written, 2019) == number


def test_a_book_that_begins_again_at_one(sqlite_desk: Database, tmp_path: Path) -> None:
    run(sqlite_desk, tmp_path, row(Ritnr="1"))
    assert counts(run(sqlite_desk, tmp_path, row(Ritnr="1", Datum="2/1/2020"))) == (1, 0, 0, 0)
    assert [ride.ride_no for ride in rides(sqlite_desk)] == ["2019-1", "2020-1"]


def test_rides_without_numbers_are_known_again(desk: Database, tmp_path: Path) -> None:
    rows = [
        row(Ritnr=""),
        row(Ritnr="", Chauffeur="C02", Km="25"),
        row(Ritnr="", Status="geannuleerd", Km=""),
        row(Ritnr="", Naar="Genk"),
    ]
    assert counts(run(desk, tmp_path, *rows)) == (4, 0, 0, 0)
    assert [ride.ride_no for ride in rides(desk)] == [f"20190102-1-0800{end}" for end in ("", "-2", "-3", "-4")]
    assert counts(run(desk, tmp_path, *reversed(rows))) == (0, 0, 4, 0)
    assert counts(run(desk, tmp_path, row(Ritnr="", Chauffeur="C03", Km="25", Naar="Genk"))) == (0, 1, 0, 0)
    assert counts(run(desk, tmp_path, row(Ritnr="", Km="30"), row(Ritnr="", Km="31"))) == (0, 1, 0, 1)


# --- again


def test_a_changed_ride_is_changed(desk: Database, tmp_path: Path) -> None:
    run(desk, tmp_path, DRIVEN)
    changed = row(Km="25", Meerijder="2", Thuis="09:00", Ontvangen="", Reden="")
    assert counts(run(desk, tmp_path, changed)) == (0, 1, 0, 0)
    (ride,) = rides(desk)
    assert (ride.metres, ride.passengers, ride.version) == (25_000, 2, 2)
    assert (ride.received, ride.purpose) == (786, Purpose.SHOPPING)
    assert len(seats(desk)) == 2
    assert counts(run(desk, tmp_path, changed)) == (0, 0, 1, 0)


def test_a_number_given_to_another_ride_overwrites_nothing(desk: Database, tmp_path: Path) -> None:
    run(desk, tmp_path, DRIVEN)
    report = run(desk, tmp_path, row(Datum="03/01/2019", Lidnr="2", Km="99"))
    assert counts(report) == (0, 0, 0, 1)
    assert report.rejections[0].reason == "rit 2019-0001 bestaat al als een andere rit van 02/01/2019"
    assert rides(desk)[0].metres == 22_000
    assert counts(run(desk, tmp_path, row(Datum="03/01/2019"))) == (0, 1, 0, 0)


def test_a_book_that_begins_again_every_month(sqlite_desk: Database, tmp_path: Path) -> None:
    def month(number: int) -> list[str]:
        return [row(Ritnr=str(day), Datum=f"{day}/{number}/2019", Naar=f"huis {number}") for day in range(1, 6)]

    for number in (1, 2, 3):
        assert counts(run(sqlite_desk, tmp_path, *month(number))) == (5, 0, 0, 0)
        assert counts(run(sqlite_desk, tmp_path, *month(number))) == (0, 0, 5, 0)
    assert [ride.ride_no for ride in rides(sqlite_desk)][::5] == ["2019-1", "2019-02-1", "2019-03-1"]


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("Timmermans Marcel", ""),
        ("ritten", "Ritten van Timmermans Marcel 2019\n;\n"),
        ("ritten Marcel Timmermans 2019", ""),
        ("C01", ""),
    ],
)
def test_a_sheet_per_driver(sqlite_desk: Database, tmp_path: Path, name: str, titles: str) -> None:
    path = tmp_path / f"{name}.csv"
    path.write_text(f"{titles}Ritnr;Datum;Lid;Naar;Km\n1;2/1/2019;1;Genk;22\n", encoding="utf-8")
    (report,) = import_files(sqlite_desk, [path], RIDES)
    query = select(Driver.code).join(Ride, Ride.driver_id == Driver.id)
    assert (counts(report), sqlite_desk.read(lambda session: session.scalar(query))) == ((1, 0, 0, 0), "C01")


def test_a_sheet_of_nobody(sqlite_desk: Database, tmp_path: Path) -> None:
    report = run(sqlite_desk, tmp_path, "1;2/1/2019;1;Genk;22", header="Ritnr;Datum;Lid;Naar;Km")
    assert report.rejections[0].reason == "chauffeur ontbreekt"


def test_columns_of_crosses_tell_what_went_otherwise(sqlite_desk: Database, tmp_path: Path) -> None:
    header = "Ritnr;Ritdatum;Lid;Chauffeur;Totaal km;Betaald;Afgezegd;Loze rit;Geen chauffeur"
    rows = (
        "1;2/1/2019;1;C02;22;ja;neen;;",
        "2;2/1/2019;1;C02;;;x;;",
        "3;2/1/2019;1;C02;9;5,50;;ja;",
        "4;2/1/2019;1;;;;;;x",
        "5;2/1/2019;1;C02;;neen;door het lid;;",
    )
    assert counts(run(sqlite_desk, tmp_path, *rows, header=header)) == (5, 0, 0, 0)
    found = [(ride.state, ride.received) for ride in rides(sqlite_desk)]
    assert found == [
        (RideState.DRIVEN, None),
        (RideState.CANCELLED, None),
        (RideState.WASTED, 550),
        (RideState.NO_DRIVER, None),
        (RideState.CANCELLED, None),
    ]


def test_a_settled_ride_is_frozen(sqlite_desk: Database, tmp_path: Path) -> None:
    run(sqlite_desk, tmp_path, row(Status="afgerekend"))
    assert counts(run(sqlite_desk, tmp_path, DRIVEN)) == (0, 0, 1, 0)
    report = run(sqlite_desk, tmp_path, row(Km="25"))
    assert report.rejections[0].reason == "rit 2019-0001 is al afgerekend en wijzigt niet meer"
    assert rides(sqlite_desk)[0].metres == 22_000


def test_planned_rides_never_put_a_driver_in_two_cars(desk: Database, tmp_path: Path) -> None:
    def planned(number: str, depart: str, home: str, **more: str) -> str:
        return row(Ritnr=number, Datum="01/12/2026", Vertrek=depart, Thuis=home, Km="", Status="bevestigd", **more)

    first = planned("2026-1", "08:00", "09:00")
    report = run(desk, tmp_path, first, planned("2026-2", "08:30", "09:30"), planned("2026-3", "09:00", "10:00"))
    assert counts(report) == (2, 0, 0, 1)
    assert report.rejections[0].reason == "de chauffeur heeft op 01/12/2026 om 08:30 al een andere rit"
    assert counts(run(desk, tmp_path, planned("2026-4", "08:30", "09:30"))) == (0, 0, 0, 1)
    assert counts(run(desk, tmp_path, planned("2026-4", "08:30", "09:30", Chauffeur="C02"))) == (1, 0, 0, 0)
    assert counts(run(desk, tmp_path, planned("2026-3", "08:30", "09:30"))) == (0, 0, 0, 1)
    assert counts(run(desk, tmp_path, planned("2026-3", "09:30", "10:00"))) == (0, 1, 0, 0)
    assert counts(run(desk, tmp_path, planned("2026-5", "", ""))) == (1, 0, 0, 0)


# --- whatever the cells hold


@pytest.fixture(scope="module")
def scratch(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "desk.db").write_bytes(empty_sqlite.read_bytes())
    with (
        clock.frozen(datetime(2026, 11, 23, 9, tzinfo=UTC)),
        migrate.open_database(str(folder / "desk.db")) as database,
    ):
        yield office(database, folder)


COMMON = ["", "1", "2", "C01", "Coenen", "02/01/2019", "1/12/2026", "08:00", "23:00", "22", "uitgevoerd", "geannuleerd"]
CELL = st.sampled_from(COMMON) | st.text(st.characters(codec="utf-8"), max_size=12)


@settings(max_examples=80)
@given(rows=st.lists(st.tuples(*[CELL] * 15), min_size=1, max_size=6))
def test_every_row_is_accounted_for(
    rows: list[tuple[str, ...]], scratch: Database, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "ritboek.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL).writerows([HEADER.split(";"), DRIVEN.split(";"), *rows])
    with clock.frozen(datetime(2026, 11, 23, 9, tzinfo=UTC)):
        reports = import_files(scratch, [path], RIDES, rejects=path.parent, dry_run=True)
    for report in reports:
        assert report.read == sum(report.count(outcome) for outcome in Outcome)
        assert report.count(Outcome.REJECTED) == len(report.rejections)
