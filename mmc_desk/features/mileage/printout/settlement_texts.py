"""What settlements say in words: their titles, what their lines are, their balance, their definitions."""

from collections.abc import Mapping

from mmc_desk.core import clock
from mmc_desk.core.formats import month_name, show_amount, show_date
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.mileage.model import EntryKind, PaidBy
from mmc_desk.features.mileage.queries.rows import DriverMonth, EntryRow, Part, SettlementPaper
from mmc_desk.features.mileage.rules.settlement import MonthState, Totals

KINDS: Mapping[EntryKind, str] = {
    EntryKind.RIDE: QT_TRANSLATE_NOOP("mileage", "rit"),
    EntryKind.WASTED: QT_TRANSLATE_NOOP("mileage", "loze rit"),
    EntryKind.CANCELLED: QT_TRANSLATE_NOOP("mileage", "geannuleerd onderweg"),
    EntryKind.REVERSAL: QT_TRANSLATE_NOOP("mileage", "teruggenomen"),
    EntryKind.CORRECTION: QT_TRANSLATE_NOOP("mileage", "gecorrigeerd"),
}
STATES: Mapping[MonthState, str] = {
    MonthState.MISSING: QT_TRANSLATE_NOOP("mileage", "resultaat ontbreekt"),
    MonthState.OPEN: QT_TRANSLATE_NOOP("mileage", "klaar"),
    MonthState.SETTLED: QT_TRANSLATE_NOOP("mileage", "afgerekend"),
    MonthState.SIGNED: QT_TRANSLATE_NOOP("mileage", "getekend"),
    MonthState.IN_FILE: QT_TRANSLATE_NOOP("mileage", "in betaalbestand"),
    MonthState.PAID: QT_TRANSLATE_NOOP("mileage", "betaald"),
}
WAYS: Mapping[PaidBy, str] = {
    PaidBy.CASH: QT_TRANSLATE_NOOP("mileage", "contant"),
    PaidBy.TRANSFER: QT_TRANSLATE_NOOP("mileage", "per overschrijving"),
    PaidBy.WAIVED: QT_TRANSLATE_NOOP("mileage", "ziet af van vergoeding"),
}


def month_title(year: int, month: int) -> str:
    """Return `Afrekening oktober 2026`."""
    return translate("mileage", "Afrekening {month} {year}").format(month=month_name(month), year=year)


def part_name(part: Part | None) -> str:
    """Return what a part is called: the settlement, a correction of it, or a draft."""
    if part is None:
        return translate("mileage", "ontwerp, nog niet afgerekend")
    if part.part == 0:
        return translate("mileage", "afgerekend op {day}").format(day=show_date(clock.local(part.frozen_at).date()))
    return translate("mileage", "aanvulling {part} van {day}").format(
        part=part.part, day=show_date(clock.local(part.frozen_at).date())
    )


def state_text(driver: DriverMonth) -> str:
    """Return how far a driver's month is, with what still came or lacks."""
    if driver.state is MonthState.MISSING:
        count = len(driver.missing)
        one = translate("mileage", "1 resultaat ontbreekt")
        return one if count == 1 else translate("mileage", "{count} resultaten ontbreken").format(count=count)
    text = translate("mileage", STATES[driver.state])
    if driver.late:
        text = translate("mileage", "{state}, {count} laat").format(state=text, count=driver.late)
    return text


def note_of(entry: EntryRow) -> str:
    """Return what stands under a line that is no plain ride."""
    if entry.kind is EntryKind.RIDE and not entry.reason:
        return ""
    kind = translate("mileage", KINDS[entry.kind])
    return f"{kind}: {entry.reason}" if entry.reason else kind


def balance_text(totals: Totals, paid_by: PaidBy | None, iban: str) -> str:
    """Return who pays whom, and how."""
    if totals.balance == 0:
        return translate("mileage", "Saldo € 0,00: er is niets meer te verrekenen.")
    amount = show_amount(abs(totals.balance))
    if totals.balance < 0:
        text = translate("mileage", "Saldo {amount}: de chauffeur geeft dit af aan de dienst.")
        return text.format(amount=amount)
    if paid_by is PaidBy.TRANSFER:
        text = translate("mileage", "Saldo {amount}: de dienst betaalt dit per overschrijving op {iban}.")
        return text.format(amount=amount, iban=iban)
    return translate("mileage", "Saldo {amount}: de dienst betaalt dit contant aan de chauffeur.").format(amount=amount)


def definitions() -> list[tuple[str, str]]:
    """Return each term of a settlement with what it counts."""
    return [
        (
            translate("mileage", "Ritten"),
            translate(
                "mileage",
                "uitgevoerde ritten, één per trip van thuis tot thuis. Loze ritten en ritten die "
                "onderweg geannuleerd werden tellen niet als rit; hun km worden wel betaald.",
            ),
        ),
        (
            translate("mileage", "Bedrag"),
            translate(
                "mileage",
                "wat de chauffeur krijgt: km × het tarief van de dag van de rit, per rit afgerond op "
                "de cent, plus parking en wat het tarief voor wachten geeft.",
            ),
        ),
        (
            translate("mileage", "Ontvangen"),
            translate(
                "mileage",
                "wat de chauffeur contant kreeg van de leden, de administratiekost voor de dienst inbegrepen.",
            ),
        ),
        (
            translate("mileage", "Saldo"),
            translate("mileage", "bedrag min ontvangen: positief betaalt de dienst, negatief geeft de chauffeur af."),
        ),
    ]


def cautions(paper: SettlementPaper) -> list[str]:
    """Return what a reader must know first: a draft, a waived payment, a rate whose own validity had ended."""
    found = []
    if paper.part is None:
        found.append(translate("mileage", "Ontwerp: deze ritten zijn nog niet afgerekend."))
    if paper.driver.waives if paper.part is None else paper.part.paid_by is PaidBy.WAIVED:
        found.append(
            translate("mileage", "Deze chauffeur ziet af van vergoeding: het bedrag is 0, de kilometers tellen mee.")
        )
    if paper.beyond_table:
        found.append(
            translate(
                "mileage",
                "Let op: voor een van deze dagen is nog geen officieel km-tarief gekend; "
                "het laatste gekende is gebruikt. Een later tarief wordt met een aanvulling verrekend.",
            )
        )
    return found
