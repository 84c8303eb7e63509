"""Each case that went wrong before, in folders beside the repository, ends as its README calls right.

The inputs are read in place. Where a case has only a README, the input is what its words say.
"""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from testigo.evidence.connect import EVIDENCE_FILE
from tests.cli.small import Small
from tests.disks import make_read_only, small_disk
from tests.keys import Keys, make_keys
from tests.measured import MEBIBYTE, Measured, measured
from tests.reading.drawn import ACTA, jpeg, symbol
from tests.shared import CASES, case

MOST_MEMORY, MOST_SECONDS = 1024 * MEBIBYTE, 30
PROGRAM = "import sys; from testigo.cli.main import main; main(sys.argv[1:])"


def operation_of(number: str, folder: Path, fingerprint: str | None = None) -> Small:
    """Return the operation of a case, with its definition in place and not sealed."""
    election = case(number) / "election"
    small = Small(folder / "operation")
    assert small.run("new") == 0
    shutil.rmtree(small.folder / "election")
    shutil.copytree(election, small.folder / "election", copy_function=shutil.copyfile)
    for path in (small.folder / "election", *(small.folder / "election").rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    if fingerprint is not None:
        settings = small.folder / "election/election.toml"
        lines = settings.read_text().splitlines(keepends=True)
        theirs = next(line for line in lines if line.startswith("key_fingerprints"))
        settings.write_text("".join(lines).replace(theirs, f'key_fingerprints = ["{fingerprint}"]\n'))
    return small


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Small, Keys]:
    """The operation of case 03 with its table, and keys that may sign it; not published."""
    folder = tmp_path_factory.mktemp("town")
    keys = make_keys(folder / "both", "example.org/bug-town")
    small = operation_of("03", folder, keys.fingerprint)
    assert small.run("election seal") == 0, small.err
    found = case("03")
    assert small.run("import", found / "r.csv", "--mapping", found / "wide.toml") == 0, small.err
    return small, keys


@pytest.fixture(scope="module")
def published(town: tuple[Small, Keys], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its publication."""
    small, keys = town
    copy = Small(shutil.copytree(small.folder, tmp_path_factory.mktemp("published") / "operation"))
    own = keys.copied(copy.folder.parent / "both")
    assert copy.run("publish", *own.options, "--processes", "1") == 0, copy.err
    return copy.folder / "public"


def verified(what: Path, key: str) -> tuple[int, str]:
    """Verify a publication as a stranger; return the exit code and what was said."""
    small = Small(what)
    code = small.run("verify", "--key", key, "--processes", "1", "--language", "en")
    return code, small.out + small.err


# --- 03: two publish at once ----------------------------------------------------------------------------


def test_03_two_publish_at_once_make_one_publication(town: tuple[Small, Keys], tmp_path: Path) -> None:
    folder = shutil.copytree(town[0].folder, tmp_path / "operation")
    keys = town[1].copied(tmp_path / "both")
    command = [sys.executable, "-c", PROGRAM, "publish", str(folder), *keys.options, "--processes", "1"]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in "12"
    ]
    ended = [(process.communicate(), process.returncode) for process in both]
    for (said, error), code in ended:
        if code:
            assert "at work in" in error
            assert "Nothing was changed" in error
        else:
            assert "Publication 1 of" in said or "Nothing has changed since publication 1" in said
    assert 0 in [code for _, code in ended]
    assert [path.name for path in (folder / "publications").iterdir() if "." in path.name] == []
    assert verified(folder / "public", keys.fingerprint)[0] == 0


# --- 12: what computers leave beside a publication --------------------------------------------------------


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db"])
def test_12_a_file_of_macos_or_windows_is_named_and_is_no_alarm(
    published: Path, town: tuple[Small, Keys], tmp_path: Path, name: str
) -> None:
    public = shutil.copytree(published, tmp_path / "public")
    (public / name).touch()
    code, said = verified(public, town[1].fingerprint)
    assert code == 0
    assert f"{name}: was put there by macOS or Windows" in said


def test_12_a_zip_packed_by_the_finder_is_no_alarm(
    published: Path, town: tuple[Small, Keys], tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "public.zip", "w") as packed:
        for path in sorted(published.rglob("*")):
            packed.write(path, f"public/{path.relative_to(published).as_posix()}")
        packed.writestr("__MACOSX/public/._index.html", b"\x00\x05\x16\x07")
    code, said = verified(tmp_path / "public.zip", town[1].fingerprint)
    assert code == 0
    assert "__MACOSX" in said


# --- 13: a medium that cannot be written -----------------------------------------------------------------


@pytest.mark.parametrize("command", ["status", "tally", "evidence check"])
def test_13_commands_that_only_look_work_on_a_read_only_medium(
    town: tuple[Small, Keys], tmp_path: Path, command: str
) -> None:
    with small_disk(tmp_path / "stick") as stick:
        small = Small(shutil.copytree(town[0].folder, stick / "operation"))
        make_read_only(stick)
        assert small.run(command) == 0, small.err


# --- 14: codes that an import refuses --------------------------------------------------------------------


def test_14_check_and_seal_refuse_what_an_import_would_refuse(tmp_path: Path) -> None:
    small = operation_of("14", tmp_path)
    for command in ("election check", "election seal"):
        assert small.run(command) == 2
        assert "=1+1" in small.err
        assert "=HYPERLINK" in small.err
        assert "as a spreadsheet's formula does" in small.err
    assert not (small.folder / EVIDENCE_FILE).exists()


def test_14_a_draft_refuses_it_too(tmp_path: Path) -> None:
    found, small = case("14"), operation_of("14", tmp_path)
    before = (small.folder / "election/stations.csv").read_bytes()
    assert small.run("election draft", found / "roll.csv", "--mapping", found / "d.toml") == 2
    for code in ("=1+1", "+2", "@x", "-5"):
        assert f"'{code}'" in small.err
    assert (small.folder / "election/stations.csv").read_bytes() == before


# --- 16: a folder of photos that has more than photos ----------------------------------------------------


def test_16_of_a_folder_of_photos_only_pictures_are_kept(town: tuple[Small, Keys], tmp_path: Path) -> None:
    small = Small(shutil.copytree(town[0].folder, tmp_path / "operation"))
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "_chat.txt").write_bytes((case("16") / "photos/_chat.txt").read_bytes())
    (photos / "form.jpg").write_bytes(jpeg(symbol(ACTA)))
    (photos / "x.jpg").symlink_to("/etc/hostname")
    before = exhibits(small)
    small.run("read", photos)
    assert "_chat.txt: neither a JPEG nor a PNG" in small.out
    assert "x.jpg: a link, which is not followed" in small.out
    assert exhibits(small) - before == {(photos / "form.jpg").read_bytes()}


def exhibits(small: Small) -> set[bytes]:
    """Return all that an operation keeps."""
    return {path.read_bytes() for path in (small.folder / "exhibits").rglob("*") if path.is_file()}


# --- 18: an output that cannot be written ----------------------------------------------------------------


def test_18_a_full_disk_behind_the_output_is_one_sentence(town: tuple[Small, Keys]) -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-c", PROGRAM, "tally", str(town[0].folder)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ran.returncode == 2
    assert len(ran.stderr.splitlines()) == 1
    assert "The output cannot be written" in ran.stderr


def test_18_tables_for_programs_are_utf_8(town: tuple[Small, Keys]) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, "tally", str(town[0].folder), "--csv"],
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "Bug Town" in ran.stdout.decode("utf-8") or "rose" in ran.stdout.decode("utf-8")


# --- 20 and 21: tables of strangers ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    """The operation of case 20. Its policy is refused today and says nothing of tables: it gets another."""
    small = operation_of("20", tmp_path_factory.mktemp("country"))
    settings = small.folder / "election/election.toml"
    asked = '"one machine code whose sums hold", "two persons"'
    settings.write_text(settings.read_text().replace(asked, '"two persons"'))
    assert small.run("election seal") == 0, small.err
    before = small.last(), exhibits(small)
    yield small
    assert (small.last(), exhibits(small)) == before


def imported(small: Small, table: Path, mapping: Path, name: str, folder: Path) -> Measured:
    """Import a table under the name that its mapping gives it."""
    shutil.copyfile(table, folder / name)
    return measured("import", small.folder, folder / name, "--mapping", mapping)


def refused_within_bounds(taken: Measured) -> None:
    """Fail where a table was not refused by one error, or took more than it may."""
    assert taken.code == 2, taken.said
    lines = taken.said.splitlines()
    assert [line.startswith("Error: ") for line in lines] == [True, False], taken.said
    assert lines[1] == "Nothing was changed."
    assert taken.memory < MOST_MEMORY
    assert taken.seconds < MOST_SECONDS


MUTATED = sorted(path.parent.name for path in CASES.glob("20-*/*/mapping.toml")) or ["none"]


@pytest.mark.parametrize("name", MUTATED)
def test_20_a_mutated_table_is_one_error_in_bounded_time_and_memory(
    country: Small, tmp_path: Path, name: str
) -> None:
    found = case("20") / name
    refused_within_bounds(imported(country, found / "table", found / "mapping.toml", "t", tmp_path))


@pytest.mark.parametrize("name", ["far-cell.xlsx", "far-cell-small.xlsx"])
def test_20_a_workbook_with_a_distant_cell_is_one_error_in_bounded_time_and_memory(
    country: Small, tmp_path: Path, name: str
) -> None:
    found = case("20")
    taken = imported(country, found / name, found / "far-cell.toml", "far-cell.xlsx", tmp_path)
    refused_within_bounds(taken)
    assert "takes far too much memory" in taken.said


def test_21_a_table_whose_encoding_is_slow_to_guess_is_one_error(country: Small, tmp_path: Path) -> None:
    found = case("21")
    taken = imported(country, found / "t.csv", found / "t.toml", "t.csv", tmp_path)
    refused_within_bounds(taken)
    assert "not UTF-8, and no other encoding is declared" in taken.said


# --- 22: ZIPs for the verifier ---------------------------------------------------------------------------

REASONS = {
    "folder-slip": "a name that leads out of the folder",
    "folder-with-content": "a folder that has content",
    "fuzz-IndexError": "a file without a name",
    "ghost": "holds bytes that its directory does not name",
    "long-name": "a name longer than any disk takes",
}


def test_22_every_zip_of_the_case_is_here() -> None:
    assert {path.stem for path in case("22").glob("*.zip")} == set(REASONS)


@pytest.mark.parametrize("name", REASONS)
def test_22_a_zip_that_two_readers_would_read_otherwise_is_refused_whole(name: str) -> None:
    code, said = verified(case("22") / f"{name}.zip", "0" * 64)
    assert code == 2
    assert REASONS[name] in said
    assert len(said.splitlines()) == 2
