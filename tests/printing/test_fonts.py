import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.printing import fonts, styles

SIZE = styles.BODY_SIZE


@pytest.fixture(autouse=True)
def registered() -> None:
    fonts.register()


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("Geladé & <b>", "Geladé & <b>"),
        ("a\x00b\tc", "a b c"),
        ("omge\u202ekeerd", "omgekeerd"),
        ("half \ud83d", "half �"),
        ("een\r\ntwee\rdrie", "een\ntwee\ndrie"),
        ("👩‍🦽", "👩🦽"),
    ],
)
def test_text_is_cleaned_of_what_no_font_can_draw(typed: str, drawn: str) -> None:
    assert fonts.clean(typed) == drawn


@given(st.text(max_size=400), st.floats(20, 300), st.integers(1, 9))
def test_every_text_breaks_into_lines_that_fit(text: str, available: float, most: int) -> None:
    fonts.register()
    lines = fonts.wrap(text, available, fonts.REGULAR, SIZE, most)
    assert 1 <= len(lines) <= most
    for line in lines:
        assert len(line) <= 2 or fonts.width(line, fonts.REGULAR, SIZE) <= available


def test_words_stay_whole_and_none_is_lost() -> None:
    text = "Sint-Lambertuslaan 12 bus 3 te Munsterbilzen"
    lines = fonts.wrap(text, 120, fonts.REGULAR, SIZE)
    assert " ".join(lines) == text
    assert len(lines) > 1


def test_a_word_longer_than_the_column_is_cut_into_pieces() -> None:
    lines = fonts.wrap("x" * 100, 120, fonts.REGULAR, SIZE, 50)
    assert "".join(lines) == "x" * 100


def test_a_text_too_long_for_its_lines_says_so() -> None:
    lines = fonts.wrap("naam " * 100, 120, fonts.REGULAR, SIZE, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")


def test_one_line_is_shortened_only_where_it_must() -> None:
    assert fonts.one_line("kort", 120, fonts.REGULAR, SIZE) == "kort"
    assert fonts.one_line("twee\nregels", 120, fonts.REGULAR, SIZE) == "twee regels"
    short = fonts.one_line("lang " * 50, 120, fonts.REGULAR, SIZE)
    assert short.endswith("…")
    assert fonts.width(short, fonts.REGULAR, SIZE) <= 120


def test_a_column_narrower_than_a_letter_ends_too() -> None:
    assert fonts.wrap("abc", 1, fonts.REGULAR, SIZE) == ("a", "b", "c")
    assert fonts.one_line("abc", 1, fonts.REGULAR, SIZE) == "a…"


def test_what_is_legible_keeps_its_joiners_and_loses_what_turns_it() -> None:
    assert fonts.legible("=1+1\té\r\nb\rc") == "=1+1\té\nb\nc"
    assert fonts.legible("👩\u200d🦽") == "👩\u200d🦽"
    assert fonts.legible("\u202egnp.exe\x00\ud800") == "gnp.exe \N{REPLACEMENT CHARACTER}"
