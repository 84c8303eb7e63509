"""Read-only media are looked at; a full disk is said to be full, and what was acknowledged stays."""

import contextlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from testigo.evidence.connect import EVIDENCE_FILE
from tests.cli.small import MAPPING, Small, make_small
from tests.disks import fill, make_read_only, small_disk

LOOKING = (
    ("status",),
    ("tally",),
    ("compare",),
    ("missing",),
    ("history", "001.01"),
    ("evidence check",),
    ("election check",),
    ("election show",),
)
SAYING = (
    ("withdraw", "1", "--person", "judge-1", "--reason", "Typed twice by mistake."),
    ("declare", "--held", "3", "--source", "Press conference"),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small operation in which two persons typed a form."""
    small = make_small(tmp_path_factory.mktemp("made"))
    assert small.typed("reader-1", "001.01,mayor,100,50") == 0
    assert small.typed("reader-2", "001.01,mayor,100,50") == 0
    return small.folder


@pytest.fixture
def on_a_stick(made: Path, tmp_path: Path) -> Iterator[Small]:
    """A copy on a disk that nobody can write."""
    with small_disk(tmp_path / "stick") as stick:
        shutil.copytree(made, stick / "operation")
        make_read_only(stick)
        yield Small(stick / "operation")


@pytest.mark.parametrize("command", LOOKING, ids=" ".join)
def test_commands_that_only_look_work_on_a_read_only_medium(
    on_a_stick: Small, made: Path, command: tuple[str, ...]
) -> None:
    elsewhere = Small(made)
    assert elsewhere.run(*command) == 0
    assert on_a_stick.run(*command) == 0, on_a_stick.err
    assert on_a_stick.out == elsewhere.out.replace(str(made), str(on_a_stick.folder))


@pytest.mark.parametrize("command", SAYING, ids=lambda command: command[0])
def test_commands_that_say_something_name_the_medium_and_the_remedy(
    on_a_stick: Small, command: tuple[str, ...]
) -> None:
    assert on_a_stick.run(*command) == 2
    assert "read-only" in on_a_stick.err
    assert "Copy the operation to" in on_a_stick.err


def test_statements_that_are_only_in_the_log_beside_are_never_left_out_in_silence(
    made: Path, tmp_path: Path
) -> None:
    """As when a running operation is copied onto a stick, file by file."""
    running = Small(shutil.copytree(made, tmp_path / "running"))
    program = (
        "import os, sys\n"
        "from testigo.evidence.connect import open_journal\n"
        "from testigo.evidence.statements import Kind\n"
        "from pathlib import Path\n"
        "import datetime\n"
        "journal = open_journal(Path(sys.argv[1]))\n"
        "body = {'place': 'X', 'held': 1, 'scanned': None, 'source': 'a radio'}\n"
        "journal.append(datetime.date(2030, 1, 7), Kind.DECLARED, body=body)\n"
        "os._exit(0)\n"  # the database is not closed
    )
    subprocess.run([sys.executable, "-c", program, running.folder / EVIDENCE_FILE], check=True, timeout=60)
    assert (running.folder / f"{EVIDENCE_FILE}-wal").stat().st_size
    with small_disk(tmp_path / "stick") as stick:
        there = Small(shutil.copytree(running.folder, stick / "operation"))
        (there.folder / f"{EVIDENCE_FILE}-shm").unlink(missing_ok=True)
        make_read_only(stick)
        assert there.run("status") == 2
        assert "newest statements" in there.err
        assert "Copy the operation to" in there.err


def test_evidence_with_foreign_rules_is_not_looked_at_either(made: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "stick") as stick:
        there = Small(shutil.copytree(made, stick / "operation"))
        database = sqlite3.connect(there.folder / EVIDENCE_FILE)
        database.execute(
            'CREATE TRIGGER "sqlite hush" BEFORE INSERT ON statement BEGIN SELECT raise(IGNORE); END'
        )
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.commit()
        database.close()
        make_read_only(stick)
        assert there.run("status") == 2
        assert "does not have the rules" in there.err


@pytest.mark.parametrize("command", SAYING, ids=lambda command: command[0])
def test_a_full_disk_is_said_to_be_full_and_nothing_was_lost(
    made: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    with small_disk(tmp_path / "disk") as disk:
        there = Small(shutil.copytree(made, disk / "operation"))
        before = there.last()
        filling = fill(disk)
        assert there.run(*command) == 2
        assert "the disk is full" in there.err.lower()
        assert "look at the disk before anything else" not in there.err
        filling.unlink()
        assert there.last() == before
        assert there.run(*command) == 0, there.err


def test_a_full_disk_is_looked_at(made: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        there = Small(shutil.copytree(made, disk / "operation"))
        fill(disk)
        assert there.run("status") == 0, there.err


@pytest.mark.parametrize(
    ("command", "more"),
    [("backup", ("there.tar",)), ("import", ("results.csv", "--mapping", "map.toml"))],
)
def test_every_other_writer_says_it_too(
    made: Path, tmp_path: Path, command: str, more: tuple[str, ...]
) -> None:
    with small_disk(tmp_path / "disk") as disk:
        there = Small(shutil.copytree(made, disk / "operation"))
        (disk / "results.csv").write_text("mesa,red,blue\n001.01,1,2\n")
        (disk / "map.toml").write_text(MAPPING)
        fill(disk)
        with contextlib.chdir(disk):
            assert there.run(command, *more) == 2
        assert "the disk is full" in there.err.lower()
        assert "Traceback" not in there.err
