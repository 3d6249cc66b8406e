"""What member lists call their columns, and the words in them (domain.md §2, §6)."""

import re

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import translate
from mmc_desk.core.importing.cells import (
    as_text,
    read_day_or_year,
    read_note,
    read_number_at_end,
    read_phone,
    read_text,
    read_yes_no,
    words,
)
from mmc_desk.core.importing.kinds import Field, Reading, known_as
from mmc_desk.core.tabular import Cell
from mmc_desk.features.people.imports.persons import PERSON_FIELDS
from mmc_desk.features.people.model import Aid, Household, IncomeResult

MEMBER_NO = known_as(
    "lidnr|lidnummer|lid nr|lid|nr lid|nummer lid|lid nummer|member no|nummer van het lid|stamnummer|"
    "ledennummer|leden nr|lid id|klantnummer|klantnr|klant nr|gebruikersnummer|lidcode|code lid|"
    "mmc nr|mmc nummer|dossiernummer|kaartnr|lidkaart|lidkaartnr|lidmaatschapsnr|aansluitingsnr|"
    "stamnr|cliëntnr|cliëntnummer|deelnemersnr|gebruikersnr|gebruiker nr|member id|membership no|"
    "member number|id lid|nr gebruiker|nr klant|mmc-nr|registratienr|persoonsnr|dossiernr|dossier nr|"
    "nummer gebruiker|relatienr"
)

read_household = words(
    {
        Household.SINGLE: "alleen|alleenstaand|alleenstaande|single|a|individueel|1|enkel|alleenwonend|ongehuwd|"
        "weduwe|weduwnaar|wed|gescheiden",
        Household.COUPLE: "koppel|samenwonend|samenwonende|gehuwd|echtpaar|k|gezin|2|couple|paar|koppels|duo|partner|"
        "wettelijk samenwonend",
    }
)
read_aid = words(
    {
        Aid.NONE: "geen|nee|neen|zonder|none",
        Aid.RIGID_WHEELCHAIR: "vast…|niet plooi…|niet opvouw…|elektrisch…|scootmobiel…|rigid…",
        Aid.FOLDABLE_WHEELCHAIR: "plooi…|vouw…|inklap…|foldable…|rolstoel…|rolwagen…|wheelchair…",
        Aid.ROLLATOR: "rollator…|looprek…|loophulp…|wandelrek…",
        Aid.CANE: "stok…|kruk…|cane…",
    }
)
_read_income_word = words(
    {
        IncomeResult.EXCEPTION: "uitzondering…|bcsd…|afwijking…|bijzonder comite…",
        IncomeResult.PENDING: "nee|neen|n|no|niet|0|false|aanvraag…|te controleren…|nog na te kijken…|onbekend…|"
        "lopend…|niet in orde…|voldoet niet…",
        IncomeResult.MEETS: "ja|j|x|ok|oke|in orde|yes|y|1|v|true|waar|oui|✓|✔|vt|igo|rvv|voldoet|"
        "verhoogde tegemoetkoming…|aanslagbiljet…|pensioenfiche…|omnio…|leefloon…",
    }
)
_PLAIN = frozenset(known_as("ja|j|x|ok|oke|nee|neen|n|1|0|v|yes|no|y|true|false|waar|oui|✓|✔"))


def read_income(cell: Cell, reading: Reading) -> tuple[IncomeResult, str]:
    """Return the result of an income check and its proof; never an amount (domain.md §6). Raises RuleError."""
    if re.search(r"\d{3}", as_text(cell)):
        raise RuleError(
            translate("people", "hier hoort ja, neen of uitzondering: een inkomensbedrag wordt nooit bewaard")
        )
    result: IncomeResult = _read_income_word(cell, reading)
    text = as_text(cell)
    return result, "" if fold(text) in _PLAIN else text


FIELDS = (
    Field("member_no", MEMBER_NO, read_number_at_end),
    Field("bare_no", known_as("nr|nummer|id|volgnummer|volgnr|code|id nr"), read_number_at_end, instead_of="member_no"),
    *PERSON_FIELDS,
    Field(
        "since",
        known_as(
            "lid sinds|lid vanaf|sinds|aansluiting|datum aansluiting|aansluitingsdatum|inschrijvingsdatum|"
            "lid sedert|startdatum|begindatum|datum inschrijving|ingeschreven op|instap|in dienst|"
            "aangesloten op|start|datum lid|lid geworden|lid geworden op|lid in|datum lidmaatschap|"
            "startdatum lidmaatschap|begin lidmaatschap|start lidmaatschap|datum in|inschrijving|"
            "ingeschreven|ingeschreven sinds|lid sinds datum|aangesloten|aangesloten sinds|intrede|"
            "intrededatum|toetreding|toetredingsdatum|datum toetreding|aanvang|aanvangsdatum|datum start|"
            "datum intrede|member since|joined|join date|start date|begin|instapdatum|lidmaatschap sinds|"
            "lidmaatschap vanaf|actief sinds|actief vanaf|datum lid geworden"
        ),
        read_day_or_year,
    ),
    Field(
        "ended_on",
        known_as(
            "uit dienst|einde|einddatum|lid tot|stopgezet op|uitgeschreven|uitgeschreven op|"
            "einde lidmaatschap|stopdatum|datum uitschrijving|beëindigd op|uitstap|datum stopzetting|"
            "stopzetting|tot|datum uit|uit|datum einde|einde lid|lid geweest tot|lidmaatschap tot|"
            "einddatum lidmaatschap|gestopt op|gestopt|stop|uittreding|uittredingsdatum|datum uittreding|"
            "uitstapdatum|beëindigd|datum beëindiging|datum stop|end date|ended|actief tot|datum uit dienst|"
            "geschrapt op|geschrapt"
        ),
        read_day_or_year,
    ),
    Field(
        "end_text",
        known_as(
            "reden einde|reden uitschrijving|reden stopzetting|reden uit dienst|reden stop|waarom gestopt|"
            "reden vertrek|reden uit|stopreden|reden beëindiging|reden einde lidmaatschap|uitschrijfreden|"
            "reden uitgeschreven|reden van stopzetting|reden van uitschrijving|reden schrapping"
        ),
        read_text,
    ),
    Field(
        "household",
        known_as(
            "soort|gezin|type|gezinssituatie|gezinstype|burgerlijke staat|soort lid|soort lidmaatschap|"
            "alleen/koppel|gezinssamenstelling|type lidmaatschap|alleenstaand/koppel|alleenstaande/koppel|"
            "alleenstaand of koppel|alleen of koppel|koppel/alleenstaand|enkel/koppel|lidmaatschapstype|"
            "type lid|lidtype|lidsoort|aard lidmaatschap|lidmaatschap|gezinstoestand|samenlevingsvorm|"
            "woonsituatie|leefsituatie|gezinsvorm|formule|lidformule|household|marital status|"
            "soort aansluiting|alleenstaand|enkel of koppel|soort (alleen/koppel)"
        ),
        read_household,
        soft=True,
    ),
    Field(
        "partner",
        known_as(
            "partner|lidnr partner|partnernr|partner nr|nr partner|partner lidnummer|koppel met|echtgenoot|"
            "lidnummer partner|lidnr echtgenoot|lidnr echtgenote|echtgenote|echtgenoot/partner|koppelnr|"
            "nr koppel|naam partner|gekoppeld aan|partner (lidnr)|hoort bij|partnerlidnr|lidnr koppel|"
            "partner id|echtgeno(o)t(e)|partner van"
        ),
        read_text,
    ),
    Field(
        "aid",
        known_as(
            "hulpmiddel|hulpmiddelen|mobiliteit|loophulpmiddel|rolstoel|loophulp|hulp middel|"
            "mobiliteitshulpmiddel|rolwagen|loopt met|mobiliteitsbeperking|beperking|mobiliteit hulpmiddel|"
            "hulpmiddel(en)|hulpmiddelen lid|mobiliteitsgraad|aids|mobility aid"
        ),
        read_aid,
        soft=True,
    ),
    Field(
        "companion",
        known_as(
            "begeleider|begeleiding|begeleider nodig|met begeleider|begeleider ja/nee|begeleider nodig?|"
            "heeft begeleider"
        ),
        read_yes_no,
        soft=True,
    ),
    Field(
        "contact",
        known_as(
            "contactpersoon|contact|contactpersonen|noodcontact|ice|familie|te verwittigen|contact persoon|"
            "naam contactpersoon|contactpersoon naam|in geval van nood|bij nood|nood|familielid|verwittigen|"
            "te contacteren|contact nood|mantelzorger|vertrouwenspersoon|emergency contact|contact (nood)|"
            "contact familie|naam contact|ice contact|contactpersoon (nood)|contactpers"
        ),
        read_text,
    ),
    Field(
        "contact_phone",
        known_as(
            "tel contactpersoon|gsm contactpersoon|telefoon contactpersoon|contact tel|tel contact|"
            "contact gsm|telefoonnummer contactpersoon|nr contactpersoon|noodnr|noodnummer|noodtelefoon|"
            "contactpersoon tel|contactpersoon gsm|contactpersoon telefoon|gsm contact|telefoon contact|"
            "tel noodcontact|tel familie|tel nood|nr contact|telefoon noodcontact|gsm noodcontact|"
            "emergency phone"
        ),
        read_phone,
    ),
    Field(
        "income",
        known_as(
            "inkomen ok|inkomen|inkomenscontrole|inkomen in orde|inkomensvoorwaarde|inkomen oké|"
            "inkomensgrens|inkomen gecontroleerd|voldoet inkomen|inkomenstoets|inkomensattest|"
            "inkomen voldoet|inkomen goedgekeurd|inkomensbewijs|attest inkomen|inkomenscheck|income ok|"
            "voldoet aan inkomensvoorwaarde|bewijs inkomen|inkomen oke|inkomen (ok)"
        ),
        read_income,
    ),
    Field(
        "checked_on",
        known_as("datum inkomenscontrole|inkomen gecontroleerd op|controle op|inkomen datum|datum controle"),
        read_day_or_year,
    ),
    Field(
        "next_review",
        known_as("volgende controle|herziening|volgende herziening|inkomen geldig tot|controle tegen"),
        read_day_or_year,
    ),
    Field(
        "note",
        known_as(
            "opmerking|opmerkingen|opm|nota|notities|info|commentaar|bemerking|bemerkingen|varia|note|"
            "extra info|bijzonderheden|bijzonderheid|memo|aantekening|aantekeningen|aandachtspunten|aandachtspunt|"
            "allerlei|bijkomende info|aanvullende info|remark|remarks|comments|comment|toelichting|extra"
        ),
        read_note,
    ),
)
