"""Slips (betaalbewijzen): what each member of a ride pays, as it goes on paper."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from mmc_desk.core.settings import desk_name, is_practice
from mmc_desk.features.rides.model import PaymentMode, Ride
from mmc_desk.features.rides.queries.prices import RidePrice, price_lines
from mmc_desk.features.rides.queries.reading import ride_lines
from mmc_desk.features.rides.queries.rows import RideLine, RideMember
from mmc_desk.features.rides.rules.states import OPEN


@dataclass(frozen=True, slots=True)
class Slip:
    """One member's slip of one ride. `share` is what this member pays, in cents; `place` theirs among the members."""

    ride: RideLine
    member: RideMember
    priced: RidePrice
    share: int
    place: int

    @property
    def is_invoiced(self) -> bool:
        """Tell whether this member pays on a monthly invoice, and nothing to the driver."""
        return self.priced.modes[self.place] is PaymentMode.INVOICE

    @property
    def is_expected(self) -> bool:
        """Tell whether the ride still has to be driven: its km are those expected."""
        return self.ride.state in OPEN


@dataclass(frozen=True, slots=True)
class SlipBook:
    """Slips as they go to the printer."""

    slips: tuple[Slip, ...]
    desk: str
    practice: bool


def slip_book(session: Session, ride_ids: Collection[int]) -> SlipBook:
    """Return a slip per member of these rides, by date and departure; what isn't chargeable costs 0."""
    lines = ride_lines(session, Ride.id.in_(ride_ids))
    slips = [
        Slip(line, member, priced, priced.price.shares[place] if priced.is_charged else 0, place)
        for line, priced in zip(lines, price_lines(session, lines), strict=True)
        for place, member in enumerate(line.members)
    ]
    return SlipBook(tuple(slips), desk_name(session), is_practice(session))
