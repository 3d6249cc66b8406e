"""Phone calls to drivers: what an answer is called, what it weighs, and what reason the calls leave."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mmc_desk.core import clock
from mmc_desk.core.formats import show_time
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.rides.model.calls import Answer

ANSWER_NAMES: Mapping[Answer, str] = {
    Answer.YES: QT_TRANSLATE_NOOP("rides", "ja"),
    Answer.NO: QT_TRANSLATE_NOOP("rides", "nee"),
    Answer.LATER: QT_TRANSLATE_NOOP("rides", "later terugbellen"),
    Answer.NO_ANSWER: QT_TRANSLATE_NOOP("rides", "geen antwoord"),
}


@dataclass(frozen=True, slots=True)
class Call:
    """One phone call about a ride."""

    at: datetime
    answer: Answer
    note: str = ""


def answer_name(answer: Answer) -> str:
    """Return the Dutch word for an answer."""
    return translate("rides", ANSWER_NAMES[answer])


def show_call(call: Call, today: date) -> str:
    """Return a call as the list shows it behind a name: "vandaag 10:12 nee"."""
    day = clock.local(call.at).date()
    when = translate("rides", "vandaag") if day == today else f"{day:%d/%m}"
    return f"{when} {show_time(call.at)} {answer_name(call.answer)}"


def propose_reason(calls: Sequence[Answer], free: int, *, wants_rigid: bool = False) -> str:
    """Return the reason to propose for "no driver" from who was free and what the phone gave; "" when nobody knows.

    `free` counts the drivers who could have driven; those who said no among them.
    """
    if not calls and not free:
        if wants_rigid:
            return translate("rides", "geen vrije chauffeur met plaats voor een vaste rolstoel")
        return translate("rides", "alle chauffeurs bezet of afwezig")
    if not calls:
        return ""
    counts = Counter(calls)
    parts = [f"{counts[answer]} {answer_name(answer)}" for answer in Answer if counts[answer]]
    return translate("rides", "{count} keer gebeld: {answers}").format(count=len(calls), answers=", ".join(parts))
