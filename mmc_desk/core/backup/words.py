"""What is said of a backup in words, the same on screen and on the command line."""

from collections.abc import Mapping
from datetime import datetime

from mmc_desk.core import clock
from mmc_desk.core.backup.manifest import Cause, Manifest
from mmc_desk.core.backup.store import TOO_OLD, Kept
from mmc_desk.core.formats import show_date, show_number, show_time
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate

_CAUSES = {
    Cause.START: QT_TRANSLATE_NOOP("backup", "bij het starten"),
    Cause.INTERVAL: QT_TRANSLATE_NOOP("backup", "tijdens het werk"),
    Cause.MIGRATION: QT_TRANSLATE_NOOP("backup", "vóór een nieuwe versie"),
    Cause.IMPORT: QT_TRANSLATE_NOOP("backup", "vóór het inlezen"),
    Cause.PERSON: QT_TRANSLATE_NOOP("backup", "gevraagd"),
    Cause.UNKNOWN: QT_TRANSLATE_NOOP("backup", "onbekend"),
}
COUNTED: Mapping[str, str] = {
    "member": QT_TRANSLATE_NOOP("backup", "{count} leden"),
    "driver": QT_TRANSLATE_NOOP("backup", "{count} chauffeurs"),
    "ride": QT_TRANSLATE_NOOP("backup", "{count} ritten"),
    "meal_booking": QT_TRANSLATE_NOOP("backup", "{count} inschrijvingen"),
}
"""What a desk is known by, by table."""


def moment(instant: datetime) -> str:
    """Return a day and a time, as in "23/11/2026 10:00"."""
    return f"{show_date(clock.local(instant).date())} {show_time(instant)}"


def erased_again(count: int) -> str:
    """Return what is said of persons whom a backup brought back."""
    if count == 1:
        return translate("backup", "1 gewiste persoon stond erin en is opnieuw gewist.")
    text = translate("backup", "{count} gewiste personen stonden erin en zijn opnieuw gewist.")
    return text.format(count=show_number(count))


def cause(known: Manifest | None) -> str:
    """Return why a backup was made."""
    return translate("backup", _CAUSES[known.cause if known else Cause.UNKNOWN])


def counts(known: Manifest | None) -> str:
    """Return what is in a backup, as in "256 leden, 19 chauffeurs, 1.610 ritten"."""
    if known is None:
        return translate("backup", "nog niet bekeken")
    parts = [
        translate("backup", text).format(count=show_number(known.contents.rows(table)))
        for table, text in COUNTED.items()
        if table in known.contents.tables
    ]
    return ", ".join(parts)


def tested(known: Manifest | None) -> str:
    """Return when a backup was last restored and compared."""
    return moment(known.tested_at) if known else translate("backup", "nooit")


def standing(last: datetime | None) -> str:
    """Return the line of the status bar."""
    if last is None:
        return translate("backup", "Nog geen geteste back-up")
    day = clock.local(last).date()
    when = translate("backup", "vandaag {time}").format(time=show_time(last)) if day == clock.today() else moment(last)
    return translate("backup", "Laatste geteste back-up: {when}").format(when=when)


def is_late(last: datetime | None) -> bool:
    """Tell whether the last tested backup is a warning."""
    return last is None or clock.now() - last > TOO_OLD


def line(kept: Kept) -> str:
    """Return a backup in one line."""
    return translate("backup", "{made}  {cause}: {counts}; getest {tested}  {path}").format(
        made=moment(kept.made_at),
        cause=cause(kept.manifest),
        counts=counts(kept.manifest),
        tested=tested(kept.manifest),
        path=kept.path,
    )
