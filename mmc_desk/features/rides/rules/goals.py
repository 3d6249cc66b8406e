"""Where a ride goes, in words: one way to say it on every page and paper."""


def goal_words(destination: str, village: str) -> str:
    """Return `Jessa, Hasselt`: the destination and its village, said once where its name holds the village."""
    return ", ".join(filter(None, (destination, "" if village in destination else village)))
