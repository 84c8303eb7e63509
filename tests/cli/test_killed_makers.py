"""What makes something is killed at any moment: no process, nothing hidden, and the next run ends well."""

import gzip
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.amounts import amount
from tests.cli.test_killed import each_by, hidden, of_session
from tests.cli.test_publish import make_operation
from tests.commands import run
from tests.keys import make_keys
from tests.processes.test_pool import until_gone
from tests.verification.made import ORIGIN

pytestmark = pytest.mark.slow

KILLS = amount(1, 15)
"""Of each command by each signal."""
MAPPING = """
[[draft]]
what = "jurisdictions"
file = "roll.csv.gz"
[[draft.levels]]
jurisdiction = { constant = "X" }
name = { constant = "Country" }
[[draft]]
what = "stations"
file = "roll.csv.gz"
[draft.columns]
station = "station"
jurisdiction = { constant = "X" }
registered_voters = { count = "voters" }
"""


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An operation that was never published, its keys, and a packed roll."""
    around = tmp_path_factory.mktemp("around")
    keys = make_keys(around / "both", ORIGIN)
    make_operation(around / "night", sealed=keys.fingerprint)
    options = [str(option).replace(str(around), ".") for option in keys.options]
    (around / "options.txt").write_text("\n".join(options))
    (around / "key.txt").write_text(keys.fingerprint)
    rows = "".join(f"{number:04d},{300 + number % 100}\n" for number in range(2000))
    (around / "roll.csv.gz").write_bytes(gzip.compress(f"station,voters\n{rows}".encode()))
    (around / "roll.toml").write_text(MAPPING)
    assert run("new", around / "mine") == 0
    return around


def calls(here: Path) -> dict[str, list[str]]:
    return {
        "publish": ["publish", "night", *(here / "options.txt").read_text().splitlines()],
        "simulate": ["simulate", "country", "--stations", "400"],
        "election draft": ["election", "draft", "mine", "roll.csv.gz", "--mapping", "roll.toml"],
    }


def started(here: Path, arguments: list[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "testigo", *arguments],
        cwd=here,
        env={**os.environ, "TMPDIR": str(here / "temporary")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


@pytest.mark.parametrize(("command", "how"), each_by(["publish", "simulate", "election draft"]))
def test_a_killed_command_leaves_no_process_and_nothing_hidden_and_the_next_run_ends_well(
    there: Path, tmp_path: Path, command: str, how: signal.Signals
) -> None:
    here = Path(shutil.copytree(there, tmp_path / "here"))
    (here / "temporary").mkdir()
    before = hidden(here)
    arguments = calls(here)[command]
    whole = Path(shutil.copytree(here, tmp_path / "whole"))
    begin = time.monotonic()
    with started(whole, arguments) as program:
        assert program.wait() == 0, program.communicate()[1].decode()
    longest = time.monotonic() - begin
    chance = random.Random(f"{command} {how}")
    for _ in range(KILLS):
        if command != "publish":  # which goes on where it was ended, as often as that is
            begin_anew(there, here)
        with started(here, arguments) as program:
            time.sleep(chance.uniform(longest / 4, longest))
            program.send_signal(how)
            said = program.communicate()[1].decode()
        until_gone(of_session(program.pid))
        assert "Traceback" not in said
        assert hidden(here) == before
    if command == "simulate":  # what is half invented is not gone on with
        begin_anew(there, here)
    with started(here, arguments) as program:
        said = program.communicate()[1].decode()
    assert program.returncode == 0, said
    if command == "publish":
        key = (here / "key.txt").read_text()
        assert run("verify", here / "night" / "public", "--key", key) == 0


def begin_anew(there: Path, here: Path) -> None:
    """Take away what was made."""
    shutil.rmtree(here / "country", ignore_errors=True)
    shutil.rmtree(here / "mine")
    shutil.copytree(there / "mine", here / "mine")
