"""Pages of the documentation that are a journey: their blocks in order, their commands as they stand."""

import io
import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from testigo.cli.main import main

BLOCK = re.compile(r"```(?P<kind>sh|toml|text)\n(?P<body>.*?)```", re.DOTALL)
FILE = re.compile(r"# (?P<path>\S+)\n")
ASKS_A_PASSPHRASE = ("key new", "publish")
SECRET, OTHER_SECRET = "passphrase.txt", "disclosure-passphrase.txt"


def steps(page: Path) -> Iterator[tuple[str, str]]:
    """Yield a page's blocks in order: ("run", a command), or (path, the file's text)."""
    for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
        if block["kind"] == "sh":
            yield from (("run", line) for line in block["body"].splitlines() if line)
            continue
        named = FILE.match(block["body"])
        assert named is not None, block["body"]
        yield named["path"], block["body"][named.end() :]


def run(command: str) -> str:
    """Run a command of a page as it stands; where it asks for a passphrase, files answer."""
    program, *arguments = shlex.split(command)
    assert program == "testigo"
    if command.startswith(tuple(f"testigo {each}" for each in ASKS_A_PASSPHRASE)):
        arguments += ["--passphrase-file", SECRET, "--disclosure-passphrase-file", OTHER_SECRET]
    said, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(errors):
        try:
            main(arguments)
        except SystemExit as end:
            pytest.fail(f"{command}: exit code {end.code}\n{errors.getvalue()}")
    return said.getvalue()
