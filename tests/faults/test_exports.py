"""S2 in short, in `make play`: a small desk with a payload in every text, every file and paper made of it but a few."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from mmc_desk.core import clock, db
from tests import hostile
from tests.faults import exports


@pytest.mark.play
def test_no_export_calculates_or_changes_what_was_typed(practice_file: Path, tmp_path: Path) -> None:
    path = str(shutil.copyfile(practice_file, tmp_path / "desk.db"))
    hostile.shrink(path, 10, date(2026, 10, 1))
    with clock.frozen(exports.NOW):
        assert exports.prepare(path) > 100
        with db.connect(path) as database:
            found = exports.told(database, [export for export in exports.EXPORTS if not export.slow], 1)
    assert found["wrong"] == []
