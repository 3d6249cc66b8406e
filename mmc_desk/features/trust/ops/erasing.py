"""Erasing a person: asked by one, approved by another. What the figures need stays: keys, days, villages, kilometres.

Everything of a person that is text goes, unless `KEPT` says that it tells nothing of them: a new column is erased until
somebody decides otherwise. What was written about them in the trace, the ride book and mail goes too. None of it passes
through the session's objects, so that the trace doesn't get what is erased.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, Enum, String, Table, delete, or_, select, update
from sqlalchemy.orm import Session

from mmc_desk.core import access, clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import AuditEntry, Base
from mmc_desk.core.recording import note_final, note_topic
from mmc_desk.core.redacting import open_for_erasing, redact
from mmc_desk.features.people.model import Person, Place
from mmc_desk.features.trust.model import Erasure
from mmc_desk.features.trust.queries.trace import Keys, is_about, keys_of

KEPT: Mapping[str, frozenset[str]] = {
    "address": frozenset({"postcode", "village"}),
    "driver": frozenset({"code"}),
    "participant": frozenset(),
    "volunteer": frozenset({"location", "tasks"}),
    "ride_series": frozenset({"weekdays", "village", "destination", "destination_village"}),
    "ride": frozenset({"ride_no", "village", "destination", "destination_village"}),
    "wheels_interest": frozenset({"topic"}),
    "mailed_ride": frozenset({"fingerprint"}),
    "mailed_duty": frozenset({"fingerprint"}),
    "outgoing_mail": frozenset({"message_id", "about_table"}),
    "mail_attachment": frozenset({"media_type"}),
}
"""Text that tells nothing of a person and that figures or other records need."""

OTHERS = frozenset({"ride", "wheels_session"})
"""Refers to a person but is about somebody or something else: a driver's ride is its members'."""

ACCOUNTS = frozenset({"bank_payment", "transfer_file"})
"""Kept for the accounts as the bank has them (7 years, law of 17 July 1975): these two keep the name."""

_NOT_SWEPT = ACCOUNTS | {"account", "audit_entry", "audit_head", "erasure"}

IDENTIFYING: Mapping[str, tuple[str, ...]] = {
    "person": ("phone", "mobile", "email"),
    "address": ("street",),
    "contact": ("name", "phone"),
    "driver": ("iban",),
}
"""What is looked for in every other text: only where nobody else has the same."""

_DATES = {"person": ("born_on", "deceased_on")}
_SHORTEST = 6
"""A shorter text (a first name, "ok") stands in too many places to be looked for."""


@dataclass(frozen=True, slots=True)
class AskErasure:
    """Ask for a person to be erased; `by` counts only where nobody signs in."""

    person_id: int
    reason: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class ApproveErasure:
    """The second pair of eyes: erases."""

    erasure_id: int
    by: str = ""


def ask_erasure(session: Session, command: AskErasure) -> int:
    """Note that a person is to be erased, and why; return the key. Raises RuleError."""
    by, reason = _who(session, command.by), command.reason.strip()
    if session.get(Person, command.person_id) is None:
        raise RuleError(translate("trust", "Deze persoon bestaat niet meer. Herlaad de lijst."))
    if not reason:
        raise RuleError(translate("trust", "Schrijf waarom: de vraag van wie, of welke bewaartermijn."), field="reason")
    known = select(Erasure).where(Erasure.person_id == command.person_id)
    if session.scalars(known).first() is not None:
        raise RuleError(translate("trust", "Het wissen van deze persoon is al gevraagd."))
    erasure = Erasure(person_id=command.person_id, reason=reason, asked_by=by, asked_at=clock.now())
    session.add(erasure)
    session.flush()
    note_final(session)
    return erasure.id


def approve_erasure(session: Session, command: ApproveErasure) -> None:
    """Erase a person for good. Raises RuleError when whoever approves is the one who asked, or it is done already."""
    by = _who(session, command.by)
    erasure = session.get(Erasure, command.erasure_id)
    if erasure is None or erasure.done_at is not None:
        raise RuleError(translate("trust", "Dit is al gewist. Herlaad de lijst."))
    if by.casefold() == erasure.asked_by.casefold():
        raise RuleError(
            translate("trust", "Vier ogen: wie het vroeg, kan het niet goedkeuren. Laat het iemand anders doen.")
        )
    erasure.destroyed = [list(pair) for pair in sorted(erase(session, erasure.person_id).items())]
    erasure.approved_by, erasure.done_at = by, clock.now()
    note_final(session)


def erase_again(session: Session, person_id: int) -> None:
    """Erase somebody whom a backup brought back: two people decided it then."""
    known = session.scalars(select(Erasure).where(Erasure.person_id == person_id)).first()
    erasure = known or Erasure(person_id=person_id, asked_at=clock.now())
    erasure.reason, erasure.asked_by, erasure.approved_by = translate("trust", "na terugzetten"), "-", "-"
    erasure.destroyed = [list(pair) for pair in sorted(erase(session, person_id).items())]
    erasure.done_at = clock.now()
    session.add(erasure)
    note_final(session)


def erase(session: Session, person_id: int) -> Counter[str]:
    """Take out what is personal and return how many rows of each table lost it. Once more changes nothing."""
    keys = _with_mail(session, keys_of(session, person_id))
    words = _words(session, keys)
    destroyed: Counter[str] = Counter()
    for name, ids in keys.items():
        if name not in OTHERS:
            destroyed += _blank(session, Base.metadata.tables[name], ids)
    rides = _rides(session, keys)
    destroyed += _blank_rides(session, rides)
    for table in Base.metadata.sorted_tables:
        if table.name not in _NOT_SWEPT:
            destroyed += _sweep(session, table, words)
    destroyed += _blank_trace(session, person_id, {**keys, **rides}, words)
    note_topic(session, *Base.metadata.tables)
    return destroyed


def _who(session: Session, typed: str) -> str:
    signed_in = access.of(session)
    by = typed.strip() if signed_in is None else signed_in.who.name
    if not by:
        raise RuleError(translate("trust", "Vul in wie u bent."), field="by")
    return by


def _texts(table: Table) -> list[Column[Any]]:
    """Return the columns of free text that go."""
    kept = KEPT.get(table.name, frozenset())
    return [
        column
        for column in table.columns
        if isinstance(column.type, String) and not _is_enum(column) and column.name not in kept
    ]


def _words(session: Session, keys: Keys) -> tuple[str, ...]:
    """Return what to look for elsewhere, the longest first: what nobody else is called, or has."""
    (person_id,) = keys["person"]
    person = session.get(Person, person_id)
    if person is None or person.last_name == _gone():
        return ()
    found = {
        f"{person.last_name} {person.first_name}",
        f"{person.first_name} {person.last_name}",
        f"{person.last_name}, {person.first_name}",
    }
    namesakes = select(Person.id).where(Person.last_name == person.last_name, Person.id != person_id)
    places = select(Place.id).where(Place.name == person.last_name)
    if session.scalars(namesakes).first() is None and session.scalars(places).first() is None:
        found.add(person.last_name)
    for name, columns in IDENTIFYING.items():
        table = Base.metadata.tables[name]
        for column in (table.c[column] for column in columns):
            theirs = set(session.scalars(select(column).where(table.c.id.in_(keys.get(name, ())))))
            others = select(column).where(column.in_(theirs), table.c.id.not_in(keys.get(name, ())))
            found |= theirs - set(session.scalars(others))
    long = (word.strip() for word in found)
    return tuple(sorted((word for word in long if len(word) >= _SHORTEST), key=len, reverse=True))


def _blank(session: Session, table: Table, ids: Iterable[int]) -> Counter[str]:
    if table.name == "contact":
        return Counter({table.name: _count(session, delete(table).where(table.c.id.in_(ids)))})
    columns = _texts(table)
    values: dict[str, Any] = {column.name: None if column.nullable else "" for column in columns}
    values |= dict.fromkeys(_DATES.get(table.name, ()))
    if table.name == "mail_attachment":
        values["content"] = b""
    if table.name == "person":
        values["last_name"] = _gone()
    if not values:
        return Counter()
    return Counter({table.name: _count(session, update(table).where(table.c.id.in_(ids)).values(values))})


def _gone() -> str:
    return translate("trust", "(gewist)")


def _count(session: Session, statement: Any) -> int:  # noqa: ANN401 - an Update or a Delete
    return int(session.connection().execute(statement).rowcount)


def _blank_rides(session: Session, rides: Keys) -> Counter[str]:
    """Take home and notes out of a member's rides; where others went along too, theirs isn't known apart."""
    ride, leg = Base.metadata.tables["ride"], Base.metadata.tables["leg"]
    homes = set(session.scalars(select(ride.c.origin).where(ride.c.id.in_(rides["ride"])))) - {""}
    blank = update(ride).where(ride.c.id.in_(rides["ride"])).values(origin="", note="", reason="")
    done = Counter({ride.name: _count(session, blank)})
    for column in (leg.c.origin, leg.c.destination) if homes else ():
        from_home = or_(*(column.startswith(home, autoescape=True) for home in homes))
        found = update(leg).where(leg.c.id.in_(rides["leg"]), from_home).values({column.name: ""})
        done += Counter({leg.name: _count(session, found)})
    return done


def _rides(session: Session, keys: Keys) -> Keys:
    """Return the rides that a member asked for, with their legs."""
    requests, leg = Base.metadata.tables["ride_request"], Base.metadata.tables["leg"]
    asked = select(requests.c.ride_id).where(requests.c.id.in_(keys.get(requests.name, ())))
    ids = frozenset(session.scalars(asked))
    return {"ride": ids, leg.name: frozenset(session.scalars(select(leg.c.id).where(leg.c.ride_id.in_(ids))))}


def _with_mail(session: Session, keys: Keys) -> Keys:
    """Return a person's rows with the mails about them and the files that went along."""
    mails, files = Base.metadata.tables["outgoing_mail"], Base.metadata.tables["mail_attachment"]
    query = select(mails.c.id, mails.c.about_table, mails.c.about_key)
    ids = frozenset(key for key, table, about in session.execute(query) if about in keys.get(table, ()))
    sent = frozenset(session.scalars(select(files.c.id).where(files.c.mail_id.in_(ids))))
    return {**keys, mails.name: ids, files.name: sent}


def _sweep(session: Session, table: Table, words: tuple[str, ...]) -> Counter[str]:
    """Take their names, numbers and notes out of every other text there is, what is only added to included."""
    columns = [column for column in table.columns if isinstance(column.type, String | JSON) and not _is_enum(column)]
    if not columns:
        return Counter()
    changed = []
    for key, *values in session.execute(select(table.c.id, *columns)):
        cleaned = [_clean_all(value, words) for value in values]
        if cleaned != values:
            changed.append((key, dict(zip((column.name for column in columns), cleaned, strict=True))))
    if changed:
        with open_for_erasing(session, table.name):
            for key, cleaned_row in changed:
                session.connection().execute(update(table).where(table.c.id == key).values(cleaned_row))
    return Counter({table.name: len(changed)})


def _is_enum(column: Column[Any]) -> bool:
    return isinstance(column.type, Enum)


def _blank_trace(session: Session, person_id: int, keys: Keys, words: tuple[str, ...]) -> Counter[str]:
    """Take the values out of entries about them, and their names out of all others."""
    changed: dict[int, tuple[str, list[Any]]] = {}
    for key, label, rows in session.execute(select(AuditEntry.id, AuditEntry.label, AuditEntry.rows)).all():
        cleaned = [_cleaned_row(row, keys, words) for row in rows]
        if cleaned != rows or _clean(label, words) != label:
            changed[key] = (_clean(label, words), cleaned)
    if changed:
        redact(session, translate("trust", "Gewist: persoon {key}").format(key=person_id), changed)
    return Counter({"audit_entry": len(changed)})


def _cleaned_row(row: Any, keys: Keys, words: tuple[str, ...]) -> Any:  # noqa: ANN401 - JSON's own types
    if isinstance(row, dict) and "table" in row and is_about(row, keys):
        texts = {column.name for column in _texts(Base.metadata.tables[row["table"]])} | set(
            _DATES.get(row["table"], ())
        )
        values = {name: ["", ""] if name in texts else pair for name, pair in row["values"].items()}
        row = row | {"values": values}
    return _clean_all(row, words)


def _clean_all(value: Any, words: tuple[str, ...]) -> Any:  # noqa: ANN401 - JSON's own types
    if isinstance(value, dict):
        return {name: _clean_all(inner, words) for name, inner in value.items()}
    if isinstance(value, list):
        return [_clean_all(inner, words) for inner in value]
    return _clean(value, words) if isinstance(value, str) else value


def _clean(text: str, words: tuple[str, ...]) -> str:
    for word in words:
        if word in text:
            text = text.replace(word, _gone())
    return text
