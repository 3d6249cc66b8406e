"""Fixing a distance by hand: what the desk knows better than coordinates and ride sheets."""

import functools

from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.ops.commands import SetDistance
from mmc_desk.features.rides.ops.distances import set_distance
from mmc_desk.features.rides.queries.settings import distance_book
from mmc_desk.ui.fields import Form, FormDialog, KmField, TextField
from mmc_desk.ui.following import Record
from mmc_desk.ui.runner import Runner


class DistanceDialog(FormDialog):
    """Asks the road distance one way between two places; left empty, the desk's own estimate holds again."""

    def __init__(
        self, runner: Runner, place: str, other: str, metres: int | None, parent: QWidget | None = None
    ) -> None:
        form = Form()
        self.place, self.other, self.km = TextField(place), TextField(other), KmField(metres)
        form.add(translate("distance", "&Van"), self.place, name="place")
        form.add(translate("distance", "&Naar"), self.other, name="other")
        form.add(
            translate("distance", "&Enkele rit"),
            self.km,
            translate("distance", "Geldt in beide richtingen. Leeg: opnieuw berekenen."),
            name="metres",
            unit="km",
        )
        title = translate("distance", "Afstand aanpassen")
        super().__init__(title, form, translate("distance", "Afstand &opslaan"), parent)
        self.save_with(runner, self._make_op, title)
        self.follow(
            runner,
            Record(
                (metres,),
                lambda session: (distance_book(session, clock.today()).metres((place,), (other,)),),
                lambda known: DistanceDialog(runner, place, other, *known),
                lambda _known: None,
                frozenset({"distance"}),
            ),
        )

    def _make_op(self) -> Op[None]:
        return functools.partial(set_distance, command=SetDistance(self.place.value, self.other.value, self.km.value))
