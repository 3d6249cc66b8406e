"""What stands out about somebody and is worth a call: features notice it, features/yearly lists it."""

from typing import NamedTuple


class Signal(NamedTuple):
    """Somebody to call: what it is about in a few words, why in a sentence, and the page and key of their record."""

    page: str
    key: int
    name: str
    subject: str
    reason: str
    phone: str
