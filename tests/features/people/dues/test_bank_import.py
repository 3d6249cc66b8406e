"""Statements as each bank exports them, read by the same machinery as every office file, on both databases."""

from pathlib import Path

import pytest
from sqlalchemy import select

from mmc_desk.core.importing import FileReport, Outcome, import_files
from mmc_desk.features import load_import_kinds
from mmc_desk.features.people import ops, queries
from mmc_desk.features.people.model.dues import BankPayment
from mmc_desk.features.people.rules import DuesStatus
from tests.features.people.small_desk import Desk

KBC = """Rekeningnummer;Rubrieknaam;Naam;Munt;Afschriftnummer;Datum;Omschrijving;Valuta;Bedrag;Saldo;credit;debet;\
rekeningnummer tegenpartij;BIC tegenpartij;Naam tegenpartij;Adres tegenpartij;gestructureerde mededeling;\
Vrije mededeling
BE61734041478017;;LDC DE WIJZER;EUR;  02027001;05/01/2027;EUROPESE OVERSCHRIJVING VAN          05-01;05/01/2027;12,00;\
1.289,43;12,00;;BE21 1548 2315 1548;ARSPBE11;THIJS MARÍA;DEMERWAL 2  3740 BILZEN;***202/7000/27101***;
BE61734041478017;;LDC DE WIJZER;EUR;          ;06/01/2027;KOSTEN;06/01/2027;-3,40;1.286,03;;-3,40;;;;;;
"""
BELFIUS = """Boekingsdatum vanaf;01/01/2027
Boekingsdatum tot en met;31/01/2027
Bedrag vanaf;
Bedrag tot en met;
Rekeninguittrekselnummer vanaf;
Rekeninguittrekselnummer tot en met;
Mededeling;
Naam tegenpartij bevat;
Rekening tegenpartij;
Laatste saldo;1.234,56 EUR
Datum/uur van het laatste saldo;31/01/2027 12:46:57
;
Rekening;Boekingsdatum;Rekeninguittrekselnummer;Transactienummer;Rekening tegenpartij;Naam tegenpartij bevat;\
Straat en nummer;Postcode en plaats;Transactie;Valutadatum;Bedrag;Devies;BIC;Landcode;Mededelingen
BE81 0637 5694 4024;05/01/2027;00001;1;BE21 1548 2315 1548;THIJS MARÍA;DEMERWAL 2;3740  BILZEN;\
OVERSCHRIJVING IN EURO;05/01/2027;12,00;EUR;ARSPBE11;BE;202/7000/27101
BE81 0637 5694 4024;06/01/2027;00001;2;;;;;BEHEERSKOSTEN;06/01/2027;-3,40;EUR;;BE;
"""
ING = """Rekeningnummer;Naam van de rekening;Rekening tegenpartij;Omzetnummer;Boekingsdatum;Valutadatum;Bedrag;\
Munteenheid;Omschrijving;Detail van de omzet;Bericht
378-1568321-22;LDC DE WIJZER;BE21 1548 2315 1548;23;05/01/2027;05/01/2027;+12,00;EUR;Europese overschrijving;\
Van: THIJS MARÍA - BE21154823151548 - Mededeling: +++202/7000/27101+++;
378-1568321-22;LDC DE WIJZER;;24;06/01/2027;06/01/2027;-3,40;EUR;Kosten;Kosten;
"""
BNP = """Volgnummer;Uitvoeringsdatum;Valutadatum;Bedrag;Valuta rekening;Rekeningnummer;Type verrichting;Tegenpartij;\
Naam van de tegenpartij;Mededeling;Details;Status;Reden van weigering
2027-00012;05/01/2027;05/01/2027;12.00;EUR;BE58213532153215;Overschrijving in euro;BE21154823151548;THIJS MARÍA;\
202700027101;OVERSCHRIJVING IN EURO VAN REKENING;Geaccepteerd;
2027-00013;06/01/2027;06/01/2027;-3,40;EUR;BE58213532153215;Kosten;;;;KOSTEN;Geaccepteerd;
"""
FRENCH = """Numéro de séquence;Date d'exécution;Date valeur;Montant;Devise du compte;Numéro de compte;\
Type de transaction;Contrepartie;Nom de la contrepartie;Communication;Détails;Statut;Motif du refus
2027-00012;05/01/2027;05/01/2027;12,00;EUR;BE58213532153215;Virement en euros;BE21154823151548;THIJS MARÍA;\
+++202/7000/27101+++;VIREMENT;Accepté;
2027-00013;06/01/2027;06/01/2027;-3,40;EUR;BE58213532153215;Frais;;;;FRAIS;Accepté;
"""
ENGLISH = """Booking date,Amount,Currency,Counterparty name,Counterparty account,Structured communication,Reference
2027-01-05,12.00,EUR,THIJS MARÍA,BE21154823151548,202/7000/27101,77001
2027-01-06,-3.40,EUR,BANK,,,77002
"""
SIMPLE = """datum;naam;bijschrijving;afschrijving;mededeling
05/01/2027;THIJS MARÍA;12,00;;+++202/7000/27101+++
06/01/2027;BANK;;3,40;kosten
"""
BANKS = {
    "kbc": (KBC, "cp1252"),
    "belfius": (BELFIUS, "cp1252"),
    "ing": (ING, "utf-8"),
    "bnp": (BNP, "utf-8-sig"),
    "bnp-frans": (FRENCH, "cp1252"),
    "engels": (ENGLISH, "utf-8"),
    "eenvoudig": (SIMPLE, "utf-8-sig"),
}


@pytest.fixture
def renewed(desk: Desk) -> Desk:
    desk.do(ops.renew_memberships, ops.RenewMemberships(2027))
    return desk


def read(desk: Desk, folder: Path, text: str, encoding: str = "utf-8", name: str = "januari.csv") -> FileReport:
    path = folder / name
    path.write_text(text, encoding=encoding)
    (report,) = import_files(desk.database, [path], load_import_kinds())
    return report


def payments(desk: Desk) -> list[BankPayment]:
    query = select(BankPayment).order_by(BankPayment.id)
    return desk.database.read(lambda session: list(session.scalars(query)))


@pytest.mark.parametrize("bank", BANKS)
def test_a_statement_of_each_bank(renewed: Desk, tmp_path: Path, bank: str) -> None:
    report = read(renewed, tmp_path, *BANKS[bank])
    assert (report.kind, report.clean, report.notes) == ("bankafschrift", True, ())
    assert (report.count(Outcome.NEW), report.count(Outcome.SKIPPED)) == (1, 1)
    (payment,) = payments(renewed)
    assert (payment.amount, f"{payment.booked_on}") == (1200, "2027-01-05")
    assert "THIJS MARÍA" in f"{payment.payer} {payment.communication}"
    (row,) = (
        row
        for row in renewed.database.read(lambda session: queries.dues_list(session, 2027, payment.booked_on))
        if row.member_key == renewed.maria
    )
    assert row.status is DuesStatus.PAID
    again = read(renewed, tmp_path, *BANKS[bank])
    assert (again.count(Outcome.NEW), again.count(Outcome.UNCHANGED)) == (0, 1)
    assert len(payments(renewed)) == 1


def test_two_alike_on_one_day_are_two_and_overlapping_statements_add_nothing(renewed: Desk, tmp_path: Path) -> None:
    head, *lines = SIMPLE.splitlines()
    twin = "07/01/2027;PEETERS JOS;12,00;;lidgeld"
    report = read(renewed, tmp_path, "\n".join([head, *lines, twin, twin]))
    assert report.count(Outcome.NEW) == 3
    assert report.notes == ("betalingen zonder gekende mededeling: 2. Wijs ze toe op de bladzijde Bankbetalingen",)
    later = read(renewed, tmp_path, f"{head}\n{twin}\n{twin}\n08/01/2027;JANS;5,00;;dank", name="februari.csv")
    assert (later.count(Outcome.NEW), later.count(Outcome.UNCHANGED)) == (1, 2)


def test_what_the_bank_has_not_booked_or_refused_waits(renewed: Desk, tmp_path: Path) -> None:
    head = BNP.splitlines()[0]
    row = "{no};07/01/2027;07/01/2027;12,00;EUR;BE58213532153215;Overschrijving;;THIJS;;X;{status};"
    report = read(
        renewed,
        tmp_path,
        "\n".join([head, row.format(no="2027-", status="Geaccepteerd"), row.format(no="2027-1", status="Geweigerd")]),
    )
    assert (report.count(Outcome.SKIPPED), report.clean, payments(renewed)) == (2, True, [])
    assert "rij 2" in report.notes[0]


def test_what_cannot_be_taken_comes_back_in_its_own_form_with_the_reason(renewed: Desk, tmp_path: Path) -> None:
    head, good, _ = ENGLISH.splitlines()
    bad = [
        "2027-01-05,twaalf,EUR,JANS,,,1",
        "2027-01-05,12.00,USD,JANS,,,2",
        ",12.00,EUR,JANS,,,3",
        "2027-01-05,99999999,EUR,JANS,,,4",
    ]
    report = read(renewed, tmp_path, "\n".join([head, good, *bad]))
    assert (report.count(Outcome.NEW), report.count(Outcome.REJECTED)) == (1, 4)
    reasons = [one.reason for one in report.rejections]
    for part, reason in zip(("twaalf", "USD", "Booking date", "99999999"), reasons, strict=True):
        assert part in reason
    assert report.rejects
    back = report.rejects.read_text(encoding="utf-8").splitlines()
    assert back[0] == f"{head},Reden"
    assert back[1].startswith(f"{bad[0]},")
    mended = report.rejects.read_text(encoding="utf-8").replace("twaalf", "12.00")
    assert read(renewed, tmp_path, mended, name="beter.csv").count(Outcome.NEW) == 1


def test_a_column_that_is_no_currency_is_none(renewed: Desk, tmp_path: Path) -> None:
    text = "Datum;Bedrag;Munt;Naam;Mededeling\n05/01/2027;12,00;euro's;JANS;dank\n"
    report = read(renewed, tmp_path, text)
    assert "munt" in report.rejections[0].reason


def test_an_unsigned_amount_beside_a_debit_went_out(renewed: Desk, tmp_path: Path) -> None:
    lines = [
        "Datum;Bedrag;Credit;Debet;Naam;Mededeling",
        "05/01/2027;12,00;;12,00;JANS;x",
        "06/01/2027;5,00;5,00;;JANS;x",
    ]
    report = read(renewed, tmp_path, "\n".join(lines))
    assert (report.count(Outcome.NEW), report.count(Outcome.SKIPPED)) == (1, 1)


def test_the_members_list_of_fees_is_still_a_list_of_fees(renewed: Desk, tmp_path: Path) -> None:
    report = read(renewed, tmp_path, "Lidnr;Jaar;Bedrag;Datum\n271;2026;12,00;05/01/2026\n")
    assert report.kind == "lidgelden"
