"""The retention run: what is older than its term goes, asked by one and approved by another. There is no way back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import DeskSetting
from mmc_desk.core.recording import note_final
from mmc_desk.features.trust.model import Erasure, RetentionRun
from mmc_desk.features.trust.ops.emptying import empty_expired, erase
from mmc_desk.features.trust.ops.erasing import who
from mmc_desk.features.trust.queries.retention import SETTING, due, expired, terms
from mmc_desk.features.trust.rules.erased import Tidied
from mmc_desk.features.trust.rules.retention import Due, Kind, Terms, at_most, require_terms


@dataclass(frozen=True, slots=True)
class AskRetention:
    """Ask for all that is due on a day to go; `by` counts only where nobody signs in."""

    day: date
    by: str = ""


@dataclass(frozen=True, slots=True)
class ApproveRetention:
    """The second pair of eyes: destroys."""

    run_id: int
    by: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawRetention:
    """Take back what was asked and not yet approved."""

    run_id: int


@dataclass(frozen=True, slots=True)
class Destroyed:
    """The tables that lost something, and what is to be known of it beside the database."""

    tables: tuple[str, ...]
    tidied: Tidied


@dataclass(frozen=True, slots=True)
class SetTerms:
    """How many years what is kept, from a day on."""

    valid_from: date
    years: Terms


def set_terms(session: Session, command: SetTerms) -> None:
    """Write the terms that differ from those of the day. Raises RuleError for one that the law or sense forbids."""
    require_terms(command.years)
    present = terms(session, command.valid_from)
    for kind, years in command.years.items():
        if present[kind] != years:
            _write(session, f"{SETTING}{kind}", command.valid_from, str(years))


def _write(session: Session, name: str, day: date, value: str) -> None:
    known = select(DeskSetting).where(DeskSetting.name == name, DeskSetting.valid_from == day)
    row = session.scalars(known).first() or DeskSetting(name=name, valid_from=day)
    row.value = value
    session.add(row)


def ask_retention(session: Session, command: AskRetention) -> int:
    """Note that all that is due is to go; return the key. Raises RuleError when nothing is, or it was asked already."""
    by = who(session, command.by)
    waiting = select(RetentionRun.id).where(RetentionRun.done_at.is_(None))
    if session.scalars(waiting).first() is not None:
        raise RuleError(translate("retention", "Het opruimen is al gevraagd. Laat het iemand anders goedkeuren."))
    if not any(one.total for one in due(session, command.day)):
        raise RuleError(translate("retention", "Er is niets waarvan de termijn voorbij is."))
    run = RetentionRun(day=command.day, asked_by=by, asked_at=clock.now())
    session.add(run)
    session.flush()
    note_final(session)
    return run.id


def withdraw_retention(session: Session, command: WithdrawRetention) -> None:
    """Take back a run that nobody approved yet. Raises RuleError for one that was done."""
    session.delete(_waiting(session, command.run_id))
    note_final(session)


def approve_retention(session: Session, command: ApproveRetention) -> Destroyed:
    """Destroy what is due on the day of a run.

    Raises RuleError when whoever approves is the one who asked, or it is done already.
    """
    by, run = who(session, command.by), _waiting(session, command.run_id)
    if by.casefold() == run.asked_by.casefold():
        raise RuleError(
            translate("trust", "Vier ogen: wie het vroeg, kan het niet goedkeuren. Laat het iemand anders doen.")
        )
    run.approved_by, run.done_at = by, clock.now()
    destroyed: Counter[str] = Counter()
    found = due(session, run.day)
    for one in found:
        destroyed += _persons(session, run, one) if one.kind is Kind.PERSONS else _rows(session, one)
    run.destroyed = [list(pair) for pair in sorted(destroyed.items())]
    note_final(session)
    before: dict[Kind, date] = {one.kind: one.before for one in found if one.kind is not Kind.PERSONS}
    return Destroyed(tuple(destroyed), Tidied(run.done_at, before))


def tidy_again(session: Session, tidied: Tidied) -> tuple[str, ...]:
    """Destroy what is nobody's and a backup brought back, and return the tables that lost something.

    Two people decided it then; persons are erased again each by their own (ops.erasing). What says so is a file beside
    the database: whoever meddled with that gets nothing destroyed that no term could have.
    """
    destroyed: Counter[str] = Counter()
    for kind, before in tidied.before.items():
        destroyed += empty_expired(session, expired(session, kind, at_most(kind, before, clock.today())))
    run = RetentionRun(day=clock.today(), asked_by="-", asked_at=clock.now(), done_at=clock.now())
    run.approved_by = translate("trust", "na terugzetten")
    run.destroyed = [list(pair) for pair in sorted(destroyed.items())]
    session.add(run)
    note_final(session)
    return tuple(destroyed)


def _waiting(session: Session, run_id: int) -> RetentionRun:
    run = session.get(RetentionRun, run_id)
    if run is None or run.done_at is not None:
        raise RuleError(translate("retention", "Dit is al gebeurd. Herlaad de lijst."))
    return run


def _persons(session: Session, run: RetentionRun, one: Due) -> Counter[str]:
    keys: Sequence[int] = [key for key, _ in one.names]
    if not keys:
        return Counter()
    reason = translate("retention", "bewaartermijn van {years} jaar").format(years=one.years)
    decided = {"asked_by": run.asked_by, "asked_at": run.asked_at, "approved_by": run.approved_by}
    session.add_all(
        Erasure(person_id=key, reason=reason, done_at=run.done_at, destroyed=[["person", 1]], **decided) for key in keys
    )
    return erase(session, *keys)


def _rows(session: Session, one: Due) -> Counter[str]:
    return empty_expired(session, expired(session, one.kind, one.before))
