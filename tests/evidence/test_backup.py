import hashlib
import subprocess
import tarfile
from pathlib import Path

import pytest

from testigo.errors import RefusedError, StoreError
from testigo.evidence.backup import HASHES, write_backup
from testigo.evidence.check import check
from testigo.evidence.connect import EVIDENCE_FILE, open_journal
from testigo.evidence.exhibits import EXHIBITS_FOLDER, UNFINISHED, FolderStore
from testigo.evidence.restore import restore_backup
from tests.evidence.operation import make_operation, tree
from tests.evidence.writer import processes, write_until_killed


@pytest.fixture
def operation(tmp_path: Path) -> Path:
    return make_operation(tmp_path / "operation")


def test_what_was_backed_up_comes_back(operation: Path, tmp_path: Path) -> None:
    write_backup(operation, tmp_path / "backup.tar")
    restore_backup(tmp_path / "backup.tar", tmp_path / "again")
    assert tree(tmp_path / "again") == tree(operation)
    before, after = (open_journal(folder / EVIDENCE_FILE) for folder in (operation, tmp_path / "again"))
    assert list(after.statements()) == list(before.statements())
    before.close()
    after.close()


def test_a_backup_comes_apart_and_is_checked_without_our_software(operation: Path, tmp_path: Path) -> None:
    write_backup(operation, tmp_path / "backup.tar")
    (tmp_path / "apart").mkdir()
    subprocess.run(["tar", "-xf", tmp_path / "backup.tar", "-C", tmp_path / "apart"], check=True)
    subprocess.run(["sha256sum", "--quiet", "--strict", "-c", HASHES], cwd=tmp_path / "apart", check=True)


def test_two_backups_of_one_operation_hold_the_same_files(operation: Path, tmp_path: Path) -> None:
    reports = [write_backup(operation, tmp_path / name) for name in ("1.tar", "2.tar")]
    hashes = [hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in ("1.tar", "2.tar")]
    assert reports[0] == reports[1]
    assert hashes[0] == hashes[1]


def test_a_backup_names_no_owner_and_no_hour(operation: Path, tmp_path: Path) -> None:
    write_backup(operation, tmp_path / "backup.tar")
    with tarfile.open(tmp_path / "backup.tar") as archive:
        assert {(member.uid, member.gid, member.uname, member.gname, member.mtime) for member in archive} == {
            (0, 0, "", "", 0)
        }


def test_a_backup_is_for_its_owner_only(operation: Path, tmp_path: Path) -> None:
    write_backup(operation, tmp_path / "backup.tar")
    assert (tmp_path / "backup.tar").stat().st_mode & 0o777 == 0o600


def test_what_is_not_of_an_operation_stays_out_and_is_named(operation: Path, tmp_path: Path) -> None:
    (operation / "signing-key").write_bytes(b"a key that lies in the wrong place")
    (operation / EXHIBITS_FOLDER / f"{UNFINISHED}crash").write_bytes(b"half")
    report = write_backup(operation, tmp_path / "backup.tar")
    assert report.left_out == ("signing-key",)
    with tarfile.open(tmp_path / "backup.tar") as archive:
        assert not [name for name in archive.getnames() if "key" in name or UNFINISHED in name]


def test_nothing_is_overwritten(operation: Path, tmp_path: Path) -> None:
    (tmp_path / "backup.tar").write_bytes(b"an earlier one")
    with pytest.raises(RefusedError, match="already there"):
        write_backup(operation, tmp_path / "backup.tar")
    assert (tmp_path / "backup.tar").read_bytes() == b"an earlier one"


def test_a_backup_does_not_go_into_its_own_operation(operation: Path) -> None:
    with pytest.raises(RefusedError, match="inside the operation"):
        write_backup(operation, operation / "public" / "backup.tar")


def test_a_folder_without_evidence_is_no_operation(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no operation"):
        write_backup(tmp_path, tmp_path / "backup.tar")


def test_a_link_is_refused_rather_than_followed_or_forgotten(operation: Path, tmp_path: Path) -> None:
    (operation / "official" / "elsewhere").symlink_to(tmp_path)
    with pytest.raises(StoreError, match="official/elsewhere is a link"):
        write_backup(operation, tmp_path / "backup.tar")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["operation"]


def test_a_folder_that_is_not_there_is_an_error_in_words(operation: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Make that folder first"):
        write_backup(operation, tmp_path / "nowhere" / "backup.tar")


def test_a_backup_while_a_writer_writes_holds_one_moment_whole(operation: Path, tmp_path: Path) -> None:
    hears, tells = processes().Pipe(duplex=False)
    writer = processes().Process(target=write_until_killed, args=(operation, 7, tells))
    writer.start()
    tells.close()
    try:
        for number in range(5):
            _, acknowledged, _ = hears.recv()
            write_backup(operation, tmp_path / f"{number}.tar")
            restore_backup(tmp_path / f"{number}.tar", tmp_path / str(number))
            journal = open_journal(tmp_path / str(number) / EVIDENCE_FILE)
            report = check(journal, FolderStore(tmp_path / str(number) / EXHIBITS_FOLDER))
            journal.close()
            assert report.problems == ()
            assert report.statements > acknowledged
    finally:
        assert writer.is_alive()
        writer.kill()
        writer.join()
