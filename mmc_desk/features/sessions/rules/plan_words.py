"""The plan in words: why a date was chosen, why a month has no session."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mmc_desk.core.formats import month_name, show_date, show_day
from mmc_desk.core.i18n import translate
from mmc_desk.features.sessions.rules.partners import PlanPartner
from mmc_desk.features.sessions.rules.plan import Month, Noon, PlanDesk, PlanLocation, PlanTheme, Proposed, Without


@dataclass(frozen=True, slots=True)
class PlanNames:
    """What the keys of a plan stand for."""

    locations: Mapping[int, PlanLocation]
    themes: Mapping[int, PlanTheme]
    partners: Mapping[int, PlanPartner]
    repeat_months: int

    @classmethod
    def of(cls, desk: PlanDesk) -> "PlanNames":
        """Return the names of a desk."""
        return cls(
            {one.location_id: one for one in desk.locations},
            {one.theme_id: one for one in desk.themes},
            {one.partner_id: one for one in desk.partners},
            desk.repeat_months,
        )


def month_words(month: Month) -> str:
    """Return `april 2027`."""
    return f"{month_name(month.month)} {month.year}"


def why(names: PlanNames, proposed: Proposed) -> tuple[str, ...]:
    """Return the sentences that say why this date and this theme."""
    return tuple(_why(names, proposed))


def _why(names: PlanNames, proposed: Proposed) -> Iterator[str]:
    if proposed.moved_from is not None:
        text = translate("sessions", "Verschuift van {day}: zo zijn de weken beter gespreid.")
        yield text.format(day=show_day(proposed.moved_from))
    yield _day_words(proposed)
    if proposed.facts.closed:
        yield translate("sessions", "Vallen weg: {days}.").format(days=_closed_words(proposed.facts.closed))
    yield _theme_words(names, proposed)
    if proposed.partner_id is not None:
        text = translate("sessions", "{partner} kan die dag en heeft dan geen andere activiteit.")
        yield text.format(partner=names.partners[proposed.partner_id].name)


def _day_words(proposed: Proposed) -> str:
    facts = proposed.facts
    if facts.open_noons == 1:
        return translate("sessions", "De enige open middag van de maand.")
    if facts.busy == 0:
        return translate("sessions", "In die week is er nog geen andere activiteit.")
    if facts.busy == 1:
        return translate("sessions", "In die week is er één andere activiteit: de rustigste keuze.")
    return translate("sessions", "In die week zijn er {count} andere activiteiten: de rustigste keuze.").format(
        count=facts.busy
    )


def _theme_words(names: PlanNames, proposed: Proposed) -> str:
    location = names.locations[proposed.location_id].name
    if proposed.theme_id is None:
        if not any(theme.is_offered for theme in names.themes.values()):
            return translate("sessions", "Nog zonder thema: er zijn nog geen thema’s.")
        text = translate(
            "sessions",
            "Nog zonder thema: elk thema kwam hier in de laatste {months} maanden, of zijn partner kan niet.",
        )
        return text.format(months=names.repeat_months)
    theme = names.themes[proposed.theme_id].name
    if proposed.facts.last_month is None:
        return translate("sessions", "“{theme}” kwam nog niet in {location}.").format(theme=theme, location=location)
    text = translate("sessions", "“{theme}” kwam in {location} het laatst in {month}.")
    return text.format(theme=theme, location=location, month=month_words(proposed.facts.last_month))


def _closed_words(noons: tuple[Noon, ...]) -> str:
    return ", ".join(f"{show_day(noon.day)} ({noon.closed})" for noon in noons)


def why_not(names: PlanNames, without: Without) -> str:
    """Return the sentence that says why a location has no session in a month."""
    first = names.locations[without.location_id].first_noon
    if not without.noons:
        if first is not None and Month.of(first) > without.month:
            return translate("sessions", "Nog niet gestart: de eerste middag is op {day}.").format(day=show_date(first))
        return translate("sessions", "Geen middag in het rooster van deze maand.")
    reasons = Counter(noon.closed for noon in without.noons if noon.closed)
    if sum(reasons.values()) < len(without.noons):
        return translate("sessions", "De open middagen van deze maand zijn voorbij.")
    told = ", ".join(f"{reason} ({count}×)" for reason, count in reasons.items())
    return translate("sessions", "Geen enkele open middag: {reasons}.").format(reasons=told)
