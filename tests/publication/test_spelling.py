"""The spelling of the search, held by vectors that the page's script passes too."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.publication.spelling import search_form

VECTORS = sorted((Path(__file__).resolve().parents[2] / "vectors" / "search-form").glob("*.json"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda path: path.stem)
def test_a_text_is_spelt_as_the_vector_says(vector: Path) -> None:
    case = json.loads(vector.read_text(encoding="utf-8"))
    assert search_form(case["text"]) == case["search_form"]


@given(st.text(alphabet=st.characters(codec="utf-8", max_codepoint=0x2FFF)))
def test_spelling_twice_changes_nothing(text: str) -> None:
    once = search_form(text)
    assert search_form(once) == once
