"""The yearly figures of people: members of a year, their change, who joined and left, volunteers."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from mmc_desk.core.figures import Figure, FigureSet, FigureTable, Value, prepared_year
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.people.queries import breakdowns, records

FIGURES = (
    Figure(
        "members",
        QT_TRANSLATE_NOOP("figures", "Leden"),
        QT_TRANSLATE_NOOP(
            "figures",
            "Leden van de Minder Mobielen Centrale met een lidmaatschap voor dit jaar, betaald of niet.",
        ),
        is_level=True,
        records=records.members_of,
    ),
    Figure(
        "members_change",
        QT_TRANSLATE_NOOP("figures", "Leden meer of minder"),
        QT_TRANSLATE_NOOP("figures", "Leden van dit jaar min leden van vorig jaar."),
        "±",
        change_of="members",
        is_level=True,
        records=records.members_changed,
    ),
    Figure(
        "members_joined",
        QT_TRANSLATE_NOOP("figures", "Nieuwe leden"),
        QT_TRANSLATE_NOOP(
            "figures",
            "Leden van dit jaar die het vorig jaar niet waren. Onbekend zolang van vorig jaar geen leden gekend zijn.",
        ),
        is_level=True,
        records=records.members_joined,
    ),
    Figure(
        "members_left",
        QT_TRANSLATE_NOOP("figures", "Leden die niet terugkwamen"),
        QT_TRANSLATE_NOOP(
            "figures",
            "Leden van vorig jaar die het dit jaar niet meer zijn: gestopt, verhuisd, overleden of niet hernieuwd.",
        ),
        is_level=True,
        records=records.members_left,
    ),
    Figure(
        "new_drivers",
        QT_TRANSLATE_NOOP("figures", "Nieuwe chauffeurs"),
        QT_TRANSLATE_NOOP(
            "figures", "Vrijwillige chauffeurs die in dit jaar begonnen: de datum “actief vanaf” van hun fiche."
        ),
        records=records.new_drivers,
    ),
    Figure(
        "volunteers",
        QT_TRANSLATE_NOOP("figures", "Vrijwilligers dorpsrestaurants"),
        QT_TRANSLATE_NOOP("figures", "Vrijwilligers van de dorpsrestaurants die in dit jaar actief waren."),
        is_level=True,
        records=records.volunteers_of,
    ),
)


def people_figures(session: Session, year: int) -> Mapping[str, Value]:
    """Return the figures of a year; None where the tables hold nothing that tells."""
    members, before = _members(session, year), _members(session, year - 1)
    is_comparable = members is not None and before is not None
    stayed = _stayed(session, year) if is_comparable else 0
    return {
        "members": members,
        "members_change": members - before if members is not None and before is not None else None,
        "members_joined": members - stayed if members is not None and before is not None else None,
        "members_left": before - stayed if members is not None and before is not None else None,
        "new_drivers": _new_drivers(session, year),
        "volunteers": _volunteers(session, year),
    }


def _members(session: Session, year: int) -> int | None:
    return _count(session, "members", year) or None


def _stayed(session: Session, year: int) -> int:
    return _count(session, "stayed", year)


def _new_drivers(session: Session, year: int) -> int | None:
    # Nobody who began by then is no figure: the dates were kept from later on.
    ((new, ever),) = prepared_year(session, breakdowns.STATEMENTS, "new_drivers", year)
    return int(new) if ever else None


def _volunteers(session: Session, year: int) -> int | None:
    # None active is no figure: the list was kept from later on.
    return _count(session, "volunteers", year) or None


def _count(session: Session, statement: str, year: int) -> int:
    ((count,),) = prepared_year(session, breakdowns.STATEMENTS, statement, year)
    return int(count)


TABLES = (
    FigureTable(
        "members_per_month",
        QT_TRANSLATE_NOOP("figures", "Leden per maand"),
        ("month", "members", "started", "ended"),
        (
            QT_TRANSLATE_NOOP("figures", "Maand"),
            QT_TRANSLATE_NOOP("figures", "Leden"),
            QT_TRANSLATE_NOOP("figures", "Lid geworden"),
            QT_TRANSLATE_NOOP("figures", "Gestopt"),
        ),
        breakdowns.members_per_month,
        unsummed=("members",),
        records=records.members_in_month,
    ),
    FigureTable(
        "members_per_village",
        QT_TRANSLATE_NOOP("figures", "Leden per dorp"),
        ("village", "members", "joined", "left"),
        (
            QT_TRANSLATE_NOOP("figures", "Dorp"),
            QT_TRANSLATE_NOOP("figures", "Leden"),
            QT_TRANSLATE_NOOP("figures", "Nieuw"),
            QT_TRANSLATE_NOOP("figures", "Niet terug"),
        ),
        breakdowns.members_per_village,
        records=records.members_of_village,
        is_keyed=True,
    ),
)

FIGURE_SET = FigureSet(FIGURES, people_figures, TABLES, span=breakdowns.membership_span)

FIGURE_SETS = (FIGURE_SET,)
