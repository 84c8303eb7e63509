"""No second story: nothing is signed under a number that was signed, or that would not verify."""

import datetime
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from testigo.acts import signed_once, stranger_check
from testigo.acts.publish_rules import refuse_a_day_to_come
from testigo.acts.signed_once import SIGNED, SignedOnce
from testigo.cli import signers
from testigo.columns import ERRATA, conform
from testigo.errors import RefusedError
from testigo.publication.folders import current, files_below
from testigo.publication.format import NOTE, Announcement, write_announcement
from testigo.verification.report import Failure
from tests import world
from tests.cli.people import PAIR
from tests.cli.small import Small, make_small
from tests.keys import Keys, make_keys
from tests.verification.made import OURS

SHARED = Path(__file__).resolve().parents[2] / "../shared/cases/03-two-publish-at-once/broken/op"
OLD = Path(__file__).resolve().parents[1] / "fixtures" / "before_safe.tar.xz"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Keys]:
    """An operation that published once; every test has a copy."""
    folder = tmp_path_factory.mktemp("once")
    keys = make_keys(folder / "both", "example.org/x")
    small = make_small(folder, keys.fingerprint)
    small.typed("reader-1", "001.01,mayor,100,50", "002.01,mayor,7,8")
    small.typed("reader-2", "001.01,mayor,100,50", "002.01,mayor,7,8")
    assert small.run("publish", *keys.options, "--processes", "1") == 0, small.err
    return small.folder, keys


@pytest.fixture
def keys(once: tuple[Path, Keys], tmp_path: Path) -> Keys:
    return once[1].copied(tmp_path / "both")


@pytest.fixture
def small(once: tuple[Path, Keys], tmp_path: Path) -> Small:
    return Small(shutil.copytree(once[0], tmp_path / "operation"))


def published(small: Small, keys: Keys) -> int:
    return small.run("publish", *keys.options, "--processes", "1")


def test_an_old_backup_signs_no_second_publication_of_a_number(
    small: Small, keys: Keys, tmp_path: Path
) -> None:
    backup = Small(shutil.copytree(small.folder, tmp_path / "backup"))
    small.typed("reader-1", "001.02,mayor,1,2")
    backup.typed("reader-1", "001.02,mayor,3,4")
    assert published(small, keys) == 0, small.err
    note = (backup.folder / "public" / NOTE).read_bytes()
    assert published(backup, keys) == 2
    assert "another publication 2" in backup.err
    assert "Nothing was signed" in backup.err
    assert (backup.folder / "public" / NOTE).read_bytes() == note


def announcement(number: int, manifest: str, previous: str | None, *, drill: bool = False) -> str:
    day = datetime.date(2030, 1, 7)
    said = Announcement("example.org/x", number, day, manifest * 64, previous and previous * 64, drill)
    return write_announcement(said)


def test_the_same_list_is_signed_again_by_whoever_has_the_key(tmp_path: Path) -> None:
    signer = SignedOnce(tmp_path, OURS)
    assert signer.sign(announcement(1, "a", None)) == signer.sign(announcement(1, "a", None))
    assert (tmp_path / SIGNED).read_text() == f"example.org/x election 1 {'a' * 64}\n"


@pytest.mark.parametrize(
    "second",
    [
        announcement(2, "c", "a"),  # another list under the number
        announcement(3, "c", "d"),  # after another list than the one that was signed
        announcement(1, "c", None),
    ],
)
def test_what_contradicts_a_signature_is_refused(tmp_path: Path, second: str) -> None:
    signer = SignedOnce(tmp_path, OURS)
    signer.sign(announcement(1, "a", None))
    signer.sign(announcement(2, "b", "a"))
    with pytest.raises(RefusedError, match="two people were told two things"):
        signer.sign(second)


def test_a_rehearsal_takes_no_number_from_the_election(tmp_path: Path) -> None:
    signer = SignedOnce(tmp_path, OURS)
    signer.sign(announcement(1, "a", None, drill=True))
    assert signer.sign(announcement(1, "b", None))


def test_what_is_signed_is_written_down_before_the_signature_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(text: str, _: object) -> bytes:
        assert "election 1" in (tmp_path / SIGNED).read_text()
        return text.encode()

    monkeypatch.setattr(signed_once, "sign_note", written)
    SignedOnce(tmp_path, OURS).sign(announcement(1, "a", None))


def test_a_key_folder_that_cannot_be_written_is_said_before_anything_is_made(
    small: Small, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(path: Path, _: bytes) -> None:
        raise OSError(30, "Read-only file system", str(path))

    small.typed("reader-1", "001.02,mayor,1,2")
    before = sorted(files_below(small.folder / "publications"))
    monkeypatch.setattr(signed_once, "replace_durably", read_only)
    assert published(small, keys) == 2
    assert f"{keys.signing} cannot be written: the disk is read-only" in small.err
    assert sorted(files_below(small.folder / "publications")) == before


def test_what_would_not_verify_is_not_signed(
    small: Small, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its pages were changed between two runs, as who can write to the disk can."""
    small.typed("reader-1", "001.02,mayor,1,2")
    monkeypatch.setattr(stranger_check, "verify", cut)
    with pytest.raises(PowerError):
        published(small, keys)
    monkeypatch.undo()
    page = small.folder / "publications/0002.partial/site/en/A/index.html"
    page.write_text(page.read_text().replace("</title>", " </title>"))
    lines = (keys.signing / SIGNED).read_text()
    assert published(small, keys) == 2
    assert "would not verify: en/A/index.html" in small.err
    assert (keys.signing / SIGNED).read_text() == lines
    assert current(small.folder / "public").number == 1  # type: ignore[union-attr]


class PowerError(Exception):
    """The power fails here."""


def cut(*_: object, **__: object) -> None:
    raise PowerError


def on(day: datetime.date, module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the clock of the machine."""

    class Clock(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:  # type: ignore[override]
            return datetime.datetime(day.year, day.month, day.day, tzinfo=tz)

    clock = ModuleType("datetime")
    clock.__dict__.update(datetime.__dict__, datetime=Clock)
    monkeypatch.setattr(module, "datetime", clock)


def test_a_day_before_the_last_publication_is_refused(
    small: Small, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.typed("reader-1", "001.02,mayor,1,2")
    on(datetime.date(2020, 1, 1), signers, monkeypatch)
    assert published(small, keys) == 2
    assert "Today is 2020-01-01 on this machine, and publication 1 is of" in small.err
    assert "Set the clock" in small.err


def test_a_day_to_come_is_refused_when_it_is_said(small: Small) -> None:
    decided = ("--figure", "votes_red=99", "--figure", "votes_blue=50", *PAIR)
    assert small.run("correct", "001.01", "mayor", *decided, "--day", "2099-01-01") == 2
    assert "2099-01-01 has not come yet" in small.err


def test_a_day_to_come_in_older_evidence_is_refused_before_anything_is_signed() -> None:
    day = datetime.date(2030, 1, 7)
    row = {"day": "2030-01-08", "kind": "correction", "contest": "mayor", "place": "001.01"}
    public = replace(world.evidence({}), errata=conform(pl.DataFrame([row]), ERRATA))
    refuse_a_day_to_come(day + datetime.timedelta(days=1), public)
    with pytest.raises(RefusedError, match=r"001.01 \(correction\) has the day 2030-01-08"):
        refuse_a_day_to_come(day, public)


def test_two_runs_at_once_publish_once(small: Small, keys: Keys) -> None:
    from testigo.acts.at_work import at_work

    small.typed("reader-1", "001.02,mayor,1,2")
    with at_work(small.folder, "testigo publish"):
        assert published(small, keys) == 2
    assert "`testigo publish` is at work" in small.err
    assert published(small, keys) == 0


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared cases are not beside this repository")
def test_the_half_publication_that_two_runs_at_once_left_is_mended(tmp_path: Path) -> None:
    from testigo.publication.folders import Folders, is_whole, recover

    broken = tmp_path / "op"
    shutil.copytree(SHARED, broken, copy_function=shutil.copyfile)
    for path in (broken, *broken.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    folders = Folders(broken / "public", broken / "publications")
    assert not is_whole(folders.public)
    recover(folders)
    assert is_whole(folders.public)
    assert (folders.kept(1) / "signing-key.txt").exists()
    assert not folders.replaced.exists()


def test_an_operation_from_before_keeps_the_names_that_it_told(tmp_path: Path) -> None:
    subprocess.run(["tar", "-xJf", OLD, "-C", tmp_path], check=True)
    old = Small(tmp_path / "op")
    (before_file,) = (old.folder / "public/data/evidence").glob("*readings-*.parquet")
    before = pl.read_parquet(before_file)
    options = ("--key", tmp_path / "keys", "--passphrase-file", tmp_path / "pass", "--processes", "1")
    assert old.run("publish", *options) == 0, old.err
    assert "testigo key split" in old.err
    after = pl.read_parquet(before_file)
    assert current(old.folder / "public").number == 3  # type: ignore[union-attr]
    same = before.select("station", "reading", "exhibit", "form", "reader").join(
        after.select("station", "reading", "exhibit", "form", "reader"),
        on=["station", "reading", "exhibit", "form", "reader"],
        how="semi",
        nulls_equal=True,
    )
    assert same.height == before.height
    shutil.rmtree(old.folder / "names")
    assert old.run("publish", *options) == 2
    assert "bring the folder `names` back from a backup" in old.err


def test_another_disclosure_key_is_refused(small: Small, keys: Keys, tmp_path: Path) -> None:
    others = make_keys(tmp_path / "others", "example.org/x")
    options = (*keys.options[:4], *others.options[4:])
    assert small.run("publish", *options) == 2
    assert "did not make the names" in small.err


def test_a_failure_of_verification_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Found:
        failures = tuple(Failure("file.changed", f"page-{number}") for number in range(5))

    monkeypatch.setattr(stranger_check, "verify", lambda *_, **__: Found)
    with pytest.raises(RefusedError, match=r"page-0 \(file.changed\).*and 2 more"):
        stranger_check.checked_as_by_a_stranger(OURS, 1)(tmp_path, announcement(1, "a", None))


def test_the_check_before_the_signature_takes_as_many_processes_as_were_asked_for(
    small: Small, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[object] = []

    def noted(*_: object, processes: int) -> None:
        taken.append(processes)
        raise PowerError

    monkeypatch.setattr(stranger_check, "verify", noted)
    small.typed("reader-1", "001.02,mayor,1,2")
    with pytest.raises(PowerError):
        small.run("publish", *keys.options, "--processes", "3")
    assert taken == [3]
