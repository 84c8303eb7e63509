"""What holds for every act: it says nothing itself, and has its test."""

import ast
import re
from pathlib import Path

import pytest

import testigo.acts

ACTS = sorted(Path(testigo.acts.__file__).parent.glob("*.py"))
WORDS = re.compile(r"[A-Za-z]{2,}[,;:]? [a-z]{2,}[,;:]? [a-z]{2,}")
"""Three words: no key, no code, no name of a column."""


LABELS = {"which key made these names", "stations far from their place"}
"""Names of things: what an HMAC is of, and a test of statistics."""


def docstrings(tree: ast.AST) -> set[int]:
    """The nodes that are docstrings, or the words below a constant."""
    named = (node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef))
    return {id(one.value) for node in named for one in node.body if isinstance(one, ast.Expr)}


@pytest.mark.parametrize("path", ACTS, ids=lambda each: each.stem)
def test_no_act_holds_a_sentence_for_people(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = docstrings(tree)
    said = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in told]
    sentences = [text for text in said if isinstance(text, str) and WORDS.search(text)]
    assert [text for text in sentences if text not in LABELS] == []


@pytest.mark.parametrize("path", ACTS, ids=lambda each: each.stem)
def test_every_error_of_an_act_has_its_key(path: Path) -> None:
    """What is raised is a Message, or what a room below says."""
    errors = {"RefusedError", "StoreError", "ProofError"}
    raised = [
        node.args[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in errors
    ]
    assert [ast.unparse(text) for text in raised if isinstance(text, ast.Constant | ast.JoinedStr)] == []
