"""The small dialogs of a standing ride: skip a day, move one, pause, end; and what is said when they are done."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_long_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.ops import series as ops
from mmc_desk.features.rides.ops import series_days as days
from mmc_desk.features.rides.ops.series_commands import EndSeries, MoveDay, PauseSeries, SeriesDone, SkipDay
from mmc_desk.features.rides.queries.series import ComingDay, SeriesRow
from mmc_desk.features.rides.rules.series_words import describe
from mmc_desk.ui import theme
from mmc_desk.ui.fields import DateField, Form, FormDialog, TextField


def _form(row: SeriesRow, day: ComingDay | None = None) -> Form:
    form = Form()
    about = QLabel(row.member if day is None else f"{row.member}, {show_long_date(day.day)}")
    about.setProperty("role", "heading")
    form.add_widget(about)
    sentence = QLabel(describe(row.pattern), wordWrap=True)
    sentence.setProperty("role", "muted")
    sentence.setContentsMargins(0, 0, 0, theme.px(8))
    form.add_widget(sentence)
    return form


class SkipDialog(FormDialog):
    """Overslaan: one day is left out."""

    def __init__(self, row: SeriesRow, day: ComingDay, parent: QWidget | None = None) -> None:
        self.row, self.day = row, day
        self.reason = TextField()
        form = _form(row, day)
        form.add(translate("series", "&Reden"), self.reason, translate("series", "Mag leeg blijven."), name="reason")
        title = translate("series", "Eén dag overslaan")
        super().__init__(title, form, translate("series", "Dag &overslaan"), parent)
        self.reason.setFocus()

    def make_op(self) -> Op[SeriesDone]:
        """Return the write."""
        command = SkipDay(self.row.series_id, self.day.key, self.reason.value)
        return lambda session: days.skip_day(session, command)


class MoveDialog(FormDialog):
    """Verplaatsen: one day is driven on another one."""

    def __init__(self, row: SeriesRow, day: ComingDay, parent: QWidget | None = None) -> None:
        self.row, self.day = row, day
        self.to, self.reason = DateField(), TextField()
        form = _form(row, day)
        hint = translate("series", "25/11, +2 of vr")
        form.add(translate("series", "&Naar"), self.to, hint, name="moved_to")
        form.add(translate("series", "&Reden"), self.reason, name="reason")
        title = translate("series", "Eén dag verplaatsen")
        super().__init__(title, form, translate("series", "Dag &verplaatsen"), parent)
        self.to.setFocus()

    def make_op(self) -> Op[SeriesDone]:
        """Return the write. Raises RuleError without a day."""
        command = MoveDay(self.row.series_id, self.day.key, _required(self.to, "moved_to"), self.reason.value)
        return lambda session: days.move_day(session, command)


class PauseDialog(FormDialog):
    """Pauzeren: the member is away for a while."""

    def __init__(self, row: SeriesRow, first: date, parent: QWidget | None = None) -> None:
        self.row = row
        self.from_day, self.to_day, self.reason = DateField(first), DateField(), TextField()
        form = _form(row)
        form.add(translate("series", "&Van"), self.from_day, name="from_day")
        until = translate("series", "Leeg: tot u de rit hervat.")
        form.add(translate("series", "&Tot en met"), self.to_day, until, name="to_day")
        why = translate("series", "Bijvoorbeeld: op reis, in het ziekenhuis.")
        form.add(translate("series", "&Reden"), self.reason, why, name="reason")
        title = translate("series", "Vaste rit pauzeren")
        super().__init__(title, form, translate("series", "Vaste rit &pauzeren"), parent)
        self.from_day.setFocus()

    def make_op(self) -> Op[SeriesDone]:
        """Return the write. Raises RuleError without a first day."""
        first = _required(self.from_day, "from_day")
        command = PauseSeries(self.row.series_id, first, self.to_day.value, self.reason.value)
        return lambda session: days.pause_series(session, command)


class EndDialog(FormDialog):
    """Beëindigen: the last day of a standing ride."""

    def __init__(self, row: SeriesRow, parent: QWidget | None = None) -> None:
        self.row = row
        self.last_day, self.reason = DateField(clock.today()), TextField()
        form = _form(row)
        after = translate("series", "De open ritten daarna worden geannuleerd.")
        form.add(translate("series", "&Laatste dag"), self.last_day, after, name="last_day")
        form.add(translate("series", "&Reden"), self.reason, name="reason")
        title = translate("series", "Vaste rit beëindigen")
        super().__init__(title, form, translate("series", "Vaste rit &beëindigen"), parent)
        self.last_day.setFocus()

    def make_op(self) -> Op[SeriesDone]:
        """Return the write. Raises RuleError without a last day."""
        last = _required(self.last_day, "last_day")
        command = EndSeries(self.row.series_id, last, self.reason.value, self.row.version)
        return lambda session: ops.end_series(session, command)


SeriesTask = SkipDialog | MoveDialog | PauseDialog | EndDialog


def _required(field: DateField, name: str) -> date:
    if field.value is None:
        raise RuleError(translate("series", "Vul een dag in, bijvoorbeeld 25/11, +2 of vr."), name)
    return field.value


def said(label: str, done: Any) -> str:  # noqa: ANN401 - a SeriesDone, or the number of rides that were planned
    """Return what was done and what that did to the rides: "Vaste rit gepauzeerd: 2 ritten geannuleerd"."""
    parts = ", ".join(_parts(done if isinstance(done, SeriesDone) else SeriesDone(0, planned=done)))
    return f"{label}: {parts}" if parts else label


def _parts(done: SeriesDone) -> Iterator[str]:
    counts = (
        (done.planned, translate("series", "1 rit gepland"), translate("series", "{rides} ritten gepland")),
        (done.changed, translate("series", "1 rit aangepast"), translate("series", "{rides} ritten aangepast")),
        (done.cancelled, translate("series", "1 rit geannuleerd"), translate("series", "{rides} ritten geannuleerd")),
        (
            done.without_driver,
            translate("series", "1 rit zonder chauffeur"),
            translate("series", "{rides} ritten zonder chauffeur"),
        ),
    )
    for count, one, many in counts:
        if count:
            yield one if count == 1 else many.format(rides=count)
