"""How Testigo is installed: what a machine lacks is said, and users get no developer's tool."""

import re
import subprocess
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests import needs

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements-install.lock", "requirements.lock", "requirements-dev.lock")
PACKAGE = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


def run(
    script: str, folder: Path, commands: Mapping[str, str], **more: str
) -> subprocess.CompletedProcess[str]:
    """Run a script of ours where these are the only commands beside those of every system."""
    for name, does in {"id": "echo 1000", **commands}.items():
        (folder / name).write_text(f"#!/bin/sh\n{does}\n")
        (folder / name).chmod(0o755)
    return subprocess.run(
        ["/bin/sh", str(ROOT / "scripts" / script), str(folder / "python")],
        cwd=folder,
        env={"PATH": str(folder), **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_missing_venv_module_is_named_with_its_command(tmp_path: Path) -> None:
    python = 'case "$2" in *ensurepip*) exit 1;; *print*) echo python3.11-venv;; *) exit 0;; esac'
    done = run("install.sh", tmp_path, {"python": python})
    assert done.returncode == 1
    assert "apt-get install python3.11-venv" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_python_that_is_too_old_is_named(tmp_path: Path) -> None:
    done = run("install.sh", tmp_path, {"python": 'case "$2" in *version_info*) exit 1;; *) exit 0;; esac'})
    assert done.returncode == 1
    assert "3.11 or later" in done.stderr


def test_a_machine_without_python_is_told_so(tmp_path: Path) -> None:
    done = run("install.sh", tmp_path, {})
    assert done.returncode == 1
    assert "install python3" in done.stderr


@pytest.mark.parametrize(("in_ci", "code"), [("", 0), ("1", 1)])
def test_who_is_not_root_is_told_what_root_installs_and_only_ci_stops_there(
    tmp_path: Path, in_ci: str, code: int
) -> None:
    done = run("system-packages.sh", tmp_path, {}, TESTIGO_CI=in_ci)
    assert done.returncode == code
    assert "As root: apt-get install chromium" in done.stderr


def test_where_the_browser_is_there_nothing_is_said(tmp_path: Path) -> None:
    done = run("system-packages.sh", tmp_path, {"chromium": "exit 0"}, TESTIGO_CI="1")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("in_ci", [False, True])
def test_what_only_root_can_install_skips_a_test_and_fails_it_in_ci(
    in_ci: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(needs, "IN_CI", in_ci)
    kind = pytest.fail.Exception if in_ci else pytest.skip.Exception
    with pytest.raises(kind, match=r"no-such-command is not here\. As root: apt-get install nothing"):
        needs.command("no-such-command", "nothing")


def test_ci_lets_no_such_test_be_skipped() -> None:
    assert "export TESTIGO_CI=1" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def locked(name: str) -> dict[str, str]:
    return dict(PACKAGE.findall((ROOT / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_its_hashes(name: str) -> None:
    parts = re.split(PACKAGE.pattern, (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE)[3::3]
    assert len(parts) >= len(locked(name)) > 0  # one has a version for each Python
    assert all("--hash=sha256:" in part for part in parts)


def test_what_installs_is_locked_too() -> None:
    assert {"pip", "setuptools", "uv-build"} == locked("requirements-install.lock").keys()


def test_users_get_nothing_that_only_developers_need() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]["dev"]
    tools = {re.split(r"[<>=]", each)[0] for each in groups}
    assert tools <= locked("requirements-dev.lock").keys()
    assert not tools & locked("requirements.lock").keys()


def test_developers_have_the_versions_that_users_have() -> None:
    users, developers = locked("requirements.lock"), locked("requirements-dev.lock")
    assert users.items() <= developers.items()


@pytest.mark.parametrize("script", ["install.sh", "developer.sh"])
def test_nothing_is_installed_without_its_hash_or_built_from_source(script: str) -> None:
    lines = (ROOT / "scripts" / script).read_text(encoding="utf-8")
    for line in lines.replace("$pip", "--require-hashes --only-binary :all:").splitlines():
        if "pip install" in line and "-e ." not in line:
            assert "--require-hashes" in line
            assert "--only-binary :all:" in line
