"""How the settings table writes a parameter: text both ways, so that what is stored is what is read.

Steps are written as "5000:5x, 10000:10x" (bands: up to metres, then × km, or metres as in "5000m", or euro cents;
"<5000" leaves 5 km itself out) and "30:250, 60:500" (coffee: from minutes, euro cents).
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any, TypeVar

from mmc_desk.features.rides.rules.patterns import PatternLimits
from mmc_desk.features.rides.rules.settings import RideSettings
from mmc_desk.features.rides.rules.tariff import Band, CoffeeStep, Tariff

_Parameters = TypeVar("_Parameters", RideSettings, Tariff, PatternLimits)


def with_numbers(defaults: _Parameters, values: Mapping[str, str]) -> _Parameters:
    """Return `defaults` with the numbers and yes-or-noes that `values` name."""
    changed: dict[str, Any] = {}
    for field in fields(defaults):
        default = getattr(defaults, field.name)
        if field.name not in values or not isinstance(default, bool | int | float):
            continue
        text = values[field.name]
        changed[field.name] = text in {"1", "true", "ja"} if isinstance(default, bool) else type(default)(text)
    return replace(defaults, **changed)


def pairs(text: str) -> list[tuple[str, str]]:
    """Return "a:1, b:2" as pairs; an empty text has none."""
    parts = [part for part in text.split(",") if part.strip()]
    return [(left.strip(), right.strip()) for left, _, right in (part.partition(":") for part in parts)]


def tariff_of(values: Mapping[str, str], valid_from: date) -> Tariff:
    """Return the tariff that `values` (names without "tariff.") describe; what they leave out has its default."""
    found = replace(with_numbers(Tariff(), values), valid_from=valid_from)
    if values.get("rate"):
        found = replace(found, rate=int(values["rate"]))
    if "bands" in values:
        found = replace(found, bands=tuple(_band(up_to, price) for up_to, price in pairs(values["bands"])))
    if "coffee" in values:
        steps = tuple(CoffeeStep(int(minutes), int(cents)) for minutes, cents in pairs(values["coffee"]))
        found = replace(found, coffee=steps)
    return found


def values_of(tariff: Tariff) -> Mapping[str, str]:
    """Return a tariff as the settings table writes it, every parameter by name: what `tariff_of` reads back."""
    return {field.name: _text(getattr(tariff, field.name)) for field in fields(tariff) if field.name != "valid_from"}


def setting_texts(settings: RideSettings) -> Mapping[str, str]:
    """Return what a desk can change of the ride parameters, as the settings table writes it."""
    boarding = ", ".join(f"{aid.value}:{minutes}" for aid, minutes in settings.boarding.items())
    purposes = ", ".join(sorted(purpose.value for purpose in settings.excluded_purposes))
    numbers = ("lead_days", "lead_hours", "horizon_months", "series_weeks", "share_minutes", "buffer_minutes")
    others = ("default_stay_minutes", "grace_until_month", "invoice_days")
    found = {name: str(getattr(settings, name)) for name in (*numbers, *others)}
    until = "" if settings.lead_until is None else f"{settings.lead_until:%H:%M}"
    return {
        **found,
        "lead_until": until,
        "payment": settings.payment.value,
        "excluded_purposes": purposes,
        "boarding": boarding,
    }


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, tuple):
        return ", ".join(_step(step) for step in value)
    return str(value)


def _step(step: Band | CoffeeStep) -> str:
    if isinstance(step, CoffeeStep):
        return f"{step.from_minutes}:{step.cents}"
    sign = "" if step.inclusive else "<"
    price = step.cents if step.as_metres is None else f"{step.as_metres}m"
    return f"{sign}{step.up_to}:{price}"


def tariff_versions(rows: Iterable[tuple[str, date, str]]) -> tuple[Tariff, ...]:
    """Return the tariffs that settings (name without "tariff.", valid from, value) make, one per date, by date.

    A setting goes on until a later row of the same name.
    """
    by_date: dict[date, dict[str, str]] = {}
    for name, valid_from, value in rows:
        by_date.setdefault(valid_from, {})[name] = value
    values: dict[str, str] = {}
    versions = []
    for valid_from in sorted(by_date):
        values.update(by_date[valid_from])
        versions.append(tariff_of(values, valid_from))
    return tuple(versions)


def _band(up_to: str, price: str) -> Band:
    inclusive = not up_to.startswith("<")
    metres = int(up_to.lstrip("<"))
    if price.endswith("x"):
        return Band(metres, as_metres=int(price[:-1]) * 1000, inclusive=inclusive)
    if price.endswith("m"):
        return Band(metres, as_metres=int(price[:-1]), inclusive=inclusive)
    return Band(metres, cents=int(price), inclusive=inclusive)
