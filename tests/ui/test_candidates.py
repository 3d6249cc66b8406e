"""Type-ahead finds the same as a plain search would, best first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.core.formats import fold
from mmc_desk.ui.candidates import Candidate, CandidateIndex

MEMBERS = [
    Candidate(1, "Peeters André", "1938 · Hees", "12 0473641788 Hees"),
    Candidate(2, "Janssens Zoë", "1950 · Bilzen", "13 089519138 Bilzen"),
    Candidate(3, "Peeters Maria", "1941 · Bilzen", "14 Bilzen"),
    Candidate(4, "Van Hees Jozef", "1929 · Beverst", "112 Beverst"),
]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("peet", [1, 3]),
        ("PEETERS mar", [3]),
        ("mar peet", [3]),
        ("zoe", [2]),
        ("andre", [1]),
        ("641788", [1]),
        ("hees", [1, 4]),
        ("12", [1, 4]),
        ("bilzen peeters", [3]),
        ("niemand", []),
        ("peeters niemand", []),
        ("  ", [1, 2, 3, 4]),
    ],
)
def test_what_is_found_and_in_which_order(typed: str, expected: list[int]) -> None:
    assert [one.key for one in CandidateIndex(MEMBERS).find(typed)] == expected


@pytest.mark.parametrize("typed", ["%", "_", "100%", "a_b", "\\", "'; drop", "[a-z]", "p.*s"])
def test_signs_that_mean_something_elsewhere_are_letters_here(typed: str) -> None:
    named = Candidate(9, f"Peeters {typed} Jan")
    index = CandidateIndex([*MEMBERS, named])
    assert index.find(typed) == [named]
    assert index.find(f"peeters {typed}") == [named]


def test_the_list_is_cut() -> None:
    assert len(CandidateIndex(MEMBERS * 100).find("peeters")) == 50
    assert len(CandidateIndex(MEMBERS).find("e", limit=2)) == 2


def test_many_alike_still_put_the_beginning_first() -> None:
    crowd = [Candidate(number, f"Lid {number}", "", "peeters") for number in range(3000)]
    index = CandidateIndex([*crowd, Candidate(9999, "Peeters Jan", "")])
    assert index.find("peeters")[0].key == 9999
    assert [one.key for one in index.find("peeters jan")] == [9999]


WORDS = st.lists(st.sampled_from(["an", "ann", "ana", "bo", "bor", "noë", "Noël", "na"]), min_size=1, max_size=3)


@given(
    titles=st.lists(WORDS.map(" ".join), min_size=1, max_size=30),
    typed=st.lists(WORDS.map(" ".join), min_size=1, max_size=6),
)
def test_finding_agrees_with_a_plain_search_whatever_was_typed_before(titles: list[str], typed: list[str]) -> None:
    index = CandidateIndex([Candidate(place, title) for place, title in enumerate(titles)])
    for text in typed:
        for length in range(1, len(text) + 1):
            words = fold(text[:length]).split()
            expected = {place for place, title in enumerate(titles) if all(word in fold(title) for word in words)}
            assert {one.key for one in index.find(text[:length])} == expected
