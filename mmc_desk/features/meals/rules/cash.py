"""The cash box of a noon: what should be in it, and how far what was counted is off (domain.md §4). Pure; in cents."""

from dataclasses import dataclass

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate


@dataclass(frozen=True, slots=True)
class CashSheet:
    """What was sold from the box: `adults` and `children` meals (take-away too), drinks; the float it began with.

    `counted` is None until somebody counted. A price is None where the restaurant has none yet.
    """

    opening: int = 0
    adults: int = 0
    price: int | None = None
    children: int = 0
    child_price: int | None = None
    drinks: int = 0
    counted: int | None = None

    @property
    def meals(self) -> int:
        """What the meals bring in; children pay as adults where there is no price of their own."""
        adult_price = self.price or 0
        child_price = adult_price if self.child_price is None else self.child_price
        return self.adults * adult_price + self.children * child_price

    @property
    def expected(self) -> int:
        """What should be in the box."""
        return self.opening + self.meals + self.drinks

    @property
    def difference(self) -> int | None:
        """Counted − expected: negative is too little. None until somebody counted."""
        return None if self.counted is None else self.counted - self.expected

    @property
    def takings(self) -> int | None:
        """What the noon brought in: counted without the float."""
        return None if self.counted is None else self.counted - self.opening


def require_sound_cash(opening: int | None, drinks: int | None, counted: int | None) -> None:
    """Raise RuleError for an amount below zero, naming its field."""
    for field, amount in (("cash_float", opening), ("drinks", drinks), ("counted", counted)):
        if amount is not None and amount < 0:
            raise RuleError(translate("bookings", "Een bedrag in de kassa kan niet onder nul zijn."), field)


def require_initials(initials: tuple[str, str], counted: int | None) -> None:
    """Raise RuleError when one person signed a counted box twice: two people count it."""
    first, second = (name.strip().casefold() for name in initials)
    if counted is not None and first and first == second:
        text = translate("bookings", "De kassa wordt door twee mensen geteld: vul twee verschillende parafen in.")
        raise RuleError(text, "second_initials")
