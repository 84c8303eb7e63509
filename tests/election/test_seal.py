import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.election.seal import changes, listing, seal

FILES = {"b.csv": b"2", "a.toml": b"1", "forms/x/form.toml": b"3"}


def test_the_seal_is_the_hash_of_the_list_that_sha256sum_prints(tmp_path: Path) -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("sha256sum is not installed")
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    command = ["sha256sum", *sorted(FILES)]
    printed = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout

    assert listing(FILES) == printed
    assert seal(FILES) == hashlib.sha256(printed).hexdigest()


def test_the_order_of_the_files_does_not_matter() -> None:
    assert seal(dict(reversed(FILES.items()))) == seal(FILES)


@given(st.sampled_from([*FILES]), st.binary(max_size=3))
def test_one_changed_file_changes_the_seal(name: str, content: bytes) -> None:
    assert (seal(FILES | {name: content}) == seal(FILES)) == (content == FILES[name])


def test_what_changed_since_the_seal_is_named_file_by_file() -> None:
    now = {"a.toml": b"1", "b.csv": b"changed", "c.csv": b""}

    assert changes(listing(FILES), FILES) == ()
    assert changes(listing(FILES), now) == ("b.csv: changed", "c.csv: added", "forms/x/form.toml: removed")
