import argparse

import pytest

from mmc_desk.core.errors import RuleError
from mmc_desk.core.years import parse_year, year_argument


@pytest.mark.parametrize(("typed", "year"), [("2019", 2019), (" 2020 ", 2020), ("1950", 1950), ("2100", 2100)])
def test_a_year_as_typed(typed: str, year: int) -> None:
    assert parse_year(typed) == year_argument(typed) == year


@pytest.mark.parametrize("typed", ["", "19", "1949", "2101", "twintig", "2019.5", "-2019", "٢٠١٩", "20190", "9" * 5000])
def test_no_year_names_the_mend(typed: str) -> None:
    with pytest.raises(RuleError, match="vier cijfers"):
        parse_year(typed)
    with pytest.raises(argparse.ArgumentTypeError, match="vier cijfers"):
        year_argument(typed)
