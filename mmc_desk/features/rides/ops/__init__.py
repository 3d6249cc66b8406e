"""What a person does with rides: one function per deed, `(session, command)`, each of which can be undone."""

from mmc_desk.features.rides.ops.assigning import assign_driver, confirm_ride, mark_no_driver, unassign_driver
from mmc_desk.features.rides.ops.calls import log_call
from mmc_desk.features.rides.ops.commands import (
    AddUnannouncedRide,
    AssignDriver,
    CancelRide,
    ConfirmRide,
    DuplicateRide,
    EditRide,
    EndMemberRides,
    KeySheet,
    LogCall,
    MarkNoDriver,
    MarkWasted,
    NoteRosterPrinted,
    RecordResult,
    ReopenRide,
    RequestRide,
    SetDistance,
    SharedSeat,
    UnassignDriver,
)
from mmc_desk.features.rides.ops.distances import learn_distances, set_distance
from mmc_desk.features.rides.ops.impact import (
    add_closure,
    cancel_rides,
    move_rides,
    remove_closure,
    take_from_driver,
)
from mmc_desk.features.rides.ops.impact_commands import (
    AddClosure,
    CancelRides,
    MoveRides,
    RemoveClosure,
    TakeFromDriver,
)
from mmc_desk.features.rides.ops.mailing import MailRoster, MailRosters, mail_rosters, name_calendar
from mmc_desk.features.rides.ops.requesting import (
    as_request,
    duplicate_ride,
    edit_ride,
    request_ride,
)
from mmc_desk.features.rides.ops.results import cancel_ride, end_member_rides, mark_wasted, record_result, reopen_ride
from mmc_desk.features.rides.ops.rosters import note_roster_printed
from mmc_desk.features.rides.ops.sheets import AddedRide, add_unannounced_ride, key_sheet

__all__ = [
    "AddClosure",
    "AddUnannouncedRide",
    "AddedRide",
    "AssignDriver",
    "CancelRide",
    "CancelRides",
    "ConfirmRide",
    "DuplicateRide",
    "EditRide",
    "EndMemberRides",
    "KeySheet",
    "LogCall",
    "MailRoster",
    "MailRosters",
    "MarkNoDriver",
    "MarkWasted",
    "MoveRides",
    "NoteRosterPrinted",
    "RecordResult",
    "RemoveClosure",
    "ReopenRide",
    "RequestRide",
    "SetDistance",
    "SharedSeat",
    "TakeFromDriver",
    "UnassignDriver",
    "add_closure",
    "add_unannounced_ride",
    "as_request",
    "assign_driver",
    "cancel_ride",
    "cancel_rides",
    "confirm_ride",
    "duplicate_ride",
    "edit_ride",
    "end_member_rides",
    "key_sheet",
    "learn_distances",
    "log_call",
    "mail_rosters",
    "mark_no_driver",
    "mark_wasted",
    "move_rides",
    "name_calendar",
    "note_roster_printed",
    "record_result",
    "remove_closure",
    "reopen_ride",
    "request_ride",
    "set_distance",
    "take_from_driver",
    "unassign_driver",
]
