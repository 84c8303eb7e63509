import gzip
import hashlib
import io
import random
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from testigo.errors import RefusedError, StoreError
from testigo.evidence.backup import HASHES, write_backup, write_hashes
from testigo.evidence.connect import EVIDENCE_FILE
from testigo.evidence.restore import restore_backup
from tests.evidence.operation import make_operation, tree

Member = tuple[tarfile.TarInfo, bytes]


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A good backup, alone in its folder."""
    (tmp_path / "made").mkdir()
    (tmp_path / "here").mkdir()
    operation = make_operation(tmp_path / "made" / "operation", exhibits=2)
    write_backup(operation, tmp_path / "here" / "backup.tar")
    return tmp_path / "here" / "backup.tar"


def refused(backup: Path) -> str:
    """Restore what must not be restored; return the error after looking for anything left behind."""
    place = backup.parent / "again"
    with pytest.raises(StoreError) as caught:
        restore_backup(backup, place)
    assert sorted(path.name for path in backup.parent.iterdir()) == [backup.name]
    assert "\n" not in str(caught.value)
    return str(caught.value)


def members(backup: Path) -> list[Member]:
    with tarfile.open(backup) as archive:
        found = []
        for member in archive:
            content = archive.extractfile(member)
            assert content is not None
            found.append((member, content.read()))
        return found


def rewrite(backup: Path, changed: list[Member], *, honest: bool = True) -> None:
    """Write an archive anew; `honest` lists the true hash of every plain file."""
    if honest:
        files = {member.name: content for member, content in changed if member.name != HASHES}
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        changed = [entry for entry in changed if entry[0].name != HASHES]
        changed.append(plain(HASHES, write_hashes(hashes)))
    with tarfile.open(backup, "w") as archive:
        for member, content in changed:
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


def plain(name: str, content: bytes = b"x") -> Member:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    return member, content


def special(name: str, kind: bytes, target: str = "") -> Member:
    member = tarfile.TarInfo(name)
    member.type = kind
    member.linkname = target
    return member, b""


def test_a_folder_that_holds_anything_is_refused_and_untouched(backup: Path) -> None:
    place = backup.parent / "again"
    place.mkdir()
    (place / "letter.txt").write_bytes(b"mine")
    with pytest.raises(RefusedError, match="not empty"):
        restore_backup(backup, place)
    assert tree(place) == {"letter.txt": b"mine"}


def test_an_empty_folder_is_taken(backup: Path) -> None:
    (backup.parent / "again").mkdir()
    restore_backup(backup, backup.parent / "again")
    assert EVIDENCE_FILE in {path.name for path in (backup.parent / "again").iterdir()}


def test_a_link_in_the_place_of_the_unfinished_folder_is_not_followed(backup: Path, tmp_path: Path) -> None:
    """Somebody who may write beside the operation could have a restore empty another folder."""
    others = tmp_path / "others"
    others.mkdir()
    (others / "kept").touch()
    place = tmp_path / "restored"
    (tmp_path / "restored.partial").symlink_to(others)
    with pytest.raises(RefusedError, match="is a link"):
        restore_backup(backup, place)
    assert (others / "kept").exists()
    assert not place.exists()


def test_a_file_in_the_place_of_the_folder_is_refused(backup: Path) -> None:
    with pytest.raises(RefusedError, match="not empty"):
        restore_backup(backup, backup)


def test_a_restored_operation_is_for_its_owner_only(backup: Path) -> None:
    restore_backup(backup, backup.parent / "again")
    assert (backup.parent / "again").stat().st_mode & 0o777 == 0o700


def test_the_archive_rewritten_without_change_is_taken(backup: Path) -> None:
    rewrite(backup, members(backup))
    restore_backup(backup, backup.parent / "again")


@pytest.mark.parametrize("length", [0, 1, 511, 512, 513, 1024, 5_000, 10_000, 13_000])
def test_a_truncated_backup_is_refused(backup: Path, length: int) -> None:
    content = backup.read_bytes()
    assert len(content) > 13_000
    backup.write_bytes(content[:length])
    refused(backup)


def test_a_backup_cut_before_its_hashes_is_refused(backup: Path) -> None:
    rewrite(backup, members(backup)[:-1], honest=False)
    assert "end missing" in refused(backup)


def test_an_altered_backup_is_refused_or_restores_the_same(backup: Path) -> None:
    """Some bytes of a tar file carry nothing: padding, owners. All others must be found out."""
    good = backup.read_bytes()
    restore_backup(backup, backup.parent / "good")
    expected = tree(backup.parent / "good")
    chance = random.Random(20240728)
    for number in range(120):
        altered = bytearray(good)
        altered[chance.randrange(len(good))] ^= 1 << chance.randrange(8)
        (backup.parent / "altered.tar").write_bytes(altered)
        place = backup.parent / str(number)
        try:
            restore_backup(backup.parent / "altered.tar", place)
        except StoreError:
            assert not place.exists()
        else:
            assert tree(place) == expected
    assert not [path for path in backup.parent.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("index", range(5))
def test_every_altered_file_is_found_out(backup: Path, index: int) -> None:
    changed = members(backup)
    member, content = changed[index]
    changed[index] = (member, content + b"x")
    rewrite(backup, changed, honest=False)
    assert HASHES in refused(backup)


@pytest.mark.parametrize(
    "name",
    [
        "../stolen",
        "election/../../stolen",
        "/etc/stolen",
        "election//stolen",
        "election/./stolen",
        "election/",
        "election\\..\\stolen",
        "election/new\nline",
        "exhibits",
        "stolen",
        ".bashrc",
        "evidence.sqlite-wal",
        f"{EVIDENCE_FILE}/stolen",
        f"{HASHES}/stolen",
        "",
    ],
)
def test_a_file_of_a_hostile_name_is_refused(backup: Path, name: str) -> None:
    rewrite(backup, [plain(name), *members(backup)])
    refused(backup)
    assert not (backup.parent.parent / "stolen").exists()


@pytest.mark.parametrize(
    "hostile",
    [
        lambda: [special("election/link", tarfile.SYMTYPE, "/etc/passwd")],
        lambda: [special("election/link", tarfile.SYMTYPE, "../..")],
        lambda: [special("election/link", tarfile.LNKTYPE, "election/election.toml")],
        lambda: [special("election", tarfile.SYMTYPE, ".."), plain("election/stolen")],
        lambda: [special("election/folder", tarfile.DIRTYPE)],
        lambda: [special("election/pipe", tarfile.FIFOTYPE)],
        lambda: [special("election/device", tarfile.CHRTYPE)],
        lambda: [special("election/odd", b"Z")],
        lambda: [special("election/sparse", tarfile.GNUTYPE_SPARSE)],
        lambda: [plain("election/twice"), plain("election/twice")],
        lambda: [plain("election/a"), plain("election/a/b")],
        lambda: [plain("election/" + "x" * 300)],
    ],
)
def test_what_is_no_plain_file_or_comes_twice_is_refused(
    backup: Path, hostile: Callable[[], list[Member]]
) -> None:
    rewrite(backup, [*hostile(), *members(backup)])
    refused(backup)


def test_a_file_after_the_hashes_is_refused(backup: Path) -> None:
    rewrite(backup, [*members(backup), plain("election/late")], honest=False)
    assert "not its last file" in refused(backup)


def test_an_archive_without_evidence_is_refused(backup: Path) -> None:
    rewrite(backup, [entry for entry in members(backup) if entry[0].name != EVIDENCE_FILE])
    assert EVIDENCE_FILE in refused(backup)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a letter",
        b"\0" * 10240,
        b"\xff" * 10240,
        gzip.compress(b"\0" * 10_000_000),
        b"PK\x03\x04" * 500,
    ],
)
def test_what_is_no_archive_is_refused(backup: Path, content: bytes) -> None:
    backup.write_bytes(content)
    refused(backup)


def test_a_compressed_backup_is_refused_before_it_is_opened(backup: Path) -> None:
    backup.write_bytes(gzip.compress(backup.read_bytes()))
    refused(backup)
