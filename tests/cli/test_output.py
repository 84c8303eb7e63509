"""What a command writes: to a terminal that must obey nothing, to a disk that is full, in every encoding."""

import contextlib
import csv
import io
import json
import os
import pty
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from testigo.characters import harmful_in
from testigo.cli.terminal import Guarded, unguarded
from testigo.errors import StoreError
from tests.cli.small import FILES, Small, make_small

STEERS = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\u2066\r\x08"
ENCODINGS = ("cp1252", "ascii", "latin-1", "utf-16")


def run(
    *arguments: object, stdout: int = subprocess.PIPE, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    program = "from testigo.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, **(more or {})},
        check=False,
        timeout=120,
    )


def on_a_terminal(*arguments: object, kind: str = "dumb") -> str:
    """What a command writes where both its streams are a terminal; a dumb one gets no bar of progress."""
    ours, theirs = pty.openpty()
    program = "from testigo.cli.main import main; main()"
    child = subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": kind},
    )
    os.close(theirs)
    written = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        written += piece
    child.wait(120)
    os.close(ours)
    return written.decode().replace("\r\n", "\n")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An operation whose place has letters of four scripts."""
    files = {**FILES, "jurisdictions.csv": FILES["jurisdictions.csv"].replace("Town A", "Алматы 臺北 ทดสอบ")}
    return make_small(tmp_path_factory.mktemp("output"), files=files).folder


@pytest.mark.parametrize("command", [("status",), ("tally",), ("tally", "--csv"), ("missing", "--json")])
def test_a_full_disk_behind_the_output_is_one_sentence_and_exit_code_2(
    folder: Path, command: tuple[str, ...]
) -> None:
    name, *options = command
    with Path("/dev/full").open("wb") as full:
        done = run(name, folder, *options, stdout=full.fileno())
    assert done.returncode == 2
    assert done.stderr.decode() == "Error: The output cannot be written: No space left on device.\n"


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("option", ["--csv", "--json"])
def test_tables_for_programs_are_utf_8_whatever_the_machine_says(
    folder: Path, encoding: str, option: str
) -> None:
    done = run("tally", folder, "--level", "2", option, more={"PYTHONIOENCODING": encoding})
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Алматы 臺北 ทดสอบ" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_no_encoding_of_the_output_ends_a_command_in_a_traceback(folder: Path, encoding: str) -> None:
    done = run("status", folder, "--level", "2", more={"PYTHONIOENCODING": encoding})
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_output_that_is_closed_is_one_sentence(folder: Path) -> None:
    program = "import os, sys; os.close(1); os.execv(sys.executable, sys.argv[1:])"
    command = [sys.executable, "-c", "from testigo.cli.main import main; main()", "status", str(folder)]
    done = subprocess.run(
        [sys.executable, "-c", program, *command], stderr=subprocess.PIPE, check=False, timeout=120
    )
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1


def test_a_reader_who_has_read_enough_ends_a_command_without_a_word(folder: Path) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    done = run("tally", folder, stdout=theirs)
    os.close(theirs)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


def test_a_file_name_steers_no_terminal(folder: Path, tmp_path: Path) -> None:
    evil = tmp_path / f"table{STEERS}.csv"
    evil.write_text("mesa,red,blue\n001.01,1,2\n")
    said = on_a_terminal("import", folder, evil, "--mapping", evil)
    assert "table" in said
    assert harmful_in(said) <= {"\n"}


def test_a_bar_of_progress_is_drawn_and_carries_nobody_elses_orders(folder: Path, tmp_path: Path) -> None:
    evil = tmp_path / f"table{STEERS}.csv"
    evil.write_text("mesa,red,blue\n001.01,1,2\n")
    said = on_a_terminal("import", folder, evil, "--mapping", evil, kind="xterm")
    assert not {"\x9b", "\x07", "\x08", "\u202e"} & set(said)
    assert "\x1b]" not in said


def test_a_cell_of_a_table_steers_no_terminal(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "results.csv"
    table.write_text(f'mesa,red,blue\n"001{STEERS}",1,2\n001.01,"1{STEERS}",2\n', newline="")
    mapping = tmp_path / "map.toml"
    mapping.write_text(MAPPING)
    assert harmful_in(on_a_terminal("import", folder, table, "--mapping", mapping)) <= {"\n"}


MAPPING = """\
[[reading]]
reader = "publisher"
[[table]]
file = "results.csv"
station = "mesa"
contest = { constant = "mayor" }
[table.figures]
votes_red = "red"
votes_blue = "blue"
"""


def test_a_key_of_a_mapping_and_an_argument_steer_no_terminal(folder: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "map.toml"
    written = json.dumps(STEERS)[1:-1]
    mapping.write_text(f'["{written}"]\nx = "{written}"\n')
    assert harmful_in(on_a_terminal("import", folder, mapping, "--mapping", mapping)) <= {"\n"}
    assert harmful_in(on_a_terminal("tally", folder, "--contest", STEERS)) <= {"\n"}
    assert harmful_in(on_a_terminal("status", tmp_path / STEERS)) <= {"\n"}


def test_a_database_that_somebody_wrote_into_steers_no_terminal(folder: Path, tmp_path: Path) -> None:
    small = Small(shutil.copytree(folder, tmp_path / "operation"))
    database = sqlite3.connect(small.folder / "evidence.sqlite")
    for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f'DROP TRIGGER "{trigger}"')
    database.execute("UPDATE statement SET kind = ?", (f"opened{STEERS}",))
    database.commit()
    database.close()
    for command in (("evidence", "check"), ("status",), ("history",)):
        said = on_a_terminal(*command, small.folder, *(["001.01"] if command == ("history",) else []))
        assert harmful_in(said) <= {"\n"}, command


def test_what_looks_like_markup_in_a_cell_is_printed_as_it_is(tmp_path: Path) -> None:
    files = {**FILES, "jurisdictions.csv": FILES["jurisdictions.csv"].replace("Town A", "[bold]A :smile:")}
    said = run("status", make_small(tmp_path, files=files).folder, "--level", "2").stdout.decode()
    assert "[bold]A :smile:" in said


def test_json_on_a_terminal_is_json_with_the_same_values() -> None:
    stream = io.StringIO()
    Guarded(stream, matters=True).write(json.dumps({"value": STEERS}, ensure_ascii=False))
    assert json.loads(stream.getvalue()) == {"value": STEERS}
    assert not harmful_in(stream.getvalue())


def test_nothing_writes_past_the_guard_but_what_draws_on_a_terminal() -> None:
    stream = io.TextIOWrapper(io.BytesIO())
    guard = Guarded(stream, matters=True)
    assert not hasattr(guard, "buffer")
    assert unguarded(guard) is stream  # type: ignore[arg-type]


def test_a_failing_stderr_never_hides_what_went_wrong_behind_another_failure() -> None:
    for matters, expected in ((False, contextlib.nullcontext()), (True, pytest.raises(StoreError))):
        full = Path("/dev/full").open("w")  # noqa: SIM115 (closing it fails, too)
        with expected:
            Guarded(full, matters=matters).write("x" * 100_000)
        with contextlib.suppress(OSError):
            full.close()


def test_no_cell_of_printed_csv_is_a_formula(tmp_path: Path) -> None:
    files = {**FILES, "jurisdictions.csv": FILES["jurisdictions.csv"].replace("Town A", "+Europa")}
    written = run("status", make_small(tmp_path, files=files).folder, "--level", "2", "--csv").stdout.decode()
    cells = [cell for row in csv.reader(io.StringIO(written)) for cell in row]
    assert "'+Europa" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
