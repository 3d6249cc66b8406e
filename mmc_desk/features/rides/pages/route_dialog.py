"""Routedienst: where real roads are asked for, tried with one click, and when it last answered."""

import functools

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.formats import show_date, show_km, show_time
from mmc_desk.core.i18n import translate
from mmc_desk.core.routes import Road, RouteServiceError, ask_roads
from mmc_desk.features.rides.ops.routing import NoteRouteAnswer, SetRouteService, note_route_answer, set_route_service
from mmc_desk.features.rides.queries.routing import RouteService, route_service
from mmc_desk.ui import icons, parts, theme
from mmc_desk.ui.errand import Errand
from mmc_desk.ui.fields import Form, FormDialog, TextField
from mmc_desk.ui.following import Record
from mmc_desk.ui.runner import Runner

_PATIENCE = 3.0
"""Seconds that a person waits for the trial."""


class RouteDialog(FormDialog):
    """Keeps the address of a route service (OSRM), and tries it."""

    def __init__(self, runner: Runner, known: RouteService, parent: QWidget | None = None) -> None:
        self._runner, self.known = runner, known
        self.url = TextField(known.url)
        self.url.setPlaceholderText("http://localhost:5000")
        self.verdict = parts.label("help", last_answer(known))
        self.verdict.setMinimumHeight(2 * theme.px(18))  # what it answers takes two lines
        self.verdict.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.verdict.setAccessibleName(translate("routes", "Wat de routedienst antwoordt"))
        self.try_button = QPushButton(icons.icon("car"), "\u2002" + translate("routes", "&Uitproberen"))
        self.try_button.setAutoDefault(False)
        self.try_button.setAccessibleName(translate("routes", "Uitproberen"))
        self.try_button.setEnabled(bool(known.places))
        self.try_button.clicked.connect(self.try_out)
        form = Form()
        form.add_widget(parts.label("muted", _about()))
        without = translate("routes", "Leeg: enkel wat de dienst zelf weet en schat.")
        form.add(translate("routes", "&Adres"), self.url, without, name="url")
        form.add_widget(self._tried_line())
        form.add_widget(self.verdict)
        title = translate("routes", "Routedienst")
        super().__init__(title, form, translate("routes", "Adres &opslaan"), parent)
        self.save_with(runner, self._make_op, translate("routes", "Routedienst gewijzigd"))
        self.follow(
            runner,
            Record(
                known,
                functools.partial(route_service, day=clock.today()),
                lambda other: RouteDialog(runner, other),
                lambda other: setattr(self, "known", other),
                frozenset({"desk_setting"}),
            ),
        )

    def _tried_line(self) -> QWidget:
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.try_button)
        layout.addStretch(1)
        return line

    def try_out(self) -> None:
        """Ask the way between two places of the desk; the window goes on meanwhile."""
        (_, start), (_, end) = self.known.places
        self.verdict.setText(translate("routes", "Vraagt een weg…"))
        self.try_button.setEnabled(False)
        errand = Errand(functools.partial(_tried, self.url.value, (start, end)), self)
        errand.done.connect(self._on_tried)
        errand.start()

    def _on_tried(self, found: Road | str) -> None:
        self.try_button.setEnabled(True)
        if isinstance(found, str):
            self.verdict.setText(found)
            return
        (place, _), (other, _) = self.known.places
        text = translate("routes", "Antwoordt: {place} – {other} is {km} en {minutes} minuten rijden.")
        km = show_km(found.metres)
        self.verdict.setText(text.format(place=place, other=other, km=km, minutes=found.minutes))
        if self.url.value.rstrip("/") == self.known.url:
            command = NoteRouteAnswer(clock.now())
            self._runner.write(lambda session: note_route_answer(session, command), "")

    def _make_op(self) -> Op[None]:
        return functools.partial(set_route_service, command=SetRouteService(self.url.value))


def last_answer(known: RouteService) -> str:
    """Return when the route service last answered, in words."""
    if not known.url:
        return ""
    if known.answered_at is None:
        return translate("routes", "Heeft nog niet geantwoord.")
    text = translate("routes", "Antwoordde laatst op {day} om {time}.")
    at = known.answered_at
    return text.format(day=show_date(clock.local(at).date()), time=show_time(at))


def _about() -> str:
    return translate(
        "routes",
        "Een routedienst (OSRM) kent de echte wegen. De planner vraagt ze waar een afstand nog geschat is en onthoudt "
        "ze; wat u met de hand ingaf en wat de rittenbladen leerden, gaat voor. Enkel coördinaten gaan naar buiten. "
        "Antwoordt ze niet, dan gelden de schattingen, en dat staat erbij.",
    )


def _tried(url: str, way: tuple[tuple[float, float], tuple[float, float]]) -> Road | str:
    try:
        found = ask_roads(url, [way[0]], [way[1]], _PATIENCE)
    except RouteServiceError as error:
        return str(error)
    nothing = translate("routes", "De routedienst kent geen weg tussen twee plaatsen van de dienst: verkeerde kaart?")
    return found.get((0, 0), nothing)
