"""Lidgelden: who was a member of which year, and what was paid (domain.md §2)."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.core.importing.cells import read_amount, read_date, read_number_at_end, read_year, words
from mmc_desk.core.importing.kinds import Batch, Field, ImportKind, Outcome, Reading, known_as
from mmc_desk.core.importing.storing import Keeper, load_rows
from mmc_desk.core.tabular import Cell
from mmc_desk.features.people.imports.fee_years import unfold
from mmc_desk.features.people.imports.member_fields import MEMBER_NO
from mmc_desk.features.people.imports.persons import table_of
from mmc_desk.features.people.model import Member, Membership

_read_paid_word = words(
    {
        False: "nee|neen|n|no|0|false|onwaar|non|niet|geen|niet betaald…|onbetaald…|open|openstaand|te betalen|"
        "nog niet",
        True: "ja|j|yes|y|x|v|1|true|waar|oui|ok|in orde|betaald…|voldaan…|contant|cash|overschrijving|✓|✔|☑",
    }
)


def read_paid(cell: Cell, reading: Reading) -> date | bool:
    """Return the day a fee was paid, or only whether it was. Raises RuleError."""
    try:
        return read_date(cell, reading)
    except RuleError:
        paid: bool = _read_paid_word(cell, reading)
        return paid


FIELDS = (
    Field("member_no", MEMBER_NO, read_number_at_end),
    Field(
        "year",
        known_as(
            "jaar|werkjaar|lidjaar|kalenderjaar|jaar lidmaatschap|year|jaartal|dienstjaar|lidmaatschapsjaar|"
            "jaar lidgeld|boekjaar|voor jaar|seizoen|membership year|lidgeld jaar|jaar van lidmaatschap|"
            "betreft jaar|voor het jaar|periode"
        ),
        read_year,
    ),
    Field(
        "fee",
        known_as(
            "bedrag|lidgeld|bijdrage|lidmaatschapsbijdrage|te betalen|prijs|lidgeld bedrag|bedrag lidgeld|"
            "fee|betaald bedrag|bedrag betaald|som|lidgeld (eur)|contributie|jaarbijdrage|lidmaatschapsgeld|"
            "ontvangen bedrag|ontvangen|bedrag ontvangen|te betalen bedrag|verschuldigd|amount|"
            "prijs lidmaatschap|betaald|lidbijdrage|jaarlijkse bijdrage|lidgeld ontvangen|totaal bedrag|"
            "bedrag in euro|tarief|kostprijs|bijdrage lid|lidgeld in euro"
        ),
        read_amount,
    ),
    Field(
        "paid_on",
        known_as(
            "betaald op|betaaldatum|datum betaling|datum betaald|betalingsdatum|datum|betaald|ontvangen op|"
            "datum ontvangst|paid on|betaling|betaald?|lidgeld betaald op|lidgeld betaald|datum lidgeld|"
            "betaling op|betalingsdag|datum van betaling|datum betaling lidgeld|valutadatum|boekingsdatum|"
            "overgeschreven op|datum overschrijving|ontvangstdatum|payment date|betaald dd|paid|voldaan|"
            "voldaan op|datum voldaan|lidgeld in orde|in orde"
        ),
        read_paid,
    ),
)


def store_memberships(session: Session, batch: Batch) -> None:
    """Store the membership years of members known already."""
    members = dict(session.execute(select(Member.member_no, Member.id)).all())
    table = table_of(Membership)
    years = set(batch.column("year")) - {None}
    keeper = Keeper(session, table, load_rows(session, table, Membership.year.in_(years)), len(batch))
    known = {(row["member_id"], row["year"]): key for key, row in keeper.rows.items()}
    for row in range(len(batch)):
        values = batch.row(row)
        member = members.get(values.get("member_no", 0))
        if "member_no" in values and member is None:
            batch.reject(row, translate("people", "lid {number} is niet bekend").format(number=values["member_no"]))
        if batch.rejected(row) or member is None:
            continue
        name = translate("people", "lid {number} in {year}").format(number=values["member_no"], year=values["year"])
        if batch.first_of(row, (member, values["year"]), tuple(sorted(values.items())), name):
            batch.mark(row, _keep(keeper, known.get((member, values["year"])), member, _told(batch, row, values)))
    keeper.store()


def _told(batch: Batch, row: int, values: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {name: values[name] for name in ("year", "fee", "paid_on") if name in values}
    if told.get("paid_on") is True:
        # The figures only ask whether it was paid; the first day of the year stands for a day nobody noted.
        told["paid_on"] = date(values["year"], 1, 1)
        batch.note(row, translate("people", "betaald zonder datum: 1 januari genoteerd"))
    elif told.get("paid_on") is False:
        del told["paid_on"]
    return told


def _keep(keeper: Keeper, key: int | None, member: int, told: dict[str, Any]) -> Outcome:
    if key is None:
        keeper.add(member_id=member, **{"fee": 0, **told})
        return Outcome.NEW
    return Outcome.CHANGED if keeper.change(key, **told) else Outcome.UNCHANGED


MEMBERSHIPS = ImportKind(
    name="lidgelden",
    title=QT_TRANSLATE_NOOP("people", "Lidgelden"),
    place=20,
    fields=FIELDS,
    required=(("member_no",), ("year",)),
    store=store_memberships,
    ignored=("naam", "voornaam", "naam en voornaam", "reden van afwijzing", "reden"),
    unfold=unfold,
    hints=("lidgeld", "lidmaatschap", "bijdrage"),
    about=known_as("lid|leden|klant|gebruiker|persoon|member"),
)
