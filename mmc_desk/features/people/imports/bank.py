"""Bankafschriften: the credits of a statement, as Belgian banks export them (KBC, Belfius, ING, BNP Paribas Fortis, …).

Each line gets a reference of its own: its number on the statement with account, day and amount, or, where the bank
gives none, a fingerprint of all it says. So a statement read twice, or two that overlap, count once.
"""

import hashlib
import re
from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from mmc_desk.core import formats
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.core.importing.cells import as_text, read_date, read_note, read_text
from mmc_desk.core.importing.kinds import Batch, Field, ImportKind, Outcome, Reading, known_as
from mmc_desk.core.tabular import Cell
from mmc_desk.features.people.ops.payments import import_payments
from mmc_desk.features.people.rules import BankLine, find_references

_MOST_CENTS = 100_000_000
_MOST_TEXT = 300
_CURRENCY = re.compile(r"[a-z]{3}", re.IGNORECASE)
_REFUSED = ("geweiger", "refus", "reject", "geannuleer", "annul", "cancel")


def read_signed(cell: Cell, reading: Reading) -> int:
    """Return an amount in cents with its sign: "12,00", "+12,00", "-1.234,50", "12,00 EUR". Raises RuleError."""
    text = re.sub(r"\s*(?:EUR|€)\s*", "", read_text(cell, reading), flags=re.IGNORECASE)
    cents = formats.parse_amount(text.replace("−", "-"))
    if abs(cents) > _MOST_CENTS:
        raise RuleError(translate("importing", "“{text}” euro kan niet").format(text=text))
    return cents


def read_currency(cell: Cell, reading: Reading) -> str:
    """Return the code of a currency. Raises RuleError for a text of another form: such a column is something else."""
    text = read_text(cell, reading)
    if not _CURRENCY.fullmatch(text):
        raise RuleError(translate("importing", "“{text}” is geen munt").format(text=text))
    return text.upper()


FIELDS = (
    Field(
        "booked_on",
        known_as(
            "boekingsdatum|datum|uitvoeringsdatum|boekdatum|datum boeking|verrichtingsdatum|transactiedatum|"
            "date de comptabilisation|date d'exécution|date|date opération|date de l'opération|booking date|"
            "execution date|transaction date|entry date"
        ),
        read_date,
    ),
    Field(
        "amount",
        known_as("bedrag|bedrag in eur|bedrag (eur)|montant|amount|bedrag verrichting|montant en eur|bedrag in euro"),
        read_signed,
    ),
    Field("credit", known_as("credit|bijschrijving|crédit|bij|creditbedrag"), read_signed),
    Field("debit", known_as("debet|afschrijving|débit|debit|af|debetbedrag"), read_signed),
    Field(
        "payer",
        known_as(
            "naam tegenpartij|naam van de tegenpartij|naam tegenpartij bevat|tegenpartij|naam opdrachtgever|"
            "opdrachtgever|nom contrepartie|nom de la contrepartie|nom contrepartie contient|contrepartie|"
            "counterparty name|name of counterparty|counterparty|payer|betaler|naam betaler|donneur d'ordre"
        ),
        read_text,
    ),
    # KBC calls whose account it is “Naam”: only a statement without another name means the payer by it.
    Field("holder", known_as("naam|nom|name"), read_text),
    Field(
        "structured",
        known_as(
            "gestructureerde mededeling|ogm|vcs|ogm-vcs|communication structurée|structured communication|"
            "gestructureerde communicatie|structured reference"
        ),
        read_note,
    ),
    Field(
        "message",
        known_as(
            "vrije mededeling|mededeling|mededelingen|bericht|communication|communications|communication libre|message|"
            "free communication|free-format communication|communicatie|boodschap"
        ),
        read_note,
    ),
    Field(
        "details",
        known_as(
            "detail van de omzet|details|detail|détails|détails du mouvement|détail du mouvement|transaction details|"
            "extra info"
        ),
        read_note,
    ),
    Field(
        "about",
        known_as("omschrijving|transactie|description|libellé|libellés|beschrijving|transaction|type de transaction"),
        read_note,
    ),
    Field(
        "number",
        known_as(
            "volgnummer|omzetnummer|transactienummer|numéro de séquence|numéro du mouvement|numéro de transaction|"
            "sequence number|transaction number|movement number|referentie|référence|reference|bankreferentie|"
            "nº de séquence|referentienummer"
        ),
        read_text,
    ),
    Field(
        "statement",
        known_as(
            "rekeninguittrekselnummer|afschriftnummer|uittrekselnummer|numéro d'extrait|numéro extrait|"
            "statement number|extrait|uittreksel"
        ),
        read_text,
    ),
    Field(
        "account",
        known_as("rekeningnummer|rekening|eigen rekening|numéro de compte|compte|account|account number|iban"),
        read_text,
    ),
    Field(
        "counter_account",
        known_as(
            "rekeningnummer tegenpartij|rekening tegenpartij|tegenrekening|iban tegenpartij|tegenpartij iban|"
            "tegenpartij|compte contrepartie|compte de la contrepartie|contrepartie|numéro de compte contrepartie|"
            "counterparty account|counterparty's account number|counterparty iban|account counterparty"
        ),
        read_text,
    ),
    Field(
        "value_date",
        known_as("valutadatum|valuta|date valeur|date de valeur|value date|valuta datum"),
        read_date,
    ),
    Field(
        "currency",
        known_as(
            "munt|devies|munteenheid|valuta rekening|valuta|muntcode|devise|devise du compte|currency|account currency"
        ),
        read_currency,
    ),
    Field("status", known_as("status|statut|staat"), read_text),
)


def store_payments(session: Session, batch: Batch) -> None:
    """Store the credits; debits and refused transactions are passed over."""
    lines: dict[int, BankLine] = {}
    seen: Counter[tuple[Any, ...]] = Counter()
    for row in range(len(batch)):
        if batch.rejected(row):
            continue
        values = batch.row(row)
        cents = _cents(values)
        if cents <= 0 or _is_refused(values):
            batch.mark(row, Outcome.SKIPPED)
        elif values.get("currency", "EUR") != "EUR":
            batch.reject(row, translate("people", "{code} is geen euro").format(code=values["currency"]))
        elif _is_pending(values):
            batch.mark(row, Outcome.SKIPPED)
            batch.note(row, translate("people", "nog niet geboekt door de bank: lees het afschrift later nog eens in"))
        else:
            lines[row] = _line(_named(values, batch), cents, seen)
    _take(session, batch, lines)


def _take(session: Session, batch: Batch, lines: dict[int, BankLine]) -> None:
    done = import_payments(session, list(lines.values()))
    for row, is_new in zip(lines, done.is_new, strict=True):
        batch.mark(row, Outcome.NEW if is_new else Outcome.UNCHANGED)
    waiting = done.added - done.matched
    if waiting:
        batch.notes.append(
            translate(
                "people", "betalingen zonder gekende mededeling: {count}. Wijs ze toe op de bladzijde Bankbetalingen"
            ).format(count=waiting)
        )


def _named(values: dict[str, Any], batch: Batch) -> dict[str, Any]:
    return values if batch.has("payer") else {**values, "payer": values.get("holder", "")}


def _cents(values: dict[str, Any]) -> int:
    """Return what came in: the signed amount, else the column of credits; an amount beside a debit went out."""
    if "amount" in values:
        went_out = bool(values.get("debit")) and not values.get("credit")
        return -abs(values["amount"]) if went_out else int(values["amount"])
    return int(values.get("credit", 0))


def _is_refused(values: dict[str, Any]) -> bool:
    status = fold(values.get("status", ""))
    return any(word in status for word in _REFUSED)


def _is_pending(values: dict[str, Any]) -> bool:
    """Tell whether the bank gave a line no number yet, where it gives one: `2027-`. It would come back with another."""
    return re.fullmatch(r"\d{4}-\s*", values.get("number", "")) is not None


def _line(values: dict[str, Any], cents: int, seen: Counter[tuple[Any, ...]]) -> BankLine:
    payer, text = values.get("payer", ""), _communication(values)
    told = (
        re.sub(r"\s", "", values.get("account", "")),
        values["booked_on"],
        cents,
        values.get("number", ""),
        values.get("statement", "") if "number" in values else "",
        re.sub(r"\s", "", values.get("counter_account", "")),
        " ".join(payer.split()),
        " ".join(text.split()),
    )
    seen[told] += 1
    return BankLine(_reference(told, seen[told]), values["booked_on"], cents, payer, text)


def _communication(values: dict[str, Any]) -> str:
    """Return what the payer wrote; with the bank's own description where that alone tells who or what for."""
    structured, message = (" ".join(values.get(name, "").split()) for name in ("structured", "message"))
    details = " ".join((values.get("details") or values.get("about", "")).split())
    own = f"{structured} {message}".strip()
    if not own or not values.get("payer") or (not find_references(own) and find_references(details)):
        own = f"{own} {details}".strip()
    return own[:_MOST_TEXT]


def _reference(told: tuple[Any, ...], occurrence: int) -> str:
    """Return what tells a line from all others: readable by its number, else by day, amount and a fingerprint."""
    account, day, cents, number, statement = told[:5]
    start = f"{account} {day:%Y-%m-%d} {cents}".strip()
    if number:
        return f"{start} {'/'.join(filter(None, (statement, number)))}"[:_MOST_TEXT]
    digest = hashlib.blake2s("\0".join(map(_plain, told)).encode(), digest_size=8).hexdigest()
    return f"{start} {digest}" + (f"-{occurrence}" if occurrence > 1 else "")


def _plain(part: object) -> str:
    return as_text(part) if isinstance(part, (str, date)) else str(part)


BANK = ImportKind(
    name="bankafschrift",
    title=QT_TRANSLATE_NOOP("people", "Bankafschrift"),
    place=25,
    fields=FIELDS,
    required=(("booked_on",), ("amount", "credit", "debit")),
    telling=(
        ("structured", "message", "details", "about", "payer"),
        ("currency", "counter_account", "value_date", "statement", "message"),
    ),
    store=store_payments,
    ignored=known_as(
        "rubrieknaam|naam van de rekening|saldo|bic tegenpartij|bic code tegenpartij|adres tegenpartij|"
        "straat en nummer|postcode en plaats|bic|landcode|type verrichting|reden van weigering|reden|"
        "reden van afwijzing|motif du refus|reason for refusal"
    ),
    hints=("afschrift", "uittreksel", "extrait", "statement"),
)
