"""What a field holds: to compare with another form's, to show beside it, and to give back to the field."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Held:
    """`value` says whether two fields hold the same, `text` shows it, `state` gives it back to such a field."""

    value: object
    text: str = field(compare=False)
    state: object = field(compare=False)
