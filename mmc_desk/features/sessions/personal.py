"""What the tables of LDC on Wheels hold of persons (core.personal)."""

from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.core.personal import Fate, Holdings, Lead, Loose, Mention, Personal

_PERSON = Lead("person_id", "person")
_LOOSE = Loose("name", "person_id", Lead("session_id", "wheels_session"), "session_date")

HOLDINGS = Holdings(
    personal=(
        Personal(
            "wheels_attendance", QT_TRANSLATE_NOOP("sessions", "Bijgewoonde activiteiten"), (_PERSON,), loose=_LOOSE
        ),
        Personal(
            "wheels_interest",
            QT_TRANSLATE_NOOP("sessions", "Interesses"),
            (_PERSON,),
            fate=Fate.DELETED,
            dated="noted_on",
        ),
        Personal(
            "wheels_slot",
            QT_TRANSLATE_NOOP("sessions", "Afspraken bij een dienst op locatie"),
            (_PERSON,),
            loose=_LOOSE,
        ),
        Personal(
            "wheels_session",
            QT_TRANSLATE_NOOP("sessions", "Activiteiten"),
            mentions=(
                Mention(
                    "volunteer_id",
                    "volunteer",
                    QT_TRANSLATE_NOOP("sessions", "Activiteiten als vrijwilliger"),
                    shown=("session_date", "starts_at", "ends_at", "state"),
                ),
            ),
        ),
    ),
    impersonal={
        "wheels_partner": "associations; a contact there is that of the association",
        "wheels_partner_absence": "days of associations",
        "wheels_theme": "themes",
        "mailed_session": "what partners were sent",
    },
)
