"""What a test needs that only root can install: it is skipped with that reason, and fails in CI."""

import os
import shutil

import pytest

IN_CI = os.environ.get("TESTIGO_CI") == "1"
"""Whether nothing may be skipped for want of what root can install: `.ci/run` says so."""


def lacking(what: str, remedy: str) -> None:
    """Skip the test that needs `what`, or fail it in CI; `remedy` is what root does about it."""
    said = f"{what} is not here. As root: {remedy}"
    if IN_CI:
        pytest.fail(said)
    pytest.skip(said)


def command(name: str, package: str) -> str:
    """Return the path of a command of the system; skip where it is not installed."""
    found = shutil.which(name)
    if found is None:
        lacking(name, f"apt-get install {package}")
    return str(found)
