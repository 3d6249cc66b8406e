"""S2: formulas and markup in every text of every table; then every file and paper the product makes of them.

No cell may be a formula, what was typed must read back to the letter, nothing may break. EXPORTS names every writer of
the features; tests/contract/test_exports.py fails on one that isn't here.

`python -m tests.faults.exports` makes the practice town, spoils its texts, prints one line of JSON and ends with 1 when
something was found.
"""

import functools
import itertools
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core import audit, clock, db, migrate
from mmc_desk.core.db import Database
from mmc_desk.core.feature import load
from mmc_desk.features import load_features
from tests import hostile
from tests.reading import READERS, SHOWN

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
YEAR, MONTH = 2026, 10
DAY, FIRST, LAST = date(2026, 10, 20), date(2026, 10, 1), date(2026, 10, 31)
_LABEL = 300
"""Characters of a label of the trace."""
Ask = Callable[[Session], Sequence[tuple[Any, ...]]]
"""What reads the arguments of a writer that follow its path: once per file to be written."""


class Export(NamedTuple):
    """A writer of a feature: by which endings, of what.

    `plain` where no text that a person typed stands in it as such; `cut` where what was typed as a list is counted by
    its parts, so that only breaking is looked for; `slow` ones wait for `make faults`.
    """

    writer: str
    endings: tuple[str, ...]
    ask: Ask
    plain: bool = False
    slow: bool = False
    cut: bool = False
    named: Mapping[str, Any] = {}


def _query(dotted: str) -> Callable[..., Any]:
    found: Callable[..., Any] = load(f"mmc_desk.features.{dotted}")
    return found


def one(dotted: str, *arguments: Any) -> Ask:  # noqa: ANN401 - a query's own
    """Return what asks one query."""
    return lambda session: [(_query(dotted)(session, *arguments),)]


def _restaurants(session: Session) -> Sequence[int]:
    from mmc_desk.features.meals.model import VillageRestaurant

    return session.scalars(select(VillageRestaurant.id)).all()


def _noons(session: Session) -> Sequence[tuple[Any, ...]]:
    from mmc_desk.features.meals.model import MealService
    from mmc_desk.features.meals.model.bookings import MealBooking
    from mmc_desk.features.meals.queries.day import noon

    booked = select(MealBooking.service_id).join(MealService).where(MealService.service_date >= FIRST)
    keys = session.scalars(booked.group_by(MealBooking.service_id).order_by(func.count().desc()).limit(3)).all()
    return [(noon(session, key),) for key in keys]


def _meal_impact(session: Session) -> Sequence[tuple[Any, ...]]:
    from mmc_desk.features.meals.queries.impact import Cause, MealImpact

    return [(MealImpact(Cause.CLOSED, f"{hostile.PAYLOADS[0]}", noon.guests),) for (noon,) in _noons(session)]


def _duty_months(session: Session) -> Sequence[tuple[Any, ...]]:
    ask = _query("meals.queries.duties:duty_month")
    return [(ask(session, key, FIRST, LAST, NOW.date()),) for key in _restaurants(session)]


def _mailing(dotted: str) -> Ask:
    def ask(session: Session) -> Sequence[tuple[Any, ...]]:
        found = _query(dotted)(session, FIRST, LAST)
        return [(found, found.recipients)]

    return ask


def _each(dotted: str) -> Ask:
    def ask(session: Session) -> Sequence[tuple[Any, ...]]:
        found = _query(dotted)(session, FIRST, LAST)
        return [(found, recipient, NOW) for recipient in found.recipients]

    return ask


def prepare(path: str) -> int:
    """Settle a month of a practice town, let its trace bear every payload, then spoil its texts; return how many."""
    from mmc_desk.features.mileage import ops

    with migrate.open_database(path) as database:
        database.write(functools.partial(ops.settle_month, command=ops.SettleMonth(YEAR, MONTH)), "Afrekening")
        texts = [f"{text}{hostile.END.format(place)}" for place, text in enumerate(hostile.PAYLOADS)]
        first = database.read(_first_person)
        for text in texts:
            rows = [{"table": "person", "id": first, "values": {"note": ["", text]}}]
            database.write(functools.partial(audit.add, label=text if len(text) <= _LABEL else "x", rows=rows))
    return hostile.spoil(path)


def _first_person(session: Session) -> int:
    from mmc_desk.features.people.model import Person

    return session.scalars(select(Person.id).order_by(Person.id)).first() or 0


def _transfer(session: Session) -> Sequence[tuple[Any, ...]]:
    from mmc_desk.features.mileage import ops

    return [(ops.make_transfer_file(session, ops.MakeTransferFile()).content,)]


def _plan(session: Session) -> Sequence[tuple[Any, ...]]:
    from mmc_desk.features.sessions.rules.plan import Month

    return [(_query("sessions.queries.plan:month_plan")(session, Month(YEAR, MONTH)),)]


def _goals(session: Session) -> Sequence[tuple[Any, ...]]:
    return [(_query("yearly.queries.goals:goal_year")(session, YEAR, NOW.date(), load_features()),)]


def _dues(session: Session) -> Sequence[tuple[Any, ...]]:
    book = _query("people.queries.dues:dues_book")(session, YEAR, NOW.date())
    return [(book, book.rows)]


def _thanks(session: Session) -> Sequence[tuple[Any, ...]]:
    book = _query("yearly.queries.thanks:thanks_book")(session, YEAR, NOW.date(), load_features())
    return [(book, book.rows)]


def _slips(session: Session) -> Sequence[tuple[Any, ...]]:
    from mmc_desk.features.rides.model import Ride

    keys = session.scalars(select(Ride.id).where(Ride.ride_date.between(DAY, LAST)).limit(40)).all()
    return [(_query("rides.queries.slips:slip_book")(session, keys),)]


def _to_phone(session: Session) -> Sequence[tuple[Any, ...]]:
    from mmc_desk.features.planner.queries.phoning import phone_list
    from mmc_desk.features.planner.queries.planning import planning
    from mmc_desk.features.planner.rules.phoning import drivers_to_phone
    from mmc_desk.features.rides.model import Ride, RideState

    coming = (Ride.state == RideState.ASSIGNED, Ride.ride_date > clock.today())
    days = session.scalars(select(Ride.ride_date).where(*coming).distinct().order_by(Ride.ride_date).limit(3)).all()
    found = [planning(session, (day,)) for day in days]
    lists = (drivers_to_phone(one, one.board, {}) for one in found)
    return [(phone_list(session, f"{hostile.PAYLOADS[0]}", drivers),) for drivers in lists]


def _invoices(session: Session) -> Sequence[tuple[Any, ...]]:
    keys = _query("invoices.queries.months:month_keys")(session, YEAR, MONTH)
    return [(_query("invoices.queries.months:invoice_book")(session, keys, NOW.date()),)]


def _posters(session: Session) -> Sequence[tuple[Any, ...]]:
    rows = _query("sessions.queries.sessions:session_list")(session, FIRST, LAST)
    return [(rows,)]


def _records(session: Session) -> Sequence[tuple[Any, ...]]:
    """Return the records behind every number of the year that has some."""
    from mmc_desk.features.yearly.printout.records import RecordList
    from mmc_desk.features.yearly.queries.drilldown import open_records

    found = []
    for figures in (known for feature in load_features() for known in feature.figure_sets()):
        for figure in figures.figures:
            records = figure.records(YEAR) if figure.records else None
            if records:
                found.append((RecordList(figure.name, "", records, open_records(session, records), ""),))
    return found


def _persons(session: Session) -> Sequence[tuple[Any, ...]]:
    persons = _query("trust.queries.trace:persons")(session)
    return [
        (_query("trust.queries.privacy:person_file")(session, one.person_id),) for one in persons[:: len(persons) // 4]
    ]


def _trace(session: Session) -> Sequence[tuple[Any, ...]]:
    from mmc_desk.features.trust.queries.trace import Question, trace

    question = Question(_first_person(session), date(2000, 1, 1), NOW.date(), leaving=True)
    return [("<b>", trace(session, question))]


def _destroyed(row: str) -> Ask:
    """Return what gives the list of something destroyed, as it is asked and approved by hostile people."""

    def ask(_session: Session) -> Sequence[tuple[Any, ...]]:
        from mmc_desk.features.trust.queries.privacy import ErasureRow
        from mmc_desk.features.trust.queries.retention import RunRow

        texts = [f"{text}{hostile.END.format(place)}" for place, text in enumerate(hostile.PAYLOADS)]
        asked = [(one, NOW, other, NOW, (("person", 1),)) for one, other in itertools.pairwise(texts)]
        if row == "run":
            return [(RunRow(1, DAY, *rest), texts[10]) for rest in asked]
        return [(ErasureRow(1, 1, "", rest[0], *rest), texts[10]) for rest in asked]

    return ask


def _yearly(dotted: str) -> Ask:
    return lambda session: [(_query(dotted)(session, YEAR, load_features()),)]


PDF, SHEETS, PAPERS, EVERY = (".pdf",), (".xlsx", ".csv"), (".pdf", ".xlsx", ".csv"), (".pdf", ".xlsx", ".csv", ".json")
EXPORTS = (
    Export(
        "backups.printout:write_recovery_key", PDF, lambda _: [("AAAA BBBB", hostile.PAYLOADS[10], "nu")], plain=True
    ),
    Export("invoices.printout.files:write_files", PAPERS, _invoices),
    Export(
        "invoices.printout.letters:write_reminders", PDF, one("invoices.queries.months:reminder_book", date(2027, 3, 1))
    ),
    Export("meals.printout.calls:write_call_list", PDF, _meal_impact),
    Export("meals.printout.calls:write_calls", PDF, _noons),
    Export("meals.printout.day:write_caterer", PDF, _noons, cut=True),
    Export("meals.printout.day:write_attendance", PDF, _noons),
    Export("meals.printout.day:write_cash", PDF, _noons),
    Export("meals.printout.duties:write_roster", PDF, _duty_months),
    Export("meals.printout.duty_letters:write_duties", PDF, _mailing("meals.queries.duty_mailing:duty_mailing")),
    Export("meals.printout.duty_letters:calendar_bytes", (".ics",), _each("meals.queries.duty_mailing:duty_mailing")),
    Export("meals.printout.exports:write_meals", (".xlsx",), one("meals.queries.exports:meal_records", YEAR)),
    Export("meals.printout.exports:write_volunteers", (".csv",), one("meals.queries.exports:volunteer_records")),
    Export("meals.printout.figures:write", SHEETS, one("meals.queries.figures:restaurant_year", None, YEAR)),
    Export("meals.printout.figures:write_year", PDF, one("meals.queries.figures:restaurant_year", None, YEAR)),
    Export("mileage.printout:write", EVERY, one("mileage.queries:mileage_report", YEAR, MONTH)),
    Export("mileage.printout.files:write_papers", PAPERS, one("mileage.queries.settlements:month_papers", YEAR, MONTH)),
    Export("mileage.printout.files:write_year", PAPERS, one("mileage.queries.settlements:year_statements", YEAR)),
    Export("mileage.printout.files:write_allowances", PAPERS, one("mileage.queries.allowances:allowance_year", YEAR)),
    Export("mileage.printout.insurer:write", PAPERS, one("mileage.queries.insurer:insurer_list", YEAR, 1)),
    Export("mileage.printout.transfer:write_transfer", (".xml",), _transfer, plain=True),
    Export("people.printout.briefing:write_briefing_list", PDF, one("people.queries.briefing:briefing_list", DAY)),
    Export("people.printout.dues:invitations", PDF, _dues),
    Export("people.printout.dues:reminders", PDF, _dues),
    Export("people.printout.dues:label_paper", PDF, _dues),
    Export("people.printout.dues:dues_paper", PDF, _dues),
    Export("planner.printout:write_phone_list", PDF, _to_phone),
    Export("rides.printout.book:write_book", PDF, one("rides.queries.history:ride_book", DAY, DAY)),
    Export("rides.printout.calendar:calendar_bytes", (".ics",), _each("rides.queries.mailing:roster_mailing")),
    Export("rides.printout.calls:write_call_list", PDF, one("rides.queries.call_list:call_list", DAY, "<b>", DAY)),
    Export("rides.printout.recruitment:write", PAPERS, one("rides.queries.recruitment:recruitment_report", YEAR)),
    Export("rides.printout.rosters:write_rosters", PDF, one("rides.queries.roster:roster_book", DAY, DAY)),
    Export("rides.printout.rosters:roster_bytes", PDF, one("rides.queries.roster:roster_book", DAY, DAY)),
    Export("rides.printout.sheets:write_sheets", PDF, one("rides.queries.sheets:sheet_book", DAY, DAY)),
    Export("rides.printout.slips:write_slips", PDF, _slips),
    Export(
        "sessions.printout.calendar:calendar_bytes", (".ics",), _each("sessions.queries.mailing:invitation_mailing")
    ),
    Export(
        "sessions.printout.invitations:write_invitations", PDF, _mailing("sessions.queries.mailing:invitation_mailing")
    ),
    Export(
        "sessions.printout.invitations:invitation_bytes", PDF, _mailing("sessions.queries.mailing:invitation_mailing")
    ),
    Export("sessions.printout.overview:write_overview", PDF, _plan),
    Export("sessions.printout.posters:write_posters", PDF, _posters, named={"desk": "<b>"}),
    Export(
        "trust.printout.rescue_code:write_rescue_code",
        PDF,
        lambda _: [("AAAA BBBB", hostile.PAYLOADS[10], clock.now())],
        plain=True,
    ),
    Export("trust.printout.destruction:write_erasure", PDF, _destroyed("erasure"), named={"practice": True}),
    Export("trust.printout.destruction:write_run", PDF, _destroyed("run"), named={"practice": True}),
    Export("trust.printout.trace:write_trace", SHEETS, _trace),
    Export("trust.printout.person_file:write_person_file", (".pdf", ".json"), _persons),
    Export("yearly.printout.addendum:write", EVERY, _yearly("yearly.queries.addendum:addendum"), slow=True),
    Export("yearly.printout.addendum:write_archive", PDF, _yearly("yearly.queries.addendum:addendum"), slow=True),
    Export("yearly.printout.goals:write_goals", PDF, _goals),
    Export("yearly.printout.open_data:write", (".zip",), _yearly("yearly.queries.open_data:open_data"), plain=True),
    Export("yearly.printout.records:write", SHEETS, _records),
    Export("yearly.printout.report:write", EVERY, _yearly("yearly.queries.report:yearly_report")),
    Export("yearly.printout.thanks:write_letters", PDF, _thanks),
    Export("yearly.printout.thanks:write_labels", PDF, _thanks),
    Export("yearly.printout.thanks:write_list", PAPERS, _thanks),
)
"""Every writer of a file: a function in a feature's printout whose first argument is a path, or that returns bytes."""


class Wrote(NamedTuple):
    """What became of one file: how many payloads stand in it, and what is wrong with it."""

    name: str
    payloads: int
    wrong: tuple[str, ...]


def written(database: Database, folder: Path, exports: Sequence[Export], most: int) -> Iterator[Wrote]:
    """Write every export of a spoilt desk in all its kinds, of each `most` files, and read them back."""
    for export in exports:
        asked = database.read(export.ask)[:most]
        for ending in export.endings:
            for place, arguments in enumerate(asked):
                yield _wrote(export, folder / f"{place}{ending}", arguments)


def _wrote(export: Export, path: Path, arguments: tuple[Any, ...]) -> Wrote:
    name = f"{export.writer} {path.name}"
    try:
        write = _query(export.writer)
        if export.writer.endswith("_bytes"):
            path.write_bytes(write(*arguments))
        else:
            write(path, *arguments, **export.named)
        texts = list(READERS[path.suffix](path))
    except Exception as error:  # noqa: BLE001 - any is what is looked for
        return Wrote(name, 0, (f"{type(error).__name__}: {error}"[:300],))
    shown = SHOWN.get(path.suffix, str)
    wrong = [] if export.cut else [said for text in texts for said in hostile.misread(text, shown)]
    return Wrote(name, sum(hostile.count(text) for text in texts), tuple(wrong[:5]))


def told(database: Database, exports: Sequence[Export], most: int) -> dict[str, object]:
    """Return what became of the exports of a spoilt desk, `most` files of each; `wrong` is empty where all is well."""
    with tempfile.TemporaryDirectory() as folder:
        files = list(written(database, Path(folder), exports, most))
    wrong = [f"{file.name}: {said}" for file in files for said in file.wrong]
    shown = {file.name.split()[0] for file in files if file.payloads}
    wrong += [
        f"{one.writer}: nothing of what was typed" for one in exports if not one.plain and one.writer not in shown
    ]
    return {"files": len(files), "payloads": sum(file.payloads for file in files), "wrong": wrong}


def main() -> int:
    """Print what was found."""
    with tempfile.TemporaryDirectory() as folder, clock.frozen(NOW):
        path = f"{folder}/desk.db"
        load("mmc_desk.cli.demo:make_practice")(path)
        columns = prepare(path)
        with db.connect(path) as database:
            found = told(database, EXPORTS, 100)
    head = {"test": "S2", "what": "formulas and markup in every text, every export and PDF", "columns": columns}
    sys.stdout.write(f"{json.dumps(head | found, ensure_ascii=False)}\n")
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
