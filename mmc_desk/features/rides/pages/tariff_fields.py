"""Fields that only tariffs need: a rate per km, bands, coffee steps."""

from mmc_desk.core import formats
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.rules.tariff import Band, CoffeeStep
from mmc_desk.features.rides.rules.tariff_words import read_bands, read_coffee, show_bands, show_coffee
from mmc_desk.ui.fields import LineField


class RateField(LineField[int]):
    """A rate in 1/10 000 euro per km, shown as `0,4326`."""

    width_hint = 104

    def to_text(self, value: int) -> str:
        """Return `0,4326`, without the euro sign."""
        return formats.show_rate(value).replace("€", "").replace(formats.NBSP, "")

    def from_text(self, text: str) -> int:
        """Read a rate."""
        return formats.parse_rate(text)


class CountField(LineField[int]):
    """A whole number."""

    width_hint = 80

    def to_text(self, value: int) -> str:
        """Return the number."""
        return str(value)

    def from_text(self, text: str) -> int:
        """Read a whole number."""
        if not text.strip().isdecimal():
            raise RuleError(translate("tariffs", "“{text}” is geen geheel getal.").format(text=text))
        return int(text)


class BandsField(LineField[tuple[Band, ...]]):
    """Distances with a price of their own: `5: 5x; 10: 10x`, `<10: 4,00`."""

    def to_text(self, value: tuple[Band, ...]) -> str:
        """Return the bands as they are typed."""
        return show_bands(value)

    def from_text(self, text: str) -> tuple[Band, ...]:
        """Read bands."""
        return read_bands(text)


class CoffeeField(LineField[tuple[CoffeeStep, ...]]):
    """Coffee by waiting time: `30: 2,50; 60: 5,00`."""

    def to_text(self, value: tuple[CoffeeStep, ...]) -> str:
        """Return the steps as they are typed."""
        return show_coffee(value)

    def from_text(self, text: str) -> tuple[CoffeeStep, ...]:
        """Read steps."""
        return read_coffee(text)


def rate_hint() -> str:
    """Return what an empty rate means."""
    return translate("tariffs", "Leeg: het wettelijk tarief van de dag van de rit.")
