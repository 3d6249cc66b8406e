"""Days and months as they are typed on the command line."""

import argparse
from datetime import date, datetime

import pytest

from mmc_desk.core.days import day_argument, month_argument


@pytest.mark.parametrize("text", ["24/11/2026", "2026-11-24", "+1"])
def test_a_day_as_it_is_typed(frozen_clock: datetime, text: str) -> None:
    assert day_argument(text) == date(2026, 11, 24)


@pytest.mark.parametrize("text", ["11/2026", "11-2026", "2026-11", "25/11/2026"])
def test_a_month_as_it_is_typed(text: str) -> None:
    assert month_argument(text) == date(2026, 11, 1)


@pytest.mark.parametrize("text", ["31/12/9999", "1/1/3000"])
def test_a_day_that_has_no_days_after_it_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="is te ver weg"):
        day_argument(text)
    assert day_argument("31/12/2999") == date(2999, 12, 31)


@pytest.mark.parametrize("text", ["13/2026", "later"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        month_argument(text)
