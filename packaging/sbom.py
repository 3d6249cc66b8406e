"""Whether packaging/lock/sbom.cdx.json is what the product consists of (CycloneDX 1.6); with `--update` it writes it.

Made from the locked dependencies alone: names, versions, hashes, licences; no address of any registry. The wheel bears
it in its `sboms` folder. Each licence in packaging/lock/licences.json must go together with GPL-3.0-or-later.
"""

import hashlib
import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "lock"
TARGET = LOCK / "sbom.cdx.json"
OUR_LICENCE = "GPL-3.0-or-later"
GOES_TOGETHER = frozenset(
    (
        *("0BSD", "Apache-2.0", "Bitstream-Vera", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0"),
        *("GPL-2.0-or-later", "GPL-3.0-only", "ISC", "LGPL-2.1-or-later", "LGPL-3.0-only", "MIT", "MIT-0", "MIT-CMU"),
        *("MPL-2.0", "PSF-2.0", "Zlib"),
    )
)
"""Licences whose work may be part of a work under GPL-3.0-or-later (gnu.org, “Various Licenses and Comments”)."""

_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)==([^ ;\\]+)(?: ; ([^\\]+?))? *\\?$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class Locked(NamedTuple):
    """A locked requirement: its marker ("" for always), the SHA-256 of each of its files."""

    name: str
    version: str
    marker: str
    hashes: list[str]


def locked(text: str) -> Iterator[Locked]:
    """Yield every locked requirement."""
    for block in re.split(r"\n(?=\S)", text):
        first = _REQUIREMENT.match(block.splitlines()[0] if block else "")
        if first:
            yield Locked(first[1], first[2], first[3] or "", _HASH.findall(block))


def component(part: Locked, licence: str) -> dict[str, Any]:
    """Return one library as CycloneDX has it."""
    identity = f"pkg:pypi/{part.name}@{part.version}"
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": identity,
        "name": part.name,
        "version": part.version,
        "hashes": [{"alg": "SHA-256", "content": content} for content in part.hashes],
        "licenses": [{"expression": licence}],
        "purl": identity,
    }
    return found | ({"properties": [{"name": "python:marker", "value": part.marker}]} if part.marker else {})


def shipped() -> list[dict[str, Any]]:
    """Return what isn't Python and goes along: the fonts on paper and the icons on screen."""
    fonts = sorted((ROOT / "resources" / "fonts").glob("*.ttf"))
    hashes = [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()} for path in fonts]
    return [
        _data("DejaVu Sans", "Bitstream-Vera") | {"hashes": hashes},
        _data("Lucide icons", "ISC"),
    ]


def _data(name: str, licence: str) -> dict[str, Any]:
    return {"type": "data", "bom-ref": name, "name": name, "licenses": [{"expression": licence}]}


def bill(lock: str, licences: Mapping[str, str], version: str) -> dict[str, Any]:
    """Return the bill of materials: the same for the same lock, whenever and wherever it is made."""
    parts = [component(part, licences[part.name]) for part in locked(lock)] + shipped()
    ours = {
        "type": "application",
        "bom-ref": "mmc-desk",
        "name": "mmc-desk",
        "version": version,
        "licenses": [{"expression": OUR_LICENCE}],
    }
    digest = hashlib.sha256(json.dumps([ours, parts], sort_keys=True).encode()).hexdigest()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, digest)}",
        "version": 1,
        "metadata": {"component": ours},
        "components": parts,
        "dependencies": [{"ref": "mmc-desk", "dependsOn": [part["bom-ref"] for part in parts]}],
    }


def clashes(expression: str) -> bool:
    """Tell whether no choice that a licence expression gives goes together with ours."""
    choices = re.split(r"\s+OR\s+", expression)
    return not any(set(re.split(r"\s+AND\s+", choice.strip("()"))) <= GOES_TOGETHER for choice in choices)


def wanted() -> str:
    """Return the text of the bill. Raises KeyError for a dependency whose licence nobody looked up."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (LOCK / "run.txt").read_text(encoding="utf-8")
    licences = json.loads((LOCK / "licences.json").read_text(encoding="utf-8"))
    return json.dumps(bill(lock, licences, project["version"]), indent=1) + "\n"


def main(arguments: list[str]) -> int:
    """Compare, or write with `--update`. Returns 1 for a bill out of date, a licence unknown or one that clashes."""
    try:
        text = wanted()
    except KeyError as error:
        print(f"{error.args[0]}: add its SPDX licence to packaging/lock/licences.json")
        return 1
    refused = [part["name"] for part in json.loads(text)["components"] if clashes(part["licenses"][0]["expression"])]
    for name in refused:
        print(f"{name}: its licence doesn't go together with {OUR_LICENCE}")
    if "--update" in arguments:
        TARGET.write_text(text, encoding="utf-8")
    elif not TARGET.is_file() or TARGET.read_text(encoding="utf-8") != text:
        print(f"{TARGET.name}: out of date; packaging/sbom.py --update writes it anew")
        return 1
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
