"""Vrijwilligers of the village restaurants (domain.md §4)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.core.importing.cells import MOST_TEXT, read_day_or_year, read_name, read_text
from mmc_desk.core.importing.kinds import Batch, Field, ImportKind, Outcome, known_as
from mmc_desk.core.importing.storing import Keeper, load_rows
from mmc_desk.features.people import rules
from mmc_desk.features.people.imports.persons import (
    PERSON_FIELDS,
    PersonBook,
    drivers_among,
    members_among,
    names_of,
    table_of,
)
from mmc_desk.features.people.model import Volunteer

FIELDS = (
    Field(
        "location",
        known_as(
            "locatie|restaurant|dorpsrestaurant|plaats|dorp|waar|werkplek|zaal|location|locaties|gemeente|"
            "keuken|actief in|afdeling|locatie restaurant|vestiging|kern|helpt in|helpt te|restaurantlocatie|"
            "plaats restaurant"
        ),
        read_name,
    ),
    Field(
        "tasks",
        known_as(
            "taken|taak|functie|wat|rol|opdracht|tasks|taken in restaurant|taakomschrijving|doet|"
            "taakverdeling|takenpakket|inzet|job|helpt met|werk|taken/functie"
        ),
        read_text,
    ),
    *PERSON_FIELDS,
    Field(
        "volunteer_name",
        known_as(
            "vrijwilliger|naam vrijwilliger|medewerker|volunteer|naam medewerker|helper|naam helper|volunteer name"
        ),
        read_text,
    ),
    Field(
        "active_from",
        known_as("actief vanaf|vanaf|start|startdatum|sinds|begonnen|vrijwilliger sinds|in dienst"),
        read_day_or_year,
    ),
    Field(
        "active_to",
        known_as("actief tot|tot|einde|einddatum|gestopt|gestopt op|uit dienst|stopdatum"),
        read_day_or_year,
    ),
)


class _VolunteerBook:
    """The volunteers of the desk and what a list says about them: one person may help at more places."""

    def __init__(self, session: Session, room: int) -> None:
        table = table_of(Volunteer)
        self.people = PersonBook(session, room)
        self.volunteers = Keeper(session, table, load_rows(session, table), room)
        self._by_person: dict[int, int] = {row["person_id"]: key for key, row in self.volunteers.rows.items()}
        self._elsewhere = {**members_among(session), **drivers_among(session)}

    def keep(self, names: tuple[str, str], values: Mapping[str, Any]) -> Outcome:
        """Add or change one volunteer."""
        known = self.people.same(*names, values) or self._at_the_same_place(names, values)
        fill = known in self._elsewhere
        person, changed = self.people.keep(known, names, values, fill=fill)
        if "street" in values:
            changed |= self.people.house(person, values, values.get("active_from"), clock.today(), fill=fill)
        told = {name: values[name] for name in ("active_from", "active_to") if name in values}
        key = self._by_person.get(person)
        if key is None:
            told |= {name: values.get(name, "") for name in ("location", "tasks")}
            self._by_person[person] = self.volunteers.add(person_id=person, **told)
            return Outcome.NEW
        here = self.volunteers.rows[key]
        elsewhere = not _among(values.get("location", ""), here["location"])
        told |= {name: _joined(here[name], values.get(name, "")) for name in ("location", "tasks")}
        changed |= self.volunteers.change(key, **told)
        if elsewhere:
            return Outcome.NEW
        return Outcome.CHANGED if changed else Outcome.UNCHANGED

    def _at_the_same_place(self, names: tuple[str, str], values: Mapping[str, Any]) -> int | None:
        """Return the volunteer of this name at this place, where phones don't say that it is somebody else."""
        wanted = rules.name_key(*names)
        phones = {values.get("phone", ""), values.get("mobile", "")} - {""}
        for person, key in self._by_person.items():
            row = self.people.persons.rows[person]
            if (
                rules.name_key(row["last_name"], row["first_name"]) == wanted
                and _among(values.get("location", ""), self.volunteers.rows[key]["location"])
                and not (phones and (row["phone"] or row["mobile"]))
            ):
                return person
        return None

    def store(self) -> None:
        """Write the volunteers."""
        self.people.store()
        self.volunteers.store()


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _among(more: str, there: str) -> bool:
    known = {fold(part) for part in _parts(there)}
    return all(fold(part) in known for part in _parts(more))


def _joined(there: str, more: str) -> str:
    """Return what is there with what isn't yet, as much as a line of text holds."""
    known = {fold(part) for part in _parts(there)}
    added = [part for part in _parts(more) if fold(part) not in known]
    return ", ".join([*_parts(there), *added])[:MOST_TEXT] if added else there


def store_volunteers(session: Session, batch: Batch) -> None:
    """Store a list of volunteers."""
    book = _VolunteerBook(session, len(batch))
    for row in range(len(batch)):
        values = batch.row(row)
        if "volunteer_name" in values and "last_name" not in values:
            values["full_name"] = values["volunteer_name"]
        if batch.rejected(row):
            continue
        names = names_of(values)
        phones = (values.get("phone"), values.get("mobile"))
        identity = (rules.name_key(*names), phones, fold(values.get("location", "")))
        record = tuple(sorted((key, str(value)) for key, value in values.items()))
        if batch.first_of(row, identity, record, rules.full_name(*names)):
            batch.mark(row, book.keep(names, values))
    book.store()


VOLUNTEERS = ImportKind(
    name="vrijwilligers",
    title=QT_TRANSLATE_NOOP("people", "Vrijwilligers"),
    place=12,
    fields=FIELDS,
    required=(("last_name", "full_name", "full_name_first", "volunteer_name"),),
    telling=(("location", "tasks"),),
    store=store_volunteers,
    ignored=("reden van afwijzing", "reden", "geslacht", "aanspreking"),
    hints=("vrijwillig",),
    about=known_as("vrijwilliger|medewerker|helper|persoon|volunteer"),
)
