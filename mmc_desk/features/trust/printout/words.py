"""What people call the columns and values of one person's file."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from mmc_desk.core import clock
from mmc_desk.core.formats import (
    WEEKDAYS,
    month_name,
    show_amount,
    show_date,
    show_km,
    show_number,
    show_phone,
    show_rate,
)
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate

COLUMNS: Mapping[str, str] = {
    "last_name": QT_TRANSLATE_NOOP("file", "Naam"),
    "first_name": QT_TRANSLATE_NOOP("file", "Voornaam"),
    "born_on": QT_TRANSLATE_NOOP("file", "Geboren op"),
    "deceased_on": QT_TRANSLATE_NOOP("file", "Overleden op"),
    "phone": QT_TRANSLATE_NOOP("file", "Telefoon"),
    "mobile": QT_TRANSLATE_NOOP("file", "Gsm"),
    "email": QT_TRANSLATE_NOOP("file", "E-mail"),
    "street": QT_TRANSLATE_NOOP("file", "Straat"),
    "postcode": QT_TRANSLATE_NOOP("file", "Postcode"),
    "village": QT_TRANSLATE_NOOP("file", "Dorp"),
    "valid_from": QT_TRANSLATE_NOOP("file", "Geldig vanaf"),
    "name": QT_TRANSLATE_NOOP("file", "Naam"),
    "member_no": QT_TRANSLATE_NOOP("file", "Lidnummer"),
    "since": QT_TRANSLATE_NOOP("file", "Lid sinds"),
    "ended_on": QT_TRANSLATE_NOOP("file", "Gestopt op"),
    "end_reason": QT_TRANSLATE_NOOP("file", "Reden van het einde"),
    "household": QT_TRANSLATE_NOOP("file", "Gezin"),
    "aid": QT_TRANSLATE_NOOP("file", "Hulpmiddel"),
    "companion": QT_TRANSLATE_NOOP("file", "Begeleider"),
    "note": QT_TRANSLATE_NOOP("file", "Nota"),
    "checked_on": QT_TRANSLATE_NOOP("file", "Nagekeken op"),
    "result": QT_TRANSLATE_NOOP("file", "Resultaat"),
    "proof": QT_TRANSLATE_NOOP("file", "Bewijs"),
    "next_review": QT_TRANSLATE_NOOP("file", "Herziening"),
    "year": QT_TRANSLATE_NOOP("file", "Jaar"),
    "fee": QT_TRANSLATE_NOOP("file", "Lidgeld"),
    "paid_on": QT_TRANSLATE_NOOP("file", "Betaald op"),
    "reference": QT_TRANSLATE_NOOP("file", "Mededeling"),
    "invited_on": QT_TRANSLATE_NOOP("file", "Brief op"),
    "reminders": QT_TRANSLATE_NOOP("file", "Herinneringen"),
    "reminded_on": QT_TRANSLATE_NOOP("file", "Herinnering op"),
    "code": QT_TRANSLATE_NOOP("file", "Code"),
    "active_from": QT_TRANSLATE_NOOP("file", "Actief vanaf"),
    "active_to": QT_TRANSLATE_NOOP("file", "Actief tot"),
    "seats": QT_TRANSLATE_NOOP("file", "Plaatsen"),
    "rigid_wheelchair": QT_TRANSLATE_NOOP("file", "Vaste rolstoel"),
    "iban": QT_TRANSLATE_NOOP("file", "Rekeningnummer"),
    "waives_payment": QT_TRANSLATE_NOOP("file", "Ziet af van vergoeding"),
    "number_may_be_given": QT_TRANSLATE_NOOP("file", "Nummer mag gegeven worden"),
    "max_rides_per_week": QT_TRANSLATE_NOOP("file", "Hoogstens ritten per week"),
    "max_distance": QT_TRANSLATE_NOOP("file", "Hoogstens ver"),
    "max_metres_per_week": QT_TRANSLATE_NOOP("file", "Hoogstens km per week"),
    "avoids_motorway": QT_TRANSLATE_NOOP("file", "Liever geen autosnelweg"),
    "avoids_hospital_waiting": QT_TRANSLATE_NOOP("file", "Liever niet wachten aan het ziekenhuis"),
    "wishes": QT_TRANSLATE_NOOP("file", "Wensen"),
    "kind": QT_TRANSLATE_NOOP("file", "Soort"),
    "expires_on": QT_TRANSLATE_NOOP("file", "Vervalt op"),
    "signed_on": QT_TRANSLATE_NOOP("file", "Getekend op"),
    "edition": QT_TRANSLATE_NOOP("file", "Uitgave"),
    "weekday": QT_TRANSLATE_NOOP("file", "Weekdag"),
    "from_time": QT_TRANSLATE_NOOP("file", "Van"),
    "to_time": QT_TRANSLATE_NOOP("file", "Tot"),
    "from_day": QT_TRANSLATE_NOOP("file", "Van"),
    "to_day": QT_TRANSLATE_NOOP("file", "Tot en met"),
    "reason": QT_TRANSLATE_NOOP("file", "Reden"),
    "tie": QT_TRANSLATE_NOOP("file", "Band"),
    "location": QT_TRANSLATE_NOOP("file", "Locatie"),
    "tasks": QT_TRANSLATE_NOOP("file", "Taken"),
    "has_flat_allowance": QT_TRANSLATE_NOOP("file", "Krijgt het forfait"),
    "bank_reference": QT_TRANSLATE_NOOP("file", "Nummer van de bank"),
    "booked_on": QT_TRANSLATE_NOOP("file", "Geboekt op"),
    "amount": QT_TRANSLATE_NOOP("file", "Bedrag"),
    "payer": QT_TRANSLATE_NOOP("file", "Betaler"),
    "communication": QT_TRANSLATE_NOOP("file", "Mededeling"),
    "is_set_aside": QT_TRANSLATE_NOOP("file", "Opzijgezet"),
    "queued_at": QT_TRANSLATE_NOOP("file", "Klaargezet op"),
    "to_name": QT_TRANSLATE_NOOP("file", "Aan"),
    "to_address": QT_TRANSLATE_NOOP("file", "Adres"),
    "subject": QT_TRANSLATE_NOOP("file", "Onderwerp"),
    "body": QT_TRANSLATE_NOOP("file", "Tekst"),
    "state": QT_TRANSLATE_NOOP("file", "Stand"),
    "sent_at": QT_TRANSLATE_NOOP("file", "Verstuurd op"),
    "error": QT_TRANSLATE_NOOP("file", "Fout"),
    "content": QT_TRANSLATE_NOOP("file", "Inhoud"),
    "frequency": QT_TRANSLATE_NOOP("file", "Herhaling"),
    "every": QT_TRANSLATE_NOOP("file", "Om de"),
    "weekdays": QT_TRANSLATE_NOOP("file", "Weekdagen"),
    "month_day": QT_TRANSLATE_NOOP("file", "Dag van de maand"),
    "nth": QT_TRANSLATE_NOOP("file", "Hoeveelste van de maand"),
    "starts_on": QT_TRANSLATE_NOOP("file", "Begint op"),
    "ends_on": QT_TRANSLATE_NOOP("file", "Eindigt op"),
    "times": QT_TRANSLATE_NOOP("file", "Aantal keren"),
    "skips_public_holidays": QT_TRANSLATE_NOOP("file", "Niet op feestdagen"),
    "skips_closures": QT_TRANSLATE_NOOP("file", "Niet op sluitingsdagen"),
    "skips_school_holidays": QT_TRANSLATE_NOOP("file", "Niet in schoolvakanties"),
    "origin": QT_TRANSLATE_NOOP("file", "Vertrek"),
    "destination": QT_TRANSLATE_NOOP("file", "Bestemming"),
    "destination_village": QT_TRANSLATE_NOOP("file", "Dorp van de bestemming"),
    "purpose": QT_TRANSLATE_NOOP("file", "Reden van de rit"),
    "appointment": QT_TRANSLATE_NOOP("file", "Afspraak om"),
    "pickup": QT_TRANSLATE_NOOP("file", "Ophalen om"),
    "return_mode": QT_TRANSLATE_NOOP("file", "Terug"),
    "return_time": QT_TRANSLATE_NOOP("file", "Terug om"),
    "expected_minutes": QT_TRANSLATE_NOOP("file", "Verwachte minuten"),
    "companions": QT_TRANSLATE_NOOP("file", "Begeleiders"),
    "parking_card": QT_TRANSLATE_NOOP("file", "Parkeerkaart"),
    "stops": QT_TRANSLATE_NOOP("file", "Tussenstops"),
    "passengers": QT_TRANSLATE_NOOP("file", "Leden in de auto"),
    "day": QT_TRANSLATE_NOOP("file", "Dag"),
    "moved_to": QT_TRANSLATE_NOOP("file", "Verplaatst naar"),
    "requested_at": QT_TRANSLATE_NOOP("file", "Gevraagd op"),
    "pickup_at": QT_TRANSLATE_NOOP("file", "Ophalen om"),
    "appointment_at": QT_TRANSLATE_NOOP("file", "Afspraak om"),
    "return_at": QT_TRANSLATE_NOOP("file", "Terug om"),
    "ride_no": QT_TRANSLATE_NOOP("file", "Ritnummer"),
    "ride_date": QT_TRANSLATE_NOOP("file", "Datum"),
    "depart_at": QT_TRANSLATE_NOOP("file", "Vertrek om"),
    "home_at": QT_TRANSLATE_NOOP("file", "Thuis om"),
    "metres": QT_TRANSLATE_NOOP("file", "Afstand"),
    "estimated_metres": QT_TRANSLATE_NOOP("file", "Geschatte afstand"),
    "legs": QT_TRANSLATE_NOOP("file", "Delen"),
    "parking": QT_TRANSLATE_NOOP("file", "Parking"),
    "received": QT_TRANSLATE_NOOP("file", "Ontvangen"),
    "waiting_minutes": QT_TRANSLATE_NOOP("file", "Minuten gewacht"),
    "cancelled_by": QT_TRANSLATE_NOOP("file", "Geannuleerd door"),
    "cancelled_at": QT_TRANSLATE_NOOP("file", "Geannuleerd op"),
    "chargeable": QT_TRANSLATE_NOOP("file", "Aangerekend"),
    "unannounced": QT_TRANSLATE_NOOP("file", "Niet aangekondigd"),
    "odometer_start": QT_TRANSLATE_NOOP("file", "Tellerstand bij vertrek"),
    "odometer_end": QT_TRANSLATE_NOOP("file", "Tellerstand thuis"),
    "arrive_at": QT_TRANSLATE_NOOP("file", "Aankomst om"),
    "at": QT_TRANSLATE_NOOP("file", "Op"),
    "actor": QT_TRANSLATE_NOOP("file", "Door"),
    "desk": QT_TRANSLATE_NOOP("file", "Werkpost"),
    "label": QT_TRANSLATE_NOOP("file", "Wat"),
    "driver_before": QT_TRANSLATE_NOOP("file", "Chauffeur ervoor"),
    "driver": QT_TRANSLATE_NOOP("file", "Chauffeur"),
    "members": QT_TRANSLATE_NOOP("file", "Leden"),
    "detail": QT_TRANSLATE_NOOP("file", "Bijzonderheden"),
    "after_the_fact": QT_TRANSLATE_NOOP("file", "Na vertrek"),
    "answer": QT_TRANSLATE_NOOP("file", "Antwoord"),
    "rides": QT_TRANSLATE_NOOP("file", "Ritten"),
    "last_printed_at": QT_TRANSLATE_NOOP("file", "Laatst afgedrukt op"),
    "prints": QT_TRANSLATE_NOOP("file", "Keren afgedrukt"),
    "is_cancelled": QT_TRANSLATE_NOOP("file", "Geannuleerd"),
    "mode": QT_TRANSLATE_NOOP("file", "Betaalwijze"),
    "diet": QT_TRANSLATE_NOOP("file", "Dieet"),
    "allergens": QT_TRANSLATE_NOOP("file", "Allergenen"),
    "needs_ride": QT_TRANSLATE_NOOP("file", "Vraagt een rit"),
    "party_size": QT_TRANSLATE_NOOP("file", "Aan tafel"),
    "children": QT_TRANSLATE_NOOP("file", "Kinderen"),
    "take_away": QT_TRANSLATE_NOOP("file", "Mee"),
    "is_walk_in": QT_TRANSLATE_NOOP("file", "Zonder inschrijving"),
    "booked_at": QT_TRANSLATE_NOOP("file", "Ingeschreven op"),
    "task": QT_TRANSLATE_NOOP("file", "Taak"),
    "minutes": QT_TRANSLATE_NOOP("file", "Minuten"),
    "system": QT_TRANSLATE_NOOP("file", "Stelsel"),
    "other_metres": QT_TRANSLATE_NOOP("file", "Andere km"),
    "cents": QT_TRANSLATE_NOOP("file", "Bedrag"),
    "month": QT_TRANSLATE_NOOP("file", "Maand"),
    "part": QT_TRANSLATE_NOOP("file", "Deel"),
    "frozen_at": QT_TRANSLATE_NOOP("file", "Afgesloten op"),
    "paid_by": QT_TRANSLATE_NOOP("file", "Betaald met"),
    "due": QT_TRANSLATE_NOOP("file", "Te krijgen"),
    "dated": QT_TRANSLATE_NOOP("file", "Gedateerd"),
    "rate": QT_TRANSLATE_NOOP("file", "Tarief per km"),
    "km_cents": QT_TRANSLATE_NOOP("file", "Kilometervergoeding"),
    "other": QT_TRANSLATE_NOOP("file", "Andere"),
    "desk_fee": QT_TRANSLATE_NOOP("file", "Voor de dienst"),
    "of_year": QT_TRANSLATE_NOOP("file", "Van het jaar"),
    "made_on": QT_TRANSLATE_NOOP("file", "Gemaakt op"),
    "due_on": QT_TRANSLATE_NOOP("file", "Te betalen tegen"),
    "total": QT_TRANSLATE_NOOP("file", "Totaal"),
    "printed_on": QT_TRANSLATE_NOOP("file", "Afgedrukt op"),
    "sequence": QT_TRANSLATE_NOOP("file", "Volgnummer"),
    "route": QT_TRANSLATE_NOOP("file", "Weg"),
    "sums": QT_TRANSLATE_NOOP("file", "Berekening"),
    "share": QT_TRANSLATE_NOOP("file", "Aandeel"),
    "topic": QT_TRANSLATE_NOOP("file", "Onderwerp"),
    "noted_on": QT_TRANSLATE_NOOP("file", "Genoteerd op"),
    "starts_at": QT_TRANSLATE_NOOP("file", "Begin"),
    "ends_at": QT_TRANSLATE_NOOP("file", "Einde"),
    "session_date": QT_TRANSLATE_NOOP("file", "Datum"),
}
"""By column, whatever its table."""

TECHNICAL = frozenset(
    {
        *("about_key", "about_table", "attempts", "detached", "double_leg", "fingerprint", "is_entry", "is_pinned"),
        *("media_type", "next_try_at", "pinned", "position", "series_day"),
    }
)
"""Of the program's own work: in the JSON alone."""

VALUES: Mapping[str, str] = {
    "absent": QT_TRANSLATE_NOOP("file", "afwezig"),
    "administration": QT_TRANSLATE_NOOP("file", "administratie"),
    "assigned": QT_TRANSLATE_NOOP("file", "toegewezen"),
    "association": QT_TRANSLATE_NOOP("file", "vereniging"),
    "at_time": QT_TRANSLATE_NOOP("file", "op een uur"),
    "available": QT_TRANSLATE_NOOP("file", "beschikbaar"),
    "back": QT_TRANSLATE_NOOP("file", "terug"),
    "booked": QT_TRANSLATE_NOOP("file", "ingeschreven"),
    "briefing_note": QT_TRANSLATE_NOOP("file", "afsprakennota"),
    "cancelled": QT_TRANSLATE_NOOP("file", "geannuleerd"),
    "cane": QT_TRANSLATE_NOOP("file", "wandelstok"),
    "cash": QT_TRANSLATE_NOOP("file", "contant"),
    "check_up": QT_TRANSLATE_NOOP("file", "keuring"),
    "confirmed": QT_TRANSLATE_NOOP("file", "bevestigd"),
    "cooking": QT_TRANSLATE_NOOP("file", "koken"),
    "correction": QT_TRANSLATE_NOOP("file", "correctie"),
    "couple": QT_TRANSLATE_NOOP("file", "koppel"),
    "credit": QT_TRANSLATE_NOOP("file", "creditnota"),
    "criminal_record": QT_TRANSLATE_NOOP("file", "uittreksel strafregister"),
    "day_care": QT_TRANSLATE_NOOP("file", "dagopvang"),
    "deceased": QT_TRANSLATE_NOOP("file", "overleden"),
    "desk": QT_TRANSLATE_NOOP("file", "dienst"),
    "dishes": QT_TRANSLATE_NOOP("file", "afwas"),
    "doctor": QT_TRANSLATE_NOOP("file", "dokter of tandarts"),
    "driven": QT_TRANSLATE_NOOP("file", "uitgevoerd"),
    "driver": QT_TRANSLATE_NOOP("file", "chauffeur"),
    "educational": QT_TRANSLATE_NOOP("file", "educatief"),
    "exception": QT_TRANSLATE_NOOP("file", "uitzondering"),
    "failed": QT_TRANSLATE_NOOP("file", "mislukt"),
    "family": QT_TRANSLATE_NOOP("file", "familie"),
    "flat": QT_TRANSLATE_NOOP("file", "forfait"),
    "foldable_wheelchair": QT_TRANSLATE_NOOP("file", "plooirolstoel"),
    "hairdresser": QT_TRANSLATE_NOOP("file", "kapper"),
    "held": QT_TRANSLATE_NOOP("file", "gehouden"),
    "hospital": QT_TRANSLATE_NOOP("file", "ziekenhuis"),
    "incompatible": QT_TRANSLATE_NOOP("file", "niet samen"),
    "informative": QT_TRANSLATE_NOOP("file", "informatief"),
    "insurance": QT_TRANSLATE_NOOP("file", "verzekering"),
    "invoice": QT_TRANSLATE_NOOP("file", "factuur"),
    "later": QT_TRANSLATE_NOOP("file", "later"),
    "licence": QT_TRANSLATE_NOOP("file", "rijbewijs"),
    "meets": QT_TRANSLATE_NOOP("file", "voldoet"),
    "member": QT_TRANSLATE_NOOP("file", "lid"),
    "missed": QT_TRANSLATE_NOOP("file", "weggevallen"),
    "monthly_date": QT_TRANSLATE_NOOP("file", "maandelijks op een dag"),
    "monthly_weekday": QT_TRANSLATE_NOOP("file", "maandelijks op een weekdag"),
    "move": QT_TRANSLATE_NOOP("file", "verplaatst"),
    "moved": QT_TRANSLATE_NOOP("file", "verhuisd"),
    "no": QT_TRANSLATE_NOOP("file", "nee"),
    "no_answer": QT_TRANSLATE_NOOP("file", "geen antwoord"),
    "no_driver": QT_TRANSLATE_NOOP("file", "geen chauffeur"),
    "no_show": QT_TRANSLATE_NOOP("file", "niet gekomen"),
    "none": QT_TRANSLATE_NOOP("file", "geen"),
    "other": QT_TRANSLATE_NOOP("file", "ander"),
    "out": QT_TRANSLATE_NOOP("file", "heen"),
    "pending": QT_TRANSLATE_NOOP("file", "in behandeling"),
    "phones": QT_TRANSLATE_NOOP("file", "belt"),
    "planned": QT_TRANSLATE_NOOP("file", "gepland"),
    "preferred": QT_TRANSLATE_NOOP("file", "voorkeur"),
    "present": QT_TRANSLATE_NOOP("file", "aanwezig"),
    "queued": QT_TRANSLATE_NOOP("file", "in de wachtrij"),
    "real": QT_TRANSLATE_NOOP("file", "werkelijke kosten"),
    "recreational": QT_TRANSLATE_NOOP("file", "ontspannend"),
    "requested": QT_TRANSLATE_NOOP("file", "aangevraagd"),
    "resigned": QT_TRANSLATE_NOOP("file", "opgezegd"),
    "restaurant": QT_TRANSLATE_NOOP("file", "dorpsrestaurant"),
    "reversal": QT_TRANSLATE_NOOP("file", "teruggenomen"),
    "ride": QT_TRANSLATE_NOOP("file", "rit"),
    "rollator": QT_TRANSLATE_NOOP("file", "rollator"),
    "sent": QT_TRANSLATE_NOOP("file", "verstuurd"),
    "service": QT_TRANSLATE_NOOP("file", "dienst op locatie"),
    "serving": QT_TRANSLATE_NOOP("file", "opdienen"),
    "setting": QT_TRANSLATE_NOOP("file", "klaarzetten"),
    "settled": QT_TRANSLATE_NOOP("file", "afgerekend"),
    "shopping": QT_TRANSLATE_NOOP("file", "boodschappen"),
    "single": QT_TRANSLATE_NOOP("file", "alleenstaand"),
    "skip": QT_TRANSLATE_NOOP("file", "overgeslagen"),
    "stop": QT_TRANSLATE_NOOP("file", "tussenstop"),
    "transfer": QT_TRANSLATE_NOOP("file", "overschrijving"),
    "wait": QT_TRANSLATE_NOOP("file", "wacht"),
    "waiting": QT_TRANSLATE_NOOP("file", "wachtlijst"),
    "waived": QT_TRANSLATE_NOOP("file", "zonder vergoeding"),
    "wasted": QT_TRANSLATE_NOOP("file", "loze rit"),
    "weekly": QT_TRANSLATE_NOOP("file", "wekelijks"),
    "welcome": QT_TRANSLATE_NOOP("file", "onthaal"),
    "withdrawn": QT_TRANSLATE_NOOP("file", "ingetrokken"),
    "yes": QT_TRANSLATE_NOOP("file", "ja"),
    "rigid_wheelchair": QT_TRANSLATE_NOOP("file", "vaste rolstoel"),
}
"""By value of a column with a choice."""

_AMOUNTS = frozenset(
    {
        *("fee", "amount", "cents", "due", "received", "km_cents", "parking", "other", "desk_fee", "total", "share"),
    }
)
_METRES = frozenset({"metres", "estimated_metres", "max_distance", "max_metres_per_week", "other_metres"})
_PHONES = frozenset({"phone", "mobile"})
_PLAIN = frozenset({"year", "of_year", "member_no"})
"""Numbers that are no count."""


def told(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the columns of a row that say something, as people read them; keys are left to the JSON."""
    for name, value in row.items():
        if name in COLUMNS and (value not in (None, "", [], 0) or (name == "weekday" and value is not None)):
            yield translate("file", COLUMNS[name]), show(name, value)


def show(name: str, value: Any) -> str:  # noqa: ANN401 - the column's own type
    """Return a value as people read it: dates, amounts, km and choices in words."""
    if isinstance(value, bool):
        return translate("file", "ja")
    if isinstance(value, int):
        return _number(name, value)
    if isinstance(value, date | time):
        return _moment(value)
    if isinstance(value, bytes):
        return translate("file", "{count} bytes").format(count=show_number(len(value)))
    return _text(name, value) if isinstance(value, str) else str(value)


def _text(name: str, value: str) -> str:
    if isinstance(value, StrEnum):
        return translate("file", VALUES[value])
    if name == "weekdays":
        return ", ".join(_weekday(int(digit)) for digit in value)
    return show_phone(value) if name in _PHONES else value


def _number(name: str, value: int) -> str:
    if name in _AMOUNTS:
        return show_amount(value)
    if name in _METRES:
        return show_km(value)
    if name in _PLAIN:
        return str(value)
    by_name = {"rate": show_rate, "month": month_name, "weekday": _weekday}
    return by_name.get(name, show_number)(value)


def _weekday(number: int) -> str:
    return translate("formats", WEEKDAYS[number])


def _moment(value: date | time) -> str:
    if isinstance(value, datetime):
        local = clock.local(value)
        return f"{show_date(local.date())} {local:%H:%M}"
    return show_date(value) if isinstance(value, date) else f"{value:%H:%M}"
