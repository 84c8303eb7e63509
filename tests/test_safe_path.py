"""Nothing is imported from where the files of strangers lie, however Testigo is started."""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from testigo.cli.main import COMMANDS
from testigo.processes.pool import spread
from testigo.reading.sandbox import Sandbox
from testigo.safe_path import safe_path
from tests import hostile_folder
from tests.cli.test_publish import make_operation
from tests.commands import run
from tests.keys import Keys, make_keys
from tests.processes import test_pool
from tests.reading.drawn import ACTA, jpeg, symbol
from tests.verification.made import ORIGIN

ROOT = Path(__file__).parents[1]
PROGRAM = str(ROOT / "src")


@pytest.mark.parametrize(
    ("path", "named", "kept"),
    [
        (["/lib", "/here"], [], ["/lib"]),
        (["", "/lib"], [], ["/lib"]),
        ([".", "/lib"], [], ["/lib"]),
        (["/here/", "/lib"], [], ["/lib"]),
        (["/here/modules", "/lib"], ["modules"], ["/lib"]),
        (["/here/modules", "/lib"], ["./modules/"], ["/lib"]),
        (["/here/modules", "/lib"], [], ["/here/modules", "/lib"]),
        (["/own", "/lib"], ["/own"], ["/own", "/lib"]),
        (["/here", "/lib"], [""], ["/lib"]),
        (["/home/modules", "/lib"], [], ["/lib"]),
        (["/program", "/lib", "/site"], [], ["/lib", "/site", "/program"]),
    ],
)
def test_what_lies_in_the_working_directory_is_off_the_path(
    path: list[str], named: list[str], kept: list[str]
) -> None:
    assert safe_path(path, "/here", "/program", named, "/home/modules") == kept


def test_the_program_itself_stays_but_comes_last() -> None:
    assert safe_path(["/here", "/lib"], "/here", "/here", [], None) == ["/lib", "/here"]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    (tmp_path / "folder").mkdir()
    return hostile_folder.fill(tmp_path / "folder")


def test_processes_of_ours_import_nothing_from_the_working_directory(
    hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(hostile)
    assert list(spread(test_pool.MULTIPLIED, 2, [1, 2], 1)) == [2, 4]
    assert hostile_folder.executed(hostile) == ""


def test_processes_behind_the_wall_import_nothing_from_the_working_directory(
    hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(hostile)
    for variable in ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONPLATLIBDIR", "PYTHONUSERBASE"):
        monkeypatch.setenv(variable, str(hostile))
    (look,) = Sandbox(1, ()).look_at([jpeg(symbol(ACTA))])
    assert look.codes == (ACTA.encode(),)
    assert hostile_folder.executed(hostile) == ""


ENTRY = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]["testigo"]


def as_module(_here: Path) -> list[str]:
    """`python -m`, which loads modules before any line of ours; the line of `startup` comes before that."""
    return [sys.executable, "-m", "testigo"]


def as_module_with_a_safe_path(here: Path) -> list[str]:
    hostile_folder.fill(here)
    return [sys.executable, "-P", "-m", "testigo"]


def as_command(folder: Path) -> list[str]:
    """The script that an installation writes for `[project.scripts]`."""
    hostile_folder.fill(folder)
    module, function = ENTRY.split(":")
    script = folder.parent / "testigo"
    script.write_text(f"import re\nimport sys\nfrom {module} import {function}\nsys.exit({function}())\n")
    return [sys.executable, str(script)]


PHOTO = "photo.jpg"
ARGUMENTS: dict[str, list[list[str]]] = {
    # command -> calls, in a folder that has an operation `night`, its publication, and a photo
    "headquarters": [["headquarters", "."]],
    "new": [["new", "fresh"]],
    "election": [["election", "check", "night"], ["election", "show", "night"]],
    "mapping": [["mapping", "suggest", "table.csv", "night"]],
    "form": [["form", "check", "night"]],
    "key": [["key", "show", "nowhere"]],
    "import": [["import", "night", "table.csv", "--mapping", "map.toml"]],
    "read": [["read", "night", PHOTO]],
    "send": [["send", "receipts", PHOTO, "--to", "http://127.0.0.1:1", "--token-file", "table.csv"]],
    "receipt": [["receipt", "night", "AAAAAAAA"]],
    "claim": [["claim", "night", "table.csv"]],
    "transcribe": [["transcribe", "night", "table.csv", "--person", "ana-1"]],
    "adjudicate": [["adjudicate", "night", "1", "contest-1"]],
    "correct": [["correct", "night", "1", "contest-1"]],
    "withdraw": [["withdraw", "night", "1"]],
    "invalidate": [["invalidate", "night", "ana-1"]],
    "declare": [["declare", "night"]],
    "history": [["history", "night", "1"]],
    "next": [["next", "night"]],
    "status": [["status", "night"]],
    "missing": [["missing", "night"]],
    "tally": [["tally", "night"]],
    "compare": [["compare", "night"]],
    "corroborate": [["corroborate", "night", "table.csv", "--mapping", "map.toml"]],
    "sample": [["sample", "plan", "night", "--size", "1", "--out", "plan.txt"]],
    "estimate": [["estimate", "night", "--sample", "no.txt"]],
    "audit": [["audit", "night", "--sample", "no.txt"]],
    "forensics": [["forensics", "night", "--processes", "2", "--draws", "19"]],
    "answers": [["answers", "night"]],
    "publish": [["publish", "night", "--processes", "2"]],  # and the keys
    "changes": [["changes", ".", "."]],
    "verify": [["verify", "."]],
    "serve": [["serve", "nowhere"]],
    "evidence": [["evidence", "check", "night"]],
    "doctor": [["doctor", "night"]],
    "backup": [["backup", "night", "copy.tar"]],
    "restore": [["restore", "no.tar", "again"]],
    "simulate": [["simulate", "another", "--stations", "3", "--photos"]],
    "demo": [["demo", "again", "--no-serve", "--no-such-option"]],
}
"""The demo runs every step in this process, as the others here do: only its own loading is looked at."""


def test_every_command_is_called() -> None:
    assert list(ARGUMENTS) == list(COMMANDS)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication with hostile files in it, and beside them all that the commands are given."""
    around = tmp_path_factory.mktemp("around")
    keys = make_keys(around / "both", ORIGIN)
    operation = make_operation(around / "operation", sealed=keys.fingerprint)
    assert run("publish", operation, *keys.options) == 0
    folder = around / "folder"
    shutil.copytree(operation / "public", folder)
    shutil.copytree(operation, folder / "night")
    (folder / PHOTO).write_bytes(jpeg(symbol(ACTA)))
    shutil.copy(around / "results.csv", folder / "table.csv")
    shutil.copy(around / "results.toml", folder / "map.toml")
    return hostile_folder.fill(folder)


def called(way: list[str], arguments: list[str], here: Path) -> str:
    """Run a command in the folder; return what it said, and what was executed of the folder."""
    if arguments[0] == "publish":
        arguments = [*arguments, *Keys(here.parent / "both").options]
    ran = subprocess.run(
        [*way, *arguments], cwd=here, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert "Traceback" not in ran.stderr, ran.stderr
    assert hostile_folder.executed(here) == ""
    assert ran.returncode in (0, 1, 2, 3, 4), ran.stderr
    return ran.stdout + ran.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_imports_from_the_working_directory(here: Path, command: str) -> None:
    for arguments in ARGUMENTS[command]:
        assert called(as_module(here), arguments, here)


@pytest.mark.parametrize("way", [as_command, as_module_with_a_safe_path])
@pytest.mark.parametrize("command", ["read", "publish", "verify"])
def test_the_installed_command_does_not_either(
    here: Path, command: str, way: Callable[[Path], list[str]]
) -> None:
    for arguments in ARGUMENTS[command]:
        assert called(way(here), arguments, here)


@pytest.mark.parametrize("named", ["", "./modules", ".:modules"])
def test_what_a_variable_names_relatively_is_not_imported(
    here: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    (here / "modules").mkdir(exist_ok=True)
    hostile_folder.fill(here / "modules")
    for folder in (here, here / "modules"):
        hostile_folder.without(folder, hostile_folder.LOADED_FROM_VARIABLES)
        hostile_folder.without(folder, hostile_folder.LOADED_BY_PYTHON)
    monkeypatch.setenv("PYTHONPATH", named)
    assert called(as_module(here), ["verify", "."], here)


@pytest.mark.parametrize("named", [":", ".:modules"])
def test_an_isolated_command_holds_whatever_a_variable_names(
    here: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    """Without -I Python loads its encodings from there, before any line of ours."""
    monkeypatch.setenv("PYTHONPATH", named)
    python, script = as_command(here)
    assert called([python, "-I", script], ["verify", "."], here)


def test_a_hostile_file_would_be_seen(here: Path) -> None:
    """These tests find what they look for: without the safe path it is run."""
    subprocess.run([sys.executable, "-m", "timeit", "0"], cwd=here, check=False)
    assert hostile_folder.executed(here) != ""
    (here.parent / hostile_folder.EXECUTED).unlink()
