"""Every function and class that another file can name says what it is for."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "testigo"
FILES = sorted(SOURCE.rglob("*.py"))
Named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def public(scope: ast.Module | ast.ClassDef) -> Iterator[Named]:
    """What is named in a file or class without a leading underscore; a function in a function is its own."""
    for node in scope.body:
        if isinstance(node, Named) and not node.name.startswith("_") and not is_of_a_protocol(node):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node)


def is_of_a_protocol(node: Named) -> bool:
    """A member whose body is `...`: the protocol that it is of says what it is."""
    return isinstance(node.body[0], ast.Expr) and getattr(node.body[0].value, "value", None) is ...


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_every_public_name_has_a_docstring(file: Path) -> None:
    module = ast.parse(file.read_text(encoding="utf-8"))
    assert ast.get_docstring(module), "the module"
    assert [
        f"{node.name}, line {node.lineno}" for node in public(module) if not ast.get_docstring(node)
    ] == []
