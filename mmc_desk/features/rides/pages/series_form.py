"""The form of a standing ride: that of a request, with how it repeats behind its first day."""

import re
from collections.abc import Sequence
from datetime import date

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import WEEKDAYS
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.rules import parse_week_pattern
from mmc_desk.features.rides.model.series import Frequency
from mmc_desk.features.rides.pages.request_form import RequestForm
from mmc_desk.features.rides.queries.drivers import DriverFacts
from mmc_desk.features.rides.queries.series import SeriesCard
from mmc_desk.features.rides.rules.series import LAST_WEEKDAY, Pattern
from mmc_desk.features.rides.rules.series_words import NTH_NAMES, skips_words
from mmc_desk.ui.fields import Candidate, ChoiceField, DateField, LineField, TypeAhead

Repeat = tuple[Frequency, int]
Skips = tuple[bool, bool, bool]
"""Whether public holidays, closure days and school holidays are skipped."""

_OFFERED: tuple[Repeat, ...] = (
    *((Frequency.WEEKLY, every) for every in (1, 2, 3, 4)),
    *((Frequency.MONTHLY_DATE, every) for every in (1, 2, 3)),
    *((Frequency.MONTHLY_WEEKDAY, every) for every in (1, 2, 3)),
)
_SKIPS: tuple[Skips, ...] = (
    (True, True, False),
    (True, True, True),
    (True, False, False),
    (False, True, False),
    (False, False, True),
    (True, False, True),
    (False, True, True),
    (False, False, False),
)
_COUNT = re.compile(r"(\d{1,3})\s*(?:x|keer)?")


class WeekdaysField(LineField[frozenset[int]]):
    """Weekdays: "ma wo", "ma-vr", "dinsdag"."""

    def to_text(self, value: frozenset[int]) -> str:
        """Return `ma wo`."""
        return " ".join(translate("formats", WEEKDAYS[day])[:2] for day in sorted(value))

    def from_text(self, text: str) -> frozenset[int]:
        """Read weekdays. Raises RuleError naming the word that isn't one."""
        return frozenset(slot.weekday for slot in parse_week_pattern(text))

    def explain(self, value: frozenset[int]) -> str:
        """Return the days in full."""
        return ", ".join(translate("formats", WEEKDAYS[day]) for day in sorted(value))


class CountField(LineField[int]):
    """How many times: 6, 6x, 6 keer."""

    width_hint = 80

    def to_text(self, value: int) -> str:
        """Return the number."""
        return str(value)

    def from_text(self, text: str) -> int:
        """Read a number. Raises RuleError naming the mend."""
        found = _COUNT.fullmatch(text.strip().lower())
        if found is None:
            raise RuleError(translate("series", "“{text}” is geen aantal. Typ bijvoorbeeld 6.").format(text=text))
        return int(found[1])


class SeriesForm(RequestForm):
    """What a standing ride asks. Until somebody types other days, they follow the first day."""

    def __init__(self, day: date | None = None) -> None:
        super().__init__(day)
        self._follows = True
        self.day.edited.connect(self._on_first_day)
        self.repeat.edited.connect(self._show_repeat)
        for field in (self.weekdays, self.month_day, self.nth):
            field.edited.connect(self._on_own_days)
        self._on_first_day()
        self._show_repeat()

    def add_after_day(self) -> None:
        """Add how the ride repeats."""
        self.repeat: ChoiceField[Repeat] = ChoiceField([(one, _repeat_words(*one)) for one in _OFFERED])
        self.weekdays = WeekdaysField()
        self.month_day: ChoiceField[int] = ChoiceField([(day, str(day)) for day in range(1, 32)])
        self.nth: ChoiceField[int] = ChoiceField([(nth, translate("series", name)) for nth, name in NTH_NAMES.items()])
        self.ends_on, self.times = DateField(), CountField()
        self.skips: ChoiceField[Skips] = ChoiceField([(skips, _skips_words(skips)) for skips in _SKIPS])
        self.driver = TypeAhead()
        for choice in (self.repeat, self.skips):
            choice.setSizeAdjustPolicy(choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(18)
        self.rows[-1].label.setText(translate("series", "Vanaf &dag"))
        self.day.setAccessibleName(translate("series", "Vanaf dag"))
        self.add(translate("series", "H&erhaling"), self.repeat, name="every")
        self._nth_row = self.add(translate("series", "De &zoveelste"), self.nth, name="nth")
        hint = translate("series", "Bijvoorbeeld: ma wo, of ma-vr.")
        self._weekdays_row = self.add(translate("series", "&Weekdagen"), self.weekdays, hint, name="weekdays")
        short = translate("series", "Een maand zonder die dag wordt overgeslagen.")
        self._date_row = self.add(translate("series", "Da&g van de maand"), self.month_day, short, name="month_day")
        self.add(
            translate("series", "E&inde op"), self.ends_on, translate("series", "Leeg: zonder einde."), name="ends_on"
        )
        counted = translate("series", "In de plaats van een einde. Een overgeslagen dag telt mee.")
        self.add(translate("series", "Aantal &keren"), self.times, counted, name="times")
        self.add(translate("series", "Ri&jdt niet"), self.skips, name="skips")
        usual = translate("series", "Krijgt elke rit als hij vrij is.")
        self.add(translate("series", "Vaste &chauffeur"), self.driver, usual, name="driver")

    def offer_drivers(self, drivers: Sequence[DriverFacts]) -> None:
        """Say who could be the usual driver."""
        self.driver.set_candidates(
            [Candidate(driver.driver_id, driver.name, driver.village, driver.code) for driver in drivers]
        )

    def show_series(self, card: SeriesCard, pattern: Pattern) -> None:
        """Fill in a standing ride that is changed from a day on."""
        origin = self.origin.value
        self.copy_ride(card.asked)
        if not card.asked.village:
            self.origin.set_value(origin)
        self.pickup.set_value(card.pickup)
        self.note.set_value(card.note)
        self._show_pattern(pattern)
        self.driver.set_key(card.row.driver_id)

    def _show_pattern(self, pattern: Pattern) -> None:
        repeat = (pattern.frequency, pattern.every)
        offered = [*_OFFERED, *([] if repeat in _OFFERED else [repeat])]
        self.repeat.set_options([(one, _repeat_words(*one)) for one in offered])
        self.repeat.set_value(repeat)
        self.day.set_value(pattern.starts_on)
        self._follows = True
        self._on_first_day()
        self._follows = False
        if pattern.weekdays:
            self.weekdays.set_value(pattern.weekdays)
        self.month_day.set_value(pattern.month_day or pattern.starts_on.day)
        self.nth.set_value(pattern.nth or _nth_of(pattern.starts_on))
        self.ends_on.set_value(pattern.ends_on)
        self.times.set_value(pattern.times)
        self.skips.set_value((pattern.skips_public_holidays, pattern.skips_closures, pattern.skips_school_holidays))
        self._show_repeat()

    def _on_own_days(self) -> None:
        self._follows = False

    def _on_first_day(self) -> None:
        day = self.day.value
        if day is None or not self._follows:
            return
        self.weekdays.set_value(frozenset({day.weekday()}))
        self.month_day.set_value(day.day)
        self.nth.set_value(_nth_of(day))

    def _show_repeat(self) -> None:
        frequency = (self.repeat.value or _OFFERED[0])[0]
        self._weekdays_row.set_visible(frequency is not Frequency.MONTHLY_DATE)
        self._date_row.set_visible(frequency is Frequency.MONTHLY_DATE)
        self._nth_row.set_visible(frequency is Frequency.MONTHLY_WEEKDAY)

    def pattern(self) -> Pattern | None:
        """Return how the ride repeats as far as it was typed; None while there is no first day."""
        day = self.day.value
        if day is None:
            return None
        frequency, every = self.repeat.value or _OFFERED[0]
        holidays, closed, school = self.skips.value or _SKIPS[0]
        by_date, by_nth = frequency is Frequency.MONTHLY_DATE, frequency is Frequency.MONTHLY_WEEKDAY
        return Pattern(
            frequency=frequency,
            starts_on=day,
            every=every,
            weekdays=frozenset() if by_date else self.weekdays.value or frozenset(),
            month_day=self.month_day.value if by_date else None,
            nth=self.nth.value if by_nth else None,
            ends_on=self.ends_on.value,
            times=self.times.value,
            skips_public_holidays=holidays,
            skips_closures=closed,
            skips_school_holidays=school,
        )

    @property
    def driver_id(self) -> int | None:
        """The usual driver."""
        return self.driver.value.key if self.driver.value else None


def _nth_of(day: date) -> int:
    nth = (day.day - 1) // 7 + 1
    return nth if nth < 5 else LAST_WEEKDAY


def _repeat_words(frequency: Frequency, every: int) -> str:
    if frequency is Frequency.WEEKLY:
        if every == 1:
            return translate("series", "elke week")
        return translate("series", "elke {every} weken").format(every=every)
    often = translate("series", "elke maand")
    if every > 1:
        often = translate("series", "elke {every} maanden").format(every=every)
    if frequency is Frequency.MONTHLY_DATE:
        return translate("series", "{often} op dezelfde datum").format(often=often)
    return translate("series", "{often} op dezelfde weekdag").format(often=often)


def _skips_words(skips: Skips) -> str:
    return skips_words(*skips) or translate("series", "rijdt altijd")
