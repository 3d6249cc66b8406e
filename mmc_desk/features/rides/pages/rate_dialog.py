"""A row of the table of official rates: from a day to a day, four decimals."""

import functools
from datetime import date

from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.ops.commands import SetOfficialRate
from mmc_desk.features.rides.ops.tariffs import set_official_rate
from mmc_desk.features.rides.pages.tariff_fields import RateField
from mmc_desk.features.rides.queries.tariffs import RateRow, tariff_overview
from mmc_desk.ui.fields import DateField, Form, FormDialog, TextField
from mmc_desk.ui.following import Record, keyed
from mmc_desk.ui.runner import Runner


class RateDialog(FormDialog):
    """Adds an official rate, or changes one."""

    def __init__(self, runner: Runner, row: RateRow | None, begins: date | None, parent: QWidget | None = None) -> None:
        form = Form()
        self.row = row
        self.valid_from = DateField(row.valid_from if row else begins)
        self.valid_to = DateField(row.valid_to if row else None)
        self.rate = RateField(row.rate if row else None)
        self.source = TextField(row.source if row else "")
        form.add(translate("tariffs", "&Van"), self.valid_from, name="valid_from")
        until = translate("tariffs", "Leeg: tot er een nieuw tarief komt.")
        form.add(translate("tariffs", "&Tot en met"), self.valid_to, until, name="valid_to")
        form.add(
            translate("tariffs", "€ per &km"), self.rate, translate("tariffs", "Vier decimalen: 0,4326."), name="rate"
        )
        where = translate("tariffs", "Bijvoorbeeld de omzendbrief.")
        form.add(translate("tariffs", "&Bron"), self.source, where, name="source")
        title = translate("tariffs", "Wettelijk km-tarief")
        super().__init__(title, form, translate("tariffs", "Tarief opslaan"), parent)
        self.save_with(runner, self._make_op, title)
        self.valid_from.setFocus()
        if row:
            self.follow(runner, self._record(runner, row))

    def _record(self, runner: Runner, row: RateRow) -> Record[RateRow]:
        return Record(
            row,
            keyed(lambda session: tariff_overview(session, clock.today()).rows, row.key),
            lambda other: RateDialog(runner, other, None),
            lambda other: setattr(self, "row", other),
            frozenset({"official_km_rate"}),
        )

    def _make_op(self) -> Op[None]:
        if self.valid_from.value is None:
            raise RuleError(translate("tariffs", "Vul in vanaf welke dag dit tarief geldt."), "valid_from")
        if self.rate.value is None:
            raise RuleError(translate("tariffs", "Vul het tarief per km in, bijvoorbeeld 0,4326."), "rate")
        command = SetOfficialRate(
            valid_from=self.valid_from.value,
            valid_to=self.valid_to.value,
            rate=self.rate.value,
            source=self.source.value,
            rate_id=self.row.rate_id if self.row else None,
        )
        return functools.partial(set_official_rate, command=command)
