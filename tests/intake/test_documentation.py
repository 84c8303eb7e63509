"""docs/operate/import.md has a line for every key of the mapping language, and its example is one."""

import re
from pathlib import Path

import pytest

from testigo.intake.mapping import parse_mapping
from testigo.intake.mapping_problems import KEYS, NOT_BUILT
from testigo.intake.triage import Likeness

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "operate" / "import.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", sorted({*KEYS, *NOT_BUILT} - {"groups"}))
def test_every_key_of_the_language_is_documented(key: str) -> None:
    assert re.search(rf"`(\[\[|\[)?{key}(\]\]|\.NAME\]| = [^`]*)?`", PAGE)


@pytest.mark.parametrize("likeness", Likeness)
def test_every_likeness_of_an_unknown_station_is_documented(likeness: Likeness) -> None:
    assert f"| {likeness} |" in PAGE


def test_the_example_is_a_mapping() -> None:
    example = re.search(r"```toml\n(\[\[reading\]\].*?)```", PAGE, re.DOTALL)
    assert example is not None
    assert parse_mapping(example[1].encode(), "import.md").table[0].figures["votes_EG"] == ("EG",)
