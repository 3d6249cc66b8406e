"""Small rules of LDC on Wheels: appointments, interests, words."""

from datetime import date, time

import pytest

from mmc_desk.core.errors import RuleError
from mmc_desk.features.sessions.model import SessionKind, SessionState
from mmc_desk.features.sessions.rules.interests import meeting, meets
from mmc_desk.features.sessions.rules.plan import Noon
from mmc_desk.features.sessions.rules.sessions import (
    SessionSettings,
    kind_name,
    require_counts,
    require_open,
    require_times,
    state_name,
)
from mmc_desk.features.sessions.rules.slots import SlotTime, slot_times


def test_moments_follow_each_other() -> None:
    assert slot_times(time(14), 20, 3) == (
        SlotTime(time(14), 20),
        SlotTime(time(14, 20), 20),
        SlotTime(time(14, 40), 20),
    )
    known = [SlotTime(time(13, 30), 30), SlotTime(time(15), 15)]
    assert len(slot_times(time(14), 20, 3, known)) == 3


@pytest.mark.parametrize(
    ("first", "minutes", "count", "field"),
    [
        (time(14), 0, 1, "minutes"),
        (time(14), 241, 1, "minutes"),
        (time(14), 15, 0, "count"),
        (time(14), 15, 41, "count"),
        (time(23), 30, 3, "count"),
        (time(14, 20), 15, 4, "first"),
    ],
)
def test_moments_that_cant_be(first: time, minutes: int, count: int, field: str) -> None:
    with pytest.raises(RuleError) as refused:
        slot_times(first, minutes, count, [SlotTime(time(15), 15)])
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("topic", "theme", "expected"),
    [
        ("bloeddruk", "Bloeddruk meten", True),
        ("bloeddrukmeting", "Bloeddruk meten", True),
        ("dans", "Dansen van vroeger", False),
        ("zorg", "Wonen in een woonzorgcentrum zorg", True),
        ("hulp met de gsm", "Digidokter computer gsm", False),
        ("met of van de", "Praten met de buren", False),
        ("één foto", "Oude foto’s", True),
        ("foto’s kijken", "Oude foto’s", True),
    ],
)
def test_which_theme_meets_a_topic(topic: str, theme: str, *, expected: bool) -> None:
    assert meets(topic, theme) is expected


def test_the_themes_that_meet_a_topic() -> None:
    assert meeting("bloemen", [(1, "Bingo"), (2, "Bloemschikken"), (3, "De bloemenman")]) == (2, 3)


def test_words_and_usual_hours() -> None:
    assert kind_name(SessionKind.SERVICE) == "dienst op locatie"
    assert state_name(SessionState.MISSED) == "weggevallen"
    assert (SessionSettings().starts_at, SessionSettings().ends_at) == (time(14), time(15, 30))
    assert SessionSettings(starts_minute=23 * 60, minutes=120).ends_at == time(23, 59)


def test_what_may_be() -> None:
    require_times(None, time(1))
    require_times(time(1), None)
    require_counts(None, None, 3)
    require_open((Noon(1, date(2026, 12, 3)),), date(2026, 12, 3), "Hees")
