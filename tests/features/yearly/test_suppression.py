"""No hidden count can be computed from what is published: shown by trying every table that fits."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise, product

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from mmc_desk.core.open_data import Labels, OpenCube, OpenDimension, OpenFacts
from mmc_desk.features.yearly.rules.chance import chosen
from mmc_desk.features.yearly.rules.open_tables import SMALLEST, OpenPublication, added_up, publication
from mmc_desk.features.yearly.rules.suppression import Count, K, Slot, hidden_slots

Table = Sequence[Sequence[int]]
Shown = Mapping[Slot, int | None]

COUNTS = st.sampled_from([0, 1, 1, 2, 3, 4, 5, 6, 9, 20])
WIDE = 3
"""The reader tries up to this much beside the truth: what he finds there is enough for two values."""


def slots_of(tables: Sequence[Table]) -> dict[Slot, int]:
    """Return all the sums of a chain of tables: the columns of one are the rows of the next one."""
    size = len(tables) + 1
    found: dict[Slot, int] = {}

    def put(value: int, *labels: tuple[int, int]) -> None:
        slot = [None] * size
        for place, label in labels:
            slot[place] = f"{label}"  # type: ignore[call-overload]  # None until here
        found[tuple(slot)] = value

    put(sum(map(sum, tables[0])))
    for place, table in enumerate(tables):
        for row, cells in enumerate(table):
            put(sum(cells), (place, row))
            for column, value in enumerate(cells):
                put(value, (place, row), (place + 1, column))
    for column, cells in enumerate(zip(*tables[-1], strict=True)):
        put(sum(cells), (size - 1, column))
    return found


def published(counts: Mapping[Slot, Count], *, are_heads: bool = True) -> Shown:
    hidden = hidden_slots(counts, are_heads=are_heads)
    return {slot: None if slot in hidden else count.value for slot, count in counts.items()}


def is_small(count: Count) -> bool:
    return count.value > 0 and min(count) < K


def limits(slot: Slot, counts: Mapping[Slot, Count], *, are_heads: bool) -> tuple[int, int]:
    """Return what a hidden count may be for a reader who is told why each one is hidden."""
    truth = counts[slot]
    names = [line for line in counts if sum(label is not None for label in line) == 1]
    around = [
        line for line in names if all(label is None or label == own for label, own in zip(line, slot, strict=True))
    ]
    is_cell = sum(label is not None for label in slot) > 1
    in_small_line = is_cell and any(is_small(counts[line]) for line in around)
    if is_small(truth) or in_small_line:
        return 0 if in_small_line else 1, K - 1 if are_heads else truth.value + WIDE
    return K, truth.value + WIDE


def values_left(counts: Mapping[Slot, Count], shape: Sequence[tuple[int, int]], *, are_heads: bool = True) -> None:
    """Try every table near the truth that agrees with all that is published and with why the rest isn't."""
    shown = published(counts, are_heads=are_heads)
    hidden = [slot for slot, value in shown.items() if value is None]
    bounds = {
        slot: limits(slot, counts, are_heads=are_heads) if value is None else (value, value)
        for slot, value in shown.items()
    }
    seen: dict[Slot, set[int]] = {slot: set() for slot in hidden}
    for tables in _fitting(counts, bounds, shape):
        filled = slots_of(tables)
        if all(bounds[slot][0] <= value <= bounds[slot][1] for slot, value in filled.items()):
            for slot in hidden:
                seen[slot].add(filled[slot])
            if all(len(values) > 1 for values in seen.values()):
                return
    assert not hidden, {slot: values for slot, values in seen.items() if len(values) < 2}


def _fitting(
    counts: Mapping[Slot, Count], bounds: Mapping[Slot, tuple[int, int]], shape: Sequence[tuple[int, int]]
) -> Iterator[Sequence[Table]]:
    """Return chains of tables of which the sums of each row fit, and the totals they share."""
    size = len(shape) + 1
    choices = []
    for place, (rows, columns) in enumerate(shape):
        per_row = []
        for row in range(rows):
            line: list[str | None] = [None] * size
            line[place] = str(row)
            least, most = bounds[tuple(line)]
            ranges = []
            for column in range(columns):
                cell = list(line)
                cell[place + 1] = str(column)
                low, high = bounds[tuple(cell)]
                truth = counts[tuple(cell)].value
                near = range(max(low, truth - WIDE), min(high, truth + WIDE) + 1)
                ranges.append(sorted(near, key=lambda value, truth=truth: abs(value - truth)))  # type: ignore[misc]
            per_row.append([cells for cells in product(*ranges) if least <= sum(cells) <= most])
        choices.append(per_row)
    for chain in product(*(product(*per_row) for per_row in choices)):
        tables: Sequence[Table] = list(chain)
        if all(_column_sums(one) == [sum(row) for row in other] for one, other in pairwise(tables)):
            yield tables


def _column_sums(table: Table) -> list[int]:
    return [sum(cells) for cells in zip(*table, strict=True)]


def list_of(values: Sequence[int]) -> dict[Slot, Count]:
    """Return the counts of a list of persons, its total last."""
    counts: dict[Slot, Count] = {(str(place),): Count(value, value) for place, value in enumerate(values)}
    return counts | {(None,): Count(sum(values), sum(values))}


def heads(tables: Sequence[Table]) -> dict[Slot, Count]:
    return {slot: Count(value, value) for slot, value in slots_of(tables).items()}


@given(st.lists(st.lists(COUNTS, min_size=3, max_size=3), min_size=2, max_size=2))
@example([[3, 40, 9], [12, 20, 30]])  # one small count: alone in its row and its column
@example([[1, 1, 9], [20, 20, 20]])  # two that make two, neither of them nought: each is one
@example([[1, 1, 1], [9, 9, 9]])  # a line that is small altogether
@example([[4, 0, 0], [0, 30, 9]])  # a small count that is a whole row and a whole column
@example([[1, 0, 0], [20, 0, 2]])  # a column of noughts beside a row of too few
def test_a_table_of_persons_keeps_two_values_for_every_hidden_count(table: Table) -> None:
    assume(sum(map(sum, table)) >= SMALLEST)
    values_left(heads([table]), [(2, 3)])


@settings(max_examples=25)
@given(st.data())
def test_counts_of_rides_keep_two_values_too_where_few_persons_are_behind_them(data: st.DataObject) -> None:
    table = [[data.draw(COUNTS) for _ in range(2)] for _ in range(3)]
    values = slots_of([table])
    assume(values[(None, None)] >= SMALLEST)
    persons = {slot: data.draw(st.integers(1, value)) if value else 0 for slot, value in values.items()}
    persons[(None, None)] = SMALLEST
    values_left({slot: Count(value, persons[slot]) for slot, value in values.items()}, [(3, 2)], are_heads=False)


@settings(max_examples=25)
@given(st.data())
def test_two_tables_that_share_their_totals_are_weighed_together(data: st.DataObject) -> None:
    first = [[data.draw(COUNTS) for _ in range(2)] for _ in range(2)]
    assume(sum(map(sum, first)) >= SMALLEST)
    second = []
    for total in _column_sums(first):
        part = data.draw(st.integers(0, total))
        second.append([part, total - part])
    values_left(heads([first, second]), [(2, 2), (2, 2)])


@settings(max_examples=40)
@given(st.data())
@example(None)
def test_in_every_table_that_fits_chance_may_have_hidden_the_same(data: st.DataObject | None) -> None:
    """So who runs this program on all of them excludes none with its small counts in the same places."""
    table: Table = [[2, 1, 5], [6, 3, 3]]  # twenty persons: without chance, somebody could tell
    more: set[Slot] = set()
    if data is not None:
        table = [[data.draw(COUNTS) for _ in range(3)] for _ in range(2)]
        more = data.draw(st.sets(st.sampled_from(list(slots_of([table])))))
    counts = heads([table])
    assume(counts[(None, None)].value >= SMALLEST)
    hidden = hidden_slots(counts, are_heads=True, more=more)
    bounds = {
        slot: limits(slot, counts, are_heads=True) if slot in hidden else (count.value, count.value)
        for slot, count in counts.items()
    }
    fitting = [
        tables
        for tables in islice(_fitting(counts, bounds, [(2, 3)]), 40)
        if all(bounds[slot][0] <= value <= bounds[slot][1] for slot, value in slots_of(tables).items())
    ]
    assert fitting
    for tables in fitting:
        assert hidden_slots(heads(tables), are_heads=True, more=hidden) == hidden, tables


def test_chance_hides_about_two_the_same_ones_each_time_and_others_by_another_secret() -> None:
    slots = list(slots_of([[[9] * 12] * 20]))
    found = [chosen(slots, f"secret {number}", "ritten|2019") for number in range(100)]
    assert chosen(slots, "secret 7", "ritten|2019") == found[7] != chosen(slots, "secret 7", "ritten|2020")
    assert 1 < sum(map(len, found)) / len(found) < 3
    assert len(set(found)) > 80
    assert {len(chosen(slots[:1], f"secret {number}", "")) for number in range(20)} == {0, 1}


def test_chance_hides_nothing_where_nothing_has_to_be_hidden() -> None:
    counts = heads([[[9, 9], [9, 9]]])
    assert hidden_slots(counts, are_heads=True, more=set(counts)) == frozenset()


def test_a_secret_decides_what_else_a_publication_hides() -> None:
    rows = [((village, f"{month:02}"), 30, 9) for village in ("Hees", "Bilzen", "Merem") for month in range(1, 13)]
    facts = OpenFacts(
        [(labels, 1 if labels[1] == "03" else value) for labels, value, _ in rows],
        [(labels, (labels, number)) for labels, _, many in rows for number in range(many)],
    )
    made = [publication(cube("dorp", "maand"), facts, 2019, secret) for secret in "abcdef"]
    assert len({sum(table.hidden for table in one.tables) for one in made if one is not None}) > 1


def test_the_total_of_a_month_is_weighed_in_both_tables_it_stands_in() -> None:
    villages, purposes = [[30, 30, 30], [40, 40, 40]], [[67, 3], [50, 20], [60, 10]]
    shown = published(heads([villages, purposes]))
    hidden = {slot for slot, value in shown.items() if value is None}
    assert hidden == {(None, "0", "1"), (None, "0", "0"), (None, "1", "0"), (None, "1", "1")}


@pytest.mark.parametrize(
    ("values", "hidden"),
    [
        ([9, 8, 0], set()),  # a nought is published
        ([3, 40, 50], {0, 1}),  # alone it would be the total minus the rest
        ([3, 4, 50], {0, 1, 2}),  # seven of two that are four at most: two values each, and somebody would know why
        ([1, 1, 50], {0, 1, 2}),  # two, none of them nought
        ([1, 2, 50], {0, 1, 2}),  # three: with two values only, somebody would know why
        ([4, 4, 50], {0, 1, 2}),  # eight: four is the most that either can be
        ([3, 0, 0], {0, None}),  # the total is as small
        ([1, 1, 1, 1, 1], {0, 1, 2, 3, 4, None}),  # a total of five, for five that aren't nought
        ([3, 30, 0], {0, 1}),  # no other line to add: a nought doesn't hide anything
    ],
)
def test_a_list_of_persons(values: list[int], hidden: set[int | None]) -> None:
    counts = list_of(values)
    found = hidden_slots(counts, are_heads=True)
    assert found == {(None if place is None else str(place),) for place in hidden}


def test_eighty_rides_of_two_members_are_hidden() -> None:
    counts: dict[Slot, Count] = {
        ("Hees",): Count(80, 2),
        ("Bilzen",): Count(90, 30),
        ("Merem",): Count(70, 20),
        (None,): Count(240, 50),
    }
    assert hidden_slots(counts, are_heads=False) == {("Hees",), ("Bilzen",)}


def test_where_nobody_knows_who_was_behind_it_it_is_hidden() -> None:
    counts: dict[Slot, Count] = {("Hees",): Count(80, 0), ("Bilzen",): Count(90, 30), (None,): Count(170, 30)}
    assert hidden_slots(counts, are_heads=False) == {("Hees",), ("Bilzen",)}


def test_a_line_of_too_few_hides_its_noughts() -> None:
    table = [[1, 1, 1, 1, 0], [20, 20, 20, 20, 20], [30, 30, 30, 30, 30]]
    shown = published(heads([table]))
    assert [shown[("0", str(column))] for column in range(5)] == [None] * 5


@pytest.mark.parametrize(("size", "most"), [(3, 24), (4, 12)])
def test_who_runs_the_program_on_every_list_that_fits_keeps_two_values_too(size: int, most: int) -> None:
    groups: dict[tuple[int | None, ...], list[tuple[int, ...]]] = defaultdict(list)
    for values in product(range(most + 1), repeat=size):
        if sum(values) <= most:
            groups[tuple(published(list_of(values)).values())].append((*values, sum(values)))
    for shown, fitting in groups.items():
        if shown[-1] is not None:  # without a total, tables outside of those tried here fit as well
            for place, value in enumerate(shown):
                assert value is not None or len({values[place] for values in fitting}) > 1, (shown, fitting)


def cube(*names: str, are_heads: bool = False) -> OpenCube:
    dimensions = tuple(OpenDimension(name, "", "") for name in names)
    return OpenCube("ritten", "Ritten", "", dimensions, lambda _session, _year: OpenFacts([], []), are_heads=are_heads)


def publish(*rows: tuple[Labels, int, int]) -> OpenPublication | None:
    persons = [(labels, (labels, number)) for labels, _, many in rows for number in range(many)]
    facts = OpenFacts([(labels, value) for labels, value, _ in rows], persons)
    return publication(cube("dorp", "maand"), facts, 2019, "")


def test_a_publication_has_a_table_per_dimension_and_per_two_neighbours() -> None:
    rows = [((village, month), 30, 9) for village in ("Hees", "Bilzen") for month in ("01", "02")]
    found = publish(*rows, (("Hees", "03"), 3, 1), (("Bilzen", "03"), 20, 8))
    assert found is not None
    assert found.total == 143
    assert [(table.name, table.hidden) for table in found.tables] == [
        ("ritten-per-dorp", 0),
        ("ritten-per-maand", 0),
        ("ritten-per-dorp-en-maand", 4),
    ]
    cells = {row.labels: row.value for row in found.tables[2].rows}
    assert list(cells) == [(village, month) for village in ("Bilzen", "Hees") for month in ("01", "02", "03")]
    assert cells[("Hees", "03")] is None


def test_persons_count_once_in_a_sum() -> None:
    facts = OpenFacts([(("Hees", "01"), 6), (("Hees", "02"), 4)], [(("Hees", "01"), 7), (("Hees", "02"), 7)])
    assert added_up(2, facts)[("Hees", None)] == Count(10, 1)


@pytest.mark.parametrize(("value", "persons", "is_published"), [(SMALLEST, 20, True), (19, 19, False), (80, 19, False)])
def test_too_little_is_not_published_at_all(value: int, persons: int, is_published: bool) -> None:  # noqa: FBT001 - a table's own column
    assert (publish((("Hees", "01"), value, persons)) is not None) is is_published


def test_a_year_in_which_nothing_was_counted_has_no_publication() -> None:
    assert publication(cube("dorp"), OpenFacts([], []), 2019, "") is None
