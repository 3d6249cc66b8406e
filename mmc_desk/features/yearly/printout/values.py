"""Figures as people read them."""

from typing import Any

from mmc_desk.core.figures import Value
from mmc_desk.core.formats import NBSP, month_name, show_number
from mmc_desk.features.yearly.queries.lines import DIFFERENCE

UNKNOWN = "–"


def show_value(value: Value, unit: str) -> str:
    """Return a figure as people read it; – for one that the database can't know."""
    if value is None:
        return UNKNOWN
    if unit == DIFFERENCE:
        return show_difference(value)
    return f"{show_number(value)}{NBSP}{unit}" if unit else show_number(value)


def show_difference(value: Value) -> str:
    """Return a change with its sign."""
    if value is None:
        return UNKNOWN
    return f"+{show_number(value)}" if value > 0 else show_number(value) or "0"


def show_percent(percent: float | None) -> str:
    """Return a change in percent with its sign."""
    return UNKNOWN if percent is None else f"{show_difference(percent)}{NBSP}%"


def show_cell(column: str, value: Any) -> str:  # noqa: ANN401 - a breakdown holds names and numbers
    """Return a cell of a breakdown; a month by its name."""
    if column == "month":
        return month_name(value)
    return value if isinstance(value, str) else show_number(value)
