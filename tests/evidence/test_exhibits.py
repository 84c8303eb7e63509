import fcntl
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.errors import StoreError
from testigo.evidence.exhibits import UNFINISHED, FolderStore, reason
from testigo.evidence.unnamed import open_unnamed
from tests.evidence.writer import processes, put_more_than_fits

ABSENT = "0" * 64


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "exhibits")


def damage(path: Path, content: bytes) -> None:
    path.chmod(0o600)
    path.write_bytes(content)


@given(content=st.binary(max_size=2000))
def test_what_is_put_is_got_under_its_sha256(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    store = FolderStore(tmp_path_factory.getbasetemp() / "exhibits")
    sha256 = store.put(content)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert store.get(sha256) == content


def test_a_file_gets_the_same_name_as_its_bytes(store: FolderStore, tmp_path: Path) -> None:
    content = os.urandom(3 * 1024 * 1024 + 1)
    (tmp_path / "scan.jpg").write_bytes(content)
    assert store.put_file(tmp_path / "scan.jpg") == hashlib.sha256(content).hexdigest()
    assert store.get(hashlib.sha256(content).hexdigest()) == content


def test_an_exhibit_lies_in_the_shard_of_its_first_two_digits(store: FolderStore, tmp_path: Path) -> None:
    sha256 = store.put(b"form")
    assert store.path(sha256) == tmp_path / "exhibits" / sha256[:2] / sha256


def test_putting_the_same_bytes_again_changes_nothing(store: FolderStore) -> None:
    sha256 = store.put(b"form")
    before = store.path(sha256).stat()
    assert FolderStore(store.path(sha256).parent.parent).put(b"form") == sha256
    assert store.path(sha256).stat() == before


def test_putting_the_bytes_of_a_damaged_exhibit_mends_it(store: FolderStore) -> None:
    sha256 = store.put(b"form")
    damage(store.path(sha256), b"worn")
    store.put(b"form")
    assert store.get(sha256) == b"form"


def test_a_damaged_exhibit_is_refused_when_it_is_read(store: FolderStore) -> None:
    sha256 = store.put(b"form")
    damage(store.path(sha256), b"fore")
    with pytest.raises(StoreError, match="damaged"):
        store.get(sha256)
    assert not store.is_whole(sha256)


def test_an_absent_exhibit_is_an_error_in_words(store: FolderStore) -> None:
    with pytest.raises(StoreError, match="not in the store"):
        store.get(ABSENT)


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n", "/" + "a" * 63]
)
def test_only_a_sha256_is_a_name(store: FolderStore, name: str) -> None:
    with pytest.raises(StoreError, match="64 hexadecimal digits"):
        store.get(name)


def test_names_are_those_of_all_exhibits_in_order(store: FolderStore) -> None:
    put = {store.put(str(number).encode()) for number in range(50)}
    assert list(store.names()) == sorted(put)


def test_a_store_without_a_folder_has_no_exhibits(store: FolderStore) -> None:
    assert list(store.names()) == []


def test_what_a_crashed_writer_left_is_no_exhibit_and_the_next_writer_removes_it(store: FolderStore) -> None:
    sha256 = store.put(b"form")
    left = store.path(sha256).parent.parent / f"{UNFINISHED}crash"
    left.write_bytes(b"half a fo")
    assert list(store.names()) == [sha256]
    FolderStore(left.parent).put(b"another form")
    assert not left.exists()


def test_the_unfinished_file_of_a_living_writer_is_left_alone(store: FolderStore) -> None:
    folder = store.path(store.put(b"form")).parent.parent
    living = folder / f"{UNFINISHED}living"
    with living.open("wb") as writer:
        fcntl.flock(writer, fcntl.LOCK_EX)
        assert store.remove_unfinished() == 0
        assert living.exists()
    assert store.remove_unfinished() == 1


def test_an_exhibit_cannot_be_written_to_by_accident(store: FolderStore) -> None:
    assert store.path(store.put(b"form")).stat().st_mode & 0o777 == 0o400


def test_a_folder_that_cannot_be_made_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError, match="cannot be stored"):
        FolderStore(tmp_path / "file" / "exhibits").put(b"form")


def test_an_exhibit_that_does_not_fit_is_an_error_in_words_and_leaves_nothing(tmp_path: Path) -> None:
    hears, tells = processes().Pipe(duplex=False)
    writer = processes().Process(target=put_more_than_fits, args=(tmp_path / "exhibits", 10_000, tells))
    writer.start()
    tells.close()
    assert "cannot be stored" in hears.recv()
    writer.join()
    assert list((tmp_path / "exhibits").iterdir()) == []


def test_a_full_disk_is_said_in_words() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with pytest.raises(OSError, match="space") as caught, full.open("wb", buffering=0) as target:
        target.write(b"form")
    assert "the disk is full" in reason(caught.value)


@pytest.fixture(params=["unnamed", "named"])
def disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A disk that has files without a name, and one that has none."""
    if request.param == "named":
        monkeypatch.setattr("testigo.evidence.exhibits.open_unnamed", lambda _: None)
    return str(request.param)


@pytest.mark.usefixtures("disk")
def test_on_either_disk_an_exhibit_is_kept_again_and_mended_and_nothing_else_is_left(
    store: FolderStore,
) -> None:
    sha256 = store.put(b"form")
    for worn in (b"form", b"worn"):
        damage(store.path(sha256), worn)
        (again := FolderStore(store.path(sha256).parent.parent)).put(b"form")
        assert again.get(sha256) == b"form"
    folder = store.path(sha256).parent.parent
    assert [path for path in folder.rglob("*") if path.is_file()] == [store.path(sha256)]


def test_an_exhibit_that_is_being_written_has_no_name(store: FolderStore, tmp_path: Path) -> None:
    seen: list[list[Path]] = []

    def pieces() -> Iterator[bytes]:
        yield b"half a "
        seen.append(list((tmp_path / "exhibits").iterdir()))
        yield b"form"

    if open_unnamed(tmp_path) is None:
        pytest.skip("this disk has no files without a name")
    store._keep(pieces())
    assert seen == [[]]
