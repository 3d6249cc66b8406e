"""R7: the network between a desk and its server drops packets, delays them or cuts the line while a form is saved.

`python -m tests.faults.network [--n 20] [--seed 1]` starts a PostgreSQL of its own behind a proxy that breaks at random
points, prints a line of JSON and ends with 1 when a promise was broken: a word within 20 s, the window never still for
more than 200 ms, the form as it was typed, everything saved once.
"""

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import db
from mmc_desk.features import load_models
from mmc_desk.features.people.model import Person
from mmc_desk.ui.fields import TextField
from mmc_desk.ui.form import Form, FormDialog
from mmc_desk.ui.lost import LostBanner, Outage
from mmc_desk.ui.other_desks import OtherDesks
from mmc_desk.ui.runner import Runner
from tests.faults.server import own_server
from tests.proxy import Proxy

BREAKS = ("drop", "drop", "cut", "delay")
"""What happens to the network, the worst twice as often."""
_LAST_PIECE = 18
"""A save takes about as many pieces, both ways."""
_WORD_SECONDS, _STILL_MS = 20.0, 200.0
_TICK_MS = 5
_GIVE_UP_MS = 60_000


class Pulse(QObject):
    """Measures how long the window stands still: the longest time between two beats of a timer."""

    def __init__(self) -> None:
        super().__init__()
        self.longest_ms = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest_ms = max(self.longest_ms, (now - self._last) * 1000 - _TICK_MS)
        self._last = now

    def stop(self) -> None:
        """End the measuring."""
        self._timer.stop()


@dataclass
class Told:
    """What the trials came to."""

    words: list[float] = field(default_factory=list)
    breaks: Counter[str] = field(default_factory=Counter)
    forms_lost: int = 0
    stuck: int = 0
    again: int = 0


class Desk:
    """The window of one desk as far as it matters here: worker, listener, banner, form."""

    def __init__(self, url: str) -> None:
        self.runner = Runner(db.connect(url))
        self.outage = Outage()
        self.banner = LostBanner(self.outage)
        self.others = OtherDesks(self.runner)
        self.others.reached.connect(lambda is_reached: self.outage.set_reached(is_reached=is_reached))
        self.runner.unsettled.connect(self.outage.set_waiting)

    def form(self, name: str) -> FormDialog:
        """Return an open form in which a name was typed."""
        form = Form()
        field = TextField()
        form.add("&Naam", field)
        dialog = FormDialog("Persoon", form, "Opslaan")

        def make_op() -> Callable[[Session], None]:
            return lambda session: session.add(Person(last_name=field.text()))

        dialog.save_with(self.runner, make_op, "Persoon erbij")
        dialog.open()
        QTest.keyClicks(field, name)
        return dialog

    def close(self) -> None:
        """Close the window."""
        self.others.stop()
        self.runner.close()


def wait_until(is_so: Callable[[], bool], most_ms: int = _GIVE_UP_MS) -> bool:
    """Let the window live until something is so; False when it never was."""
    loop = QEventLoop()
    late = time.perf_counter() + most_ms / 1000
    look = QTimer(interval=_TICK_MS)
    look.timeout.connect(lambda: loop.quit() if is_so() or time.perf_counter() > late else None)
    look.start()
    if not is_so():
        loop.exec()
    return is_so()


def trials(url: str, number: int, seed: int, *, hasty: bool = False) -> dict[str, Any]:
    """Save as many forms while the network breaks; say what came of it. A hasty network refuses new lines at once."""
    _ = QApplication.instance() or QApplication([])
    dice = random.Random(seed)  # noqa: S311 - no secret
    told = Told()
    with Proxy(url) as network:
        network.refuses = hasty
        desk = Desk(network.url)
        desk.runner.warm_up()
        desk.runner.wait_idle()
        pulse = Pulse()
        names = [f"{place}-{dice.getrandbits(40):010x}" for place in range(number)]
        for name in names:
            _one(desk, network, name, dice, told)
        pulse.stop()
        desk.close()
    with db.connect(url) as database:
        there = Counter(database.read(lambda session: list(session.scalars(select(Person.last_name)))))
    return {
        "fault": "R7",
        "n": number,
        "breaks": dict(told.breaks),
        "slowest word s": round(max(told.words), 1),
        "longest still ms": round(pulse.longest_ms, 1),
        "saved again by hand": told.again,
        "lost": sum(not there[name] for name in names),
        "doubled": sum(there[name] > 1 for name in names),
        "forms lost": told.forms_lost,
        "stuck": told.stuck,
    }


def _one(desk: Desk, network: Proxy, name: str, dice: random.Random, told: Told) -> None:
    kind = dice.choice(BREAKS)
    told.breaks[kind] += 1
    dialog = desk.form(name)
    _break(network, kind, dice)
    began = time.perf_counter()
    QTest.keyClick(dialog.form.rows[0].field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    told.stuck += not wait_until(
        lambda: not dialog.isVisible() or dialog.save_button.isEnabled() or bool(desk.outage.since)
    )
    told.words.append(time.perf_counter() - began)
    told.forms_lost += dialog.isVisible() and _typed(dialog) != name
    network.delay = 0.0
    network.mend()
    told.stuck += not wait_until(lambda: desk.outage.since is None and desk.runner.is_idle)
    if dialog.isVisible():
        told.again += 1
        told.stuck += not wait_until(dialog.save_button.isEnabled)
        told.forms_lost += _typed(dialog) != name
        QTest.keyClick(dialog.form.rows[0].field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        told.stuck += not wait_until(lambda: not dialog.isVisible())
    dialog.deleteLater()


def _typed(dialog: FormDialog) -> str:
    field = dialog.form.rows[0].field
    return field.text() if isinstance(field, TextField) else ""


def _break(network: Proxy, kind: str, dice: random.Random) -> None:
    if kind == "delay":
        network.delay = dice.random() / 10
    elif kind == "cut":
        network.cut_at(dice.randint(1, _LAST_PIECE))
    else:
        network.drop_at(dice.randint(1, _LAST_PIECE))


def is_broken(line: dict[str, Any]) -> bool:
    """Tell whether a promise was broken."""
    counts = any(line[name] for name in ("lost", "doubled", "forms lost", "stuck"))
    return counts or line["slowest word s"] > _WORD_SECONDS or line["longest still ms"] > _STILL_MS


def main() -> int:
    """Run in full and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    load_models()
    with own_server() as url:
        line = trials(url, asked.n, asked.seed)
    sys.stdout.write(f"{json.dumps(line)}\n")
    return int(is_broken(line))


if __name__ == "__main__":
    sys.exit(main())
