"""Ledenlijst: members with their address, partner, contact and income check (domain.md §2, §6)."""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.formats import fold, parse_phone
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.core.importing.kinds import Batch, ImportKind, Outcome, known_as
from mmc_desk.core.importing.storing import Keeper, load_rows
from mmc_desk.features.people import rules
from mmc_desk.features.people.imports.member_fields import FIELDS
from mmc_desk.features.people.imports.persons import PersonBook, names_of, table_of
from mmc_desk.features.people.model import (
    Aid,
    Contact,
    EligibilityCheck,
    EndReason,
    Household,
    Member,
)

_END_WORDS = {
    EndReason.DECEASED: ("overled", "gestorven", "†", "overlijden", "deceased"),
    EndReason.MOVED: ("verhuis", "wzc", "woonzorg", "rusthuis", "moved"),
    EndReason.RESIGNED: ("opgezegd", "opzeg", "stopgezet", "gestopt", "ontslag", "zelf gestopt", "resigned"),
}


def end_reason(text: str) -> EndReason:
    """Return why somebody is no longer a member, by the words of a remark."""
    folded = fold(text)
    for reason, parts in _END_WORDS.items():
        if any(fold(part) in folded for part in parts):
            return reason
    return EndReason.OTHER


def split_contact(text: str) -> tuple[str, str]:
    """Return name and phone out of `dochter Rosa 0493 12 64 78`; no phone where the digits are none."""
    found = re.search(r"(?:\+|00)?\(?\d[\d\s./()-]{6,}\d", text)
    if not found:
        return text, ""
    name = f"{text[: found.start()]} {text[found.end() :]}".strip(" ,;:-()/")
    return " ".join(name.split()), parse_phone(found[0])


class _MemberBook:
    """The members of the desk with what hangs on them, and what a list says about them."""

    def __init__(self, session: Session, room: int) -> None:
        self.people = PersonBook(session, room)
        self.members = Keeper(session, table_of(Member), load_rows(session, table_of(Member)), room)
        self.contacts = Keeper(session, table_of(Contact), load_rows(session, table_of(Contact)), room)
        self.checks = Keeper(session, table_of(EligibilityCheck), load_rows(session, table_of(EligibilityCheck)), room)
        self.by_no = {row["member_no"]: key for key, row in self.members.rows.items()}
        self._members_by_person = {row["person_id"]: key for key, row in self.members.rows.items()}
        self._contacts = _grouped(self.contacts.rows, "person_id")
        self._checks = _grouped(self.checks.rows, "member_id")

    def somebody_else(self, values: Mapping[str, Any]) -> str:
        """Return who bears the number of a row that is about another person: no name in common, nor a birth date."""
        key = self.by_no.get(values["member_no"])
        if key is None:
            return ""
        person = self.people.persons.rows[self.members.rows[key]["person_id"]]
        known = rules.full_name(person["last_name"], person["first_name"])
        alike = set(_name_words(known)) & set(_name_words(rules.full_name(*names_of(values))))
        born = values.get("born_on")
        return "" if alike or (born and born == person["born_on"]) else known

    def keep(self, values: Mapping[str, Any]) -> Outcome:
        """Add or change one member, all but the partner."""
        key = self.by_no.get(values["member_no"])
        names = names_of(values)
        person = self.members.rows[key]["person_id"] if key is not None else self._unclaimed(names, values)
        person, changed = self.people.keep(person, names, values, fill=False)
        changed |= self.people.house(person, values, values.get("since"), clock.today(), fill=False)
        told = _member_values(values)
        if key is None:
            key = self.members.add(person_id=person, **{"household": Household.SINGLE, "aid": Aid.NONE, **told})
            self.by_no[values["member_no"]] = key
            self._members_by_person[person] = key
            outcome = Outcome.NEW
        else:
            changed |= self.members.change(key, **told)
            outcome = Outcome.UNCHANGED
        changed |= self._keep_contact(person, values)
        changed |= self._keep_check(key, values)
        return Outcome.CHANGED if changed and outcome is Outcome.UNCHANGED else outcome

    def _unclaimed(self, names: tuple[str, str], values: Mapping[str, Any]) -> int | None:
        """Return a person known already, as a driver say, who isn't a member under another number."""
        person = self.people.same(*names, values)
        return None if person in self._members_by_person else person

    def _keep_contact(self, person: int, values: Mapping[str, Any]) -> bool:
        if "contact" not in values:
            return False
        name, phone = split_contact(values["contact"])
        phone = values.get("contact_phone", "") or phone
        for key in self._contacts[person]:
            if self.contacts.rows[key]["name"] == name:
                return self.contacts.change(key, **({"phone": phone} if phone else {}))
        self._contacts[person].append(self.contacts.add(person_id=person, name=name, phone=phone))
        return True

    def _keep_check(self, member: int, values: Mapping[str, Any]) -> bool:
        if "income" not in values:
            return False
        result, proof = values["income"]
        told = {"result": result, "proof": proof}
        told |= {name: values[name] for name in ("checked_on", "next_review") if name in values}
        for key in self._checks[member]:
            row = self.checks.rows[key]
            if all(row[name] == value for name, value in told.items()):
                return False
        self._checks[member].append(self.checks.add(member_id=member, **told))
        return True

    def store(self) -> None:
        """Write everybody, then what hangs on them."""
        self.people.store()
        self.members.store()
        self.contacts.store()
        self.checks.store()


def _name_words(name: str) -> list[str]:
    return [word for word in re.findall(r"\w+", fold(name)) if len(word) > 1]


def _grouped(rows: Mapping[int, Mapping[str, Any]], name: str) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for key, row in rows.items():
        groups[row[name]].append(key)
    return groups


def _member_values(values: Mapping[str, Any]) -> dict[str, Any]:
    told = {
        name: values[name]
        for name in ("member_no", "since", "ended_on", "household", "aid", "companion", "note")
        if name in values
    }
    if "ended_on" in told:
        told["end_reason"] = end_reason(f"{values.get('end_text', '')} {values.get('note', '')}")
    return told


def store_members(session: Session, batch: Batch) -> None:
    """Store a member list; partners are linked when all members are known."""
    book = _MemberBook(session, len(batch))
    taken = []
    for row in range(len(batch)):
        values = batch.row(row)
        if "bare_no" in values:
            values.setdefault("member_no", values.pop("bare_no"))
        _check(batch, row, values)
        if batch.rejected(row):
            continue
        name = translate("people", "lid {number}").format(number=values["member_no"])
        record = tuple(sorted((key, str(value)) for key, value in values.items()))
        if batch.first_of(row, values["member_no"], record, name):
            if other := book.somebody_else(values):
                batch.reject(row, translate("people", "{member} bestaat al als {name}").format(member=name, name=other))
                continue
            batch.mark(row, book.keep(values))
            taken.append((row, values))
    book.store()
    _link_partners(batch, book, taken)
    book.store()


def _check(batch: Batch, row: int, values: Mapping[str, Any]) -> None:
    since, ended = values.get("since"), values.get("ended_on")
    if since and ended and ended < since:
        batch.reject(
            row,
            translate("people", "{end} ligt voor {start}").format(
                end=batch.heading("ended_on"), start=batch.heading("since")
            ),
        )


def _link_partners(batch: Batch, book: _MemberBook, taken: list[tuple[int, dict[str, Any]]]) -> None:
    names: dict[str, list[int]] = defaultdict(list)
    if any("partner" in values for _, values in taken):
        for key, known in book.members.rows.items():
            person = book.people.persons.rows[known["person_id"]]
            names[rules.name_key(person["last_name"], person["first_name"])].append(key)
    for row, values in taken:
        if "partner" not in values:
            continue
        member = book.by_no[values["member_no"]]
        partner = _partner(values["partner"], book, names)
        if partner is None or partner == member:
            batch.note(
                row,
                translate("people", "partner “{text}” is geen gekend lid; lid genomen zonder partner").format(
                    text=values["partner"]
                ),
            )
        elif book.members.change(member, partner_id=partner) and batch.outcomes[row] is Outcome.UNCHANGED:
            batch.mark(row, Outcome.CHANGED)


def _partner(text: str, book: _MemberBook, names: Mapping[str, list[int]]) -> int | None:
    if found := re.fullmatch(r"\D{0,12}(\d{1,9})", text):
        return book.by_no.get(int(found[1]))
    alike = names.get(rules.name_key(text, ""), [])
    return alike[0] if len(alike) == 1 else None


MEMBERS = ImportKind(
    name="ledenlijst",
    title=QT_TRANSLATE_NOOP("people", "Ledenlijst"),
    place=10,
    fields=FIELDS,
    required=(("member_no", "bare_no"), ("last_name", "full_name", "full_name_first")),
    telling=(("member_no", "since", "household", "aid", "partner", "income"),),
    store=store_members,
    note="note",
    ignored=("geslacht", "aanspreking", "m/v", "titel", "leeftijd", "reden van afwijzing"),
    hints=("leden", "lid"),
    about=known_as("lid|leden|klant|gebruiker|cliënt|lidkaart|persoon|hulpvrager|passagier|member"),
)
