"""Maaltijden: a sheet per village restaurant, or one with a column for the place (domain.md §4)."""

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from mmc_desk.core.formats import MONTHS, fold
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.core.importing.cells import (
    proper_name,
    read_amount,
    read_date,
    read_name,
    read_note,
    read_whole,
    read_yes_no,
)
from mmc_desk.core.importing.kinds import Batch, Field, ImportKind, Outcome, known_as
from mmc_desk.core.importing.storing import Keeper, load_rows
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.people.model import Place

_COUNTS = ("booked", "present", "no_show", "walk_in", "take_away", "volunteers")
_CLOSED = re.compile(r"geslot|sluit|gesl\.|feestdag|vakantie|geen maaltijd|afgelast|lockdown|niet open|closed|verlof")
_GENERIC = re.compile(
    r"\b(?:dorps ?restaurants?|restaurants?|maaltijd(?:en)?|blad|sheet|tabelle|feuil|tabel|lijst|export|overzicht|"
    r"totaal|totalen|jaar|telling(?:en)?|eters|cijfers|ldc|locatie|werkblad|data|"
    rf"{'|'.join(MONTHS)}|{'|'.join(name[:3] for name in MONTHS)})\b|[\d_()/.:]+"
)

FIELDS = (
    Field(
        "service_date",
        known_as(
            "datum|dag|date|middag|datum middag|datum maaltijd|datum dienst|wanneer|service date|"
            "datum service|dat|datum restaurant|restaurantdag"
        ),
        read_date,
    ),
    Field(
        "location",
        known_as(
            "locatie|restaurant|dorpsrestaurant|dorp|plaats|waar|zaal|deelgemeente|gemeente|vestiging|"
            "location|kern|naam restaurant|dorp/restaurant|locatie restaurant|plaats restaurant|afdeling|"
            "village"
        ),
        read_name,
    ),
    Field(
        "booked",
        known_as(
            "ingeschreven|inschrijvingen|besteld|reservaties|gereserveerd|aantal inschrijvingen|booked|"
            "reserveringen|aangemeld|aantal ingeschreven|bestellingen|voorzien|aantal reservaties|"
            "aantal reserveringen|ingeschrevenen|vooraf ingeschreven|inschr|inschrijving|vooraf besteld|"
            "aantal besteld|verwacht"
        ),
        read_whole,
    ),
    Field(
        "present",
        known_as(
            "aanwezig|aanwezigen|maaltijden|aantal maaltijden|eters|aantal eters|deelnemers|aantal|opgekomen|"
            "present|aantal aanwezigen|aantal deelnemers|gegeten|bezoekers|personen|aantal personen|opkomst|"
            "maaltijden geserveerd|geserveerd|opgediend|aantal gegeten|verbruikt|couverts|aantal couverts|"
            "gasten|aantal gasten|tafelgasten|geteld|werkelijk aanwezig|effectief aanwezig|totaal aanwezig|"
            "totaal maaltijden|totaal eters|meals|meals served|aantal mensen|mensen|genuttigd|totaal"
        ),
        read_whole,
    ),
    Field(
        "no_show",
        known_as(
            "niet komen opdagen|no show|no shows|afwezig|afwezigen|niet opgedaagd|noshow|niet verschenen|"
            "niet gekomen|niet afgemeld|niet aanwezig|weggebleven|niet opgekomen|no-show|"
            "ingeschreven niet gekomen"
        ),
        read_whole,
    ),
    Field(
        "walk_in",
        known_as(
            "zonder inschrijving|niet ingeschreven|spontaan|walk in|zonder reservatie|extra|bijgekomen|"
            "onverwacht|niet gereserveerd|binnengelopen|zonder reservering|onaangekondigd|niet aangekondigd|"
            "niet aangemeld|onverwachte|zonder aanmelding|niet besteld|spontane|onaangemeld|walk-in|walk-ins|"
            "niet vooraf ingeschreven|onaangekondigde gasten"
        ),
        read_whole,
    ),
    Field(
        "take_away",
        known_as(
            "meegenomen|afhaal|take away|meeneem|afhalers|afgehaald|om mee te nemen|afhaalmaaltijden|"
            "takeaway|meegegeven|take-away|om af te halen|meenemen|meeneemmaaltijden|afhaalmaaltijd|"
            "mee naar huis|aan huis"
        ),
        read_whole,
    ),
    Field(
        "price",
        known_as(
            "prijs|prijs maaltijd|prijs per maaltijd|eenheidsprijs|bedrag|price|kostprijs|prijs per persoon|"
            "tarief|prijs (€)|maaltijdprijs"
        ),
        read_amount,
    ),
    Field(
        "volunteers",
        known_as(
            "vrijwilligers|aantal vrijwilligers|helpers|medewerkers|vrijw|volunteers|aantal helpers|"
            "aantal medewerkers|vrijwilligers aanwezig|ploeg"
        ),
        read_whole,
    ),
    Field("closed", known_as("gesloten|dicht|sluitingsdag|closed"), read_yes_no),
    Field(
        "remarks",
        known_as(
            "opmerking|opmerkingen|opm|nota|info|commentaar|bemerking|bemerkingen|varia|notities|reden|"
            "remarks|bijzonderheden|memo|toelichting|remark|comments|comment|extra info"
        ),
        read_note,
    ),
)


class _MealBook:
    """The restaurants and services of the desk, and what a sheet says about them."""

    def __init__(self, session: Session, batch: Batch) -> None:
        room = len(batch)
        places, services = cast("Table", VillageRestaurant.__table__), cast("Table", MealService.__table__)
        days = [day for day in batch.column("service_date") if day]
        named = MealService.service_date.between(min(days), max(days)) if days else MealService.id.is_(None)
        self.restaurants = Keeper(session, places, load_rows(session, places), room)
        self.services = Keeper(session, services, load_rows(session, services, named), room)
        self._by_name = {fold(row["name"]): key for key, row in self.restaurants.rows.items()}
        self._by_day = {(row["restaurant_id"], row["service_date"]): key for key, row in self.services.rows.items()}

    def keep(self, location: str, values: Mapping[str, Any]) -> Outcome:
        """Add or change one service."""
        restaurant = self._by_name.get(fold(location))
        if restaurant is None:
            restaurant = self._by_name[fold(location)] = self.restaurants.add(name=location)
        day = values["service_date"]
        told = _told(values)
        key = self._by_day.get((restaurant, day))
        there = "" if key is None else self.services.rows[key]["closed_reason"]
        if told.get("closed_reason", there) != there:
            told |= {"is_decided": True, "finished_at": None}  # a person closed it: the schedule leaves it closed
        if key is None:
            self._by_day[restaurant, day] = self.services.add(restaurant_id=restaurant, service_date=day, **told)
            return Outcome.NEW
        if told.get("present") is not None and there:
            told["closed_reason"] = ""
        return Outcome.CHANGED if self.services.change(key, **told) else Outcome.UNCHANGED

    def store(self) -> None:
        """Write the restaurants and their services."""
        self.restaurants.store()
        self.services.store()


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a service; a closed noon has its reason and no counts."""
    remarks = values.get("remarks", "")
    if _is_closed(values):
        reason = remarks if len(remarks) <= 300 else ""
        told = {"closed_reason": reason or translate("meals", "gesloten"), **dict.fromkeys(_COUNTS)}
        return told if reason or not remarks else {**told, "remarks": remarks}
    told = {name: values[name] for name in (*_COUNTS, "price") if name in values}
    return {**told, "remarks": remarks} if remarks else told


def _is_closed(values: Mapping[str, Any]) -> bool:
    if any(values.get(name) for name in _COUNTS):
        return False
    return values.get("closed") is True or bool(_CLOSED.search(fold(values.get("remarks", ""))))


def store_meals(session: Session, batch: Batch) -> None:
    """Store the services of a sheet; where no column tells the place, the sheet's title does."""
    book = _MealBook(session, batch)
    titled = _location_of_sheet(session, batch, book)
    for row in range(len(batch)):
        values = batch.row(row)
        location = values.get("location", "") or titled
        if not location and (row, "location") not in batch.unreadable:
            batch.reject(row, translate("meals", "de locatie ontbreekt: zet ze in een kolom of als naam van het blad"))
        if batch.rejected(row):
            continue
        said = translate("meals", "{location} op {day}").format(
            location=location, day=f"{values['service_date']:%d/%m/%Y}"
        )
        record = tuple(sorted((name, str(value)) for name, value in values.items()))
        if batch.first_of(row, (fold(location), values["service_date"]), record, said):
            batch.mark(row, book.keep(location, values))
    book.store()


def _location_of_sheet(session: Session, batch: Batch, book: _MealBook) -> str:
    """Return the place that sheet title, lines above the table or file name tell; nothing where none does."""
    villages = {fold(name): name for name in session.scalars(select(Place.name).where(Place.is_village))}
    villages |= {fold(row["name"]): row["name"] for row in book.restaurants.rows.values()}
    for text in (batch.sheet, *batch.titles, batch.file):
        name = _own_part(text)
        if fold(name) in villages:
            return villages[fold(name)]
    own = _own_part(batch.sheet)
    return proper_name(own) if own and batch.sheet != batch.file else ""


def _own_part(text: str) -> str:
    """Return what is left of a title without the words that every desk uses."""
    kept = [word for word in re.split(r"[\s_,;]+", PurePath(text).name) if word and _GENERIC.sub("", fold(word)) != ""]
    return " ".join(kept).strip(" -–:")


MEALS = ImportKind(
    name="maaltijden",
    title=QT_TRANSLATE_NOOP("meals", "Maaltijden"),
    place=30,
    fields=FIELDS,
    required=(("service_date",),),
    telling=(("present", "booked"),),
    store=store_meals,
    ignored=("dag", "weekdag", "week", "maand", "reden van afwijzing"),
    hints=("restaurant", "maaltijd"),
    about=known_as("restaurant|dorpsrestaurant|maaltijd|maaltijden|middag"),
)
IMPORT_KINDS = (MEALS,)
