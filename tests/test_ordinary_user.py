"""An ordinary user, who owns a clone and nothing else, installs Testigo and plays the town of the demo."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
SYSTEM = "/usr/local/bin:/usr/bin:/bin"
"""Where the programs of everybody are: root may have others, which nobody else can run."""

pytestmark = pytest.mark.long


@pytest.fixture
def clone() -> Iterator[Path]:
    """A clone that the user `nobody` owns, in a folder of its own."""
    if os.geteuid() != 0:
        pytest.skip(
            "only root can act as another user; whoever is not root is the ordinary user, by make test"
        )
    if not (REPOSITORY / ".git").exists():
        pytest.skip("this is no clone")
    home = Path(tempfile.mkdtemp())
    try:
        subprocess.run(["git", "clone", "--quiet", REPOSITORY, home / "clone"], check=True)
        for path in (home, *home.rglob("*")):
            os.chown(
                path, pwd.getpwnam("nobody").pw_uid, pwd.getpwnam("nobody").pw_gid, follow_symlinks=False
            )
        yield home / "clone"
    finally:
        shutil.rmtree(home)


def as_nobody(folder: Path, *arguments: object) -> "subprocess.CompletedProcess[str]":
    user = pwd.getpwnam("nobody")
    return subprocess.run(
        [*map(str, arguments)],
        cwd=folder,
        env={**os.environ, "HOME": str(folder.parent), "USER": "nobody", "PATH": SYSTEM},
        user=user.pw_uid,
        group=user.pw_gid,
        extra_groups=[],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def test_an_ordinary_user_installs_and_plays_the_town(clone: Path) -> None:
    installed = as_nobody(clone, "make", "install")
    assert installed.returncode == 0, installed.stdout
    town = clone.parent / "town"
    played = as_nobody(clone, ".venv/bin/testigo", "demo", town, "--no-serve", "--act", "town")
    assert played.returncode == 0, played.stdout
    assert "finds that everything holds" in played.stdout
    assert town.stat().st_uid == pwd.getpwnam("nobody").pw_uid
    assert "Traceback" not in installed.stdout + played.stdout
