"""What a test needs that only root can install, or that lies beside the repository.

Without it the test is skipped with that reason, and fails in CI.
"""

import os
import shutil
from typing import NoReturn

import pytest

IN_CI = os.environ.get("TESTIGO_CI") == "1"
"""Whether nothing may be skipped for want of what root can install: `.ci/run` says so."""


def lacking(what: str, remedy: str) -> None:
    """Skip the test that needs `what`, or fail it in CI; `remedy` is what root does about it."""
    _missing(f"{what} is not here. As root: {remedy}")


def beside(what: str) -> NoReturn:
    """Skip the test that needs what lies beside the repository, or fail it in CI."""
    _missing(f"{what} is not beside this repository (../shared)")


def _missing(said: str) -> NoReturn:
    if IN_CI:
        pytest.fail(said)
    pytest.skip(said)


def command(name: str, package: str) -> str:
    """Return the path of a command of the system; skip where it is not installed."""
    found = shutil.which(name)
    if found is None:
        lacking(name, f"apt-get install {package}")
    return str(found)
