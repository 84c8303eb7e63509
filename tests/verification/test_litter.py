"""What macOS and Windows leave beside a publication is named, and is no alarm."""

import zipfile
from pathlib import Path

import pytest

from testigo.verification.bringing import unpack
from testigo.verification.report_words import in_words
from testigo.verification.verify import verify
from tests.verification import made
from tests.verification.made import OUR_KEY, blamed, quiet, report


@pytest.mark.parametrize("name", [".DS_Store", "es/.DS_Store", "Thumbs.db", "cards/en/desktop.ini"])
def test_a_file_that_a_computer_left_is_named_and_all_that_was_signed_holds(copy: Path, name: str) -> None:
    (copy / name).write_bytes(b"")
    found = report(copy, OUR_KEY)
    assert found.exit_code == 0
    assert [(one.code, one.file) for one in found.noted] == [("file.litter", name)]
    assert f"{name}: was put there by macOS or Windows" in in_words(found, "en")


def test_what_macos_keeps_beside_a_file_is_known_by_its_first_bytes(copy: Path) -> None:
    (copy / "es/._index.html").write_bytes(b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X")
    assert report(copy, OUR_KEY).exit_code == 0


@pytest.mark.parametrize("name", ["es/._index.html", "._result.html", "DS_Store", "thumbs.html"])
def test_a_page_that_only_has_such_a_name_is_a_file_that_was_added(copy: Path, name: str) -> None:
    (copy / name).write_bytes(b"<h1>Red has won</h1>")
    assert blamed(report(copy, OUR_KEY)) == {name}


def test_a_listed_file_of_such_a_name_is_no_litter(copy: Path) -> None:
    (copy / "es/.DS_Store").write_bytes(b"")
    made.forge(copy, made.OURS)
    assert "es/.DS_Store" in blamed(report(copy, OUR_KEY))


def test_a_zip_that_the_finder_packed_holds(copy: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "finder.zip", "w") as packed:
        for file in sorted(copy.rglob("*")):
            packed.write(file, f"publication-0001/{file.relative_to(copy).as_posix()}")
        packed.writestr("__MACOSX/publication-0001/._index.html", b"\x00\x05\x16\x07")
    found = verify(unpack(tmp_path / "finder.zip", tmp_path / "inside", quiet), OUR_KEY, quiet)
    assert found.exit_code == 0
    assert [one.file for one in found.noted] == ["__MACOSX/"]
    assert not (tmp_path / "inside/__MACOSX").exists()
