"""Small sealed operations, each test with a copy of its own."""

import shutil
from pathlib import Path

import pytest

from tests.cli.small import Small, make_small


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """A sealed operation, made once; every test has a copy."""
    return make_small(tmp_path_factory.mktemp("sealed"))


@pytest.fixture
def small(sealed: Small, tmp_path: Path) -> Small:
    return Small(shutil.copytree(sealed.folder, tmp_path / "operation"))


@pytest.fixture
def disputed(small: Small) -> Small:
    """Readers 1 and 2 differ on station 001.01: statements 1 and 2."""
    assert small.typed("reader-1", "001.01,mayor,100,50") == 0
    assert small.typed("reader-2", "001.01,mayor,100,60") == 0
    return small


@pytest.fixture
def accepted(small: Small) -> Small:
    """Readers 1 and 2 agree on station 001.01: statements 1 and 2."""
    assert small.typed("reader-1", "001.01,mayor,100,50") == 0
    assert small.typed("reader-2", "001.01,mayor,100,50") == 0
    return small
