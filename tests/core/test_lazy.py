"""Names of a package that live in its modules."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mmc_desk.core import lazy


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    folder = tmp_path / "lazy_sample"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "first.py").write_text("SPEED = 1\n", encoding="utf-8")
    (folder / "second.py").write_text("_HIDDEN = 2\nPRICE = 3\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    __import__("lazy_sample")
    yield "lazy_sample"
    for name in [name for name in sys.modules if name.startswith("lazy_sample")]:
        del sys.modules[name]


def test_a_name_loads_the_modules_up_to_its_own_and_stays(package: str) -> None:
    find = lazy.names_of_modules(package, "first", "second")
    assert find("SPEED") == 1
    assert f"{package}.second" not in sys.modules
    assert find("PRICE") == 3
    assert vars(sys.modules[package])["PRICE"] == 3


@pytest.mark.parametrize("name", ["TIME", "_HIDDEN", "second"])
def test_what_is_nowhere_private_or_a_module_is_no_name(package: str, name: str) -> None:
    with pytest.raises(AttributeError, match=f"has no attribute '{name}'"):
        lazy.names_of_modules(package, "first", "second")(name)


def test_a_module_that_is_not_listed_is_imported_without_the_others(package: str) -> None:
    (Path(str(sys.modules[package].__file__)).parent / "third.py").write_text("", encoding="utf-8")
    with pytest.raises(AttributeError, match="third"):
        lazy.names_of_modules(package, "first", "second")("third")
    assert f"{package}.first" not in sys.modules
