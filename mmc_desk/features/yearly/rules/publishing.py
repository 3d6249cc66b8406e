"""What was published of a figure, beside what it is now: both stay to be seen, with why they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mmc_desk.core.figures import Value
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.rules.origins import EnteredTotal, Origin


@dataclass(frozen=True, slots=True)
class Remark:
    """Why a published figure is another one now, in a person's words; `value` is what it was by then."""

    on: date
    by: str
    value: Value
    reason: str


@dataclass(frozen=True, slots=True)
class PublishedValue:
    """A figure as publication `number` of its year has it; `source` where it was an entered total."""

    key: int
    number: int
    on: date
    value: Value
    definition: str = ""
    source: str = ""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class YearValue:
    """A figure in one year with everything that people fixed of it.

    An `entered` total may lie beside a counted value; `published` is what the year's last publication says.
    """

    value: Value
    origin: Origin = Origin.COUNTED
    entered: EnteredTotal | None = None
    published: PublishedValue | None = None

    @property
    def is_changed(self) -> bool:
        """Tell whether the figure is another one than was published."""
        return self.published is not None and self.published.value != self.value


def reasons(now: YearValue, definition: str) -> tuple[str, ...]:
    """Return why a figure is another one than was published: what people wrote, then what the database knows.

    Nothing where it is the same. The last remark comes first; `definition` is today's.
    """
    if now.published is None or not now.is_changed:
        return ()
    told = tuple(remark.reason for remark in reversed(now.published.remarks))
    return (*told, _what_is_known(now.published, now, definition))


def _what_is_known(published: PublishedValue, now: YearValue, definition: str) -> str:
    if now.value is None:
        return translate("yearly", "deze databank kent het cijfer niet meer")
    if published.value is None:
        return translate("yearly", "na publicatie bekend geworden")
    if published.source and now.origin is Origin.COUNTED:
        return translate("yearly", "gepubliceerd als ingegeven totaal, nu geteld")
    if published.definition and published.definition != definition:
        return translate("yearly", "na publicatie gewijzigd, en anders omschreven")
    return translate("yearly", "na publicatie gewijzigd")


def nameless(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Return the rows of a breakdown per person with a number for each name.

    A published report can never be erased, a person can (domain.md §6).
    """
    return [[str(number), *row[1:]] for number, row in enumerate(rows, 1)]
