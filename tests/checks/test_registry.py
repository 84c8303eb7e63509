"""Every rule is whole: a code of its family, a page, words, a test where it fires and one where not."""

import ast
import re
from pathlib import Path

import pytest

from testigo.checks.registry import RULES, Rule, add
from testigo.findings import Severity

ROOT = Path(__file__).resolve().parents[2]
FAMILIES = re.compile(r"I\.1|S\.2|T\.3|C\.4|N\.5|R\.6|D\.7")
BLOCKING = ["I.101", "I.102", "I.103", "I.104", "S.201", "S.202", "T.301", "R.604"]
WARNING = [
    "C.401",
    "C.402",
    "C.403",
    "D.701",
    "D.702",
    "N.501",
    "R.601",
    "R.602",
    "R.603",
    "R.605",
    "T.302",
    "T.303",
]
TESTS = sorted((ROOT / "tests" / "checks").glob("test_*.py"))


def names_of_tests() -> list[str]:
    parsed = [ast.parse(path.read_text()) for path in TESTS]
    return [node.name for tree in parsed for node in tree.body if isinstance(node, ast.FunctionDef)]


def test_the_shipped_rules_are_those_that_the_issue_names() -> None:
    shipped = {code: rule.severity for code, rule in RULES.items()}
    expected = dict.fromkeys(BLOCKING, Severity.BLOCKING) | dict.fromkeys(WARNING, Severity.WARNING)
    assert shipped == expected


def test_rules_stand_in_the_order_of_their_families() -> None:
    photos = ["R.601", "R.602", "R.603", "R.604", "R.605"]
    in_order = ["I.101", "I.102", "I.103", "I.104", "S.201", "S.202", "T.301", "T.302", "T.303"]
    assert list(RULES) == [*in_order, "C.401", "C.402", "C.403", "N.501", *photos, "D.701", "D.702"]


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_rule_has_a_code_of_its_family_and_a_source(code: str) -> None:
    rule = RULES[code]
    assert FAMILIES.match(code)
    assert rule.code == code
    assert rule.version >= 1
    assert rule.source


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_rule_has_a_test_where_it_fires_and_one_where_it_is_silent(code: str) -> None:
    short = code.replace(".", "").lower()
    names = names_of_tests()
    assert any(name.startswith(f"test_{short}_fires") for name in names)
    assert any(name.startswith(f"test_{short}_is_silent") for name in names)


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_rule_says_in_its_docstring_what_it_finds(code: str) -> None:
    find = RULES[code].find
    assert find is None or (find.__doc__ or "").strip()


def test_two_rules_cannot_have_one_code() -> None:
    again = Rule("S.201", 1, Severity.WARNING, "a test", None, None)
    with pytest.raises(ValueError, match=r"S\.201"):
        add(again)
