"""What members, drivers and volunteers have in common in a file: names, address, phones."""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.orm import Session

from mmc_desk.core.importing.cells import (
    proper_name,
    read_name,
    read_past_date,
    read_phone,
    read_text,
)
from mmc_desk.core.importing.kinds import Field, known_as
from mmc_desk.core.importing.storing import Keeper, load_rows
from mmc_desk.features.people import rules
from mmc_desk.features.people.model import Address, Driver, Member, Person

ALWAYS = date(1900, 1, 1)
"""From when an address holds if nobody wrote down since when."""

NAME_FIELDS = (
    Field(
        "last_name",
        known_as("naam|familienaam|achternaam|fam naam|name|nom|last name|surname|family name|fam. naam|familienm"),
        read_name,
    ),
    Field(
        "first_name",
        known_as(
            "voornaam|voornamen|roepnaam|first name|prenom|voorn|voornaam lid|given name|vnaam|firstname|voornm|prénom"
        ),
        read_name,
    ),
    Field(
        "full_name",
        known_as(
            "naam en voornaam|naam voornaam|naam, voornaam|naam + voornaam|volledige naam|naam/voornaam|"
            "familienaam en voornaam|persoon|naam & voornaam|naam persoon|naam lid|naam van het lid|lid naam|"
            "naam (lid)|naam gebruiker|naam klant|naam cliënt|full name|achternaam en voornaam|"
            "achternaam voornaam|familienaam voornaam|naam + vnaam|naam-voornaam|lidnaam"
        ),
        read_text,
    ),
    Field(
        "full_name_first",
        known_as(
            "voornaam en naam|voornaam naam|voornaam + naam|voornaam en familienaam|voornaam, naam|"
            "voornaam familienaam|voornaam/naam|voornaam & naam|voornaam achternaam"
        ),
        read_text,
    ),
)
"""A name comes in two columns or in one."""

PERSON_FIELDS = (
    *NAME_FIELDS,
    Field(
        "street",
        known_as(
            "straat|adres|straat en nummer|straat + nr|straat nr|adresgegevens|address|straat + huisnummer|"
            "straat en huisnummer|straat en huisnr|straatnaam|adres 1|adreslijn|adreslijn 1|woonadres|"
            "domicilie|domicilieadres|straat & nr|straat/nr|straat + nummer|thuisadres|street|street address|"
            "adres lid|huidig adres|straat, nr|straat huisnr|adres (straat + nr)"
        ),
        read_text,
    ),
    Field(
        "house_no",
        known_as(
            "huisnr|huisnummer|nr|nummer|huis nr|huis|huisnr.|house number|house no|nr + bus|nr/bus|"
            "huisnr + bus|huisnr/bus|huisnummer en bus|nr en bus"
        ),
        read_text,
    ),
    Field("box", known_as("bus|busnr|busnummer|bus nr|box|busn"), read_text),
    Field(
        "postcode",
        known_as(
            "postcode|pc|post code|postnr|postnummer|zip|postc|zip code|zipcode|postal code|postkode|postnr.|p.c.|pcode"
        ),
        read_text,
    ),
    Field(
        "village",
        known_as(
            "dorp|deelgemeente|kern|wijk|deel gemeente|village|woonkern|gehucht|parochie|kerkdorp|"
            "dorp/deelgemeente|deelgemeente/dorp|dorpskern"
        ),
        read_name,
    ),
    Field(
        "town",
        known_as(
            "gemeente|woonplaats|plaats|stad|woonplaats gemeente|postcode en gemeente|pc gemeente|"
            "postcode gemeente|city|plaatsnaam|lokaliteit|localiteit|gemeente/stad|postcode + gemeente|"
            "pc + gemeente|postcode/gemeente|postcode woonplaats|postcode en woonplaats|pc woonplaats|"
            "pc en gemeente|hoofdgemeente|fusiegemeente|town|municipality|postnr gemeente|postnr en gemeente|"
            "postcode plaats|postcode en plaats|postcode stad|stad/gemeente|woonplaats (postcode + gemeente)"
        ),
        read_name,
    ),
    Field(
        "born_on",
        known_as(
            "geboren|geboortedatum|geboren op|geb datum|geb|gebdatum|geboorte|birth date|datum geboorte|"
            "geboortedag|geb. dat|date of birth|dob|geb.|geb.dd|birthday|birthdate|verjaardag|geboorte datum|"
            "gebdat|geb op|geboren dd"
        ),
        read_past_date,
    ),
    Field(
        "phone",
        known_as(
            "tel|telefoon|telefoonnummer|telefoonnr|vaste lijn|tel thuis|vast nummer|tel vast|telefoon thuis|"
            "vaste telefoon|thuisnummer|tel nr|phone|tel 1|telefoon 1|contactnummer|vast|vast nr|vaste tel|"
            "telefoon (vast)|tel (vast)|tel. thuis|telefoon vast|tel privé|telefoon privé|huistelefoon|"
            "landline|home phone|telephone|tel/gsm|telefoon/gsm|tel of gsm|telefoon of gsm|gsm of tel|"
            "gsm/tel|tel gsm|contacttelefoon|bereikbaar op|tel1|vast tel|vaste lijn nr"
        ),
        read_phone,
    ),
    Field(
        "mobile",
        known_as(
            "gsm|mobiel|gsm nr|gsm nummer|mobiele telefoon|gsmnummer|mobile|tel 2|telefoon 2|mobiel nummer|"
            "gsm-nummer|gsm1|gsm 1|gsmnr|mobile phone|cell|cell phone|gsm lid|gsm privé|telefoon mobiel|"
            "tel mobiel|tel2|gsm nr lid|mobiel nr"
        ),
        read_phone,
    ),
    Field(
        "email",
        known_as(
            "e-mail|email|mail|mailadres|e-mailadres|emailadres|e mail adres|e-mail adres|mail adres|"
            "elektronisch adres|mail-adres|e-mailadres lid|mail lid"
        ),
        read_text,
    ),
)


def split_name(text: str, *, first_comes_first: bool = False) -> tuple[str, str]:
    """Return last and first name out of one text: `Janssen, Maria`, `JANSSEN Maria`, `Van den Bossche Maria`."""
    if "," in text:
        last, _, first = text.partition(",")
        return proper_name(last.strip()), proper_name(first.strip())
    words = text.split()
    loud = [word for word in text.split() if word.isupper() and len(word) > 1]
    if loud and len(loud) < len(words):
        rest = [word for word in words if word not in loud]
        return proper_name(" ".join(loud)), proper_name(" ".join(rest))
    if len(words) < 2:
        return proper_name(text.strip()), ""
    first, rest = (words[0], words[1:]) if first_comes_first else (words[-1], words[:-1])
    return proper_name(" ".join(rest)), proper_name(first)


def names_of(values: Mapping[str, Any]) -> tuple[str, str]:
    """Return last and first name of a row, whichever columns hold them; empty texts where none does."""
    if "full_name" in values and "first_name" in values:
        last, first = values["full_name"], values["first_name"]
        return proper_name(re.sub(rf"[\s,]+{re.escape(first)}$", "", last, flags=re.IGNORECASE)), first
    if "full_name" in values:
        return split_name(values["full_name"])
    if "full_name_first" in values:
        return split_name(values["full_name_first"], first_comes_first=True)
    last, first = values.get("last_name", ""), values.get("first_name", "")
    return split_name(last) if last and not first and re.search(r"[\s,]", last) else (last, first)


def address_of(values: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Return street, postcode and village of a row, taken apart where one cell holds more; None for no address."""
    street = " ".join(filter(None, (values.get("street", ""), values.get("house_no", ""))))
    if "box" in values and street:
        street += f" bus {values['box']}"
    postcode = re.sub(r"\D", "", values.get("postcode", "")) or _postcode_in(values.get("town", ""))
    village = values.get("village", "") or values.get("town", "")
    if whole := re.fullmatch(r"(.+?)[\s,;]+(?:B-?)?(\d{4})\s+(\D+)", street):
        street, postcode, village = whole[1], postcode or whole[2], village or proper_name(whole[3].strip())
    if coded := re.fullmatch(r"(?:B-?)?(\d{4})\s+(.+)", village):
        postcode, village = postcode or coded[1], proper_name(coded[2])
    elif coded := re.fullmatch(r"(.+?)\s*\(?(\d{4})\)?", village):
        postcode, village = postcode or coded[2], proper_name(coded[1])
    return (street, postcode, village) if street or village else None


def _postcode_in(town: str) -> str:
    found = re.match(r"(?:B-?)?(\d{4})\b", town)
    return found[1] if found else ""


def table_of(model: type[Any]) -> Table:
    """Return the table of a model."""
    return cast("Table", model.__table__)


class PersonBook:
    """Everybody the desk knows, and what a file says about them. Who has more roles is kept by the first of them.

    The member list has the last word on a person, then the drivers; a later role only fills what is blank, or two
    files that write a phone differently would change it back and forth for ever.
    """

    def __init__(self, session: Session, room: int) -> None:
        self.persons = Keeper(session, table_of(Person), load_rows(session, table_of(Person)), room)
        self.addresses = Keeper(session, table_of(Address), load_rows(session, table_of(Address)), room)
        self._known: dict[str, list[int]] = defaultdict(list)
        for key, row in self.persons.rows.items():
            self._known[rules.name_key(row["last_name"], row["first_name"])].append(key)
        self._homes: dict[int, list[int]] = defaultdict(list)
        for key, row in self.addresses.rows.items():
            self._homes[row["person_id"]].append(key)

    def same(self, last: str, first: str, values: Mapping[str, Any]) -> int | None:
        """Return the person of this name who was born the same day or has the same phone."""
        alike = []
        for key in self._known[rules.name_key(last, first)]:
            row = self.persons.rows[key]
            born = values.get("born_on")
            if born and row["born_on"]:
                if born == row["born_on"]:
                    alike.append(key)
                continue
            phones = {row["phone"], row["mobile"]} - {""}
            if phones & {values.get("phone"), values.get("mobile")}:
                alike.append(key)
        return alike[0] if len(alike) == 1 else None

    def keep(
        self, key: int | None, names: tuple[str, str], values: Mapping[str, Any], *, fill: bool
    ) -> tuple[int, bool]:
        """Add or change a person; return the key and whether anything changed. `fill` leaves what is there alone."""
        last, first = names
        told = {name: values[name] for name in ("born_on", "phone", "mobile", "email") if name in values}
        told |= {"last_name": last} | ({"first_name": first} if first else {})
        if key is None:
            key = self.persons.add(**told)
            self._known[rules.name_key(last, first)].append(key)
            return key, True
        if fill:
            told = {name: value for name, value in told.items() if not self.persons.rows[key][name]}
        return key, self.persons.change(key, **told)

    def house(self, person: int, values: Mapping[str, Any], since: date | None, today: date, *, fill: bool) -> bool:
        """Keep where a person lives: another address than the last known one holds from today."""
        address = address_of(values)
        homes = sorted(self._homes[person], key=lambda key: cast("date", self.addresses.rows[key]["valid_from"]))
        if address is None or (homes and fill):
            return False
        street, postcode, village = address
        if not homes:
            self._move_in(person, since or ALWAYS, address)
            return True
        last = self.addresses.rows[homes[-1]]
        if (last["street"], last["postcode"], last["village"]) == (street, postcode or last["postcode"], village):
            return False
        if last["valid_from"] >= today:
            return self.addresses.change(homes[-1], street=street, postcode=postcode, village=village)
        self._move_in(person, today, address)
        return True

    def _move_in(self, person: int, since: date, address: tuple[str, str, str]) -> None:
        street, postcode, village = address
        key = self.addresses.add(person_id=person, valid_from=since, street=street, postcode=postcode, village=village)
        self._homes[person].append(key)

    def store(self) -> None:
        """Write the people and their addresses."""
        self.persons.store()
        self.addresses.store()


def members_among(session: Session) -> dict[int, int]:
    """Return the member key of every person who is a member."""
    return {row["person_id"]: key for key, row in load_rows(session, table_of(Member)).items()}


def drivers_among(session: Session) -> dict[int, int]:
    """Return the driver key of every person who drives."""
    return {row["person_id"]: key for key, row in load_rows(session, table_of(Driver)).items()}
