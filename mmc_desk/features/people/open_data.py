"""Open data of the members: how many, by village and age."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.core.open_data import Labels, OpenCube, OpenDimension, OpenFacts, known
from mmc_desk.features.people.model import Address, Member, Membership, Person
from mmc_desk.features.people.queries.addresses import lives_at, villages
from mmc_desk.features.people.rules import age_on

VILLAGE = OpenDimension(
    "dorp",
    QT_TRANSLATE_NOOP("open_data", "Deelgemeente."),
    QT_TRANSLATE_NOOP("open_data", "naam van het dorp; overige: buiten de gemeente of niet gekend"),
)

_AGE = OpenDimension(
    "leeftijd",
    QT_TRANSLATE_NOOP("open_data", "Leeftijd op 31 december van het jaar."),
    QT_TRANSLATE_NOOP("open_data", "groep van tien jaar; onbekend: zonder geboortedatum"),
)

YOUNGEST, OLDEST = 60, 90
"""Under and from these ages on all members make one group: few are there."""


def age_group(born_on: date | None, year: int) -> str:
    """Return the group of ten years somebody is in at the end of a year."""
    if born_on is None:
        return "onbekend"
    age = age_on(born_on, date(year, 12, 31))
    if age < YOUNGEST:
        return f"0-{YOUNGEST - 1}"
    if age >= OLDEST:
        return f"{OLDEST}+"
    start = age - age % 10
    return f"{start}-{start + 9}"


def member_facts(session: Session, year: int) -> OpenFacts:
    """Return the members of a year by the village they lived in at its end and by age."""
    names = village_names(session)
    query = (
        select(Member.id, Person.born_on, Address.village)
        .join(Membership, Membership.member_id == Member.id)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(Address, lives_at(date(year, 12, 31)))
        .where(Membership.year == year)
    )
    found: list[tuple[Labels, int]] = [
        ((known(village or "", names), age_group(born_on, year)), key)
        for key, born_on, village in session.execute(query)
    ]
    return OpenFacts([(labels, 1) for labels, _ in found], found)


def village_names(session: Session) -> frozenset[str]:
    """Return the names of the villages the desk keeps: no other may stand in open data."""
    return frozenset(name for name, _ in villages(session))


OPEN_CUBES = (
    OpenCube(
        "leden",
        QT_TRANSLATE_NOOP("open_data", "Leden"),
        QT_TRANSLATE_NOOP(
            "open_data", "Leden van de Minder Mobielen Centrale met een lidmaatschap voor het jaar, betaald of niet."
        ),
        (VILLAGE, _AGE),
        member_facts,
        are_heads=True,
    ),
)
