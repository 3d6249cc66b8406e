"""What ride books call their columns, and the words in them (domain.md §2)."""

import re

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import fold
from mmc_desk.core.importing.cells import (
    as_text,
    read_amount,
    read_date,
    read_km,
    read_note,
    read_odometer,
    read_text,
    read_time,
    read_whole,
    read_yes_no,
    words,
)
from mmc_desk.core.importing.kinds import Field, Reading, known_as
from mmc_desk.core.tabular import Cell
from mmc_desk.features.people.imports.member_fields import MEMBER_NO, read_aid
from mmc_desk.features.rides.model import CancelledBy, Purpose, RideState

read_state = words(
    {
        RideState.NO_DRIVER: "geen chauffeur…|geen vrijwilliger…|geen bestuurder…|niemand vrij…|niemand gevonden…|"
        "zonder chauffeur|niet ingevuld|niet gevonden…|geen chauf…|no driver…|geen vrijw…|niet toegewezen|"
        "niet vervuld…|onvervuld|geen vervoer…|chauffeur niet gevonden|geen oplossing…|unmet",
        RideState.WASTED: "loze rit|loos|loze…|tevergeefs…|vergeefs…|voor niets…|voor niks…|nutteloz…|niet thuis…|"
        "no show…|noshow…|wasted|lege rit…|leeg|nutteloos|niemand thuis…|lid afwezig|afwezig",
        RideState.CANCELLED: "annul…|afgezegd…|afzegging…|afgebeld…|afgelast…|geschrapt…|vervallen…|gaat niet door…|"
        "niet doorgegaan…|ging niet door…|cancel…|nee|neen|niet uitgevoerd…|niet gereden…|n|gean|geann|afgemeld…|"
        "geanul…|ingetrokken|vervalt|niet nodig…|non|no",
        RideState.REQUESTED: "aangevraagd|aanvraag|open|nieuw|requested|te plannen|nog te plannen",
        RideState.ASSIGNED: "toegewezen|gepland|ingepland|assigned|planned",
        RideState.CONFIRMED: "bevestigd|confirmed",
        RideState.SETTLED: "afgerekend|verrekend|settled|afgerekende rit",
        RideState.DRIVEN: "uitgevoerd|uitgevoerde rit|gereden|ok|oke|afgerond|voltooid|klaar|gedaan|ja|j|x|v|1|✓|✔|"
        "afgewerkt|doorgegaan|gerealiseerd|volbracht|effectief|driven|done|rit uitgevoerd|rit gereden|yes|oui|"
        "betaald|u|uitgev|uitgevoerd…|in orde|completed|executed|normaal|gerealiseerde rit|voldaan",
    }
)
_read_outcome = words(
    {
        RideState.NO_DRIVER: "geen chauffeur…|geen vrijwilliger…|geen bestuurder…",
        RideState.WASTED: "loze rit…|vergeefse rit…",
        RideState.CANCELLED: "geannul…|annulatie…|annulering…|afgezegd…|afgebeld…|niet uitgevoerd…|niet doorgegaan…|"
        "niet gereden…",
        RideState.DRIVEN: "uitgevoerd…|gereden…|doorgegaan…",
    }
)
"""The words that stand in no column but that of the state."""
read_cancelled_by = words(
    {
        CancelledBy.DRIVER: "chauffeur…|bestuurder…|vrijwilliger…|driver…",
        CancelledBy.DESK: "desk…|centrale…|dienst…|ldc…|kantoor…|mmc…|corona…|lockdown…|overmacht…|sneeuw…|ijzel…",
        CancelledBy.MEMBER: "lid…|klant…|gebruiker…|aanvrager…|ziek…|opname…|member…",
    }
)
_read_purpose_word = words(
    {
        Purpose.DAY_CARE: "dagopvang…|dagcentrum…|dagverzorging…|cadc…|day care",
        Purpose.RESTAURANT: "dorpsrestaurant…|restaurant…|maaltijd…|middagmaal…|eten",
        Purpose.DOCTOR: "dokter…|arts…|tandarts…|huisarts…|specialist…|kine…|kinesist…|oogarts…|consult…|fysio…|"
        "podolo…|pedicure…|psycholoog…|therap…|logoped…|apothe…|labo…|bloedafname…|medisch…|dr|doctor",
        Purpose.HOSPITAL: "ziekenhuis…|hospitaal…|kliniek…|polikliniek…|revalidatie…|dialyse…|operatie…|onderzoek…|"
        "spoed…|hospital|azv|zol…|zkh",
        Purpose.HAIRDRESSER: "kapper…|kapster…|kapsalon…|haar|coiffeur…|schoonheid…|hairdresser",
        Purpose.SHOPPING: "boodschap…|winkel…|supermarkt…|markt|aankopen…|shopping|warenhuis…|inkopen…",
        Purpose.ADMINISTRATION: "gemeentehuis…|stadhuis…|administrat…|bank…|post|postkantoor…|ocmw…|mutualiteit…|"
        "ziekenfonds…|sociaal huis…|notaris…|gemeente|zitdag…|mutaliteit…",
        Purpose.FAMILY: "familie…|familiebezoek…|bezoek…|kinderen|dochter|zoon|woonzorgcentrum…|rusthuis…|wzc…|"
        "vrienden…|kerkhof…|begraafplaats…|begrafenis…|family",
        Purpose.ASSOCIATION: "verenig…|hobby…|okra…|ontspanning…|kaarten|club…|samana…|activiteit…|cultuur…|"
        "ontmoeting…|feest…|zwem…|kerk|mis|sport…|ldc…|lokaal dienstencentrum…",
        Purpose.OTHER: "ander|andere|anders|overig|overige|varia|divers|diversen|other",
    }
)


def read_purpose(cell: Cell, reading: Reading) -> tuple[Purpose, str]:
    """Return the purpose and, where the word is none we know, that word: it goes to the note of the ride."""
    try:
        return _read_purpose_word(cell, reading), ""
    except RuleError:
        return Purpose.OTHER, read_text(cell, reading)


def read_minutes(cell: Cell, reading: Reading) -> int:
    """Return minutes out of `45`, `45 min`, `1u30`, `1:30`. Raises RuleError."""
    text = fold(as_text(cell))
    if bare := re.fullmatch(r"(\d{1,3})\s*(?:min|minuten|')?\.?", text):
        return int(bare[1])
    if hours := re.fullmatch(r"(\d{1,2})\s*(?:u|uur|h)", text):
        return int(hours[1]) * 60
    waited = read_time(cell, reading)
    return waited.hour * 60 + waited.minute


def read_received(cell: Cell, reading: Reading) -> int | None:
    """Return the amount received as cents; a mere ja/neen tells no amount. Raises RuleError."""
    if re.fullmatch(r"[^\W\d]+", as_text(cell)):
        read_yes_no(cell, reading)
        return None
    return read_amount(cell, reading)


def read_mark(cell: Cell, reading: Reading) -> bool:
    """Return whether a column such as "Afgezegd" is marked: ja/neen, a cross, or any text that tells more."""
    try:
        marked: bool = read_yes_no(cell, reading)
    except RuleError:
        return True
    return marked


def read_companions(cell: Cell, reading: Reading) -> int:
    """Return how many came along, also out of ja/neen. Raises RuleError for more than eight."""
    try:
        count = read_whole(cell, reading)
    except RuleError:
        count = int(read_yes_no(cell, reading))
    if count > 8:
        return int(read_yes_no(cell, reading))
    return count


FIELDS = (
    Field(
        "ride_no",
        known_as(
            "ritnr|ritnummer|rit nr|nr|nummer|rit|volgnr|volgnummer|id|ritcode|nr rit|ride no|bonnr|"
            "bonnummer|rit id|ritbon|ref|referentie|referte|rit-id|volgnr rit|nummer rit|rit nummer|trip no|"
            "trip id|ride id|bon nr|nr van de rit|rit #|ritref"
        ),
        read_text,
    ),
    Field(
        "ride_date",
        known_as(
            "datum|ritdatum|datum rit|date|rit datum|datum van de rit|uitvoeringsdatum|wanneer|"
            "datum uitvoering|ride date|datum ritje|dag|vertrekdatum|datum van rit|dat|ritdag|datum vertrek|"
            "vervoersdatum|rijdatum|trip date|datum heenrit|datum vervoer"
        ),
        read_date,
        carried=True,
    ),
    Field(
        "member_no",
        (
            *MEMBER_NO,
            *known_as(
                "lidnr aanvrager|lidnr 1|lid 1|lidnummer aanvrager|gebruiker|klant|aanvrager|passagier|"
                "hulpvrager|reiziger|lid (nr)|nr aanvrager|lidnr klant|ledennr|nr passagier|lidnummer passagier|"
                "lid1|lid a|hoofdlid|lidnr gebruiker|cliënt|vervoerde"
            ),
        ),
        read_text,
    ),
    Field(
        "member_name",
        known_as(
            "naam lid|naam|naam van het lid|lid naam|naam aanvrager|naam klant|naam gebruiker|"
            "naam en voornaam|naam voornaam|lid (naam)|naam passagier|familienaam|achternaam|naam hulpvrager|"
            "naam cliënt|wie|naam reiziger|vervoerde persoon|naam vervoerde|member|member name|name"
        ),
        read_text,
    ),
    Field("member_first_name", known_as("voornaam|voornaam lid|voornaam klant|voornaam gebruiker"), read_text),
    Field(
        "passenger",
        known_as(
            "meerijder|meerijders|meerijder 1|tweede lid|2e lid|2de lid|medepassagier|medepassagiers|"
            "bijrijder|ook mee|lid 2|lidnr 2|lidnr meerijder|samen met|rijdt mee|mee|passagier 2|"
            "lidnummer meerijder|meerijdend lid|medereiziger|meerijder lidnr|meerijders (lidnr)|meegereden|"
            "meerijder(s)|medereizigers|extra passagier|2e passagier|2de passagier|tweede passagier|"
            "meerijdende leden|met wie|bijkomend lid|andere leden|meerijder nr|lidnr medereiziger|"
            "medepassagier lidnr|lid b|co-passenger|meereizend|meereizende|meegereden lid|medepassagier 1|"
            "2de persoon|lid2|tweede persoon|extra lid"
        ),
        read_text,
    ),
    Field(
        "passenger_2",
        known_as(
            "meerijder 2|derde lid|3e lid|3de lid|lid 3|lidnr 3|passagier 3|lidnr meerijder 2|"
            "tweede meerijder|2e meerijder|2de meerijder|medepassagier 2|medereiziger 2|derde passagier|lid3|"
            "derde persoon|meerijder2"
        ),
        read_text,
    ),
    Field(
        "passenger_3",
        known_as(
            "meerijder 3|vierde lid|4e lid|4de lid|lid 4|lidnr 4|passagier 4|derde meerijder|3e meerijder|"
            "3de meerijder|medepassagier 3|lid4|meerijder3"
        ),
        read_text,
    ),
    Field(
        "driver_code",
        known_as(
            "chauffeurscode|chauffeur code|code chauffeur|chauffeurnr|chauffeur nr|nr chauffeur|"
            "chauffeursnummer|driver code|chauffeurnummer|chauffeur-code|chauffeurid|chauffeur id|"
            "code vrijwilliger|chauff code|code chauff|nr vrijwilliger|driver id|driver no|chauffeurcode"
        ),
        read_text,
    ),
    Field(
        "driver",
        known_as(
            "chauffeur|bestuurder|vrijwilliger|naam chauffeur|chauffeur naam|chauffeursnaam|driver|"
            "gereden door|uitgevoerd door|vrijwillige chauffeur|chauffeur (naam)|wie rijdt|"
            "vrijwilliger-chauffeur|chauff|chauf|naam vrijwilliger|naam bestuurder|rijder|vrijw chauffeur|"
            "naam v/d chauffeur|driver name|chauffeur/vrijwilliger|toegewezen chauffeur|toegewezen aan|"
            "vrijwilliger chauffeur|door|gereden door (chauffeur)|chauffeur van dienst"
        ),
        read_text,
    ),
    Field(
        "depart",
        known_as(
            "vertrek|vertrekuur|vertrektijd|uur vertrek|uur|beginuur|start|startuur|begin|starttijd|"
            "ophaaluur|depart|afhaaluur|heen|uur heen|begintijd|uur start|vertrek om|vertrek chauffeur|"
            "van uur|tijdstip vertrek|tijd van vertrek|vertrek uur|uur van vertrek|vertrek thuis|ophaaltijd|"
            "vertrek (uur)|uur van afhalen|afhaaltijd|oppikuur|ophaalmoment|vertrek chauffeur thuis|"
            "start rit|beginuur rit|begin rit|aanvang|departure|departure time|start time|pickup|pickup time|"
            "uur ophalen|vertrokken|vertrokken om|weg|vertrek thuis chauffeur|uur heenrit|weg om|uur weg"
        ),
        read_time,
    ),
    Field(
        "home",
        known_as(
            "thuis|thuiskomst|aankomst|einduur|terug|terug thuis|uur thuis|eindtijd|uur terug|aankomst thuis|"
            "terugkomst|uur thuiskomst|einde|uur einde|tot uur|thuis om|uur aankomst|aankomstuur|stopuur|"
            "terugkeer|thuis chauffeur|weer thuis|eind|aankomsttijd|tijd thuis|einduur rit|terug (uur)|"
            "uur van thuiskomst|tot|terug thuis chauffeur|thuis uur|uur van terugkomst|uur terugkomst|"
            "terugkeer thuis|terug om|einde rit|aankomst chauffeur|thuiskomst chauffeur|arrival home|return|"
            "return time|end time|end|home|terugrit|uur terugrit|uur terugkeer|tijd terug|terug chauffeur|"
            "stop|thuis aan|aankomst thuis chauffeur"
        ),
        read_time,
    ),
    Field(
        "origin",
        known_as(
            "van|vertrekplaats|vertrekadres|vertrek|ophaaladres|ophaalplaats|plaats vertrek|adres vertrek|"
            "afhaaladres|beginpunt|startadres|adres|van adres|afhaalplaats|opstapplaats|opstap|start|"
            "thuisadres|vertrekpunt|plaats van vertrek|waar ophalen|origin|vanuit|vertrek adres|van (adres)|"
            "herkomst|ophalen te|ophalen bij|ophaalpunt|plaats ophalen|afhaalpunt|van waar|waarvandaan|from|"
            "from address|pickup address|vertrek te|startplaats|startpunt|beginadres|plaats van afhaling|"
            "adres lid|van plaats|ophalen in"
        ),
        read_text,
    ),
    Field(
        "destination",
        known_as(
            "naar|bestemming|bestemmingsadres|aankomst|eindbestemming|naar adres|adres bestemming|waarheen|"
            "naartoe|eindpunt|plaats bestemming|destination|plaats|waar naartoe|plaats van bestemming|"
            "aankomstplaats|naar (adres)|doel|bestemming rit|adres van bestemming|naar waar|naar plaats|"
            "eindadres|aankomstadres|destination address|to|to address|afzetadres|afzetplaats|rit naar|"
            "locatie|bestemming (adres)|naar (plaats)|bestemmingsplaats"
        ),
        read_text,
    ),
    Field(
        "purpose",
        known_as(
            "reden|doel|reden rit|doel van de rit|ritdoel|motief|soort rit|aard|type rit|categorie|"
            "activiteit|purpose|waarvoor|reden van de rit|ritreden|aard van de rit|reden verplaatsing|soort|"
            "motief rit|doel rit|doel verplaatsing|ritmotief|waarom|doeleinde|motief verplaatsing|"
            "reden vervoer|reden van vervoer|bezoekreden|rubriek|type verplaatsing|purpose of trip|reason|"
            "trip purpose|soort verplaatsing|aard verplaatsing|reden van verplaatsing|waarvoor dient de rit"
        ),
        read_purpose,
    ),
    Field(
        "km",
        known_as(
            "km|kilometers|aantal km|afstand|km totaal|totaal km|gereden km|afgelegde km|kms|km rit|"
            "totale afstand|aantal kilometers|distance|km gereden|afstand (km)|aantal gereden km|kilometer|"
            "totaal aantal km|gereden kilometers|aantal gereden kilometers|afstand in km|km heen en terug|"
            "totaal aantal kilometers|totaal gereden km|totaal km rit|km's|km (totaal)|km vergoed|"
            "aangerekende km|distance km|km afgelegd|tot. km|rit km|aantal kms|gefactureerde km|totale km|"
            "km (heen en terug)|aantal afgelegde km|totale kilometers"
        ),
        read_km,
    ),
    Field(
        "odometer_start",
        known_as(
            "km begin|beginstand|km stand begin|kmstand begin|begin km|km start|teller begin|beginkm|"
            "kilometerstand begin|begin kilometerstand|km-stand begin|km stand vertrek|"
            "kilometerstand vertrek|km vertrek|stand vertrek|beginstand km|km-stand vertrek|start km|"
            "km aan begin|beginstand km teller|kilometerteller begin|kilometerteller start|teller start|"
            "tellerstand begin|tellerstand vertrek|tellerstand start|beginstand kilometerteller|"
            "beginstand teller|km bij vertrek|km-teller begin|kmteller begin|stand begin|begin stand|"
            "beginstand kilometers|odometer start|start odometer|startstand|teller vertrek|km-teller vertrek"
        ),
        read_odometer,
    ),
    Field(
        "odometer_end",
        known_as(
            "km einde|eindstand|km stand einde|kmstand einde|einde km|km stop|teller einde|eindkm|"
            "kilometerstand einde|eind kilometerstand|km-stand einde|km stand aankomst|km eind|"
            "kilometerstand aankomst|km aankomst|stand aankomst|eindstand km|km thuis|km-stand aankomst|"
            "stop km|km aan einde|kilometerstand eind|km stand eind|eindstand km teller|"
            "kilometerteller einde|kilometerteller eind|teller eind|teller stop|tellerstand einde|"
            "tellerstand eind|tellerstand aankomst|eindstand kilometerteller|eindstand teller|"
            "km bij aankomst|km-teller einde|kmteller einde|stand einde|eind stand|eindstand kilometers|"
            "odometer end|end odometer|km bij thuiskomst|teller aankomst|teller thuis|km-teller aankomst|"
            "km terug"
        ),
        read_odometer,
    ),
    Field(
        "parking",
        known_as(
            "parking|parkeren|parkeerkosten|parkeergeld|parkeerkost|parkingkosten|parkeerticket|parking (€)|"
            "parkinggeld|parking kosten|parkeren €|parkeerbonnen|parkeerbon|parkeerticket €|parkingticket|"
            "parkingkost|parking fee|kosten parking|kosten parkeren|parkeeruitgaven|parkeer"
        ),
        read_amount,
    ),
    Field(
        "received",
        known_as(
            "ontvangen|ontvangen bedrag|bedrag|bijdrage|bedrag ontvangen|ontvangst|prijs|te betalen|"
            "betaald bedrag|bijdrage lid|kostprijs|betaald door lid|betaald|totaal|bedrag (€)|ontvangen (€)|"
            "ontvangen van lid|inkomsten|betaald aan chauffeur|kost|totaal bedrag|ritprijs|contant|cash|"
            "contant betaald|betaald contant|ontvangen contant|te betalen door lid|aangerekend|"
            "aangerekend bedrag|kost lid|bijdrage passagier|bijdrage gebruiker|te betalen bedrag|"
            "ontvangen door chauffeur|ontvangen cash|geïnd|geïnd bedrag|som|amount|amount received|received|"
            "totaal te betalen|totaal betaald|prijs rit|kostprijs rit|ritbijdrage|betaling|ontv|ontvangsten|"
            "bedrag rit|bedrag betaald|totaal ontvangen|totaalbedrag"
        ),
        read_received,
    ),
    Field(
        "state",
        known_as(
            "status|staat|toestand|resultaat|uitgevoerd|statuut|rit status|uitvoering|state|afloop|ritstatus|"
            "gereden|stand|status rit|uitgevoerd?|rit uitgevoerd|uitgevoerd j/n|uitgevoerd ja/nee|"
            "uitgevoerd ja/neen|uitgevoerd (j/n)|doorgegaan|doorgegaan?|rit doorgegaan|gereden?|gereden j/n|"
            "stand van zaken|uitslag|statuscode|code status|ritresultaat|verloop|afgewerkt|ok|ok?|"
            "ride status|rit ok"
        ),
        read_state,
        telling=_read_outcome,
    ),
    Field(
        "cancelled", known_as("afgezegd|geannuleerd|annulatie|annulering|afgelast|cancelled|afgezegd j/n"), read_mark
    ),
    Field("wasted", known_as("loze rit|loos|loze ritten|tevergeefs|no show|lege rit|niet thuis"), read_mark),
    Field("no_driver", known_as("geen chauffeur|geen chauffeur gevonden|niet gevonden|zonder chauffeur"), read_mark),
    Field(
        "cancelled_by",
        known_as("geannuleerd door|afgezegd door|annulatie door|wie annuleerde|reden annulatie door|wie annuleert"),
        read_cancelled_by,
        soft=True,
    ),
    Field(
        "waiting",
        known_as(
            "wachttijd|wachten|wachttijd (min)|wachttijd min|wachtminuten|minuten wachten|waiting|"
            "wachttijden|aantal wachturen|wachturen|wachttijd (minuten)"
        ),
        read_minutes,
        soft=True,
    ),
    Field("aid", known_as("hulpmiddel|hulpmiddelen|rolstoel|rolwagen|hulpmiddel lid"), read_aid, soft=True),
    Field(
        "companions",
        known_as("begeleider|begeleiders|begeleiding|aantal begeleiders|met begeleider"),
        read_companions,
        soft=True,
    ),
    Field(
        "remark",
        known_as(
            "opmerking|opmerkingen|opm|nota|notities|info|commentaar|bemerking|bemerkingen|varia|note|"
            "reden annulatie|toelichting|extra|notitie|remarks|reden annulering|reden afzegging|"
            "reden geannuleerd|opmerking chauffeur|opmerking rit|extra info|bijzonderheden|memo|aantekening|"
            "comment|comments|uitleg|remark|opmerkingen rit"
        ),
        read_note,
    ),
)
