"""A tariff in words, and how a desk types its steps: "5: 5x; 10: 10x" and "30: 2,50; 60: 5,00" (domain.md §2)."""

from collections.abc import Iterator

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import (
    NBSP,
    parse_amount,
    parse_km,
    show_amount,
    show_duration,
    show_km,
    show_number,
    show_rate,
)
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.rules.tariff import Band, CoffeeStep, Tariff

EXAMPLE_METRES = (4_000, 12_000, 33_000)
EXAMPLE_WAITING = 95
"""The rides a tariff is shown by: kilometres, and the minutes each of them waits."""


def describe_tariff(tariff: Tariff) -> tuple[str, ...]:
    """Return a sentence per parameter of the tariff, in the order of domain.md §2."""
    return tuple(sentence for part in _PARTS for sentence in part(tariff))


def _km(tariff: Tariff) -> Iterator[str]:
    if tariff.rate is None:
        yield translate("tariffs", "Per km: het wettelijk tarief van de dag van de rit.")
    else:
        yield translate("tariffs", "Per km: {rate}.").format(rate=show_rate(tariff.rate))


def _minimum(tariff: Tariff) -> Iterator[str]:
    if tariff.minimum_cents:
        yield translate("tariffs", "Minstens {amount} per rit.").format(amount=show_amount(tariff.minimum_cents))
    if tariff.minimum_metres:
        yield translate("tariffs", "Minstens {km} aangerekend.").format(km=show_km(tariff.minimum_metres))
    for band in tariff.bands:
        yield _band_sentence(band)
    if not (tariff.minimum_cents or tariff.minimum_metres or tariff.bands):
        yield translate("tariffs", "Geen minimum.")


def _band_sentence(band: Band) -> str:
    values = {"km": show_km(band.up_to), "charged": show_km(band.as_metres), "amount": show_amount(band.cents)}
    if band.as_metres is not None and band.inclusive:
        return translate("tariffs", "Tot en met {km}: alsof het {charged} was.").format(**values)
    if band.as_metres is not None:
        return translate("tariffs", "Onder {km}: alsof het {charged} was.").format(**values)
    if band.inclusive:
        return translate("tariffs", "Tot en met {km}: vast {amount}.").format(**values)
    return translate("tariffs", "Onder {km}: vast {amount}.").format(**values)


def _fee(tariff: Tariff) -> Iterator[str]:
    if tariff.admin_fee:
        text = translate("tariffs", "Administratie voor de dienst: {amount} per rit.")
        yield text.format(amount=show_amount(tariff.admin_fee))
    if tariff.admin_fee_return:
        text = translate("tariffs", "Administratie voor de dienst: {amount} per rit met terugrit.")
        yield text.format(amount=show_amount(tariff.admin_fee_return))
    if not (tariff.admin_fee or tariff.admin_fee_return):
        yield translate("tariffs", "Geen administratiekosten.")


def _waiting(tariff: Tariff) -> Iterator[str]:
    if not tariff.waiting_step_cents:
        yield translate("tariffs", "Wachten is gratis.")
        return
    values = {
        "amount": show_amount(tariff.waiting_step_cents),
        "step": show_duration(tariff.waiting_step_minutes),
        "free": show_duration(tariff.waiting_free_steps * tariff.waiting_step_minutes),
    }
    if tariff.waiting_proportional:
        sentence = translate("tariffs", "Wachten: {amount} per {step}, tot op de minuut.")
    else:
        sentence = translate("tariffs", "Wachten: {amount} per begonnen {step}.")
    if tariff.waiting_free_steps:
        sentence += " " + translate("tariffs", "De eerste {free} zijn gratis.")
    yield sentence.format(**values)


def _coffee(tariff: Tariff) -> Iterator[str]:
    for step in tariff.coffee:
        text = translate("tariffs", "Koffie voor de chauffeur: {amount} vanaf {time} wachten.")
        yield text.format(amount=show_amount(step.cents), time=show_duration(step.from_minutes))


def _rest(tariff: Tariff) -> Iterator[str]:
    if tariff.parking_paid_by_member:
        yield translate("tariffs", "Parking: het lid betaalt wat ze kost.")
    else:
        yield translate("tariffs", "Parking: de dienst betaalt ze aan de chauffeur terug.")
    if tariff.shared_split:
        yield translate(
            "tariffs", "Gedeelde wagen: één prijs, verdeeld over de leden; de rest van de cent bij het eerste."
        )
    else:
        yield translate("tariffs", "Gedeelde wagen: één prijs, voor het lid dat belde.")
    if tariff.double_leg_charged:
        yield translate("tariffs", "Andere chauffeur terug: de eerste rekent de enkele rit dubbel.")
    else:
        yield translate("tariffs", "Andere chauffeur terug: elke rit zoals gereden.")
    if tariff.late_cancel_charged:
        yield translate("tariffs", "Afgezegd na het vertrek van de chauffeur: het lid betaalt de gereden km.")
    else:
        yield translate("tariffs", "Afgezegd na het vertrek van de chauffeur: het lid betaalt niets.")
    if tariff.wasted_charged:
        yield translate("tariffs", "Loze rit: het lid betaalt de gereden km.")
    else:
        yield translate("tariffs", "Loze rit: het lid betaalt niets.")


_PARTS = (_km, _minimum, _fee, _waiting, _coffee, _rest)


def show_bands(bands: tuple[Band, ...]) -> str:
    """Return bands as they are typed: `5: 5x; <10: 4,00`."""
    return "; ".join(
        f"{'' if band.inclusive else '<'}{show_number(band.up_to / 1000)}: {_price(band)}" for band in bands
    )


def _price(band: Band) -> str:
    if band.as_metres is not None:
        return f"{show_number(band.as_metres / 1000)}x"
    return _typed_amount(band.cents or 0)


def _typed_amount(cents: int) -> str:
    return show_amount(cents).replace("€", "").replace(NBSP, "")


def read_bands(text: str) -> tuple[Band, ...]:
    """Read "5: 5x; <10: 4,00": up to so many km, then × the rate or a flat amount. Raises RuleError naming the mend."""
    mend = translate("tariffs", "“{part}” is geen schijf. Typ bijvoorbeeld 5: 5x; 10: 10x of <10: 4,00.")
    bands = []
    for left, right, part in _parts(text, mend):
        inclusive = not left.startswith("<")
        up_to = parse_km(left.lstrip("<"))
        if right.endswith("x"):
            bands.append(Band(up_to, as_metres=parse_km(right.rstrip("x")), inclusive=inclusive))
        else:
            bands.append(Band(up_to, cents=parse_amount(right), inclusive=inclusive))
        if len(bands) > 1 and bands[-2].up_to > up_to:
            raise RuleError(mend.format(part=part))
    return tuple(bands)


def show_coffee(steps: tuple[CoffeeStep, ...]) -> str:
    """Return the coffee steps as they are typed: `30: 2,50; 60: 5,00`."""
    return "; ".join(f"{step.from_minutes}: {_typed_amount(step.cents)}" for step in steps)


def read_coffee(text: str) -> tuple[CoffeeStep, ...]:
    """Read "30: 2,50; 60: 5,00": from so many minutes on, an amount. Raises RuleError naming the mend."""
    mend = translate("tariffs", "“{part}” is geen stap. Typ bijvoorbeeld 30: 2,50; 60: 5,00.")
    steps = []
    for left, right, part in _parts(text, mend):
        if not left.isdecimal():
            raise RuleError(mend.format(part=part))
        steps.append(CoffeeStep(int(left), parse_amount(right)))
    return tuple(steps)


def _parts(text: str, mend: str) -> Iterator[tuple[str, str, str]]:
    for part in (part.strip() for part in text.split(";") if part.strip()):
        left, colon, right = part.partition(":")
        if not (colon and left.strip() and right.strip()):
            raise RuleError(mend.format(part=part))
        yield left.strip(), right.strip(), part
