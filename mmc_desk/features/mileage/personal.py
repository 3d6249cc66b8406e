"""What the tables of settlements and allowances hold of drivers and volunteers (core.personal)."""

from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.core.personal import Fate, Holdings, Lead, Mention, Personal

_PERSON = Lead("person_id", "person")
_WHY = QT_TRANSLATE_NOOP("mileage", "uitbetaald geld: onder een nummer, tot de termijn van de boekhouding voorbij is")
_LAW = QT_TRANSLATE_NOOP("mileage", "de nominatieve lijst van de wet van 3 juli 2005, onder een nummer")

HOLDINGS = Holdings(
    personal=(
        Personal(
            "allowance_choice",
            QT_TRANSLATE_NOOP("mileage", "Vergoeding per jaar"),
            (_PERSON,),
            fate=Fate.PSEUDONYM,
            why=_LAW,
        ),
        Personal(
            "allowance_day",
            QT_TRANSLATE_NOOP("mileage", "Dagen met een forfait"),
            (_PERSON,),
            fate=Fate.PSEUDONYM,
            dated="day",
            why=_LAW,
        ),
        Personal(
            "settlement",
            QT_TRANSLATE_NOOP("mileage", "Afrekeningen"),
            (Lead("driver_id", "driver"),),
            fate=Fate.PSEUDONYM,
            dated="frozen_at",
            why=_WHY,
        ),
        Personal(
            "settlement_entry",
            QT_TRANSLATE_NOOP("mileage", "Lijnen van afrekeningen"),
            (Lead("settlement_id", "settlement"),),
            (Mention("ride_id", "ride"),),
            fate=Fate.PSEUDONYM,
            append_only=True,
            dated="dated",
            why=_WHY,
        ),
        Personal(
            "transfer_file",
            QT_TRANSLATE_NOOP("mileage", "Betaalbestanden"),
            kept=frozenset({"message_id"}),
            fate=Fate.KEPT,
            dated="execution_day",
            why=QT_TRANSLATE_NOOP("mileage", "zoals de bank ze kreeg, tot de termijn van de boekhouding voorbij is"),
        ),
    ),
    impersonal={"volunteer_forfait": "amounts by law"},
)
