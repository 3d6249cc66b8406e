"""Chauffeurs: volunteer drivers with car, week days and papers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.core.importing.cells import (
    read_day_or_year,
    read_km,
    read_note,
    read_text,
    read_whole,
    read_yes_no,
)
from mmc_desk.core.importing.kinds import Batch, Field, ImportKind, Outcome, Reading, known_as
from mmc_desk.core.importing.storing import Keeper, load_rows
from mmc_desk.core.tabular import Cell
from mmc_desk.features.people import rules
from mmc_desk.features.people.imports.persons import (
    PERSON_FIELDS,
    PersonBook,
    members_among,
    names_of,
    table_of,
)
from mmc_desk.features.people.model import DocumentKind, Driver, DriverDocument, WeekAvailability
from mmc_desk.features.people.rules import WeekSlot

DRIVER_CODE = known_as(
    "code|chauffeurscode|chauffeur code|chauffeurnr|chauffeursnummer|nr chauffeur|nr|nummer|volgnr|"
    "initialen|driver code|afkorting|chauffeur nr|id|code chauffeur|vrijwilligersnummer|"
    "vrijwilligersnr|chauffeur id|chauffeurcode|initialen chauffeur|nr.|chauffeursnr|driver id|"
    "driver no"
)


def read_pattern(cell: Cell, reading: Reading) -> tuple[WeekSlot, ...]:
    """Return a week pattern. Raises RuleError."""
    return rules.parse_week_pattern(read_text(cell, reading))


def read_seats(cell: Cell, reading: Reading) -> int:
    """Return the passengers a car takes. Raises RuleError for none or more than nine."""
    seats = read_whole(cell, reading)
    if not 1 <= seats <= 9:
        raise RuleError(translate("people", "{seats} plaatsen kan niet (1 tot 9)").format(seats=seats))
    return seats


_PAPERS = {
    "licence_until": DocumentKind.LICENCE,
    "insurance_until": DocumentKind.INSURANCE,
    "check_up_until": DocumentKind.CHECK_UP,
    "record_until": DocumentKind.CRIMINAL_RECORD,
}
FIELDS = (
    Field("code", DRIVER_CODE, read_text),
    *PERSON_FIELDS,
    Field(
        "driver_name",
        known_as(
            "chauffeur|naam chauffeur|chauffeursnaam|driver|bestuurder|naam vrijwilliger|"
            "naam vrijwillige chauffeur|naam bestuurder|vrijwillige chauffeur|vrijwilliger|driver name"
        ),
        read_text,
    ),
    Field(
        "pattern",
        known_as(
            "dagen|weekdagen|beschikbaar|beschikbaarheid|rijdagen|beschikbare dagen|rijdt op|vaste dagen|"
            "werkdagen|dagen beschikbaar|days|wanneer|beschikbaar op|beschikbare weekdagen|vrije dagen|"
            "weekschema|rooster|availability|kan rijden op|beschikbaarheid dagen|rijdt|weekrooster|"
            "dagen (beschikbaar)|welke dagen"
        ),
        read_pattern,
        soft=True,
    ),
    Field(
        "seats",
        known_as(
            "plaatsen|zitplaatsen|aantal plaatsen|plaatsen in wagen|seats|passagiers|aantal zitplaatsen|"
            "capaciteit|zitpl|aantal plaatsen wagen|plaatsen auto|max passagiers|aantal passagiers|"
            "zitplaatsen auto|plaatsen wagen|zitplaatsen wagen|aantal plaatsen auto|plaatsen (passagiers)"
        ),
        read_seats,
        soft=True,
    ),
    Field(
        "rigid_wheelchair",
        known_as(
            "rolstoel vast|vaste rolstoel|rolstoel|rolstoelvervoer|rolstoel mogelijk|rolstoelwagen|"
            "rolstoel (vast)|wheelchair|neemt rolstoel mee|aangepaste wagen|rolwagen|rolwagenvervoer|"
            "rolwagen mogelijk|rolstoelvervoer mogelijk|aangepast voertuig|rolstoeltoegankelijk|"
            "rolwagentoegankelijk|rolwagen (vast)|vaste rolwagen|rolwagen vast|rolstoel ok|"
            "niet-plooibare rolstoel"
        ),
        read_yes_no,
        soft=True,
    ),
    Field(
        "iban",
        known_as(
            "iban|rekeningnummer|rekeningnr|rekening|bankrekening|iban nr|rek nr|bankrekeningnummer|"
            "iban-nummer|bankrek|bankrekeningnr|rek|bank|rekeningnummer iban|bank account|iban rekening|"
            "rekeningnr (iban)"
        ),
        read_text,
    ),
    Field(
        "active_from",
        known_as(
            "actief vanaf|vanaf|start|startdatum|begindatum|begonnen|sinds|chauffeur sinds|in dienst|"
            "actief sinds|begin|van|begonnen op|datum start|in dienst sinds|vrijwilliger sinds|"
            "chauffeur vanaf|startdatum chauffeur|datum in dienst|actief van|begonnen in|sedert|start date|"
            "datum begin|actief (vanaf)|aanvang|sinds datum"
        ),
        read_day_or_year,
    ),
    Field(
        "active_to",
        known_as(
            "actief tot|tot|einde|einddatum|gestopt|gestopt op|uit dienst|stopdatum|t/m|actief tot en met|"
            "stop|gestopt sinds|datum einde|uit dienst sinds|datum uit dienst|einde dienst|stopgezet|"
            "chauffeur tot|actief t/m|datum stop|end date|datum gestopt|uitgestapt|gestopt in|stopgezet op|"
            "uit"
        ),
        read_day_or_year,
    ),
    Field(
        "waives_payment",
        known_as("ziet af van vergoeding|geen vergoeding|zonder vergoeding|afstand vergoeding|gratis"),
        read_yes_no,
        soft=True,
    ),
    Field(
        "number_may_be_given",
        known_as("nummer doorgeven|gsm doorgeven|nummer mag doorgegeven worden|gsm mag doorgegeven"),
        read_yes_no,
        soft=True,
    ),
    Field(
        "max_rides_per_week",
        known_as("max ritten|max ritten per week|maximum ritten|max ritten/week|ritten per week"),
        read_whole,
        soft=True,
    ),
    Field(
        "max_metres_per_week",
        known_as("max km per week|max km/week|maximum km per week|km per week|max kilometers per week|weeklimiet km"),
        read_km,
        soft=True,
    ),
    Field(
        "avoids_motorway",
        known_as("geen autosnelweg|geen autostrade|vermijdt autosnelweg|zonder autosnelweg|no motorway"),
        read_yes_no,
        soft=True,
    ),
    Field(
        "avoids_hospital_waiting",
        known_as(
            "niet wachten ziekenhuis|niet wachten aan ziekenhuis|wacht niet aan ziekenhuis|geen wachttijd ziekenhuis"
        ),
        read_yes_no,
        soft=True,
    ),
    Field(
        "briefing_signed_on",
        known_as(
            "informatienota|informatienota getekend|infonota|infonota getekend|afsprakennota|afsprakennota getekend|"
            "nota getekend|informatienota getekend op|afsprakennota getekend op|briefing|getekend op"
        ),
        read_day_or_year,
        soft=True,
    ),
    Field(
        "briefing_edition",
        known_as(
            "uitgave informatienota|versie informatienota|uitgave nota|versie nota|uitgave afsprakennota|"
            "versie afsprakennota"
        ),
        read_text,
        soft=True,
    ),
    Field("max_distance", known_as("max km|maximum km|max afstand|maximum afstand|max km per rit"), read_km, soft=True),
    Field(
        "licence_until",
        known_as("rijbewijs tot|rijbewijs geldig tot|rijbewijs|vervaldatum rijbewijs"),
        read_day_or_year,
        soft=True,
    ),
    Field(
        "insurance_until",
        known_as("verzekering tot|verzekering geldig tot|verzekering|vervaldatum verzekering"),
        read_day_or_year,
        soft=True,
    ),
    Field(
        "check_up_until",
        known_as("keuring tot|keuring geldig tot|keuring|medische keuring|rijgeschiktheid|keuring wagen"),
        read_day_or_year,
        soft=True,
    ),
    Field(
        "record_until",
        known_as("uittreksel tot|strafregister|uittreksel strafregister|bewijs goed gedrag"),
        read_day_or_year,
        soft=True,
    ),
    Field(
        "wishes",
        known_as("wensen|voorkeuren|voorkeur|wens|beperkingen|bijzondere wensen|liever niet|preferences"),
        read_note,
    ),
    Field(
        "note",
        known_as(
            "opmerking|opmerkingen|opm|nota|notities|info|commentaar|bemerking|bemerkingen|varia|note|memo|"
            "aantekening|aantekeningen|toelichting|remark|remarks|comments|comment"
        ),
        read_note,
    ),
)


class _DriverBook:
    """The drivers of the desk with their week patterns and papers, and what a list says about them."""

    def __init__(self, session: Session, batch: Batch) -> None:
        room = len(batch)
        self.people = PersonBook(session, room)
        self.drivers = Keeper(session, table_of(Driver), load_rows(session, table_of(Driver)), room)
        slots = sum(len(pattern) for pattern in batch.column("pattern") if pattern)
        week, papers = table_of(WeekAvailability), table_of(DriverDocument)
        self.week = Keeper(session, week, load_rows(session, week), slots)
        self.papers = Keeper(session, papers, load_rows(session, papers), room * (len(_PAPERS) + 1))
        self.by_code = {fold(row["code"]): key for key, row in self.drivers.rows.items()}
        self._members = members_among(session)
        self._session = session

    def known(self, names: tuple[str, str], values: Mapping[str, Any]) -> int | None:
        """Return the driver a row is about: by code, or lacking one by name and birth."""
        if "code" in values:
            return self.by_code.get(fold(values["code"]))
        wanted = rules.name_key(*names)
        alike = []
        for key, row in self.drivers.rows.items():
            person = self.people.persons.rows[row["person_id"]]
            born = values.get("born_on")
            if rules.name_key(person["last_name"], person["first_name"]) == wanted and (
                not born or not person["born_on"] or born == person["born_on"]
            ):
                alike.append(key)
        return alike[0] if len(alike) == 1 else None

    def keep(self, names: tuple[str, str], values: Mapping[str, Any]) -> Outcome:
        """Add or change one driver."""
        key = self.known(names, values)
        if key is None:
            drivers = {row["person_id"] for row in self.drivers.rows.values()}
            same = self.people.same(*names, values)
            person = None if same in drivers else same
        else:
            person = self.drivers.rows[key]["person_id"]
        fill = person in self._members
        person, changed = self.people.keep(person, names, values, fill=fill)
        changed |= self.people.house(person, values, values.get("active_from"), clock.today(), fill=fill)
        told = _driver_values(values)
        outcome = Outcome.UNCHANGED
        if key is None:
            told.setdefault("code", rules.next_driver_code(row["code"] for row in self.drivers.rows.values()))
            key = self.drivers.add(person_id=person, **told)
            self.by_code[fold(told["code"])] = key
            outcome = Outcome.NEW
        else:
            changed |= self.drivers.change(key, **told)
        changed |= self._keep_pattern(key, values.get("pattern"))
        changed |= self._keep_papers(key, values)
        return Outcome.CHANGED if changed and outcome is Outcome.UNCHANGED else outcome

    def _keep_pattern(self, driver: int, pattern: tuple[WeekSlot, ...] | None) -> bool:
        if pattern is None:
            return False
        there = {
            (row["weekday"], row["from_time"], row["to_time"]): key
            for key, row in self.week.rows.items()
            if row["driver_id"] == driver
        }
        wanted = {(slot.weekday, slot.from_time, slot.to_time) for slot in pattern}
        if set(there) == wanted:
            return False
        self.week.remove(key for slot, key in there.items() if slot not in wanted)
        for weekday, start, end in sorted(wanted - set(there)):
            self.week.add(driver_id=driver, weekday=weekday, from_time=start, to_time=end)
        return True

    def _keep_papers(self, driver: int, values: Mapping[str, Any]) -> bool:
        changed = False
        there = {row["kind"]: key for key, row in self.papers.rows.items() if row["driver_id"] == driver}
        for name, kind in _PAPERS.items():
            if name not in values:
                continue
            if kind in there:
                changed |= self.papers.change(there[kind], expires_on=values[name])
            else:
                self.papers.add(driver_id=driver, kind=kind, expires_on=values[name])
                changed = True
        return changed | self._keep_briefing(driver, there.get(DocumentKind.BRIEFING_NOTE), values)

    def _keep_briefing(self, driver: int, paper: int | None, values: Mapping[str, Any]) -> bool:
        names = {"briefing_signed_on": "signed_on", "briefing_edition": "edition"}
        told = {column: values[name] for name, column in names.items() if name in values}
        if not told:
            return False
        if paper is not None:
            return self.papers.change(paper, **told)
        self.papers.add(driver_id=driver, kind=DocumentKind.BRIEFING_NOTE, **told)
        return True

    def store(self) -> None:
        """Write the drivers and what hangs on them."""
        self.people.store()
        self.drivers.store()
        self.week.store()
        self.papers.store()


_DRIVER_COLUMNS = (
    *("code", "active_from", "active_to", "seats", "rigid_wheelchair", "iban", "waives_payment"),
    *("number_may_be_given", "max_rides_per_week", "max_distance", "max_metres_per_week"),
    *("avoids_motorway", "avoids_hospital_waiting", "wishes", "note"),
)


def _driver_values(values: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: values[name] for name in _DRIVER_COLUMNS if name in values}
    if "iban" in told:
        told["iban"] = rules.check_iban(told["iban"]).number
    return told


def store_drivers(session: Session, batch: Batch) -> None:
    """Store a list of drivers."""
    book = _DriverBook(session, batch)
    for row in range(len(batch)):
        values = batch.row(row)
        if "driver_name" in values and "last_name" not in values:
            values["full_name"] = values["driver_name"]
        names = names_of(values)
        _check(batch, row, values)
        if batch.rejected(row):
            continue
        identity = fold(values["code"]) if "code" in values else (rules.name_key(*names), values.get("born_on"))
        said = values.get("code") or rules.full_name(*names)
        record = tuple(sorted((key, str(value)) for key, value in values.items()))
        if batch.first_of(row, identity, record, said):
            batch.mark(row, book.keep(names, values))
    book.store()


def _check(batch: Batch, row: int, values: Mapping[str, Any]) -> None:
    start, end = values.get("active_from", date.min), values.get("active_to", date.max)
    if end < start:
        batch.reject(
            row,
            translate("people", "{end} ligt voor {start}").format(
                end=batch.heading("active_to"), start=batch.heading("active_from")
            ),
        )
    if error := rules.check_iban(values.get("iban", "")).error:
        batch.note(row, error)


DRIVERS = ImportKind(
    name="chauffeurs",
    title=QT_TRANSLATE_NOOP("people", "Chauffeurs"),
    place=11,
    fields=FIELDS,
    required=(("last_name", "full_name", "full_name_first", "driver_name"),),
    telling=(("driver_name", "pattern", "seats", "rigid_wheelchair", "max_distance", "licence_until"),),
    store=store_drivers,
    note="note",
    ignored=("reden van afwijzing", "reden", "geslacht", "aanspreking", "merk", "nummerplaat"),
    hints=("chauffeur", "bestuurder"),
    about=known_as("chauffeur|vrijwilliger|bestuurder|rijder|persoon|driver"),
)
