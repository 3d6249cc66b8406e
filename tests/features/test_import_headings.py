"""The headings that imports know: no heading belongs to two fields of a kind, save where the cells decide."""

import pytest

from mmc_desk.core.importing.headings import fields_of
from mmc_desk.features import load_import_kinds

CELLS_DECIDE = {
    "ledenlijst": {"nr", "nummer"},
    "chauffeurs": {"nr", "nummer"},
    "lidgelden": {"betaald"},
    "rittenboek": {"vertrek", "start", "aankomst", "doel"},
    "bankafschrift": {"tegenpartij", "contrepartie", "valuta"},
    "vrijwilligers": {"plaats", "dorp", "gemeente", "kern"},
}
HEADINGS = {
    "ledenlijst": "Lid-nr=member_no Klantnr=member_no Dossiernr=member_no Achternaam=last_name Familienaam=last_name "
    "Roepnaam=first_name Huisnr=house_no Bus=box Deelgemeente=village GSM1=mobile Vast_nr=phone Mailadres=email "
    "Datum_lid=since Datum_uit=ended_on Uitgeschreven=ended_on Reden_uitschrijving=end_text "
    "Type_lidmaatschap=household Alleenstaand/koppel=household Rolwagen=aid",
    "lidgelden": "Lidgeld_betaald_op=paid_on Werkjaar=year Contributie=fee Betaald_op=paid_on",
    "chauffeurs": "Chauffeur-code=code Rolwagen=rigid_wheelchair Zitplaatsen=seats Rekeningnr=iban",
    "rittenboek": "Ritdatum=ride_date Chauffeur-code=driver_code Vertrek_thuis=depart Aankomst_thuis=home "
    "Begin=depart Einde=home Beginstand_km_teller=odometer_start Eindstand_km_teller=odometer_end Totaal_km=km "
    "Afstand=km Bedrag=received Te_betalen=received Betaald=received Contant=received Afgezegd=cancelled "
    "Uitgevoerd_j/n=state Lid_(nr)=member_no Lid_(naam)=member_name Aantal_km=km",
    "maaltijden": "Datum_maaltijd=service_date Aantal_maaltijden=present Gegeten=present Reservaties=booked "
    "Onaangekondigd=walk_in",
}
KINDS = {kind.name: kind for kind in load_import_kinds()}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_no_heading_belongs_to_two_fields(name: str) -> None:
    shared = {
        heading
        for field in KINDS[name].fields
        for heading in field.synonyms
        if len(fields_of(KINDS[name], heading)) > 1
    }
    assert {heading.rstrip(".?") for heading in shared} == CELLS_DECIDE.get(name, set())


@pytest.mark.parametrize(
    ("name", "heading", "field"),
    [(name, *pair.split("=")) for name, pairs in HEADINGS.items() for pair in pairs.split()],
)
def test_headings_of_other_desks(name: str, heading: str, field: str) -> None:
    assert fields_of(KINDS[name], heading.replace("_", " "))[0].name == field


@pytest.mark.parametrize("name", sorted(KINDS))
@pytest.mark.parametrize(
    "heading", ["Rijksregisternummer", "Rijksregisternr.", "INSZ", "RRN", "Nationaal nummer", "Foto"]
)
def test_headings_that_are_never_taken(name: str, heading: str) -> None:
    assert fields_of(KINDS[name], heading) == ()
