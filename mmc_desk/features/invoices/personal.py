"""What invoices hold of members (core.personal): their name is on the paper, the table has a key."""

from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.core.personal import Fate, Holdings, Lead, Mention, Personal

_INVOICE = Lead("invoice_id", "ride_invoice")
_WHY = QT_TRANSLATE_NOOP("invoices", "boekhouding: onder een nummer, tot de termijn van de boekhouding voorbij is")

HOLDINGS = Holdings(
    personal=(
        Personal(
            "ride_invoice",
            QT_TRANSLATE_NOOP("invoices", "Facturen"),
            (Lead("member_id", "member"),),
            kept=frozenset({"reference"}),
            fate=Fate.PSEUDONYM,
            dated="made_on",
            why=_WHY,
        ),
        Personal(
            "ride_invoice_line",
            QT_TRANSLATE_NOOP("invoices", "Lijnen van facturen"),
            (_INVOICE,),
            (Mention("ride_id", "ride"),),
            kept=frozenset({"sums"}),
            fate=Fate.PSEUDONYM,
            append_only=True,
            dated="ride_date",
            why=_WHY,
        ),
        Personal(
            "ride_invoice_payment",
            QT_TRANSLATE_NOOP("invoices", "Betalingen van facturen"),
            (_INVOICE,),
            onward=(Lead("bank_payment_id", "bank_payment"),),
            fate=Fate.PSEUDONYM,
            why=_WHY,
        ),
    ),
)
