"""The rules of what people fix: where a value comes from, what was published, which totals may be entered."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.core.figures import Value
from mmc_desk.features.yearly.rules.origins import (
    NOTHING,
    EnteredTotal,
    Known,
    Origin,
    as_value,
    difference,
    known,
    known_change,
)
from mmc_desk.features.yearly.rules.publishing import PublishedValue, Remark, YearValue, nameless, reasons
from mmc_desk.features.yearly.rules.totals import Declared, figure_named, figure_refusal, value_refusal, year_refusal

TOTAL = EnteredTotal(1, 2018, "members", 271, "jaarverslag", "", 1)
COUNTED, ENTERED = Origin.COUNTED, Origin.ENTERED
VALUES = st.none() | st.integers(0, 10**6) | st.integers(0, 10**7).map(lambda tenths: tenths / 10)


@given(VALUES)
def test_an_entered_total_never_overrides_what_is_counted(counted: Value) -> None:
    found = known(counted, TOTAL)
    assert found == (Known(271, ENTERED) if counted is None else Known(counted, COUNTED))
    assert known(counted, None) == Known(counted, COUNTED)


@pytest.mark.parametrize(
    ("this", "before", "change"),
    [
        (Known(295, COUNTED), Known(271, ENTERED), Known(24, ENTERED)),
        (Known(295, ENTERED), Known(271, COUNTED), Known(24, ENTERED)),
        (Known(295, COUNTED), Known(271, COUNTED), Known(24, COUNTED)),
        (Known(295, COUNTED), NOTHING, NOTHING),
        (NOTHING, Known(271, ENTERED), NOTHING),
    ],
)
def test_a_change_follows_from_what_is_known_of_both_years(this: Known, before: Known, change: Known) -> None:
    assert known_change(this, before) == change


@pytest.mark.parametrize(("value", "before", "change"), [(26.5, 20.2, 6.3), (10.5, 0.5, 10), (3, 5, -2)])
def test_a_difference_is_whole_where_it_can_be(value: float, before: float, change: float) -> None:
    assert difference(value, before) == change


@given(VALUES)
def test_what_is_stored_comes_back_as_it_was(value: Value) -> None:
    stored = None if value is None else float(value)
    assert as_value(stored) == value
    assert isinstance(as_value(2983.0), int)


LATE = Remark(date(2020, 3, 1), "An", 2984, "Een rittenblad van december kwam te laat.")
AGAIN = Remark(date(2020, 4, 1), "An", 2985, "Nog een.")


def published(value: Value, definition: str = "D", source: str = "", *remarks: Remark) -> PublishedValue:
    return PublishedValue(1, 1, date(2020, 2, 1), value, definition, source, remarks)


@pytest.mark.parametrize(
    ("then", "now", "origin", "told"),
    [
        (published(2983), 2983, COUNTED, ()),
        (published(None), None, COUNTED, ()),
        (None, 2983, COUNTED, ()),
        (published(2983, "D", "", LATE, AGAIN), 2985, COUNTED, (AGAIN.reason, LATE.reason, "na publicatie gewijzigd")),
        (published(2983), None, COUNTED, ("deze databank kent het cijfer niet meer",)),
        (published(None), 3, COUNTED, ("na publicatie bekend geworden",)),
        (published(271, "D", "jaarverslag"), 270, COUNTED, ("gepubliceerd als ingegeven totaal, nu geteld",)),
        (published(271, "D", "jaarverslag"), 270, ENTERED, ("na publicatie gewijzigd",)),
        (published(9, "Anders"), 8, COUNTED, ("na publicatie gewijzigd, en anders omschreven",)),
        (published(9, ""), 8, COUNTED, ("na publicatie gewijzigd",)),
    ],
)
def test_why_a_figure_is_another_one_than_was_published(
    then: PublishedValue | None, now: Value, origin: Origin, told: tuple[str, ...]
) -> None:
    value = YearValue(now, origin, None, then)
    assert reasons(value, "D") == told
    assert value.is_changed == bool(told)


def test_no_name_is_frozen() -> None:
    assert nameless([("Peeters Jan", 3, 9.5), ("Claes Rosa", 1, 2)]) == [["1", 3, 9.5], ["2", 1, 2]]


FIGURES = {
    "members": Declared("members", "Leden", "Leden", "", follows=False),
    "members_change": Declared("members_change", "Leden", "Leden meer of minder", "±", follows=True),
}


@pytest.mark.parametrize(
    ("text", "name"),
    [("members", "members"), (" LEDEN ", "members"), ("Leden  meer of minder", "members_change"), ("ritten", None)],
)
def test_a_figure_is_known_by_name_or_title(text: str, name: str | None) -> None:
    found = figure_named(text, FIGURES)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("said", "part"),
    [
        (year_refusal(2018, 2026), ""),
        (year_refusal(2026, 2026), ""),
        (year_refusal(2027, 2026), "tot 2026"),
        (year_refusal(1949, 2026), "van 1950"),
        (figure_refusal(FIGURES["members"]), ""),
        (figure_refusal(FIGURES["members_change"]), "volgt vanzelf"),
        (figure_refusal(None), "niet gekend"),
        (value_refusal(0), ""),
        (value_refusal(-1), "vanaf 0"),
        (value_refusal(float("inf")), "vanaf 0"),
        (value_refusal(float("nan")), "vanaf 0"),
    ],
)
def test_what_can_be_entered(said: str, part: str) -> None:
    assert part in said
    assert bool(said) == bool(part)
