"""A price as screens show it: the total, its sum line by line, and what must be said of the rate (domain.md §2, §3)."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from mmc_desk.core.formats import show_amount, show_rate
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.queries.prices import Pricing
from mmc_desk.features.rides.rules.paying import cash_share
from mmc_desk.features.rides.rules.tariff import Price
from mmc_desk.ui import theme


class PriceCard(QFrame):
    """The price beside a form, as the sheet is keyed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setMinimumWidth(theme.px(250))
        self.text = QLabel(wordWrap=True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        heading = QLabel(translate("rides", "Wat het lid betaalt"))
        heading.setProperty("role", "heading")
        layout = QVBoxLayout(self)
        margin = theme.px(16)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.px(8))
        layout.addWidget(heading)
        layout.addWidget(self.text)
        layout.addStretch(1)
        self.show_lines(())

    def show_lines(self, lines: Iterable[str]) -> None:
        """Show a price; without lines the kilometres are waited for."""
        self.text.setText("\n".join(lines) or translate("rides", "Vul de gereden kilometers in."))


def price_words(price: Price, pricing: Pricing) -> Iterator[str]:
    """Yield the lines to show: what it comes to, how, and for whom when several share the car."""
    cash = cash_share(price, pricing.modes)
    whole = translate("rides", "Te betalen: {total}") if cash else translate("rides", "Op de maandfactuur: {total}")
    yield (whole if price.total else translate("rides", "Te betalen: {total}")).format(total=show_amount(price.total))
    for line in price.lines:
        yield f"    {line.label}: {show_amount(line.cents)}"
    if len(price.shares) > 1:
        shares = " + ".join(show_amount(share) for share in price.shares)
        yield translate("rides", "Per lid: {shares}").format(shares=shares)
    if 0 < cash < price.total:
        text = translate("rides", "Contant aan de chauffeur: {cash}; de rest komt op een factuur.")
        yield text.format(cash=show_amount(cash))
    if pricing.official.beyond_table:
        text = translate("rides", "Het tarief van die dag is nog niet gekend: het laatste, {rate}, geldt.")
        yield text.format(rate=show_rate(pricing.official.rate))
    if price.above_official:
        text = translate("rides", "Let op: boven het wettelijk tarief van {rate} per km.")
        yield text.format(rate=show_rate(pricing.official.rate))
