"""The rules of ARCHITECTURE.md that no tool checks: what a feature declares exists, and the house stays readable."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from mmc_desk.cli.arguments import VERBS
from mmc_desk.core import paths
from mmc_desk.core.feature import Feature, PageSpec, load
from mmc_desk.core.model import Base
from mmc_desk.features import FEATURE_NAMES, load_features
from mmc_desk.ui.page import Page

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "mmc_desk").rglob("*.py"))
FOLDERS = sorted(path.parent.name for path in (ROOT / "mmc_desk" / "features").glob("*/__init__.py"))
PAGES = [page for feature in load_features() for page in feature.pages]


def test_every_folder_of_features_is_registered() -> None:
    assert sorted(FEATURE_NAMES) == FOLDERS


@pytest.mark.parametrize("name", FEATURE_NAMES)
def test_a_feature_is_called_after_its_folder(name: str) -> None:
    (feature,) = [feature for feature in load_features() if feature.name == name]
    assert feature.title


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_a_page_has_a_widget_an_icon_and_a_place_in_the_manual(page: PageSpec) -> None:
    assert issubclass(load(page.widget), Page)
    assert paths.resource("icons", f"{page.icon}.svg").is_file()
    assert paths.manual(page.help_page).is_file(), page.help_page


def test_pages_have_names_and_places_of_their_own() -> None:
    assert len({page.name for page in PAGES}) == len(PAGES)
    assert len({page.place for page in PAGES}) == len(PAGES)


def _paths(feature: Feature) -> tuple[str, ...]:
    return feature.imports, feature.demo, feature.search, feature.follower, feature.background


def dotted(feature: Feature) -> Iterator[str]:
    yield from (path for path in _paths(feature) if path)
    yield from (command.run for command in feature.commands)


@pytest.mark.parametrize("path", [path for feature in load_features() for path in dotted(feature)])
def test_what_a_feature_names_can_be_loaded(path: str) -> None:
    assert load(path) is not None


def test_verbs_and_figures_have_names_of_their_own() -> None:
    verbs = [verb.name for verb in VERBS]
    verbs += [command.name for feature in load_features() for command in feature.commands]
    assert len(set(verbs)) == len(verbs)
    figures = [figure for feature in load_features() for part in feature.figure_sets() for figure in part.figures]
    assert len({figure.name for figure in figures}) == len(figures)
    assert all(figure.title and figure.definition for figure in figures)


def test_every_table_belongs_to_core_or_a_registered_feature() -> None:
    homes = ("mmc_desk.core.model", *(f"mmc_desk.features.{name}.model" for name in FEATURE_NAMES))
    owners = {mapper.class_.__module__ for mapper in Base.registry.mappers}
    assert not [owner for owner in owners if not any(f"{owner}.".startswith(f"{home}.") for home in homes)]


def test_the_manual_has_no_dead_links() -> None:
    manual = paths.manual("index").parent
    for page in manual.glob("*.md"):
        for link in re.findall(r"\]\(([\w-]+\.md)\)", page.read_text(encoding="utf-8")):
            assert (manual / link).is_file(), f"{page.name} → {link}"


# --- Readable: docs of the house, "Style"


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            docstring = ast.get_docstring(node, clean=False)
            said = docstring.count("\n") + 1 if docstring else 0
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            yield f"{path.relative_to(ROOT)}:{node.name}", (node.end_lineno or first) - first - said


def test_no_file_is_longer_than_400_lines() -> None:
    long = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {name: lines for name, lines in long.items() if lines > 400} == {}


def test_functions_are_short() -> None:
    lengths = dict(found for path in SOURCES for found in functions(path))
    assert {name: lines for name, lines in lengths.items() if lines > 50} == {}
    assert statistics.median(lengths.values()) <= 8


def test_nothing_is_called_helper_manager_or_utils() -> None:
    assert [path.name for path in SOURCES if re.search(r"util|helper|manager", path.name)] == []


def test_every_silenced_check_says_why() -> None:
    silent = re.compile(r"#\s*(noqa(: [A-Z0-9, ]+)?|type: ignore(\[[\w, -]+\])?)\s*$")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in SOURCES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if silent.search(line)
    ]
    assert found == []
