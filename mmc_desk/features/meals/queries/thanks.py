"""What the volunteers of the village restaurants did in a year, to be thanked for."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.i18n import translate
from mmc_desk.core.thanks import ThanksService
from mmc_desk.features.meals.queries.volunteers import Served, served_in
from mmc_desk.features.people.model import Volunteer
from mmc_desk.features.people.queries.thanks import thanks_people


def volunteer_services(session: Session, year: int, today: date) -> list[ThanksService]:
    """Return every volunteer active in a year with the duties done until today and their minutes."""
    people, served = thanks_people(session, Volunteer, year, today), served_in(session, year, today)
    role = translate("thanks", "dorpsrestaurant {location}")
    rows = session.execute(select(Volunteer.id, Volunteer.location, Volunteer.active_from, Volunteer.active_to))
    found = []
    for key, location, since, until in rows:
        if key in people:
            done = served.get(key, Served())
            found.append(
                ThanksService(
                    people[key],
                    "volunteers",
                    key,
                    role.format(location=location).strip(),
                    since,
                    until,
                    duties=done.duties,
                    minutes=done.minutes,
                )
            )
    return found
