"""A year plan of LDC on Wheels for 2021–2027: 9 locations, every month a session or a stated reason (issue 4)."""

import json
import statistics
import time
from datetime import date

from mmc_desk.features.meals.rules.schedule import NOON, Moment, Schedule
from mmc_desk.features.meals.rules.schedule import noons as scheduled
from mmc_desk.features.rides.rules.availability import Period
from mmc_desk.features.sessions.rules.partners import PlanPartner
from mmc_desk.features.sessions.rules.plan import Month, Noon, PlanDesk, PlanLocation, PlanTheme, propose
from mmc_desk.features.sessions.rules.plan_words import PlanNames, why, why_not

LIMIT = 1.0
TURNS = 5
FIRST, LAST = date(2021, 1, 1), date(2027, 12, 31)
STARTED, NINTH = date(2018, 1, 1), date(2021, 9, 9)
PLACES = {
    "Mopertingen": (0,),
    "Schoonbeek": (0, 4),
    "Beverst": (1,),
    "Waltwilder": (1,),
    "Munsterbilzen": (2,),
    "Rijkhoven": (2,),
    "Eigenbilzen": (3,),
    "Hees": (3,),
    "Grote-Spouwen": (3,),
}
CLOSURES = (
    Period(date(2021, 1, 1), date(2021, 5, 31), "corona"),
    *(Period(date(year, 7, 15), date(year, 8, 6), "zomersluiting") for year in range(2021, 2028)),
    *(Period(date(year, 12, 24), date(year + 1, 1, 3), "kerstvakantie") for year in range(2020, 2028)),
)
PARTNERS = tuple(PlanPartner(key, f"partner {key}", frozenset(range(key % 4, 5))) for key in range(1, 8))
THEMES = tuple(PlanTheme(key, f"thema {key}", key if key < 8 else None) for key in range(1, 16))


def desk() -> PlanDesk:
    """Return the town's schedule as the plan sees it."""
    locations, noons = [], []
    for place, (name, weekdays) in enumerate(PLACES.items()):
        start = NINTH if name == "Grote-Spouwen" else STARTED
        locations.append(PlanLocation(place, name, start))
        moments = tuple(Moment(weekday, NOON, start) for weekday in weekdays)
        found = scheduled(Schedule(moments, CLOSURES), {}, FIRST, LAST)
        noons += [Noon(place, noon.day, noon.closed_reason) for noon in found]
    return PlanDesk(tuple(locations), tuple(noons), THEMES, PARTNERS)


def main() -> None:
    """Print how long the plan takes, its schedule and its sentences included."""
    seconds, busy = [], []
    for _ in range(TURNS):
        start, used = time.perf_counter(), time.process_time()
        found = desk()
        plan, names = propose(found, Month(2021, 1), Month(2027, 12)), PlanNames.of(found)
        told = [*(why(names, one) for one in plan.proposed), *(why_not(names, one) for one in plan.without)]
        seconds.append(time.perf_counter() - start)
        busy.append(time.process_time() - used)
    ninth = list(PLACES).index("Grote-Spouwen")
    print(
        json.dumps(
            {
                "what": "year plan 2021-2027, 9 locations, 84 months",
                "seconds": round(statistics.median(seconds), 3),
                "processor_s": round(statistics.median(busy), 3),
                "limit": LIMIT,
                "sessions": len(plan.proposed),
                "months_without": len(plan.without),
                "every_month_told": len(told) == len(PLACES) * 84 and all(told),
                "grote_spouwen_first": str(min(one.day for one in plan.proposed if one.location_id == ninth)),
            }
        )
    )


if __name__ == "__main__":
    main()
