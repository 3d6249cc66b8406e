"""What the tables of rides hold of persons (core.personal): of the members who ride, and of the drivers."""

from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.core.personal import Holdings, Lead, Mention, Personal

_MEMBER, _DRIVER, _RIDE = Lead("member_id", "member"), Lead("driver_id", "driver"), Lead("ride_id", "ride")
_SERIES = Lead("series_id", "ride_series")
_TO_DRIVER = (
    *("ride_no", "ride_date", "state", "depart_at", "home_at", "metres", "waiting_minutes", "parking", "received"),
    *("odometer_start", "odometer_end"),
)
"""What a driver's file shows of a ride: the rest is its members'."""

HOLDINGS = Holdings(
    personal=(
        Personal(
            "ride_series",
            QT_TRANSLATE_NOOP("rides", "Vaste ritten"),
            (_MEMBER,),
            (Mention("driver_id", "driver"),),
            kept=frozenset({"weekdays", "village", "destination_village", "passengers"}),
            kept_if_shared=frozenset({"destination"}),
            dated="ends_on",
        ),
        Personal(
            "series_exception", QT_TRANSLATE_NOOP("rides", "Vaste ritten: overgeslagen of verplaatst"), (_SERIES,)
        ),
        Personal("series_pause", QT_TRANSLATE_NOOP("rides", "Vaste ritten: pauzes"), (_SERIES,)),
        Personal("ride_request", QT_TRANSLATE_NOOP("rides", "Ritaanvragen"), (_MEMBER,), onward=(_RIDE,)),
        Personal(
            "ride",
            QT_TRANSLATE_NOOP("rides", "Ritten"),
            mentions=(Mention("driver_id", "driver", QT_TRANSLATE_NOOP("rides", "Gereden ritten"), shown=_TO_DRIVER),),
            kept=frozenset({"ride_no", "village", "destination_village"}),
            kept_if_shared=frozenset({"destination", "reason"}),
            told_to=(_DRIVER,),
            dated="ride_date",
        ),
        Personal(
            "leg",
            QT_TRANSLATE_NOOP("rides", "Delen van ritten"),
            (_RIDE,),
            kept_if_shared=frozenset({"origin", "destination"}),
        ),
        Personal(
            "ride_event",
            QT_TRANSLATE_NOOP("rides", "Ritboek"),
            (_RIDE,),
            (
                Mention("driver_id", "driver", emptied=("driver",)),
                Mention("driver_before_id", "driver", emptied=("driver_before",)),
            ),
            kept=frozenset({"ride_no", "actor", "desk", "label", "driver", "driver_before"}),
            append_only=True,
            withheld=frozenset({"members"}),
        ),
        Personal(
            "call_attempt",
            QT_TRANSLATE_NOOP("rides", "Telefoontjes over ritten"),
            (_DRIVER,),
            (Mention("ride_id", "ride", emptied=("note",)),),
            dated="at",
        ),
        Personal("driver_day", QT_TRANSLATE_NOOP("rides", "Dagen als chauffeur"), (_DRIVER,), dated="day"),
        Personal("printed_roster", QT_TRANSLATE_NOOP("rides", "Afgedrukte rittenlijsten"), (_DRIVER,)),
        Personal(
            "mailed_ride",
            QT_TRANSLATE_NOOP("rides", "Gemailde ritten"),
            (_DRIVER,),
            (Mention("ride_id", "ride"),),
            kept=frozenset({"fingerprint"}),
        ),
        Personal("member_payment", QT_TRANSLATE_NOOP("rides", "Betaalwijze"), (_MEMBER,)),
    ),
    impersonal={"distance": "between villages and destinations", "official_km_rate": "rates by law"},
)
