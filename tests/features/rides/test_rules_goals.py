"""Where a ride goes: the village once."""

import pytest

from mmc_desk.features.rides.rules.goals import goal_words


@pytest.mark.parametrize(
    ("destination", "village", "words"),
    [
        ("Jessa", "Hasselt", "Jessa, Hasselt"),
        ("Bilzen", "Bilzen", "Bilzen"),
        ("Markt Bilzen", "Bilzen", "Markt Bilzen"),
        ("", "Bilzen", "Bilzen"),
        ("Jessa", "", "Jessa"),
        ("", "", ""),
    ],
)
def test_a_village_is_said_once(destination: str, village: str, words: str) -> None:
    assert goal_words(destination, village) == words
