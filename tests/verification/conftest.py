"""One publication that holds, made once; each test bends a copy of its own."""

import shutil
from pathlib import Path

import pytest

from tests.verification import made


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication that holds; never changed by a test."""
    return made.publication(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(whole, tmp_path / "copy"))
