"""Whether resources/i18n/en.ts has every text of the sources, translated; with `--update` it first adds the new ones.

Qt's own lupdate reads the sources, so what it doesn't find isn't translatable: the text of `translate` must be a
literal inside the call.
"""

import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "resources" / "i18n" / "en.ts"

Texts = dict[tuple[str, str], str]
"""The translation of each text, by its context and its Dutch source; "" where there is none yet."""

_NAMED = re.compile(r"\{\w*\}|%\(\w+\)|%[snr]")


def update(catalogue: Path) -> None:
    """Bring a .ts file up to date with the sources: new texts enter untranslated, unused ones leave."""
    # Relative names: lupdate writes none of this machine's folders into the file.
    sources = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "mmc_desk").rglob("*.py"))
    lupdate = Path(sys.executable).parent / "pyside6-lupdate"
    options = ["-no-obsolete", "-locations", "none", "-source-language", "nl_BE", "-target-language", "en_GB"]
    subprocess.run([str(lupdate), *options, *sources, "-ts", str(catalogue)], cwd=ROOT, check=True, capture_output=True)


def read(catalogue: Path) -> Texts:
    """Return the texts of a .ts file."""
    if not catalogue.is_file():
        return {}
    return {
        (context.findtext("name", ""), message.findtext("source", "")): _finished(message)
        for context in ET.parse(catalogue).getroot().iter("context")  # noqa: S314 - our own file
        for message in context.iter("message")
    }


def _finished(message: ET.Element) -> str:
    translation = message.find("translation")
    if translation is None or translation.get("type") in {"unfinished", "vanished", "obsolete"}:
        return ""
    return translation.text or ""


def faults(wanted: Texts, present: Texts) -> Iterator[str]:
    """Yield in words what is wrong with the translations `present` when the sources have the texts `wanted`."""
    for context, source in sorted(wanted.keys() - present.keys()):
        yield f"ontbreekt in en.ts: [{context}] {source}"
    for context, source in sorted(present.keys() - wanted.keys()):
        yield f"staat niet meer in de bron: [{context}] {source}"
    for (context, source), translation in sorted(present.items()):
        if not translation:
            yield f"niet vertaald: [{context}] {source}"
        elif sorted(_NAMED.findall(source)) != sorted(_NAMED.findall(translation)):
            yield f"andere {{velden}} in de vertaling: [{context}] {source}"


def main(arguments: list[str]) -> int:
    """Print every fault. Returns 1 when there is one."""
    if "--update" in arguments:
        update(CATALOGUE)
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh.ts"
        update(fresh)
        found = list(faults(read(fresh), read(CATALOGUE)))
    print("\n".join([*found[:40], *([f"… en nog {len(found) - 40}"] if len(found) > 40 else [])]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
