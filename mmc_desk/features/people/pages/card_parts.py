"""Sections that other features add to a card: each is declared in its feature.py as a core.feature.CardPart."""

from typing import Protocol

from mmc_desk.core.feature import load
from mmc_desk.features import load_features
from mmc_desk.features.people.pages.list_page import PeoplePage


class Part(Protocol):
    """A section of a card. It is made with the page, whose card and list it may add to."""

    topics: frozenset[str]
    """The tables it shows."""

    def show_person(self, person_id: int) -> None:
        """Show what belongs to whom the card is about."""


def add_parts(page: PeoplePage, card: str) -> tuple[Part, ...]:
    """Add to the card of a page what features declare for it."""
    declared = [one for feature in load_features() for one in feature.card_parts if one.card == card]
    parts = tuple(load(one.part)(page) for one in declared)
    page.more_topics = page.more_topics.union(*(part.topics for part in parts))
    return parts
