"""The sentences of the evaluation: singular and plural, unknown, nought, first year, small and big changes."""

from datetime import date

import pytest

from mmc_desk.core.figures import Value
from mmc_desk.features.yearly.rules import summary
from mmc_desk.features.yearly.rules.summary import Fact, Series

TODAY = date(2026, 11, 23)


def fact(name: str, value: Value, previous: Value = None, unit: str = "", **more: bool) -> Fact:
    return Fact(name, name.capitalize(), unit, value, previous, **more)


def told(*facts: Fact, year: int = 2019) -> str:
    return summary.service_text(facts, year, TODAY).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("value", "previous", "said"),
    [
        (2983, None, ""),
        (2983, 2863, ", 4,2 % meer dan in 2018"),
        (2863, 2983, ", 4 % minder dan in 2018"),
        (2983, 2983, ", evenveel als in 2018"),
        (2983, 2982, ", bijna evenveel als in 2018"),
        (295, 271, ", 24 meer dan in 2018 (+8,9 %)"),
        (271, 295, ", 24 minder dan in 2018 (-8,1 %)"),
        (19, 18, ", 1 meer dan in 2018"),
        (17, 18, ", 1 minder dan in 2018"),
        (10, 5, ", dubbel zoveel als in 2018"),
        (5, 10, ", de helft van 2018"),
        (1200, 5, ", meer dan dubbel zoveel als in 2018 (5)"),
        (5, 1200, ", minder dan de helft van 2018 (1.200)"),
        (5, 0, ", in 2018 was dat nul"),
        (0, 5, ", tegenover 5 in 2018"),
        (0, 0, ", evenveel als in 2018"),
        (26.5, 20.2, ", 6,3 meer dan in 2018 (+31,2 %)"),
    ],
)
def test_a_change_is_said_in_the_measure_that_fits_it(value: float, previous: Value, said: str) -> None:
    assert summary.show_change(value, previous, 2018).replace("\xa0", " ") == said


@pytest.mark.parametrize(
    ("drivers", "rides", "said"),
    [
        (19, 2983, "In 2019 reden 19 chauffeurs 2.983 ritten, 4,2 % meer dan in 2018."),
        (1, 2983, "In 2019 reed 1 chauffeur 2.983 ritten, 4,2 % meer dan in 2018."),
        (1, 1, "In 2019 reed 1 chauffeur 1 rit, minder dan de helft van 2018 (2.863)."),
        (2, 1, "In 2019 reden 2 chauffeurs 1 rit, minder dan de helft van 2018 (2.863)."),
        (None, 1, "In 2019 werd 1 rit uitgevoerd, minder dan de helft van 2018 (2.863)."),
        (0, 0, "Geen chauffeur reed een rit. In 2019 werd geen enkele rit uitgevoerd, tegenover 2.863 in 2018."),
    ],
)
def test_drivers_and_rides_are_one_sentence(drivers: Value, rides: Value, said: str) -> None:
    assert told(fact("drivers", drivers), fact("rides", rides, 2863)).startswith(said)


def test_drivers_without_rides_have_a_sentence_of_their_own() -> None:
    assert told(fact("drivers", 3, 3)) == "3 chauffeurs reden minstens één rit, evenveel als in 2018."


def test_a_figure_nobody_wrote_a_sentence_for_is_told_by_its_title() -> None:
    text = told(fact("calls", 12.5, 10, "u"), fact("visits", 0, 0))
    assert text == "Calls: 12,5 u, 2,5 meer dan in 2018. Visits: 0, evenveel als in 2018."


def test_what_is_none_stays_quiet_where_nought_says_nothing() -> None:
    text = told(fact("rides", 4, 4), fact("member_trips", 0, 0), fact("no_driver", 0, 2))
    assert text == (
        "In 2019 werden 4 ritten uitgevoerd, evenveel als in 2018. "
        "Voor elke aanvraag werd een chauffeur gevonden, tegenover 2 in 2018."
    )


def test_unknown_first_year_and_entered_totals_are_said_last() -> None:
    text = told(fact("members", 271), fact("members_change", None, None, "±"), fact("volunteers", None))
    assert text == (
        "In 2019 telde de Minder Mobielen Centrale 271 leden. "
        "Van 2018 zijn er geen cijfers om mee te vergelijken. Niet gekend van 2019: Volunteers."
    )
    text = told(fact("members", 1, 271, entered=True, previous_entered=True))
    assert text.endswith(
        "1 lid, minder dan de helft van 2018 (271). Als totaal ingegeven, niet geteld: Members 2019, Members 2018."
    )
    assert told(fact("members", None, 3)) == "Van 2019 is voor deze dienst niets gekend."


def test_a_year_that_is_not_over_says_so_first() -> None:
    text = told(fact("meals", 1, 1), year=2026)
    assert text.startswith(
        "2026 is nog niet voorbij: dit is de stand op 23/11/2026. In 2026 werd in de dorpsrestaurants 1"
    )


def test_the_summary_has_a_paragraph_of_leading_figures_for_each_known_service() -> None:
    services = [
        [fact("members", 295, 271, previous_entered=True), fact("volunteers", 65, 65)],
        [fact("meals", None)],
        [fact("calls", 3, 3), fact("visits", 4, 4)],
    ]
    assert summary.summary_text(services, 2019, TODAY).replace("\xa0", " ").splitlines() == [
        "In 2019 telde de Minder Mobielen Centrale 295 leden, 24 meer dan in 2018 (+8,9 %).",
        "Calls: 3, evenveel als in 2018.",
        "Als totaal ingegeven, niet geteld: Members 2018.",
    ]
    assert summary.summary_text([], 2019, TODAY) == "Van 2019 is in deze databank niets gekend."


def test_the_comparison_tells_first_last_and_highest() -> None:
    members = Series("members", "Leden", "", ((2018, 271), (2019, 295), (2020, 256)))
    km = Series("km", "Kilometers", "km", ((2018, None), (2019, 101658), (2020, 54311.5)))
    cancelled = Series("cancelled", "Geannuleerd", "", ((2018, 1), (2019, 2), (2020, 3)))
    calls = Series("calls", "Oproepen", "", ((2018, 1), (2019, None), (2020, 0)))
    text = summary.comparison_text([[members], [cancelled, km], [calls, cancelled], []]).replace("\xa0", " ")
    assert text.splitlines() == [
        "Leden: van 271 in 2018 naar 256 in 2020, met 295 in 2019.",
        "Kilometers: van 101.658 km in 2019 naar 54.311,5 km in 2020.",
        "Oproepen: van 1 in 2018 naar 0 in 2020.",
    ]
    only = Series("members", "Leden", "", ((2019, 295),))
    assert summary.comparison_text([[only]]).startswith("Er is nog maar één jaar gekend")


def test_the_method_says_what_unknown_means() -> None:
    assert "Dat is iets anders dan nul" in summary.method_text()
