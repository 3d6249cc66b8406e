"""What the tables of the village restaurants hold of persons (core.personal): participants and volunteers."""

from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.core.personal import Holdings, Lead, Loose, Personal

_PARTICIPANT, _VOLUNTEER = Lead("participant_id", "participant"), Lead("volunteer_id", "volunteer")

HOLDINGS = Holdings(
    personal=(
        Personal(
            "participant",
            QT_TRANSLATE_NOOP("meals", "Deelnemer van de restaurants"),
            (Lead("person_id", "person"),),
            dated="ended_on",
        ),
        Personal(
            "standing_booking", QT_TRANSLATE_NOOP("meals", "Vaste inschrijvingen"), (_PARTICIPANT,), dated="to_day"
        ),
        Personal(
            "standing_booking_pause",
            QT_TRANSLATE_NOOP("meals", "Vaste inschrijvingen: pauzes"),
            (Lead("standing_booking_id", "standing_booking"),),
        ),
        Personal(
            "meal_booking",
            QT_TRANSLATE_NOOP("meals", "Maaltijden"),
            (_PARTICIPANT,),
            told_to=(Lead("service_id", "meal_service"),),
            loose=Loose("name", "participant_id", Lead("service_id", "meal_service"), "service_date"),
            dated="booked_at",
        ),
        Personal("meal_duty", QT_TRANSLATE_NOOP("meals", "Diensten"), (_VOLUNTEER,)),
        Personal("volunteer_weekday", QT_TRANSLATE_NOOP("meals", "Weekdagen als vrijwilliger"), (_VOLUNTEER,)),
        Personal(
            "volunteer_absence",
            QT_TRANSLATE_NOOP("meals", "Afwezigheden als vrijwilliger"),
            (_VOLUNTEER,),
            dated="to_day",
        ),
        Personal(
            "mailed_duty",
            QT_TRANSLATE_NOOP("meals", "Gemailde diensten"),
            (_VOLUNTEER,),
            kept=frozenset({"fingerprint"}),
        ),
    ),
    impersonal={
        "village_restaurant": "restaurants; a contact there is that of a firm",
        "restaurant_venue": "halls",
        "meal_moment": "the week",
        "meal_price": "prices",
        "meal_closure": "closed weeks",
        "meal_service": "noons and their counts",
    },
)
