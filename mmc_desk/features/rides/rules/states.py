"""The states of a ride (domain.md §2): which step may follow which, and what each demands."""

from collections.abc import Mapping

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.rides.model import RideState

STATE_NAMES: Mapping[RideState, str] = {
    RideState.REQUESTED: QT_TRANSLATE_NOOP("rides", "aangevraagd"),
    RideState.ASSIGNED: QT_TRANSLATE_NOOP("rides", "toegewezen"),
    RideState.CONFIRMED: QT_TRANSLATE_NOOP("rides", "bevestigd"),
    RideState.DRIVEN: QT_TRANSLATE_NOOP("rides", "uitgevoerd"),
    RideState.SETTLED: QT_TRANSLATE_NOOP("rides", "afgerekend"),
    RideState.CANCELLED: QT_TRANSLATE_NOOP("rides", "geannuleerd"),
    RideState.WASTED: QT_TRANSLATE_NOOP("rides", "loze rit"),
    RideState.NO_DRIVER: QT_TRANSLATE_NOOP("rides", "geen chauffeur"),
}

PLANNED = frozenset({RideState.ASSIGNED, RideState.CONFIRMED})
"""States in which a driver is taken for the ride, and nothing is known of its outcome yet."""

OPEN = PLANNED | {RideState.REQUESTED}
"""States in which the ride still has to be driven: it may be edited, moved and cancelled."""

ALLOWED: Mapping[RideState, frozenset[RideState]] = {
    RideState.REQUESTED: frozenset({RideState.ASSIGNED, RideState.CANCELLED, RideState.NO_DRIVER}),
    RideState.ASSIGNED: frozenset(
        {
            RideState.ASSIGNED,
            RideState.CONFIRMED,
            RideState.REQUESTED,
            RideState.DRIVEN,
            RideState.CANCELLED,
            RideState.WASTED,
        }
    ),
    RideState.CONFIRMED: frozenset(
        {RideState.ASSIGNED, RideState.REQUESTED, RideState.DRIVEN, RideState.CANCELLED, RideState.WASTED}
    ),
    RideState.DRIVEN: frozenset({RideState.ASSIGNED, RideState.DRIVEN, RideState.SETTLED}),
    RideState.SETTLED: frozenset(),
    RideState.CANCELLED: frozenset({RideState.REQUESTED}),
    RideState.WASTED: frozenset({RideState.ASSIGNED, RideState.WASTED}),
    RideState.NO_DRIVER: frozenset({RideState.REQUESTED, RideState.ASSIGNED, RideState.CANCELLED}),
}
"""What may follow each state. A settled ride is frozen: corrections are contra-entries (domain.md §3)."""


def state_name(state: RideState) -> str:
    """Return the Dutch name of a state."""
    return translate("rides", STATE_NAMES[state])


def may_become(state: RideState, target: RideState) -> bool:
    """Tell whether a ride in `state` may become `target` in one step (domain.md §2)."""
    return target in ALLOWED[state]


def require_step(state: RideState, target: RideState) -> None:
    """Raise RuleError, with the way round in its sentence, when `target` may not follow `state`."""
    if may_become(state, target):
        return
    if state is RideState.SETTLED:
        raise RuleError(
            translate(
                "rides",
                "Deze rit is al afgerekend en kan niet meer wijzigen. Maak een correctie in de afrekening.",
            )
        )
    if target in {RideState.DRIVEN, RideState.WASTED, RideState.CONFIRMED} and state not in PLANNED:
        raise RuleError(
            translate("rides", "Deze rit is {state}. Wijs eerst een chauffeur toe.").format(state=state_name(state))
        )
    raise RuleError(
        translate("rides", "Een rit die {state} is, kan niet {target} worden. Heropen de rit eerst.").format(
            state=state_name(state), target=state_name(target)
        )
    )
