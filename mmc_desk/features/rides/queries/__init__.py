"""What rides can be asked: `(session, ...)` → frozen rows. ORM objects never leave."""

from mmc_desk.features.rides.queries.board import day_board, free_drivers
from mmc_desk.features.rides.queries.intake import (
    Caller,
    IntakeDesk,
    caller,
    destinations,
    intake_desk,
    last_rides,
    member_candidates,
)
from mmc_desk.features.rides.queries.lists import RideFilter, ride_card, ride_list
from mmc_desk.features.rides.queries.roster import driver_roster, month_of, week_of
from mmc_desk.features.rides.queries.rows import (
    DayBoard,
    DestinationRow,
    Lane,
    Lapse,
    LastRide,
    LegRow,
    MemberCandidate,
    OfficialRate,
    RideCard,
    RideLine,
    RideMember,
    Roster,
    RosterDay,
    RosterStop,
    Today,
)
from mmc_desk.features.rides.queries.settings import (
    closures,
    distance_book,
    official_rate,
    ride_settings,
    tariff,
)
from mmc_desk.features.rides.queries.today import today

__all__ = [
    "Caller",
    "DayBoard",
    "DestinationRow",
    "IntakeDesk",
    "Lane",
    "Lapse",
    "LastRide",
    "LegRow",
    "MemberCandidate",
    "OfficialRate",
    "RideCard",
    "RideFilter",
    "RideLine",
    "RideMember",
    "Roster",
    "RosterDay",
    "RosterStop",
    "Today",
    "caller",
    "closures",
    "day_board",
    "destinations",
    "distance_book",
    "driver_roster",
    "free_drivers",
    "intake_desk",
    "last_rides",
    "member_candidates",
    "month_of",
    "official_rate",
    "ride_card",
    "ride_list",
    "ride_settings",
    "tariff",
    "today",
    "week_of",
]
