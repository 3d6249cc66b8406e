"""The manual that F1 shows: a page for every page of the window, and no link into nothing."""

import re
from pathlib import Path

import pytest

from mmc_desk.core import paths
from mmc_desk.core.feature import PageSpec
from mmc_desk.features import load_features

FOLDER = paths.manual("index").parent
PAGES = sorted(FOLDER.glob("*.md"))
SPECS = [spec for feature in load_features() for spec in feature.pages]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_every_page_of_the_window_has_its_page(spec: PageSpec) -> None:
    text = paths.manual(spec.help_page).read_text(encoding="utf-8")
    assert text.splitlines()[0].casefold().startswith(f"# {spec.title}".casefold())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (FOLDER / link).is_file()] == []


def test_the_first_page_leads_to_every_other() -> None:
    index = paths.manual("index").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(([^)]+)\.md\)", index))
    assert linked == {page.stem for page in PAGES} - {"index"}
