"""Who pays a ride how: cash to the driver, or on a monthly invoice of the desk (domain.md §2). Amounts in cents."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.rides.model import PaymentMode
from mmc_desk.features.rides.rules.tariff import Price, split

MODE_NAMES: Mapping[PaymentMode, str] = {
    PaymentMode.CASH: QT_TRANSLATE_NOOP("rides", "contant aan de chauffeur"),
    PaymentMode.INVOICE: QT_TRANSLATE_NOOP("rides", "per maandfactuur"),
}


def mode_name(mode: PaymentMode) -> str:
    """Return the Dutch words for a way of paying."""
    return translate("rides", MODE_NAMES[mode])


Dated = Sequence[tuple[date, PaymentMode | None]]
"""Ways of paying by the day they hold from, in order; None: as the desk is used to."""


@dataclass(frozen=True, slots=True)
class PaymentBook:
    """How the desk and single members pay, by date. The day of the ride counts."""

    desk: Dated = ()
    members: Mapping[int, Dated] = field(default_factory=dict)

    def on(self, member_id: int, day: date) -> PaymentMode:
        """Return how a member pays a ride of a day: by their own choice, else as the desk is used to, else cash."""
        return _on(self.members.get(member_id, ()), day) or _on(self.desk, day) or PaymentMode.CASH

    def invoices_since(self) -> date | None:
        """Return the first day from which anybody is invoiced; None: nobody ever was or will be."""
        dated = (self.desk, *self.members.values())
        return min((since for one in dated for since, mode in one if mode is PaymentMode.INVOICE), default=None)

    def invoices_by_habit(self) -> bool:
        """Tell whether the desk itself ever invoices, and not only members who chose so."""
        return any(mode is PaymentMode.INVOICE for _, mode in self.desk)


ALL_CASH = PaymentBook()


def _on(dated: Dated, day: date) -> PaymentMode | None:
    after = bisect_right([since for since, _ in dated], day)
    return dated[after - 1][1] if after else None


def cash_share(price: Price, modes: Sequence[PaymentMode]) -> int:
    """Return what the members who pay cash owe the driver together."""
    return sum(share for share, mode in zip(price.shares, modes, strict=True) if mode is PaymentMode.CASH)


def cash_fee(price: Price, modes: Sequence[PaymentMode]) -> int:
    """Return the desk's fee within `cash_share`: what the driver hands on. It is shared as the price itself is."""
    fee = price.desk_fee
    parts = split(fee, len(modes)) if any(price.shares[1:]) else (fee, *(0 for _ in modes[1:]))
    return sum(part for part, mode in zip(parts, modes, strict=True) if mode is PaymentMode.CASH)


def invoiced_shares(price: Price, modes: Sequence[PaymentMode], received: int) -> tuple[tuple[int, int], ...]:
    """Return for each member (share to invoice, paid to the driver all the same); (0, 0) for who pays cash.

    What the driver received beyond the cash shares came from those who are invoiced, the first ones first.
    """
    left = max(0, received - cash_share(price, modes))
    found = []
    for share, mode in zip(price.shares, modes, strict=True):
        charged = share if mode is PaymentMode.INVOICE else 0
        paid = min(charged, left)
        left -= paid
        found.append((charged, paid))
    return tuple(found)
