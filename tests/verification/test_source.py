"""A publication brought from an address: as far as its manifest names it, and no further."""

import io
from pathlib import Path
from typing import BinaryIO

import pytest

from testigo.errors import InputError
from testigo.publication.format import MANIFEST
from testigo.verification import allowance, bringing
from testigo.verification.bringing import Opener, fetch
from testigo.verification.report import Outcome
from testigo.verification.verify import verify
from tests.verification import made
from tests.verification.made import OUR_KEY, blamed, codes, quiet

ADDRESS = "https://testigo.example/2030"


def served(folder: Path, asked: list[str] | None = None) -> Opener:
    """Answers addresses below ADDRESS from a folder, as a web server would."""

    def open_address(address: str) -> BinaryIO:
        if asked is not None:
            asked.append(address)
        return io.BytesIO((folder / address.removeprefix(f"{ADDRESS}/")).read_bytes())

    return open_address


def test_a_publication_at_an_address_is_verified_like_a_folder(whole: Path, tmp_path: Path) -> None:
    found = verify(fetch(ADDRESS, served(whole), tmp_path, quiet), OUR_KEY, quiet)
    assert found.failures == ()
    assert found.exit_code == 0
    assert found.address == ADDRESS


def test_a_publication_at_an_address_is_made_again_like_one_in_a_folder(copy: Path, tmp_path: Path) -> None:
    page = copy / "es" / "index.html"
    page.write_text(page.read_text().replace("<title>", "<title>Rojo ganó. "))
    made.forge(copy, made.OURS)
    found = verify(fetch(ADDRESS, served(copy), tmp_path, quiet), OUR_KEY, quiet)
    assert blamed(found) == {"es/index.html"}


def test_over_an_address_the_report_says_that_added_files_cannot_be_seen(copy: Path, tmp_path: Path) -> None:
    (copy / "added.html").write_bytes(b"")
    found = verify(fetch(ADDRESS, served(copy), tmp_path, quiet), OUR_KEY, quiet)
    assert found.failures == ()
    assert "added" in found.open


def test_each_file_is_asked_for_once_so_what_is_hashed_is_what_is_read(whole: Path, tmp_path: Path) -> None:
    asked: list[str] = []
    verify(fetch(ADDRESS + "/", served(whole, asked), tmp_path, quiet), OUR_KEY, quiet)
    assert len(asked) == len(set(asked)) == len(made.listed(whole)) + 2


def test_a_file_that_the_address_does_not_give_is_missing(copy: Path, tmp_path: Path) -> None:
    (copy / "es" / "index.html").unlink()
    found = verify(fetch(ADDRESS, served(copy), tmp_path, quiet), OUR_KEY, quiet)
    assert [(failure.code, failure.file) for failure in found.failures] == [("file.missing", "es/index.html")]


def test_an_address_that_gives_other_bytes_is_found(copy: Path, tmp_path: Path) -> None:
    (copy / "es" / "index.html").write_bytes(b"<p>Hello</p>")
    assert blamed(verify(fetch(ADDRESS, served(copy), tmp_path, quiet), OUR_KEY, quiet)) == {"es/index.html"}


def test_a_manifest_that_leaves_the_folder_brings_nothing(copy: Path, tmp_path: Path) -> None:
    (copy / MANIFEST).write_bytes(b"0" * 64 + b"  ../outside.html\n")
    asked: list[str] = []
    found = verify(fetch(ADDRESS, served(copy, asked), tmp_path / "inside", quiet), OUR_KEY, quiet)
    assert "list.not_canonical" in codes(found)
    assert [address.rsplit("/", 1)[1] for address in asked] == ["manifest.txt", "manifest.note"]
    assert not (tmp_path / "outside.html").exists()


def test_an_endless_file_is_cut_off_and_missing(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "MOST_FILE_BYTES", 1_000_000)
    (copy / "es" / "index.html").write_bytes(b"x" * 3_000_000)
    found = verify(fetch(ADDRESS, served(copy), tmp_path, quiet), OUR_KEY, quiet)
    assert [(failure.code, failure.file) for failure in found.failures] == [("file.missing", "es/index.html")]


def test_an_endless_publication_is_cut_off(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "MOST_FETCHED_BYTES", 10_000)
    monkeypatch.setattr(bringing, "AT_ONCE", 1)
    found = verify(fetch(ADDRESS, served(whole), tmp_path, quiet), OUR_KEY, quiet)
    assert "file.too_large" in codes(found)
    assert found.steps[3].outcome is found.steps[6].outcome is Outcome.NOT_CHECKED
    brought = sum(file.stat().st_size for file in tmp_path.rglob("*") if "definition" not in file.parts)
    assert brought < 100_000


def test_an_address_without_a_publication_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be fetched"):
        fetch(ADDRESS, served(tmp_path), tmp_path / "inside", quiet)
