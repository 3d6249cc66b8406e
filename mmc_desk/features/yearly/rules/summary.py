"""A year's figures in plain Dutch sentences, for people who read no tables: pure, the same figures the same text.

Figures that have no sentence of their own here get one made of their title, so that a feature's new figure shows up.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from mmc_desk.core.figures import Value
from mmc_desk.core.formats import NBSP, show_date, show_number
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate

DIFFERENCE = "±"
"""The unit of a figure that is a difference itself: the sentence of the figure it belongs to says it already."""

_PERCENT_FROM, _PERCENT_ONLY_FROM = 20, 500
"""Under twenty a percentage says nothing; from five hundred on it says more than the difference."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure as a sentence tells it: of a year and of the year before, None where nobody knows.

    `entered`, `previous_entered`: a total that was typed in, with no records behind it.
    """

    name: str
    title: str
    unit: str
    value: Value
    previous: Value
    entered: bool = False
    previous_entered: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """A figure over years, (year, value) in order; None where nobody knows."""

    name: str
    title: str
    unit: str
    values: tuple[tuple[int, Value], ...]


class _Phrase(NamedTuple):
    """A sentence for one, for many and for none; "" says nothing. `is_lead`: the summary tells it too."""

    one: str
    many: str
    none: str
    is_lead: bool = False


_PHRASES: Mapping[str, _Phrase] = {
    "members": _Phrase(
        QT_TRANSLATE_NOOP("summary", "In {year} telde de Minder Mobielen Centrale {count} lid{change}."),
        QT_TRANSLATE_NOOP("summary", "In {year} telde de Minder Mobielen Centrale {count} leden{change}."),
        QT_TRANSLATE_NOOP("summary", "In {year} telde de Minder Mobielen Centrale geen leden{change}."),
        is_lead=True,
    ),
    "volunteers": _Phrase(
        QT_TRANSLATE_NOOP("summary", "In de dorpsrestaurants was {count} vrijwilliger actief{change}."),
        QT_TRANSLATE_NOOP("summary", "In de dorpsrestaurants waren {count} vrijwilligers actief{change}."),
        QT_TRANSLATE_NOOP("summary", "In de dorpsrestaurants was geen vrijwilliger actief{change}."),
    ),
    "drivers": _Phrase(
        QT_TRANSLATE_NOOP("summary", "{count} chauffeur reed minstens één rit{change}."),
        QT_TRANSLATE_NOOP("summary", "{count} chauffeurs reden minstens één rit{change}."),
        QT_TRANSLATE_NOOP("summary", "Geen chauffeur reed een rit{change}."),
    ),
    "rides": _Phrase(
        QT_TRANSLATE_NOOP("summary", "In {year} werd {count} rit uitgevoerd{change}."),
        QT_TRANSLATE_NOOP("summary", "In {year} werden {count} ritten uitgevoerd{change}."),
        QT_TRANSLATE_NOOP("summary", "In {year} werd geen enkele rit uitgevoerd{change}."),
        is_lead=True,
    ),
    "member_trips": _Phrase(
        QT_TRANSLATE_NOOP("summary", "Dat was {count} ledenverplaatsing{change}."),
        QT_TRANSLATE_NOOP("summary", "Dat waren {count} ledenverplaatsingen{change}."),
        "",
    ),
    "legs": _Phrase(
        QT_TRANSLATE_NOOP("summary", "Ze bestonden uit {count} deel met een lid aan boord{change}."),
        QT_TRANSLATE_NOOP("summary", "Ze bestonden uit {count} delen met een lid aan boord{change}."),
        "",
    ),
    "km": _Phrase(
        QT_TRANSLATE_NOOP("summary", "Samen was dat {count} kilometer{change}."),
        QT_TRANSLATE_NOOP("summary", "Samen was dat {count} kilometer{change}."),
        QT_TRANSLATE_NOOP("summary", "Er werd geen kilometer gereden{change}."),
        is_lead=True,
    ),
    "cancelled": _Phrase(
        QT_TRANSLATE_NOOP("summary", "{count} rit werd geannuleerd{change}."),
        QT_TRANSLATE_NOOP("summary", "{count} ritten werden geannuleerd{change}."),
        QT_TRANSLATE_NOOP("summary", "Geen enkele rit werd geannuleerd{change}."),
    ),
    "wasted": _Phrase(
        QT_TRANSLATE_NOOP("summary", "{count} keer stond een chauffeur vergeefs aan de deur{change}."),
        QT_TRANSLATE_NOOP("summary", "{count} keer stond een chauffeur vergeefs aan de deur{change}."),
        QT_TRANSLATE_NOOP("summary", "Geen chauffeur stond vergeefs aan de deur{change}."),
    ),
    "km_wasted": _Phrase(
        QT_TRANSLATE_NOOP("summary", "Aan loze ritten ging {count} kilometer verloren{change}."),
        QT_TRANSLATE_NOOP("summary", "Aan loze ritten ging {count} kilometer verloren{change}."),
        "",
    ),
    "no_driver": _Phrase(
        QT_TRANSLATE_NOOP("summary", "Voor {count} aanvraag werd geen chauffeur gevonden{change}."),
        QT_TRANSLATE_NOOP("summary", "Voor {count} aanvragen werd geen chauffeur gevonden{change}."),
        QT_TRANSLATE_NOOP("summary", "Voor elke aanvraag werd een chauffeur gevonden{change}."),
    ),
    "meals": _Phrase(
        QT_TRANSLATE_NOOP("summary", "In {year} werd in de dorpsrestaurants {count} maaltijd gegeten{change}."),
        QT_TRANSLATE_NOOP("summary", "In {year} werden in de dorpsrestaurants {count} maaltijden gegeten{change}."),
        QT_TRANSLATE_NOOP("summary", "In {year} werd in de dorpsrestaurants geen maaltijd gegeten{change}."),
        is_lead=True,
    ),
    "sessions": _Phrase(
        QT_TRANSLATE_NOOP("summary", "In {year} ging {count} activiteit van LDC on Wheels door{change}."),
        QT_TRANSLATE_NOOP("summary", "In {year} gingen {count} activiteiten van LDC on Wheels door{change}."),
        QT_TRANSLATE_NOOP("summary", "In {year} ging geen activiteit van LDC on Wheels door{change}."),
        is_lead=True,
    ),
}


def show_change(value: float, previous: Value, before: int) -> str:
    """Return what a sentence says after a figure to compare it with the year `before`; "" where that isn't known."""
    if previous is None:
        return ""
    return _comparison(value, previous).format(
        before=before,
        previous=show_number(previous) or "0",
        by=show_number(abs(value - previous)),
        percent=_percent(value, previous),
    )


def _comparison(value: float, previous: float) -> str:
    if value == previous:
        return translate("summary", ", evenveel als in {before}")
    if previous == 0:
        return translate("summary", ", in {before} was dat nul")
    if value == 0:
        return translate("summary", ", tegenover {previous} in {before}")
    if value >= 2 * previous or 2 * value <= previous:
        return _big_change(value, previous)
    return _usual_change(value, previous)


def _big_change(value: float, previous: float) -> str:
    if value == 2 * previous:
        return translate("summary", ", dubbel zoveel als in {before}")
    if 2 * value == previous:
        return translate("summary", ", de helft van {before}")
    if value > previous:
        return translate("summary", ", meer dan dubbel zoveel als in {before} ({previous})")
    return translate("summary", ", minder dan de helft van {before} ({previous})")


def _usual_change(value: float, previous: float) -> str:
    if previous < _PERCENT_FROM:
        more, less = (
            QT_TRANSLATE_NOOP("summary", ", {by} meer dan in {before}"),
            QT_TRANSLATE_NOOP("summary", ", {by} minder dan in {before}"),
        )
    elif previous < _PERCENT_ONLY_FROM:
        more = QT_TRANSLATE_NOOP("summary", ", {by} meer dan in {before} (+{percent})")
        less = QT_TRANSLATE_NOOP("summary", ", {by} minder dan in {before} (-{percent})")
    elif round(1000 * abs(value - previous) / previous) == 0:
        more = less = QT_TRANSLATE_NOOP("summary", ", bijna evenveel als in {before}")
    else:
        more = QT_TRANSLATE_NOOP("summary", ", {percent} meer dan in {before}")
        less = QT_TRANSLATE_NOOP("summary", ", {percent} minder dan in {before}")
    return translate("summary", more if value > previous else less)


def _percent(value: float, previous: float) -> str:
    share = 100 * abs(value - previous) / previous if previous else 0
    return f"{show_number(share)}{NBSP}%"


def service_text(facts: Sequence[Fact], year: int, today: date) -> str:
    """Return what a service's page says first: a sentence per figure, then what isn't known or was typed in."""
    if all(fact.value is None for fact in facts):
        return translate("summary", "Van {year} is voor deze dienst niets gekend.").format(year=year)
    sentences = [_unfinished(year, today), *_sentences(_told(facts), facts, year), *_reservations(facts, year)]
    return " ".join(filter(None, sentences))


def summary_text(services: Sequence[Sequence[Fact]], year: int, today: date) -> str:
    """Return the summary: a paragraph per service of which something is known, with its leading figures."""
    known = [facts for facts in services if any(fact.value is not None for fact in facts)]
    if not known:
        return translate("summary", "Van {year} is in deze databank niets gekend.").format(year=year)
    everything = [fact for facts in known for fact in facts]
    paragraphs = [
        _unfinished(year, today),
        *(" ".join(_sentences(_leads(facts), facts, year)) for facts in known),
        " ".join(_reservations([fact for fact in everything if fact.value is not None], year)),
    ]
    return "\n".join(filter(None, paragraphs))


def _told(facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.value is not None and fact.unit != DIFFERENCE]


def _leads(facts: Sequence[Fact]) -> list[Fact]:
    told = _told(facts)
    return [fact for fact in told if fact.name in _PHRASES and _PHRASES[fact.name].is_lead] or told[:1]


def _sentences(told: Sequence[Fact], facts: Sequence[Fact], year: int) -> Iterable[str]:
    drivers = next((fact.value for fact in facts if fact.name == "drivers"), None)
    for fact in told:
        if fact.name == "rides" and fact.value and drivers:
            yield _drivers_rode(drivers, fact, year)
        elif fact.name != "drivers" or not drivers or not any(other.name == "rides" for other in told):
            yield _sentence(fact, year)


def _drivers_rode(drivers: float, rides: Fact, year: int) -> str:
    template = {
        (True, True): translate("summary", "In {year} reed {drivers} chauffeur {count} rit{change}."),
        (True, False): translate("summary", "In {year} reed {drivers} chauffeur {count} ritten{change}."),
        (False, True): translate("summary", "In {year} reden {drivers} chauffeurs {count} rit{change}."),
        (False, False): translate("summary", "In {year} reden {drivers} chauffeurs {count} ritten{change}."),
    }[drivers == 1, rides.value == 1]
    return _filled(template, rides, year).replace("{drivers}", show_number(drivers))


def _sentence(fact: Fact, year: int) -> str:
    phrase = _PHRASES.get(fact.name)
    if phrase is None:
        return _filled(translate("summary", "{title}: {count}{change}."), fact, year, _with_unit)
    if not fact.value:
        return _filled(translate("summary", phrase.none), fact, year) if phrase.none else ""
    return _filled(translate("summary", phrase.one if fact.value == 1 else phrase.many), fact, year)


def _filled(template: str, fact: Fact, year: int, show: Callable[[Fact], str] | None = None) -> str:
    value = fact.value or 0
    return template.replace("{count} ", f"{{count}}{NBSP}").format(
        year=year,
        title=fact.title,
        count=show(fact) if show else show_number(value),
        change=show_change(value, fact.previous, year - 1),
        drivers="{drivers}",
    )


def _with_unit(fact: Fact) -> str:
    return show_in_unit(fact.value or 0, fact.unit)


def show_in_unit(value: float, unit: str) -> str:
    """Return a number with its unit behind it."""
    number = show_number(value) or "0"
    return f"{number}{NBSP}{unit}" if unit else number


def _unfinished(year: int, today: date) -> str:
    if year < today.year:
        return ""
    template = translate("summary", "{year} is nog niet voorbij: dit is de stand op {today}.")
    return template.format(year=year, today=show_date(today))


def _reservations(facts: Sequence[Fact], year: int) -> Iterable[str]:
    counted = [fact for fact in facts if fact.unit != DIFFERENCE]
    if all(fact.previous is None for fact in counted):
        yield translate("summary", "Van {before} zijn er geen cijfers om mee te vergelijken.").format(before=year - 1)
    unknown = ", ".join(fact.title for fact in counted if fact.value is None)
    if unknown:
        yield translate("summary", "Niet gekend van {year}: {titles}.").format(year=year, titles=unknown)
    entered = ", ".join(_entered(counted, year))
    if entered:
        yield translate("summary", "Als totaal ingegeven, niet geteld: {titles}.").format(titles=entered)


def _entered(facts: Sequence[Fact], year: int) -> Iterable[str]:
    for fact in facts:
        if fact.entered:
            yield f"{fact.title} {year}"
        if fact.previous_entered:
            yield f"{fact.title} {year - 1}"


def comparison_text(services: Sequence[Sequence[Series]]) -> str:
    """Return how each service's leading figures went over the years: a sentence where two years or more are known."""
    leads = [one for series in services for one in (_leading(series) or series[:1])]
    lines = [line for one in leads if (line := _course(one))]
    return "\n".join(lines) or translate("summary", "Er is nog maar één jaar gekend: vergelijken kan vanaf het tweede.")


def _leading(series: Sequence[Series]) -> list[Series]:
    return [one for one in series if one.name in _PHRASES and _PHRASES[one.name].is_lead]


def _course(series: Series) -> str:
    known = [(year, value) for year, value in series.values if value is not None]
    if len(known) < 2:
        return ""
    (first, start), (last, end) = known[0], known[-1]
    highest = max(known, key=lambda pair: pair[1])
    template = translate("summary", "{title}: van {start} in {first} naar {end} in {last}.")
    if highest[0] not in {first, last}:
        template = translate("summary", "{title}: van {start} in {first} naar {end} in {last}, met {most} in {peak}.")
    return template.format(
        title=series.title,
        start=show_in_unit(start, series.unit),
        first=first,
        end=show_in_unit(end, series.unit),
        last=last,
        most=show_in_unit(highest[1], series.unit),
        peak=highest[0],
    )


def method_text() -> str:
    """Return how the figures were made: counting, unknown, change, totals that were entered, what was published."""
    return "\n".join(
        (
            translate(
                "summary",
                "Elk cijfer is een telling of een som van wat in de databank van het lokaal dienstencentrum genoteerd "
                "staat. Wat een cijfer telt, staat eronder. Namen van leden staan nergens in dit document.",
            ),
            translate(
                "summary",
                "Het teken – betekent dat de databank het niet weet. Dat is iets anders dan nul: nul wil zeggen dat er "
                "geteld werd en dat er niets was.",
            ),
            translate(
                "summary",
                "Het verschil is het cijfer van dit jaar min dat van vorig jaar. Het percentage is dat verschil "
                "gedeeld door het cijfer van vorig jaar, afgerond op één decimaal.",
            ),
            translate(
                "summary",
                "Een rit, een ledenverplaatsing en een leg zijn niet hetzelfde: één rit kan meer leden vervoeren en "
                "bestaat meestal uit een heenrit en een terugrit. Cijfers met een andere naam mag men niet optellen.",
            ),
            translate(
                "summary",
                "Jaren van voor het programma kunnen als totaal ingegeven zijn; dat staat er dan bij. Een cijfer uit "
                "een gepubliceerd jaarverslag blijft zoals het gepubliceerd werd: verandert de telling later, dan "
                "staan beide er, met de reden.",
            ),
        )
    )
