"""Member lists, fees, drivers and volunteers as offices keep them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from mmc_desk.core.db import Database
from mmc_desk.core.importing import FileReport, Outcome, import_files
from mmc_desk.features.people.imports import IMPORT_KINDS
from mmc_desk.features.people.imports.members import end_reason, split_contact
from mmc_desk.features.people.imports.persons import address_of, names_of, split_name
from mmc_desk.features.people.model import (
    Address,
    Aid,
    Contact,
    DocumentKind,
    Driver,
    DriverDocument,
    EligibilityCheck,
    EndReason,
    Household,
    IncomeResult,
    Member,
    Membership,
    Person,
    Volunteer,
    WeekAvailability,
)

MEMBERS = """Lidnr;Naam;Voornaam;Straat;Postcode;Gemeente;Geboren;Tel;GSM;Lid sinds;Uit dienst;Soort;Partner;\
Hulpmiddel;Contactpersoon;Inkomen OK;Opmerking
1;VAN DEN BOSSCHE;Maria ;Kerkstraat 1;3740;BILZEN;1/2/1940;089/69.88.72;;2015;;koppel;2;\
rollator;dochter Rosa 0493 12 64 78;ja;
2;van den bossche;Jan;Kerkstraat 1;3740;Bilzen;2-3-38;;0473313008;1/1/2016;;koppel;1;rolstoel (vast);;uitzondering BCSD;
3;D'HONDT;An;Dorp 2;3740;Hees;;;;;31/12/2019;alleen;;;;x;overleden
"""


def run(database: Database, folder: Path, text: str, name: str = "ledenlijst.csv") -> FileReport:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    (report,) = import_files(database, [path], IMPORT_KINDS)
    assert report.read == sum(report.count(outcome) for outcome in Outcome), report.line
    return report


def counts(report: FileReport) -> tuple[int, int, int, int]:
    outcomes = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.REJECTED)
    new, changed, unchanged, rejected = (report.count(outcome) for outcome in outcomes)
    return new, changed, unchanged, rejected


def one(database: Database, model: type[Any], *where: Any) -> Any:  # noqa: ANN401 - whichever model is asked
    return database.read(lambda session: session.scalars(select(model).where(*where)).one())


def every(database: Database, *columns: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - whichever columns are asked
    return [tuple(row) for row in database.read(lambda session: session.execute(select(*columns)).all())]


# --- names and addresses


@pytest.mark.parametrize(
    ("text", "first_comes_first", "names"),
    [
        ("Janssen, Maria", False, ("Janssen", "Maria")),
        ("JANSSEN Maria", False, ("Janssen", "Maria")),
        ("Maria JANSSEN", False, ("Janssen", "Maria")),
        ("Van den Bossche Maria", False, ("Van den Bossche", "Maria")),
        ("Maria Van den Bossche", True, ("Van den Bossche", "Maria")),
        ("JANSSEN MARIA", False, ("Janssen", "Maria")),
        ("JANS-VRANCKEN Marcel", False, ("Jans-Vrancken", "Marcel")),
        ("jans-vrancken Marcel", False, ("Jans-Vrancken", "Marcel")),
        ("Jans-Vrancken marcel", False, ("Jans-Vrancken", "Marcel")),
        ("van den bossche Maria", False, ("Van den Bossche", "Maria")),
        ("Janssen", False, ("Janssen", "")),
        ("", False, ("", "")),
    ],
)
def test_a_name_in_one_cell(text: str, first_comes_first: bool, names: tuple[str, str]) -> None:  # noqa: FBT001 - a case
    assert split_name(text, first_comes_first=first_comes_first) == names


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"last_name": "Janssen", "first_name": "Maria"}, ("Janssen", "Maria")),
        ({"last_name": "Janssen Maria"}, ("Janssen", "Maria")),
        ({"full_name": "Janssen Maria"}, ("Janssen", "Maria")),
        ({"full_name_first": "Maria Janssen"}, ("Janssen", "Maria")),
        ({"full_name": "VAN DAM", "first_name": "Maria"}, ("Van Dam", "Maria")),
        ({"full_name": "Van Dam Maria", "first_name": "Maria"}, ("Van Dam", "Maria")),
        ({}, ("", "")),
    ],
)
def test_names_of_a_row(values: dict[str, str], names: tuple[str, str]) -> None:
    assert names_of(values) == names


@pytest.mark.parametrize(
    ("values", "address"),
    [
        ({"street": "Kerkstraat 1", "postcode": "3740", "town": "Bilzen"}, ("Kerkstraat 1", "3740", "Bilzen")),
        ({"street": "Kerkstraat", "house_no": "1", "box": "3", "village": "Hees"}, ("Kerkstraat 1 bus 3", "", "Hees")),
        ({"street": "Kerkstraat 1, 3740 BILZEN"}, ("Kerkstraat 1", "3740", "Bilzen")),
        ({"street": "Kerkstraat 1", "town": "B-3740 Bilzen"}, ("Kerkstraat 1", "3740", "Bilzen")),
        ({"street": "Kerkstraat 1", "town": "Bilzen (3740)"}, ("Kerkstraat 1", "3740", "Bilzen")),
        ({"street": "Kerkstraat 1", "village": "Hees", "town": "Bilzen"}, ("Kerkstraat 1", "", "Hees")),
        ({"street": "Dorp 1", "village": "Hees", "town": "3740 Bilzen"}, ("Dorp 1", "3740", "Hees")),
        ({"postcode": "3740"}, None),
    ],
)
def test_addresses_of_a_row(values: dict[str, str], address: tuple[str, str, str] | None) -> None:
    assert address_of(values) == address


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("dochter Rosa 0493 12 64 78", ("dochter Rosa", "+32493126478")),
        ("0493/126478 (Rosa)", ("Rosa", "+32493126478")),
        ("dochter Rosa", ("dochter Rosa", "")),
    ],
)
def test_contacts(text: str, contact: tuple[str, str]) -> None:
    assert split_contact(text) == contact


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("overleden", EndReason.DECEASED),
        ("† 2019", EndReason.DECEASED),
        ("verhuisd naar WZC", EndReason.MOVED),
        ("heeft opgezegd", EndReason.RESIGNED),
        ("", EndReason.OTHER),
    ],
)
def test_why_somebody_stopped(text: str, reason: EndReason) -> None:
    assert end_reason(text) is reason


# --- members


def test_members_with_all_that_hangs_on_them(database: Database, tmp_path: Path) -> None:
    assert counts(run(database, tmp_path, MEMBERS)) == (3, 0, 0, 0)
    first, second = one(database, Member, Member.member_no == 1), one(database, Member, Member.member_no == 2)
    assert (first.partner_id, second.partner_id, first.household) == (second.id, first.id, Household.COUPLE)
    assert (first.aid, second.aid, first.since) == (Aid.ROLLATOR, Aid.RIGID_WHEELCHAIR, date(2015, 1, 1))
    person = one(database, Person, Person.id == first.person_id)
    assert (person.last_name, person.first_name, person.born_on) == ("Van den Bossche", "Maria", date(1940, 2, 1))
    assert person.phone == "+3289698872"
    home = one(database, Address, Address.person_id == first.person_id)
    assert (home.valid_from, home.village, home.postcode) == (date(2015, 1, 1), "Bilzen", "3740")
    contact = one(database, Contact)
    assert (contact.name, contact.phone) == ("dochter Rosa", "+32493126478")
    third = one(database, Member, Member.member_no == 3)
    assert (third.ended_on, third.end_reason, third.note) == (date(2019, 12, 31), EndReason.DECEASED, "overleden")
    assert one(database, Address, Address.person_id == third.person_id).valid_from == date(1900, 1, 1)
    checks = every(database, EligibilityCheck.result, EligibilityCheck.proof)
    assert sorted(checks) == [
        (IncomeResult.EXCEPTION, "uitzondering BCSD"),
        (IncomeResult.MEETS, ""),
        (IncomeResult.MEETS, ""),
    ]


def test_a_second_import_changes_nothing(database: Database, tmp_path: Path) -> None:
    run(database, tmp_path, MEMBERS)
    assert counts(run(database, tmp_path, MEMBERS)) == (0, 0, 3, 0)


def test_what_changed_since_is_changed(database: Database, tmp_path: Path, frozen_clock: object) -> None:
    run(database, tmp_path, MEMBERS)
    moved = MEMBERS.replace("1;VAN DEN BOSSCHE;Maria ;Kerkstraat 1", "1;VAN DEN BOSSCHE;Maria ;Dreef 9")
    moved = (
        moved.replace("0493 12 64 78", "0493 12 64 79")
        .replace("rolstoel (vast)", "wandelstok")
        .replace(";2;roll", ";;roll")
    )
    assert counts(run(database, tmp_path, moved)) == (0, 2, 1, 0)
    first = one(database, Member, Member.member_no == 1)
    homes = every(database, Address.valid_from, Address.street)
    assert (date(2026, 11, 23), "Dreef 9") in homes
    assert (date(2015, 1, 1), "Kerkstraat 1") in homes
    assert one(database, Contact).phone == "+32493126479"
    assert first.partner_id is not None
    again = moved.replace("Dreef 9", "Dreef 10")
    run(database, tmp_path, again)
    assert (date(2026, 11, 23), "Dreef 10") in every(database, Address.valid_from, Address.street)
    assert counts(run(database, tmp_path, again)) == (0, 0, 3, 0)


def test_columns_of_another_desk(sqlite_database: Database, tmp_path: Path) -> None:
    text = (
        "Nr;Naam;Gezinssituatie;Tel contactpersoon;Contactpersoon;Begeleider;Inkomenscontrole;Volgende controle;"
        "Einddatum;Reden einde;Partner\n"
        "L-007;Janssen Maria;wed;0493126478;Rosa;ja;Verhoogde tegemoetkoming;1/1/2027;1/5/2020;verhuisd;Peeters Jan\n"
        "L-008;Peeters, Jan;gehuwd;;Rosa;nee;aanvraag loopt;;;;Janssen Maria\n"
    )
    assert counts(run(sqlite_database, tmp_path, text, "leden.csv")) == (2, 0, 0, 0)
    seven, eight = (one(sqlite_database, Member, Member.member_no == number) for number in (7, 8))
    assert (seven.partner_id, eight.partner_id) == (eight.id, seven.id)
    assert (seven.companion, seven.end_reason, eight.companion) == (True, EndReason.MOVED, False)
    check = one(sqlite_database, EligibilityCheck, EligibilityCheck.member_id == seven.id)
    assert (check.proof, check.next_review) == ("Verhoogde tegemoetkoming", date(2027, 1, 1))
    assert counts(run(sqlite_database, tmp_path, text, "leden.csv")) == (0, 0, 2, 0)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (";Zonder Nummer;Rosa;;;;;", "Lidnr ontbreekt"),
        ("5;;Rosa;;;;;", "Naam ontbreekt"),
        ("5;X;Rosa;??/03/1941;;;;", "Geboren: “??/03/1941” is geen bestaande datum"),
        ("5;X;Rosa;1/1/2041;;;;", "Geboren: “1/1/2041” ligt niet in het verleden"),
        ("5;X;Rosa;;18.500 €;;;", "een inkomensbedrag wordt nooit bewaard"),
        ("5;X;Rosa;;misschien;;;", "Inkomen OK: “misschien” is hier niet bekend"),
        ("5;X;Rosa;;;;2/1/2020;1/1/2020", "Uit dienst ligt voor Lid sinds"),
        ("vijf;X;Rosa;;;;;", "Lidnr: “vijf” is geen nummer"),
    ],
)
def test_members_that_cannot_be_taken(sqlite_database: Database, tmp_path: Path, row: str, reason: str) -> None:
    text = f"Lidnr;Naam;Voornaam;Geboren;Inkomen OK;Hulpmiddel;Lid sinds;Uit dienst\n{row}\n"
    report = run(sqlite_database, tmp_path, text)
    assert counts(report) == (0, 0, 0, 1)
    assert reason in report.rejections[0].reason


def test_an_unknown_partner_is_said_and_the_member_taken(sqlite_database: Database, tmp_path: Path) -> None:
    text = "Lidnr;Naam;Soort;Partner\n1;A;koppel;99\n2;B;koppel;2\n3;C;koppel;Niemand\n"
    report = run(sqlite_database, tmp_path, text)
    assert counts(report) == (3, 0, 0, 0)
    assert len(report.notes) == 3
    assert "rij 2: partner “99” is geen gekend lid" in report.notes[0]


def test_one_member_twice(sqlite_database: Database, tmp_path: Path) -> None:
    text = "Lidnr;Naam;Voornaam;Soort\n41;JANS-VRANCKEN;Marcel;alleen\n41;jans-vrancken;Marcel ;alleen\n"
    text += "41;Jans;Piet;alleen\n"
    report = run(sqlite_database, tmp_path, text)
    assert (counts(report), report.count(Outcome.DUPLICATE)) == ((1, 0, 0, 1), 1)
    assert report.rejections[0].reason == "lid 41 staat ook op rij 2, met andere gegevens"


# --- fees


def test_membership_years(database: Database, tmp_path: Path) -> None:
    run(database, tmp_path, MEMBERS)
    text = (
        "Lidnr;Jaar;Bedrag;Betaald op\n1;2019;18,00;21/01/2019\n2;2019;0,00;ja\n3;2019;12,00;nee\n3;2020;;\n"
        "9;2019;12;\n1;negentien;12;\n1;2020;-3;\n"
    )
    report = run(database, tmp_path, text, "lidgelden.csv")
    assert counts(report) == (4, 0, 0, 3)
    rows = every(database, Membership.year, Membership.fee, Membership.paid_on)
    assert sorted(rows, key=str) == sorted(
        [
            (2019, 1800, date(2019, 1, 21)),
            (2019, 0, date(2019, 1, 1)),
            (2019, 1200, None),
            (2020, 0, None),
        ],
        key=str,
    )
    assert report.notes == ("rij 3: betaald zonder datum: 1 januari genoteerd",)
    assert "lid 9 is niet bekend" in [rejection.reason for rejection in report.rejections]
    assert counts(run(database, tmp_path, text, "lidgelden.csv")) == (0, 0, 4, 3)
    assert counts(run(database, tmp_path, text.replace("12,00;nee", "12,00;3/3/2019"), "lidgelden.csv")) == (0, 1, 3, 3)


def test_a_year_paid_twice(sqlite_database: Database, tmp_path: Path) -> None:
    run(sqlite_database, tmp_path, MEMBERS)
    text = "Lidnr;Jaar;Bedrag\n1;2019;18\n1;2019;18,00\n1;2019;12\n"
    report = run(sqlite_database, tmp_path, text, "lidgelden.csv")
    assert (counts(report), report.count(Outcome.DUPLICATE)) == ((1, 0, 0, 1), 1)


# --- drivers

DRIVERS = """Code;Naam;Voornaam;Straat;Postcode;Gemeente;Geboren;GSM;Dagen;Plaatsen;Rolstoel vast;IBAN;\
Actief vanaf;Actief tot;Rijbewijs tot;Max km
C01;Reynders-Nijs;Pierre;Kapelstraat 55;3740;Bilzen;13-12-1965;0499.76.14.45;wo do;4;nee;BE68 5390 0754 7034;\
01/03/2015;31/12/2019;1/1/2030;50
C02;VANDEBOSCH;Paula;Kerkstraat 106;3740;Hees;06/03/1946;0471649034;ma-vr vm;6;ja;BE00;01/03/2015;;;
"""


def test_drivers_with_week_and_papers(database: Database, tmp_path: Path) -> None:
    report = run(database, tmp_path, DRIVERS, "chauffeurs.csv")
    assert counts(report) == (2, 0, 0, 0)
    assert "rekeningnummer klopt niet" in report.notes[0]
    first = one(database, Driver, Driver.code == "C01")
    assert (first.iban, first.seats, first.max_distance) == ("BE68539007547034", 4, 50_000)
    assert first.active_to == date(2019, 12, 31)
    paper = one(database, DriverDocument)
    assert (paper.kind, paper.expires_on) == (DocumentKind.LICENCE, date(2030, 1, 1))
    assert len(every(database, WeekAvailability.id)) == 7
    assert counts(run(database, tmp_path, DRIVERS, "chauffeurs.csv")) == (0, 0, 2, 0)
    changed = DRIVERS.replace("wo do", "wo vr").replace("1/1/2030", "1/1/2031").replace("ja;BE00", "nee;BE00")
    assert counts(run(database, tmp_path, changed, "chauffeurs.csv")) == (0, 2, 0, 0)
    assert one(database, DriverDocument).expires_on == date(2031, 1, 1)
    days = every(database, WeekAvailability.weekday)
    assert sorted(days) == [(0,), (1,), (2,), (2,), (3,), (4,), (4,)]


def test_wishes_limits_and_the_briefing_note_of_drivers(database: Database, tmp_path: Path) -> None:
    heading = "Chauffeurscode;Naam;Plaatsen;Max km per week;Geen autosnelweg;Niet wachten ziekenhuis"
    text = f"{heading};Afsprakennota getekend;Versie nota\nC01;Reynders;4;120;ja;nee;1/2/2026;2026\n"
    assert counts(run(database, tmp_path, text, "chauffeurs.csv")) == (1, 0, 0, 0)
    driver, paper = one(database, Driver), one(database, DriverDocument)
    assert (driver.max_metres_per_week, driver.avoids_motorway, driver.avoids_hospital_waiting) == (
        120_000,
        True,
        False,
    )
    assert (paper.kind, paper.signed_on, paper.edition) == (DocumentKind.BRIEFING_NOTE, date(2026, 2, 1), "2026")
    assert counts(run(database, tmp_path, text, "chauffeurs.csv")) == (0, 0, 1, 0)
    assert counts(run(database, tmp_path, text.replace(";2026\n", ";2027\n"), "chauffeurs.csv")) == (0, 1, 0, 0)
    assert one(database, DriverDocument).edition == "2027"


def test_drivers_without_codes_get_the_next(sqlite_database: Database, tmp_path: Path) -> None:
    run(sqlite_database, tmp_path, DRIVERS, "chauffeurs.csv")
    text = "Chauffeur;Rijdt op;Geboren\nJanssen Jan;ma;1/1/1950\nJanssen Jan;di;1/1/1960\nVandebosch Paula;wo;\n"
    report = run(sqlite_database, tmp_path, text, "nieuwe chauffeurs.csv")
    assert counts(report) == (2, 1, 0, 0)
    assert [row[0] for row in every(sqlite_database, Driver.code)] == ["C01", "C02", "C03", "C04"]
    assert counts(run(sqlite_database, tmp_path, text, "nieuwe chauffeurs.csv")) == (0, 0, 3, 0)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("C1;X;4;ma;2/1/2020;1/1/2020", "Actief tot ligt voor Actief vanaf"),
    ],
)
def test_drivers_that_cannot_be_taken(sqlite_database: Database, tmp_path: Path, row: str, reason: str) -> None:
    text = f"Code;Naam;Plaatsen;Dagen;Actief vanaf;Actief tot\n{row}\n"
    report = run(sqlite_database, tmp_path, text, "chauffeurs.csv")
    assert reason in report.rejections[0].reason


def test_a_driver_who_is_a_member_is_one_person(database: Database, tmp_path: Path) -> None:
    run(database, tmp_path, MEMBERS)
    text = "Code;Naam;Voornaam;Gemeente;Geboren;GSM;Plaatsen\nC09;Van den Bossche;Maria;Genk;1/2/1940;0499 76 14 45;4\n"
    assert counts(run(database, tmp_path, text, "chauffeurs.csv")) == (1, 0, 0, 0)
    driver, member = one(database, Driver), one(database, Member, Member.member_no == 1)
    assert driver.person_id == member.person_id
    assert one(database, Person, Person.id == member.person_id).mobile == "+32499761445"
    other = text.replace("0499 76 14 45", "0499 76 14 46")
    assert counts(run(database, tmp_path, other, "chauffeurs.csv")) == (0, 0, 1, 0)
    assert counts(run(database, tmp_path, MEMBERS)) == (0, 0, 3, 0)
    assert len(every(database, Address.id)) == 3


def test_a_member_who_was_a_driver_first(sqlite_database: Database, tmp_path: Path) -> None:
    run(sqlite_database, tmp_path, DRIVERS, "chauffeurs.csv")
    twins = "".join(f"{number};Reynders-Nijs;Pierre;13/12/1965;alleen\n" for number in (7, 8))
    text = f"Lidnr;Naam;Voornaam;Geboren;Soort\n{twins}"
    assert counts(run(sqlite_database, tmp_path, text)) == (2, 0, 0, 0)
    assert (
        one(sqlite_database, Member, Member.member_no == 7).person_id
        == one(sqlite_database, Driver, Driver.code == "C01").person_id
    )
    assert sqlite_database.read(lambda session: session.scalar(select(func.count(Person.id)))) == 3


# --- volunteers

VOLUNTEERS = """Naam,Voornaam,GSM,Locatie,Taken
Dirkx,Christiane,+32 473183008,Mopertingen,"koken, opdienen"
Dirkx,Christiane,0473 18 30 08,Hees,afwas
Dirkx,Christiane,0499 18 30 08,Hees,afwas
Thoelen,Paul,,Schoonbeek,opdienen
"""


def test_volunteers_at_more_places(database: Database, tmp_path: Path) -> None:
    assert counts(run(database, tmp_path, VOLUNTEERS, "vrijwilligers.csv")) == (4, 0, 0, 0)
    rows = sorted(every(database, Volunteer.location, Volunteer.tasks))
    assert rows == [
        ("Hees", "afwas"),
        ("Mopertingen, Hees", "koken, opdienen, afwas"),
        ("Schoonbeek", "opdienen"),
    ]
    assert counts(run(database, tmp_path, VOLUNTEERS, "vrijwilligers.csv")) == (0, 0, 4, 0)
    changed = VOLUNTEERS.replace("Thoelen,Paul,,Schoonbeek,opdienen", "Thoelen,Paul,0470 72 72 91,Schoonbeek,koken")
    assert counts(run(database, tmp_path, changed, "vrijwilligers.csv")) == (0, 1, 3, 0)


def test_volunteers_of_another_desk(sqlite_database: Database, tmp_path: Path) -> None:
    text = (
        "Vrijwilliger;Restaurant;Taak;Adres;Woonplaats;Sinds\n"
        "Thoelen Paul;HEES;onthaal;Dorp 1;Hees;2018\nThoelen Paul;HEES;onthaal;Dorp 1;Hees;2018\n;Hees;;;;\n"
    )
    report = run(sqlite_database, tmp_path, text, "helpers.csv")
    assert (counts(report), report.count(Outcome.DUPLICATE)) == ((1, 0, 0, 1), 1)
    volunteer = one(sqlite_database, Volunteer)
    assert (volunteer.location, volunteer.active_from) == ("Hees", date(2018, 1, 1))
    assert one(sqlite_database, Address).street == "Dorp 1"
    assert counts(run(sqlite_database, tmp_path, text, "helpers.csv"))[2] == 1


# --- what is no reason to refuse somebody


def test_words_nobody_knows_go_to_the_note(sqlite_database: Database, tmp_path: Path) -> None:
    text = "Lidnr;Naam;Voornaam;Soort;Hulpmiddel;Opmerking\n5;X;Rosa;proeflid;wandelwagen;belt zelf\n"
    report = run(sqlite_database, tmp_path, text)
    assert (counts(report), report.notes) == (
        (1, 0, 0, 0),
        ("rij 2: Soort: proeflid; Hulpmiddel: wandelwagen: niet begrepen, in de opmerking gezet",),
    )
    assert one(sqlite_database, Member).note == "belt zelf\nSoort: proeflid\nHulpmiddel: wandelwagen"
    assert counts(run(sqlite_database, tmp_path, text)) == (0, 0, 1, 0)
    report = run(sqlite_database, tmp_path, "Code;Naam;Plaatsen;Dagen\nC1;X;12;wisselend\n", "chauffeurs.csv")
    assert counts(report) == (1, 0, 0, 0)
    assert one(sqlite_database, Driver).note == "Dagen: wisselend\nPlaatsen: 12"


def test_a_bare_number_is_the_house_where_the_member_has_one(sqlite_database: Database, tmp_path: Path) -> None:
    text = "Lid-nr;Achternaam;Roepnaam;Straat;Nr;Bus;Postcode + gemeente\n5;X;Rosa;Dorp;12;B;3740 Bilzen\n"
    run(sqlite_database, tmp_path, text)
    home = one(sqlite_database, Address)
    assert (home.street, home.postcode, home.village) == ("Dorp 12 bus B", "3740", "Bilzen")


# --- a column per year


THREE = "Lidnr;Naam;Voornaam;Lid sinds{more}\n1;A;An;1/1/2018{one}\n2;B;Bo;1/1/2018{two}\n3;C;Cis;1/1/2018{three}\n"


def memberships(database: Database) -> list[tuple[Any, ...]]:
    query = select(Member.member_no, Membership.year, Membership.fee, Membership.paid_on).join(
        Member, Member.id == Membership.member_id
    )
    return sorted(database.read(lambda session: [tuple(row) for row in session.execute(query)]))


def test_a_member_list_with_a_column_per_year(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "leden.csv"
    text = THREE.format(more=";2018;Lidgeld 2019", one=";12,00;x", two=";neen;2/3/2019", three=";;")
    path.write_text(text, encoding="utf-8")
    members, fees = import_files(database, [path], IMPORT_KINDS)
    assert (members.line, fees.kind) == (
        "leden.csv: ledenlijst, 3 gelezen, 3 nieuw, 0 gewijzigd, 0 ongewijzigd, 0 afgewezen",
        "lidgelden",
    )
    assert (members.notes, counts(fees)) == ((), (3, 0, 0, 1))
    assert fees.rejections[0].reason == "Betaald op: “neen: geen lid, of lid zonder lidgeld?” is hier niet bekend"
    assert memberships(database) == [
        (1, 2018, 1200, None),
        (1, 2019, 0, date(2019, 1, 1)),
        (2, 2019, 0, date(2019, 3, 2)),
    ]
    assert fees.rejects
    lines = fees.rejects.read_text("utf-8").splitlines()
    assert lines[0] == "Lidnr;Naam;Voornaam;Lid sinds;2018;Lidgeld 2019;Reden"
    assert lines[1].startswith("2;B;Bo;1/1/2018;neen;2/3/2019;rij 3: Betaald op: “neen")
    members, fees = import_files(database, [path], IMPORT_KINDS)
    assert (counts(members), counts(fees)) == ((0, 0, 3, 0), (0, 0, 3, 1))


def test_a_list_of_fees_with_a_column_per_year(sqlite_database: Database, tmp_path: Path) -> None:
    run(sqlite_database, tmp_path, THREE.format(more="", one="", two="", three=""))
    text = (
        "Lidgelden;;;;;\nLidnr;Naam;Lidgeld 2019;Datum betaling 2019;2020;Extra\n"
        "1;A An;12;3/4/2019;niet betaald;e\n2;B;€ 7,50;;betaald\n3;C;;;\n99;Z;1;;\n;;2;;\n"
    )
    report = run(sqlite_database, tmp_path, text.replace(";Extra", "").replace(";e\n", "\n"), "bijdragen.csv")
    assert counts(report) == (4, 0, 0, 2)
    assert [item.reason for item in report.rejections] == ["lid 99 is niet bekend", "Lidnr ontbreekt"]
    assert memberships(sqlite_database) == [
        (1, 2019, 1200, date(2019, 4, 3)),
        (1, 2020, 0, None),
        (2, 2019, 750, None),
        (2, 2020, 0, date(2020, 1, 1)),
    ]


def test_two_reasons_of_one_row_are_handed_back_together(sqlite_database: Database, tmp_path: Path) -> None:
    run(sqlite_database, tmp_path, THREE.format(more="", one="", two="", three=""))
    report = run(sqlite_database, tmp_path, "Nr;2019;2020\n1;neen;n\n7;1;1\n", "lidgelden.csv")
    assert counts(report) == (0, 0, 0, 4)
    assert report.rejects
    lines = report.rejects.read_text("utf-8").splitlines()
    assert [line.count("lid 7 is niet bekend") for line in lines] == [0, 0, 1]
    assert lines[1].count("geen lid, of lid zonder lidgeld?") == 2


def test_a_sheet_that_only_speaks_of_a_year_is_left_alone(sqlite_database: Database, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Kleur;2019\nrood;3\n", encoding="utf-8")
    (report,) = import_files(sqlite_database, [path], IMPORT_KINDS)
    assert "niet herkend" in report.line


def test_a_number_of_somebody_else_overwrites_nobody(sqlite_database: Database, tmp_path: Path) -> None:
    run(sqlite_database, tmp_path, "Lidnr;Naam;Voornaam;Geboren;Soort\n5;Claes;Rosa;1/2/1940;alleen\n")
    report = run(sqlite_database, tmp_path, "Lidnr;Naam;Voornaam;Geboren;Soort\n5;Peeters;Jan;3/4/1950;alleen\n")
    assert [item.reason for item in report.rejections] == ["lid 5 bestaat al als Claes Rosa"]
    for name in ("Claes;Roza;", "Claes-Peeters;Rosa;3/4/1950", "Claessens;Roos;3/4/1950"):
        report = run(sqlite_database, tmp_path, f"Lidnr;Naam;Voornaam;Geboren;Soort\n5;{name};alleen\n")
        assert counts(report) == (0, 1, 0, 0)
