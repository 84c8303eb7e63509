"""One command at a time writes into an operation; a second one names it, and changes nothing."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from testigo.acts.at_work import at_work
from testigo.acts.operation import Operation
from testigo.cli.main import COMMANDS
from testigo.evidence import backup, restore
from testigo.evidence.backup import AT_WORK, write_backup
from testigo.evidence.connect import EVIDENCE_FILE
from testigo.evidence.restore import restore_backup
from testigo.evidence.statements import Kind
from tests.cli.people import CORRECTION, FORM, FOUND_STATION, JUDGE, PAIR
from tests.cli.small import MAPPING, Small
from tests.commands import run
from tests.keys import make_keys

HOLDER = "from pathlib import Path; import sys, time; from testigo.acts.at_work import at_work\n"
HOLDER += (
    "with at_work(Path(sys.argv[1]), 'testigo read'):\n    print('held', flush=True)\n    time.sleep(600)"
)


@contextmanager
def held(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process is at work in an operation."""
    command = [sys.executable, "-c", HOLDER, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield other
        other.kill()


def writing(small: Small) -> dict[str, tuple[str | Path, ...]]:
    """Every command that writes into an operation, with what it takes."""
    table = small.write("results.csv", "mesa,red,blue\n001.01,100,50\n")
    mapping = small.write("results.toml", MAPPING)
    found = small.write("found.csv", FOUND_STATION)
    keys = make_keys(small.folder.parent / "both", "example.org/x")
    return {
        "import": (table, "--mapping", mapping),
        "read": (table,),
        "claim": (table,),
        "transcribe": (table, "--person", "reader-1"),
        "adjudicate": (*FORM, "--decision", "exclude", *JUDGE),
        "correct": (*FORM, *CORRECTION, *PAIR),
        "withdraw": ("1", *JUDGE),
        "invalidate": ("reader-1", *JUDGE),
        "declare": ("--held", "4", "--scanned", "3", "--source", "Press"),
        "election seal": (),
        "election amend": (found, *PAIR),
        "publish": keys.options,
    }


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_each_command_that_writes_is_refused_while_another_writes(small: Small) -> None:
    commands = writing(small)
    with held(small.folder):
        before = everything(small.folder)
        for command, arguments in commands.items():
            assert small.run(command, *arguments) == 2, command
            assert f"`testigo read` is at work in {small.folder}" in small.err, command
        assert everything(small.folder) == before


TAKE_NO_LOCK = {
    # command: why
    **dict.fromkeys(("new", "simulate", "restore", "demo"), "makes a folder, and refuses one that is filled"),
    **dict.fromkeys(
        (
            "mapping",
            "form",
            "history",
            "next",
            "status",
            "tally",
            "compare",
            "corroborate",
            "missing",
            "changes",
        ),
        "only looks",
    ),
    **dict.fromkeys(("verify", "serve", "evidence", "doctor"), "only looks"),
    **dict.fromkeys(("estimate", "audit", "forensics", "answers"), "only looks"),
    **dict.fromkeys(("key", "sample"), "writes into no operation"),
    **dict.fromkeys(("send", "receipt"), "writes into no operation"),
    "headquarters": "takes it for each thing that it says",
    "backup": "copies while others write",
}


def test_every_command_takes_the_lock_or_has_a_reason_not_to(small: Small) -> None:
    locked = {command.partition(" ")[0] for command in writing(small)}
    assert locked.isdisjoint(TAKE_NO_LOCK)
    assert locked | set(TAKE_NO_LOCK) == set(COMMANDS)


@pytest.mark.parametrize("command", [("new",), ("simulate", "--stations", "3"), ("restore",)])
def test_a_command_that_makes_an_operation_refuses_one_that_is_there(
    small: Small, command: tuple[str, ...]
) -> None:
    backup_file = small.folder.parent / "backup.tar"
    assert small.run("backup", backup_file) == 0
    before = everything(small.folder)
    arguments = [backup_file, small.folder] if command == ("restore",) else [small.folder]
    assert run(command[0], *arguments, *command[1:]) == 2
    assert everything(small.folder) == before


def test_a_dry_run_and_a_look_are_not_kept_waiting(small: Small) -> None:
    table = small.write("results.csv", "mesa,red,blue\n001.01,100,50\n")
    mapping = small.write("results.toml", MAPPING)
    with held(small.folder):
        assert small.run("import", table, "--mapping", mapping, "--dry-run") == 0
        assert small.run("status") == 0


def test_a_crash_lets_go(small: Small) -> None:
    with held(small.folder) as other:
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
        assert small.run("declare", "--held", "4", "--scanned", "3", "--source", "Press") == 0
    assert (small.folder / AT_WORK).read_bytes() == b""


def test_two_reads_at_once_say_received_once(small: Small) -> None:
    photo = small.folder.parent / "photo.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0 no more of it")
    program = "import sys; from testigo.cli.main import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", program, "read", str(small.folder), str(photo), "--jobs", "1"]
    two = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [one.communicate()[1] for one in two]
    received = [one for one in Operation(small.folder).journal.statements() if one.kind is Kind.RECEIVED]
    assert len(received) == 1, said


def killed(run: object, cut: str, where: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run something in a process of its own that is killed where `where.cut` would begin."""
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(where, cut, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
        run()  # type: ignore[operator]
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.parametrize("cut", ["copy_evidence", "_write_archive", "_name"])
def test_a_killed_backup_leaves_nothing_where_the_backup_was_to_be(
    small: Small, tmp_path: Path, cut: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    killed(lambda: write_backup(small.folder, stick / "operation.tar"), cut, backup, monkeypatch)
    assert list(stick.iterdir()) == []
    hidden = [path for folder in small.folder.glob(".*") for path in folder.rglob("*")]
    assert [path.stat().st_size for path in hidden if path.is_file()] in ([], [0])
    with at_work(small.folder, "testigo read"):
        assert [path for path in small.folder.iterdir() if path.name.startswith(".")] == []


def test_a_backup_that_is_being_made_keeps_its_copy(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looked(*arguments: object) -> int:
        with at_work(small.folder, "testigo read"):
            assert [path for path in small.folder.iterdir() if path.name.startswith(".")]
        return write(*arguments)  # type: ignore[arg-type]

    write = backup._write_archive
    monkeypatch.setattr(backup, "_write_archive", looked)
    assert write_backup(small.folder, tmp_path / "operation.tar").files > 0


def test_a_disk_without_unnamed_files_gets_a_whole_backup(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "O_TMPFILE", os.O_DIRECTORY)
    write_backup(small.folder, tmp_path / "operation.tar")
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []
    restore_backup(tmp_path / "operation.tar", tmp_path / "back")
    assert (tmp_path / "back" / EVIDENCE_FILE).exists()


def test_a_killed_restore_lies_in_plain_sight_and_the_next_one_takes_it_away(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tar, back = tmp_path / "operation.tar", tmp_path / "there" / "back"
    back.parent.mkdir()
    write_backup(small.folder, tar)
    killed(lambda: restore_backup(tar, back), "_compare", restore, monkeypatch)
    assert [path.name for path in back.parent.iterdir()] == ["back.partial"]
    restore_backup(tar, back)
    assert [path.name for path in back.parent.iterdir()] == ["back"]


def test_no_time_in_the_exhibits_tells_the_order_of_a_day(small: Small) -> None:
    for reader in ("reader-1", "reader-2"):
        small.typed(reader, "001.01,mayor,100,50")
    exhibits = small.folder / "exhibits"
    times = {path.stat().st_mtime_ns for path in (exhibits, *exhibits.rglob("*"))}
    assert [at % (86_400 * 10**9) for at in times] == [0] * len(times)
    assert max(times) <= time.time_ns()


def test_a_folder_that_is_no_restore_is_left_alone(small: Small, tmp_path: Path) -> None:
    tar, mine = tmp_path / "operation.tar", tmp_path / "back.partial"
    write_backup(small.folder, tar)
    mine.mkdir()
    (mine / "letters.txt").write_text("mine")
    with pytest.raises(Exception, match="is not of a backup"):
        restore_backup(tar, tmp_path / "back")
    assert (mine / "letters.txt").read_text() == "mine"
    shutil.rmtree(mine)
