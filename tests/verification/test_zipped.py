"""A publication that came as one ZIP: the same verdict as for its folder, and no trap of a stranger's ZIP."""

import io
import stat
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from testigo.cli.verify import command
from testigo.errors import InputError
from testigo.publication.format import MANIFEST
from testigo.publication.mirror import write_zip
from testigo.verification import zipped
from testigo.verification.bringing import unpack
from testigo.verification.verify import verify
from testigo.verification.zipped import files_in
from tests.verification.made import DAY, OUR_KEY, blamed, codes, quiet


@pytest.fixture
def mirror(copy: Path, tmp_path: Path) -> Path:
    """A publication as the ZIP that `testigo publish --zip` writes."""
    return zip_of(copy, tmp_path / "publication-0001.zip")


def zip_of(folder: Path, path: Path) -> Path:
    paths = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    with path.open("wb") as to:
        files = ((name, (folder / name).read_bytes()) for name in paths)
        write_zip(files, "publication-0001", to, DAY, 1)
    return path


def packed(*entries: tuple[zipfile.ZipInfo | str, bytes], how: int = zipfile.ZIP_STORED) -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as writing:
        for entry, content in [("p/" + MANIFEST, b""), *entries]:
            writing.writestr(entry, content)
    return buffer


class Stream(io.RawIOBase):
    """Takes what is written, and cannot go back."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        self.written += bytes(piece)  # type: ignore[call-overload]
        return len(bytes(piece))  # type: ignore[call-overload]


def refusal(buffer: io.BytesIO) -> list[tuple[str | None, str]]:
    """The problems for which a ZIP is refused."""
    with pytest.raises(InputError) as raised:
        list(files_in(buffer, "x.zip"))
    return [(problem.value, problem.message) for problem in raised.value.problems]


# --- the same as a folder ---------------------------------------------------------------------------------


def test_a_zip_is_verified_like_the_folder_that_is_in_it(mirror: Path, tmp_path: Path) -> None:
    found = verify(unpack(mirror, tmp_path / "inside", quiet), OUR_KEY, quiet)
    assert found.failures == ()
    assert found.exit_code == 0
    assert found.address == str(mirror)


def test_a_zip_holds_all_that_there_is_so_added_files_are_seen(copy: Path, tmp_path: Path) -> None:
    (copy / "added.html").write_bytes(b"")
    whole = zip_of(copy, tmp_path / "changed.zip")
    found = verify(unpack(whole, tmp_path / "inside", quiet), OUR_KEY, quiet)
    assert blamed(found) == {"added.html"}
    assert "added" not in found.open


def test_the_command_takes_a_zip(mirror: Path) -> None:
    result = CliRunner().invoke(command, [str(mirror), "--key", OUR_KEY])
    assert result.exit_code == 0, result.output


def test_a_publication_at_the_top_of_a_zip_is_found_too(copy: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "flat.zip", "w") as flat:
        for file in copy.rglob("*"):
            flat.write(file, file.relative_to(copy))  # with the folders as entries of their own
    found = verify(unpack(tmp_path / "flat.zip", tmp_path / "inside", quiet), OUR_KEY, quiet)
    assert found.exit_code == 0


def test_a_damaged_file_is_missing_and_all_others_are_checked(mirror: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(mirror) as read:
        entry = read.getinfo(next(each for each in read.namelist() if "/data/results-" in each))
    content = bytearray(mirror.read_bytes())
    content[entry.header_offset + 30 + len(entry.filename) + 5] ^= 255
    mirror.write_bytes(content)
    found = verify(unpack(mirror, tmp_path / "inside", quiet), OUR_KEY, quiet)
    assert "file.missing" in codes(found)
    assert entry.filename.removeprefix("publication-0001/") in blamed(found)


# --- what a stranger packs ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["p/../../x", "p/./x", "p//x", "p/a\\..\\x", "p/C:x", "p/..", "p/a/../../../etc/x"]
)
def test_a_name_that_leads_out_of_the_folder_refuses_the_zip(name: str) -> None:
    told = refusal(packed((name, b"x")))
    assert told == [(name, "a name that leads out of the folder, or that no publication has")]


@pytest.mark.parametrize("name", ["/etc/x", "../x", "other/x", "x"])
def test_a_file_beside_the_publication_refuses_the_zip(name: str) -> None:
    assert refusal(packed((name, b"x"))) == [(name, "a file beside the publication")]


def test_a_file_in_folders_without_end_refuses_the_zip() -> None:
    assert refusal(packed(("p/" + "a/" * 1_000 + "x", b""))) == [
        ("p/" + "a/" * 1_000 + "x", "a name of more folders than any publication has")
    ]


def test_a_link_refuses_the_zip() -> None:
    link = zipfile.ZipInfo("p/link")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    assert refusal(packed((link, b"/etc/passwd"))) == [
        ("p/link", "a link or another thing that is no plain file")
    ]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_refuse_the_zip() -> None:
    """One program would show the first, another the second."""
    assert refusal(packed(("p/a", b"1"), ("p/a", b"2"))) == [("p/a", "two files of one name")]


def test_all_such_entries_are_named_at_once() -> None:
    assert len(refusal(packed(("p/../a", b""), ("b", b""), ("p/./c", b"")))) == 3


def test_a_bomb_is_refused_before_anything_is_unpacked() -> None:
    bomb = packed(("p/bomb", bytes(30 << 20)), how=zipfile.ZIP_DEFLATED)
    ((value, message),) = refusal(bomb)
    assert value == f"{30 << 20} bytes"
    assert message == "unpacks to more than 250 times its size"


def test_a_file_that_lies_about_its_size_is_not_unpacked_further() -> None:
    buffer = packed(("p/a", b"x" * 100_000), how=zipfile.ZIP_DEFLATED)
    content = buffer.getvalue().replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    found = files_in(io.BytesIO(content), "x.zip")
    assert next(found)[0] == MANIFEST
    path, pieces = next(found)
    assert path == "a"
    with pytest.raises(OSError, match="CRC"):
        list(pieces)


def test_more_files_than_any_publication_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MOST_FILES", 1)
    assert refusal(packed(("p/a", b""))) == [("2 files", "more files than any publication has")]


def test_a_locked_file_refuses_the_zip() -> None:
    content = bytearray(packed(("p/a", b"x")).getvalue())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    assert refusal(io.BytesIO(bytes(content))) == [
        ("p/a", "a file that is locked, or packed in an unusual way")
    ]


def test_a_zip_without_a_publication_says_so() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as writing:
        writing.writestr("photos/1.jpg", b"")
    assert refusal(buffer) == [(None, f"no publication is in it: no {MANIFEST}")]


@given(st.binary(max_size=300))
def test_other_bytes_are_no_zip(content: bytes) -> None:
    with pytest.raises(InputError):
        list(files_in(io.BytesIO(content), "x.zip"))


@given(st.data())
def test_a_zip_with_one_byte_changed_gives_files_or_a_refusal_and_never_leaves_its_folder(
    data: st.DataObject,
) -> None:
    content = packed(("p/data/a.csv", b"station,votes\n" * 50), how=zipfile.ZIP_DEFLATED).getvalue()
    at, by = data.draw(st.integers(0, len(content) - 1)), data.draw(st.integers(1, 255))
    bent = content[:at] + bytes([content[at] ^ by]) + content[at + 1 :]
    try:
        for path, pieces in files_in(io.BytesIO(bent), "x.zip"):
            assert not {"", ".."} & set(path.split("/"))
            b"".join(pieces)
    except (InputError, OSError):
        pass


# --- names, folders, and what the directory does not name -------------------------------------------------

CASES = Path(__file__).parents[3] / "shared" / "cases" / "22-zip-and-names"


@pytest.mark.skipif(not CASES.exists(), reason="the cases lie beside the repository")
@pytest.mark.parametrize(
    "case", ["folder-slip", "folder-with-content", "fuzz-IndexError", "ghost", "long-name"]
)
def test_a_zip_of_the_known_cases_is_refused_whole_with_its_reason(case: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        unpack(CASES / f"{case}.zip", tmp_path / "inside", quiet)
    assert all(problem.message for problem in raised.value.problems)
    assert not (tmp_path / "inside").exists()


def test_a_page_that_lies_before_the_directory_without_a_name_in_it_refuses_the_zip() -> None:
    whole = packed(("p/a", b"a" * 50)).getvalue()
    ghost = packed(("p/index.html", b"Red has won")).getvalue().split(b"PK\x01\x02")[0]
    with zipfile.ZipFile(io.BytesIO(whole)) as read:
        start = read.start_dir
    forged = bytearray(whole[:start] + ghost + whole[start:])
    forged[-6:-2] = (start + len(ghost)).to_bytes(4, "little")
    assert refusal(io.BytesIO(bytes(forged)))[0][1].startswith("holds bytes that its directory does not name")


def test_bytes_before_the_first_file_refuse_the_zip() -> None:
    assert refusal(io.BytesIO(b"<html>Red has won</html>" + packed().getvalue()))


def test_a_zip_whose_sizes_stand_behind_the_files_is_read(copy: Path, tmp_path: Path) -> None:
    """So writes who cannot go back in what he writes."""

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as writing:
        for file in sorted(copy.rglob("*")):
            if file.is_file():
                writing.writestr(file.relative_to(copy).as_posix(), file.read_bytes())
    (tmp_path / "streamed.zip").write_bytes(bytes(stream.written))
    assert (
        verify(unpack(tmp_path / "streamed.zip", tmp_path / "inside", quiet), OUR_KEY, quiet).exit_code == 0
    )


def zip_with_headers(how: int = zipfile.ZIP_STORED) -> bytes:
    return packed(("p/a", b"Red has won " * 9), how=how).getvalue()


HEADER_FIELDS = {"flags": 6, "method": 8, "checksum": 14, "packed size": 18, "unpacked size": 22}


@pytest.mark.parametrize("at", HEADER_FIELDS.values(), ids=HEADER_FIELDS)
@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_header_that_says_something_else_than_the_directory_refuses_the_zip(at: int, how: int) -> None:
    content = bytearray(zip_with_headers(how))
    header = content.rindex(b"PK\x03\x04")
    content[header + at] ^= 8
    assert refusal(io.BytesIO(bytes(content))) == [
        ("p/a", "its header says something else than the directory")
    ]


def test_every_header_is_held_that_of_litter_too() -> None:
    content = bytearray(packed(("__MACOSX/._a", b"Red has won")).getvalue())
    content[content.rindex(b"PK\x03\x04") + 22] ^= 8
    assert refusal(io.BytesIO(bytes(content)))[0][0] == "__MACOSX/._a"


@pytest.mark.parametrize("field", range(4))
def test_what_follows_a_file_and_says_other_sizes_refuses_the_zip(field: int) -> None:
    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as writing:
        writing.writestr("p/" + MANIFEST, b"")
        writing.writestr("p/a", b"Red has won")
    content = bytearray(stream.written)
    after = content.rindex(b"PK\x07\x08")
    content[after + 4 * field] ^= 1
    assert refusal(io.BytesIO(bytes(content)))[0][1].endswith("than the directory")


def test_a_header_with_wide_sizes_is_read() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as writing:
        writing.writestr("p/" + MANIFEST, b"")
        with writing.open("p/a", "w", force_zip64=True) as file:
            file.write(b"Red has won")
    brought = [(path, b"".join(pieces)) for path, pieces in files_in(buffer, "x.zip")]
    assert brought[1] == ("a", b"Red has won")
    content = bytearray(buffer.getvalue())
    extra = content.rindex(b"p/a", 0, content.index(b"PK\x01\x02")) + 3
    content[extra + 4] ^= 1
    assert refusal(io.BytesIO(bytes(content)))[0][1].endswith("than the directory")
