"""What `make faults` does in full, in `make play` with few tries: nothing crashes, opens as new, or is half kept."""

import random
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest

from mmc_desk.core import clock, engines, migrate, news, serving
from tests.faults import canaries, claims, damage, disk, fuzz_import, network, restores, server, trace, upgrades

pytestmark = pytest.mark.play


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return damage.prepare(tmp_path_factory.mktemp("damage"), logs=1)


@pytest.mark.parametrize("kind", damage.KINDS)
def test_damage_is_found_or_harmless(whole: Path, kind: str) -> None:
    dice = random.Random(7)  # noqa: S311 - no secret
    counted = damage.trials(whole, kind, 2, dice)
    assert not [name for name in counted if name.startswith("crash") or name == "opened as new"]
    if kind in {"truncation", "zero-fill", "0 byte"}:
        assert counted["opening"] + counted["check"] == 2


def test_every_damaged_backup_is_found(whole: Path) -> None:
    dice = random.Random(7)  # noqa: S311 - no secret
    assert damage.backup_trials(whole, "1 bit", 2, dice) == 2


@pytest.mark.parametrize("kind", ["1 bit", "swapped WAL"])
def test_every_damaged_encrypted_database_is_found(whole: Path, kind: str) -> None:
    dice = random.Random(7)  # noqa: S311 - no secret
    assert damage.encrypted_trials(whole, kind, 2, dice) == 2


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("disk")
    disk.prepare(folder)
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE is of unix")
@pytest.mark.parametrize("work", disk.WORKS)
def test_a_limit_on_files_leaves_nothing_half(prepared: Path, tmp_path: Path, work: str) -> None:
    shutil.copytree(prepared, tmp_path / "desk")
    room = {"save": 60_000, "backup": 300_000, "export": 20_000, "migration": 300_000}[work]
    assert disk.one_trial(tmp_path / "desk", work, disk.size_limit, room) == "refused"


def test_backups_of_weeks_are_restored() -> None:
    told = restores.run(2, 3)
    assert told["equal"] == told["second"] == told["n"]


def test_a_newer_database_is_not_written_to(tmp_path: Path) -> None:
    assert upgrades.newer(tmp_path, 2)["wrong"] == 0


def test_the_schema_before_comes_up_to_date(tmp_path: Path) -> None:
    path = upgrades.at_schema(tmp_path / "old.db", 1, 20)
    columns = upgrades.columns_of(path)
    before = upgrades.figures(path, columns)
    migrate.open_database(str(path)).close()
    assert upgrades.figures(path, columns) == before
    assert Counter(rows for _, (rows, *_) in before.items()) == Counter([10, 10, 2])


def test_the_trace_meddled_with_is_found(tmp_path: Path) -> None:
    dice = random.Random(7)  # noqa: S311 - no secret
    assert trace.found_share(tmp_path, len(trace.EDITS), dice) == (len(trace.EDITS), [])


def test_hostile_office_files_break_nothing() -> None:
    found = fuzz_import.fuzz(60, 7)
    assert found["wrong"] == []
    assert found["read"]


def test_ten_desks_lose_no_edit(postgres_url: str) -> None:
    told = server.edits(postgres_url, 40, seed=7)
    assert (told["edits"], told["lost"], told["breaches"]) == (40, 0, [])


def test_a_cut_connection_loses_and_doubles_nothing(postgres_url: str) -> None:
    told = server.cuts(postgres_url, 5, seed=7)
    assert told["saved"] >= 5
    assert (told["lost"], told["doubled"], told["kept though refused"]) == (0, 0, 0)


def test_an_erased_person_leaves_no_byte_in_a_file(tmp_path: Path) -> None:
    with clock.frozen(canaries.NOW):
        told = canaries.on_file(tmp_path)
    assert (told["left"], told["breaches"], told["accounts kept"]) == ([], [], True)


def test_an_erased_person_leaves_no_byte_in_an_encrypted_file(tmp_path: Path) -> None:
    with clock.frozen(canaries.NOW):
        told = canaries.on_encrypted(tmp_path)
    assert (told["left"], told["deleted is overwritten"]) == ([], True)


def test_an_erased_person_leaves_no_byte_on_a_server(postgres_url: str) -> None:
    with clock.frozen(canaries.NOW):
        told = canaries.on_server(postgres_url)
    assert (told["left"], told["breaches"]) == ([], [])


def test_a_network_that_drops_packets_loses_no_form(
    postgres_url: str, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    for where, name, hasty in (
        *((serving, "PATIENCE", 0.1), (serving, "_LAST_CHANCE", 0.1), (engines, "_LOOKING_SECONDS", 0.0)),
        *((news, "_AGAIN", 0.05), (news, "_PATIENCE", 0.1), (news, "_LOOK", 0.05)),
    ):
        monkeypatch.setattr(where, name, hasty)
    told = network.trials(postgres_url, 3, seed=2, hasty=True)
    assert [told[name] for name in ("lost", "doubled", "forms lost", "stuck")] == [0, 0, 0, 0]


def test_two_desks_never_get_more_than_there_is(postgres_url: str, frozen_clock: object) -> None:
    for told in claims.race(postgres_url, 16):
        assert told["claims"] >= 2
        assert not [name for name in ("over", "none", "empty", "told otherwise", "sent away") if told.get(name)]
