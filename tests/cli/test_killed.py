"""What is left of a command that was killed: no process of its, and no hidden copy of evidence."""

import gzip
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from testigo.cli.main import COMMANDS
from tests.amounts import LONG
from tests.children import children
from tests.cli.test_publish import make_operation
from tests.commands import run
from tests.keys import make_keys
from tests.processes.test_pool import until_gone
from tests.reading.drawn import ACTA, jpeg, symbol
from tests.verification.made import ORIGIN

PACKED = ["--mapping", "packed.toml"]
STARTS = {
    # command -> a call that starts processes, in a folder with an operation `night`, tables and photos
    "mapping": ["mapping", "suggest", "table.csv.gz"],
    "import": ["import", "night", "table.csv.gz", *PACKED],
    "read": ["read", "night", "photos"],
    "corroborate": ["corroborate", "night", "table.csv.gz", *PACKED],
    "forensics": ["forensics", "night", "--processes", "2", "--draws", "100000"],
    "changes": ["changes", "published", "published"],
    "verify": ["verify", "published"],
    "demo": ["demo", "again", "--no-serve", "--act", "town"],
}
ELSEWHERE = {"publish", "simulate", "election", "headquarters"}
"""Killed at any moment of theirs: `test_killed_makers`, and `server/test_killed`."""
ALONE = {
    # these start none: one that is killed leaves at most what `test_alone` says
    *(
        "new",
        "form",
        "key",
        "claim",
        "transcribe",
        "adjudicate",
        "correct",
        "withdraw",
        "invalidate",
        "declare",
    ),
    *("next", "sample", "estimate", "audit", "answers"),
    *("history", "status", "tally", "compare", "missing", "serve", "evidence", "backup", "restore"),
    *("send", "receipt", "doctor"),
}
HOW = [signal.SIGKILL, signal.SIGTERM, signal.SIGINT]


def each_by(commands: Iterable[str]) -> list[tuple[str, signal.Signals]]:
    """Each command with each signal; in CI with one, the signals in turn."""
    return [
        (command, how)
        for number, command in enumerate(commands)
        for how in (HOW if LONG else [HOW[number % len(HOW)]])
    ]


def test_of_every_command_it_is_known_whether_it_starts_processes() -> None:
    assert STARTS.keys() | ELSEWHERE | ALONE == set(COMMANDS)


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An operation, its publication, tables and photos."""
    around = tmp_path_factory.mktemp("around")
    keys = make_keys(around / "both", ORIGIN)
    operation = make_operation(around / "night", sealed=keys.fingerprint)
    assert run("publish", operation, *keys.options) == 0
    shutil.copytree(operation / "public", around / "published")
    table = (around / "results.csv").read_bytes()
    (around / "table.csv.gz").write_bytes(gzip.compress(table))
    plain = (around / "results.toml").read_text()
    (around / "packed.toml").write_text(plain.replace("results.csv", "table.csv.gz"))
    (around / "photos").mkdir()
    for number in range(40):
        (around / "photos" / f"{number}.jpg").write_bytes(jpeg(symbol(f"{ACTA}{number}")))
    return around


@pytest.fixture
def here(there: Path, tmp_path: Path) -> Path:
    """A copy that a killed command may spoil."""
    return Path(shutil.copytree(there, tmp_path / "here"))


@pytest.mark.parametrize(("command", "how"), each_by(STARTS))
def test_no_process_and_no_hidden_copy_outlives_a_command(
    here: Path, command: str, how: signal.Signals
) -> None:
    before = hidden(here)
    (here / "temporary").mkdir()
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "testigo", *STARTS[command]],
        cwd=here,
        env={**os.environ, "TMPDIR": str(here / "temporary")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as program:
        while not children(program.pid):
            assert program.poll() is None, program.communicate()[1].decode()
            time.sleep(0.01)
        time.sleep(0.3)  # some are just beginning, or have some of their own
        program.send_signal(how)
        said = program.communicate()[1].decode()
    until_gone(of_session(program.pid))
    assert "Traceback" not in said
    assert hidden(here) == before


def of_session(session: int) -> list[str]:
    """The processes that a program started, and those that they did, however deep."""
    found = []
    for process in (path.name for path in Path("/proc").iterdir() if path.name.isdigit()):
        try:
            told = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(told[3]) == session:
            found.append(process)
    return found


def hidden(folder: Path) -> set[str]:
    """What lies where nobody looks: hidden, or in the folder of temporary files."""
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.name.startswith(".") or path.parent.name == "temporary"
    }


@pytest.mark.parametrize("how", HOW)
def test_a_site_that_is_shown_ends_at_once(there: Path, how: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "testigo", "serve", "night", "--port", "0"],
        cwd=there,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as program:
        assert program.stdout is not None
        assert b"http://" in program.stdout.readline()
        assert children(program.pid) == []
        program.send_signal(how)
        assert b"Traceback" not in program.communicate()[0]
    assert of_session(program.pid) == []
