"""From what a feature counted to the tables that are published: added up, and without what can't be told."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from mmc_desk.core.open_data import Labels, OpenCube, OpenFacts
from mmc_desk.features.yearly.rules.chance import chosen
from mmc_desk.features.yearly.rules.suppression import Count, K, Slot, hidden_slots

SMALLEST = 4 * K
"""A cube with less in all, or with fewer persons, isn't published: of so little even what is hidden tells too much."""


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A row of a table: its labels and the count, None where it isn't published."""

    labels: Labels
    value: int | None


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table as it is published. `places` are the dimensions of its cube that it has as columns: one, or two."""

    cube: OpenCube
    places: tuple[int, ...]
    rows: tuple[OpenRow, ...]

    @property
    def name(self) -> str:
        """The name of its file: `ritten-per-dorp-en-maand`."""
        return f"{self.cube.name}-per-" + "-en-".join(self.cube.dimensions[place].name for place in self.places)

    @property
    def hidden(self) -> int:
        """How many counts aren't published."""
        return sum(row.value is None for row in self.rows)


@dataclass(frozen=True, slots=True)
class OpenPublication:
    """One cube as it is published: its total (None: not published) and its tables that show anything at all."""

    cube: OpenCube
    total: int | None
    tables: tuple[OpenTable, ...]


def publication(cube: OpenCube, facts: OpenFacts, year: int, secret: str) -> OpenPublication | None:
    """Return the tables of a cube with what can't be told left out; None where it is too small to publish anything.

    `secret` decides what chance hides besides (rules.chance); without one nothing is.
    """
    counts = added_up(len(cube.dimensions), facts)
    total = (None,) * len(cube.dimensions)
    if not counts or min(counts[total]) < SMALLEST:
        return None
    more = chosen(counts, secret, f"{cube.name}|{year}") if secret else frozenset()
    hidden = hidden_slots(counts, are_heads=cube.are_heads, more=more)
    shown = {slot: None if slot in hidden else count.value for slot, count in counts.items()}
    tables = (OpenTable(cube, places, _rows(places, shown)) for places in _places(len(cube.dimensions)))
    return OpenPublication(cube, shown[total], tuple(table for table in tables if table.hidden < len(table.rows)))


def added_up(size: int, facts: OpenFacts) -> dict[Slot, Count]:
    """Return the counts and the different persons of the total, each margin and each cell of `size` dimensions."""
    values: dict[Slot, int] = {}
    persons: dict[Slot, set[Hashable]] = {}
    for labels, value in facts.values:
        for slot in _slots(labels):
            values[slot] = values.get(slot, 0) + value
    for labels, person in facts.persons:
        for slot in _slots(labels):
            persons.setdefault(slot, set()).add(person)
    named = [sorted({label for slot in values if (label := slot[place]) is not None}) for place in range(size)]
    return {slot: Count(values.get(slot, 0), len(persons.get(slot, ()))) for slot in _all_slots(named) if values}


def _places(size: int) -> list[tuple[int, ...]]:
    """Return the dimensions of each table: each alone, each two neighbours."""
    return [*((place,) for place in range(size)), *((place, place + 1) for place in range(size - 1))]


def _slots(labels: Labels) -> Iterator[Slot]:
    for places in [(), *_places(len(labels))]:
        yield tuple(label if place in places else None for place, label in enumerate(labels))


def _all_slots(named: Sequence[Sequence[str]]) -> Iterator[Slot]:
    """Return every slot that the labels of the dimensions make, in their order."""
    for places in [(), *_places(len(named))]:
        yield from product(*(labels if place in places else [None] for place, labels in enumerate(named)))


def _rows(places: tuple[int, ...], shown: Mapping[Slot, int | None]) -> tuple[OpenRow, ...]:
    return tuple(
        OpenRow(tuple(label for label in slot if label is not None), value)
        for slot, value in shown.items()
        if tuple(place for place, label in enumerate(slot) if label is not None) == places
    )
