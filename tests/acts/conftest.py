"""A small sealed operation, open; each test has a copy of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from testigo.acts.operation import Operation
from tests.acts.acting import typed
from tests.cli.small import Small, make_small


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """A sealed operation, made once."""
    return make_small(tmp_path_factory.mktemp("sealed"))


@pytest.fixture
def operation(sealed: Small, tmp_path: Path) -> Iterator[Operation]:
    with Operation(shutil.copytree(sealed.folder, tmp_path / "operation")) as opened:
        yield opened


@pytest.fixture
def disputed(operation: Operation) -> Operation:
    """Readers 1 and 2 differ on station 001.01: statements 1 and 2."""
    typed(operation, "reader-1", "001.01,mayor,100,50")
    typed(operation, "reader-2", "001.01,mayor,100,60")
    return operation


@pytest.fixture
def accepted(operation: Operation) -> Operation:
    """Readers 1 and 2 agree on station 001.01: statements 1 and 2."""
    typed(operation, "reader-1", "001.01,mayor,100,50")
    typed(operation, "reader-2", "001.01,mayor,100,50")
    return operation
