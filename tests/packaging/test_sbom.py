"""The bill of materials: what CycloneDX 1.6 requires, for every locked library, and licences that go together."""

import json
import re
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
Script = Callable[[str], ModuleType]
UUID = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@pytest.fixture
def bill() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "packaging/lock/sbom.cdx.json").read_text(encoding="utf-8"))
    return found


def test_it_is_up_to_date(script: Script) -> None:
    assert script("sbom").main([]) == 0


def test_it_has_what_the_standard_requires(bill: dict[str, Any]) -> None:
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert UUID.fullmatch(bill["serialNumber"])
    parts = [bill["metadata"]["component"], *bill["components"]]
    for part in parts:
        assert part["type"] in {"application", "library", "data"}
        assert part["name"]
        assert [set(one) for one in part["licenses"]] == [{"expression"}]
        hashes = part.get("hashes", [])
        assert all(one["alg"] == "SHA-256" and re.fullmatch("[0-9a-f]{64}", one["content"]) for one in hashes)
        assert len({one["content"] for one in hashes}) == len(hashes)
    refs = [part["bom-ref"] for part in parts]
    assert len(set(refs)) == len(refs)
    assert [one["ref"] for one in bill["dependencies"]] == ["mmc-desk"]
    assert set(bill["dependencies"][0]["dependsOn"]) == set(refs[1:])


def test_every_locked_library_is_in_it_and_no_address_is(bill: dict[str, Any]) -> None:
    lock = (ROOT / "packaging/lock/run.txt").read_text(encoding="utf-8")
    libraries = [part for part in bill["components"] if part["type"] == "library"]
    named = re.findall(r"^([\w.-]+)==([^ ]+)", lock, re.MULTILINE)
    assert [(part["name"], part["version"]) for part in libraries] == named
    assert sum(len(part["hashes"]) for part in libraries) == lock.count("--hash=sha256:")
    assert "//" not in json.dumps(bill)


def test_the_licences_are_those_that_the_libraries_say(bill: dict[str, Any]) -> None:
    looked_up = {part["name"]: part["licenses"][0]["expression"] for part in bill["components"]}
    for name, licence in looked_up.items():
        try:
            said = metadata.distribution(name).metadata.get_all("License-Expression") or [licence]
        except metadata.PackageNotFoundError:  # for another system, or no library
            continue
        assert said == [licence], name


@pytest.mark.parametrize(
    ("expression", "refused"),
    [
        ("MIT", False),
        ("Artistic-1.0 OR GPL-2.0-or-later", False),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", False),
        ("GPL-2.0-only", True),
        ("MIT AND SSPL-1.0", True),
        ("LicenseRef-Proprietary", True),
    ],
)
def test_a_licence_that_clashes_is_refused(script: Script, expression: str, *, refused: bool) -> None:
    assert script("sbom").clashes(expression) == refused


def test_what_is_wrong_is_said(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sbom = script("sbom")
    (tmp_path / "run.txt").write_text("new==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")
    (tmp_path / "licences.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(sbom, "LOCK", tmp_path)
    monkeypatch.setattr(sbom, "TARGET", tmp_path / "sbom.json")
    assert sbom.main([]) == 1
    (tmp_path / "licences.json").write_text('{"new": "SSPL-1.0"}', encoding="utf-8")
    assert sbom.main([]) == 1
    assert sbom.main(["--update"]) == 1
    (tmp_path / "licences.json").write_text('{"new": "MIT"}', encoding="utf-8")
    assert sbom.main(["--update"]) == sbom.main([]) == 0
    said = capsys.readouterr().out
    for text in ("new: add its SPDX licence", "sbom.json: out of date", "new: its licence doesn't go together"):
        assert text in said
