import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.election.load import read_folder
from testigo.election.seal import changes, listing, seal

SPECIFICATION = Path(__file__).resolve().parents[2] / "spec" / "definition.md"
COMMAND = re.compile(r"cd election\n.*sha256sum$", re.MULTILINE)

FILES = {"b.csv": b"2", "a.toml": b"1", "forms/x/form.toml": b"3"}


def test_the_command_of_the_specification_gives_the_seal(tmp_path: Path) -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("sha256sum is not installed")
    for name, content in (FILES | {".hidden": b"", "forms/x/.hidden": b""}).items():
        path = tmp_path / "election" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    found = COMMAND.search(SPECIFICATION.read_text(encoding="utf-8"))
    assert found is not None
    printed = subprocess.run(
        found.group(), shell=True, cwd=tmp_path, capture_output=True, check=True, text=True
    ).stdout

    assert printed == f"{seal(FILES)}  -\n"
    assert seal(read_folder(tmp_path / "election")) == seal(FILES)


def test_the_seal_is_the_hash_of_its_list() -> None:
    assert seal(FILES) == hashlib.sha256(listing(FILES)).hexdigest()


def test_the_order_of_the_files_does_not_matter() -> None:
    assert seal(dict(reversed(FILES.items()))) == seal(FILES)


@given(st.sampled_from([*FILES]), st.binary(max_size=3))
def test_one_changed_file_changes_the_seal(name: str, content: bytes) -> None:
    assert (seal(FILES | {name: content}) == seal(FILES)) == (content == FILES[name])


def test_what_changed_since_the_seal_is_named_file_by_file() -> None:
    now = {"a.toml": b"1", "b.csv": b"changed", "c.csv": b""}

    assert changes(listing(FILES), FILES) == ()
    assert changes(listing(FILES), now) == ("b.csv: changed", "c.csv: added", "forms/x/form.toml: removed")
