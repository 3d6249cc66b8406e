"""Each edge case of domain.md §10 has a test that bears its number: in its name (`test_10_17_…`) or its docstring."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
_IN_NAME = re.compile(r"^test_(?:10|edge)_(\d+)_")
_IN_WORDS = re.compile(r"\b10\.(\d+)\b")
_MAYBE = re.compile(r"test_(?:10|edge)_|\b10\.\d|domain\.md")
_OF_DOMAIN = re.compile(r"[Ee]dge cases? ([\d, and]+) of domain\.md §10")


def _numbers() -> Iterator[int]:
    for text in (path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(text)) if _MAYBE.search(text) else ():
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                words = ast.get_docstring(node) or ""
                found = [*_IN_NAME.findall(node.name), *_IN_WORDS.findall(words)]
                found += [number for said in _OF_DOMAIN.findall(words) for number in re.findall(r"\d+", said)]
                yield from map(int, found)


@pytest.fixture(scope="module")
def numbers() -> frozenset[int]:
    return frozenset(_numbers())


@pytest.mark.parametrize("number", range(1, 20))
def test_an_edge_case_has_its_test(number: int, numbers: frozenset[int]) -> None:
    assert number in numbers
