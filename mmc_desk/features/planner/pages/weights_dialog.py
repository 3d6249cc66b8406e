"""What counts when the planner plans, in plain words; what each choice wins and costs is seen at once, beside it."""

import functools
from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.formats import show_km
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.planner import ops
from mmc_desk.features.planner.pages.panel import TotalsGrid
from mmc_desk.features.planner.pages.words import weighed_rows
from mmc_desk.features.planner.queries.facts import planner_weights
from mmc_desk.features.planner.rules.proposal import Totals, Worth
from mmc_desk.features.planner.rules.weights import Level, Weight, Weights, level_name
from mmc_desk.ui import parts, theme
from mmc_desk.ui.fields import ChoiceField, Form, FormDialog
from mmc_desk.ui.following import Record
from mmc_desk.ui.form import FormRow
from mmc_desk.ui.runner import Runner

_LABELS: Mapping[Weight, str] = {
    Weight.FAIR: QT_TRANSLATE_NOOP("planner", "Iedereen een &gelijk deel"),
    Weight.FAMILIAR: QT_TRANSLATE_NOOP("planner", "Een chauffeur die het lid &kent"),
    Weight.PREFERENCE: QT_TRANSLATE_NOOP("planner", "De &voorkeur van het lid"),
    Weight.RETURN: QT_TRANSLATE_NOOP("planner", "Dezelfde chauffeur &terug"),
    Weight.WISHES: QT_TRANSLATE_NOOP("planner", "Wat de chauffeur &liever niet doet"),
    Weight.CALLS: QT_TRANSLATE_NOOP("planner", "Weinig chauffeurs &bellen"),
    Weight.STAY: QT_TRANSLATE_NOOP("planner", "Wat toegewezen is, blij&ft"),
}
_FIGURES = 4

_LEAST_KM = 0.05
"""Less isn't worth a word."""


class WeightsDialog(FormDialog):
    """Chooses how much each thing counts. Every choice is planned with at once; cancelling plans as before."""

    weighed = Signal(object)
    """Weights to plan with."""

    def __init__(self, runner: Runner, known: Weights, parent: QWidget | None = None) -> None:
        form = Form()
        self.whole = parts.label(
            "muted", translate("planner", "Kies hoeveel iets telt: het voorstel ernaast verandert mee.")
        )
        form.add_widget(self.whole)
        self.figures = TotalsGrid(_FIGURES)
        self.figures.setAccessibleName(translate("planner", "Wat het voorstel wordt"))
        self.figures.setContentsMargins(0, 0, 0, theme.px(8))
        self.figures.hide()
        form.add_widget(self.figures)
        self._before: Totals | None = None
        self.choices: dict[Weight, ChoiceField[Level]] = {}
        self.rows: dict[Weight, FormRow] = {}
        for weight, label in _LABELS.items():
            choice = ChoiceField([(level, level_name(level)) for level in Level], known.level(weight))
            choice.hint = translate("planner", "Wordt berekend…")
            choice.edited.connect(self._on_edited_level)
            self.choices[weight] = choice
            self.rows[weight] = form.add(translate("planner", label), choice, name=weight.value)
        title = translate("planner", "Wat telt bij het plannen")
        super().__init__(title, form, translate("planner", "Zo &onthouden"), parent)
        self.setModal(False)
        self.save_with(runner, self._make_op, translate("planner", "Gewichten van de planner gewijzigd"))
        self.follow(
            runner,
            Record(
                known,
                functools.partial(planner_weights, day=clock.today()),
                lambda other: WeightsDialog(runner, other),
                lambda _other: None,
                frozenset({"desk_setting"}),
            ),
        )

    def caught_up(self) -> None:
        """Plan with what came in."""
        self._on_edited_level()

    @property
    def weights(self) -> Weights:
        """The levels as chosen."""
        return Weights(**{weight.value: choice.value or Level.NORMAL for weight, choice in self.choices.items()})

    def show_worth(self, worth: Worth, totals: Totals) -> None:
        """Say beside each choice what it won, and on top what that costs on the road.

        `totals` is what the proposal comes to now; the first one told is that of the weights in force.
        """
        self._before = self._before or totals
        self.figures.show_rows(weighed_rows(self._before, totals))
        text = translate("planner", "Dit alles samen: {km} meer rijden dan met enkel de kortste weg.")
        self.whole.setText(text.format(km=_km(max(0.0, worth.extra_km))))
        won = {effect.weight: effect.won for effect in worth.effects}
        for weight, row in self.rows.items():
            self.choices[weight].hint = _won_words(won.get(weight, 0.0))
            row.refresh()

    def _on_edited_level(self) -> None:
        self.weighed.emit(self.weights)

    def _make_op(self) -> Op[None]:
        command = ops.SetWeights(clock.today(), self.weights)
        return lambda session: ops.set_weights(session, command)


def _won_words(won: float) -> str:
    if won >= _LEAST_KM:
        return translate("planner", "Wint zoveel als {km}").format(km=_km(won))
    if won <= -_LEAST_KM:
        return translate("planner", "Geeft {km} toe aan wat meer telt").format(km=_km(-won))
    return translate("planner", "Verandert niets aan dit voorstel")


def _km(km: float) -> str:
    return show_km(round(1000 * km))
