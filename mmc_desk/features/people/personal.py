"""What the tables of people hold of persons (core.personal)."""

from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.core.personal import Fate, Holdings, Lead, Mention, Personal

_PERSON, _MEMBER, _DRIVER = Lead("person_id", "person"), Lead("member_id", "member"), Lead("driver_id", "driver")

HOLDINGS = Holdings(
    personal=(
        Personal(
            "person",
            QT_TRANSLATE_NOOP("people", "Persoon"),
            emptied=frozenset({"born_on", "deceased_on"}),
            sought=("phone", "mobile", "email"),
        ),
        Personal(
            "address",
            QT_TRANSLATE_NOOP("people", "Adressen"),
            (_PERSON,),
            kept=frozenset({"postcode", "village"}),
            sought=("street",),
        ),
        Personal(
            "contact",
            QT_TRANSLATE_NOOP("people", "Contactpersonen"),
            (_PERSON,),
            sought=("name", "phone"),
            fate=Fate.DELETED,
        ),
        Personal(
            "member",
            QT_TRANSLATE_NOOP("people", "Lid"),
            (_PERSON,),
            (Mention("partner_id", "member"),),
            dated="ended_on",
        ),
        Personal("eligibility_check", QT_TRANSLATE_NOOP("people", "Inkomenscontroles"), (_MEMBER,), dated="checked_on"),
        Personal("membership", QT_TRANSLATE_NOOP("people", "Lidmaatschappen"), (_MEMBER,), dated="paid_on"),
        Personal(
            "driver",
            QT_TRANSLATE_NOOP("people", "Chauffeur"),
            (_PERSON,),
            kept=frozenset({"code"}),
            sought=("iban",),
            dated="active_to",
        ),
        Personal("driver_document", QT_TRANSLATE_NOOP("people", "Papieren"), (_DRIVER,)),
        Personal("week_availability", QT_TRANSLATE_NOOP("people", "Weekpatroon"), (_DRIVER,)),
        Personal("absence", QT_TRANSLATE_NOOP("people", "Afwezigheden"), (_DRIVER,), dated="to_day"),
        Personal(
            "driver_preference",
            QT_TRANSLATE_NOOP("people", "Voorkeur of niet samen"),
            (_MEMBER,),
            (Mention("driver_id", "driver", QT_TRANSLATE_NOOP("people", "Voorkeuren van leden"), shown=("tie",)),),
        ),
        Personal(
            "volunteer",
            QT_TRANSLATE_NOOP("people", "Vrijwilliger"),
            (_PERSON,),
            kept=frozenset({"location", "tasks"}),
            dated="active_to",
        ),
        Personal(
            "bank_payment",
            QT_TRANSLATE_NOOP("people", "Bankbetalingen"),
            (Lead("membership_id", "membership"),),
            kept=frozenset({"bank_reference"}),
            fate=Fate.KEPT,
            dated="booked_on",
            why=QT_TRANSLATE_NOOP("people", "zoals de bank ze heeft, tot de termijn van de boekhouding voorbij is"),
        ),
    ),
    impersonal={"place": "villages and destinations", "street_alias": "streets"},
)
