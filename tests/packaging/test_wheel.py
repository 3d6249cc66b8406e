"""The wheel carries everything: installed in an environment of its own it passes its self-test in an empty folder."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel, which borrows the libraries of this one: nothing is downloaded."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    site = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    (Path(site) / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "--python",
            str(python),
            "install",
            "--quiet",
            "--no-deps",
            "--no-index",
            str(wheel),
        ],
        check=True,
        capture_output=True,
    )
    return python.parent


def test_the_wheel_carries_what_it_needs_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "mmc_desk/_shipped/db/migrations/env.py",
        "mmc_desk/_shipped/db/seed/places.csv",
        "mmc_desk/_shipped/resources/fonts/DejaVuSans.ttf",
        "mmc_desk/_shipped/resources/i18n/en.ts",
        "mmc_desk/_shipped/handleiding/index.md",
        "mmc_desk/features/rides/model/__init__.py",
        "mmc_desk-0.1.0.dist-info/sboms/sbom.cdx.json",
    ):
        assert wanted in names
    assert not [name for name in names if name.startswith("tests") or name.endswith((".db", ".pyc"))]


def test_the_installed_program_passes_its_self_test(installed: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MMC_"))}
    environment["MMC_DESK_HOME"] = str(tmp_path / "home")
    answer = subprocess.run(
        [str(installed / "mmc-desk"), "self-test"],
        cwd=empty,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert answer.stdout.splitlines()[-1] == "MMC Desk werkt."
    assert list(empty.iterdir()) == []
    where = subprocess.run(
        [str(installed / "python"), "-c", "from mmc_desk.core import paths; print(paths.resource('fonts'))"],
        cwd=empty,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert str(installed.parent) in where
    assert "_shipped" in where
