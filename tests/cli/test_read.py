"""`testigo read`: what it takes, prints and answers."""

import json
import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner, Result

from testigo.acts.operation import Operation
from testigo.acts.photo_files import files_in
from testigo.acts.read_photos import forms_of
from testigo.acts.seal import seal_definition
from testigo.cli.main import testigo
from testigo.errors import InputError, RefusedError
from testigo.evidence.statements import Kind
from testigo.reading.decode import Grey
from testigo.simulate.shape import Shape
from tests.reading.drawn import jpeg, symbol
from tests.simulate.invented import Invented, invent

VOTES = ",".join(str(number) for number in range(38))


@pytest.fixture(scope="module")
def invented() -> Invented:
    return invent(Shape(stations=6), seed=2)


@pytest.fixture
def folder(tmp_path: Path, invented: Invented) -> Path:
    operation = tmp_path / "operation"
    for name, content in invented.files.items():
        path = operation / "election" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    seal_definition(operation, invented.election.date, os.urandom)
    return operation


def read(folder: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(testigo, ["read", str(folder), *map(str, arguments), "--jobs", "1"])


def form(invented: Invented, place: int = 0) -> bytes:
    station = invented.election.stations["station"][place]
    return jpeg(symbol(f"{station}.1.0001!{VOTES}!0!0"))


def test_forms_of_known_stations_end_with_0_and_the_next_step(
    folder: Path, invented: Invented, tmp_path: Path
) -> None:
    photo = tmp_path / "acta.jpg"
    photo.write_bytes(form(invented))
    run = read(folder, photo)
    assert run.exit_code == 0
    assert run.stdout.startswith("1 photo: 1 result, ")
    assert f"Next: testigo status {folder}" in run.stdout


def test_what_is_not_read_is_named_and_ends_with_1(folder: Path, invented: Invented, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(form(invented))
    (tmp_path / "b.jpg").write_bytes(b"no image")
    (tmp_path / "c.jpg").write_bytes(jpeg(symbol("https://example.org")))
    run = read(folder, *(tmp_path / name for name in ("a.jpg", "b.jpg", "c.jpg")))
    assert run.exit_code == 1
    assert "b.jpg: neither a JPEG nor a PNG" in run.stdout
    assert "c.jpg: the code is not one of a form of this election" in run.stdout


def test_a_file_that_cannot_be_opened_is_one_finding_and_the_others_are_read(
    folder: Path, invented: Invented, tmp_path: Path
) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "a.jpg").symlink_to(tmp_path / "gone.jpg")
    (photos / "b.jpg").write_bytes(form(invented))
    run = read(folder, photos)
    assert run.exit_code == 1
    assert run.stdout.startswith("2 photos: 1 result, ")
    assert "a.jpg: cannot be read: No such file or directory. Copy it again, and read again" in run.stdout
    lines = [json.loads(line) for line in read(folder, photos, "--json").stdout.splitlines()]
    assert [line["sha256"] is None for line in lines] == [False, True]


def test_a_line_of_json_has_file_hash_station_method_code_figures_and_findings(
    folder: Path, invented: Invented, tmp_path: Path
) -> None:
    photo = tmp_path / "acta.jpg"
    photo.write_bytes(form(invented))
    (line,) = read(folder, photo, "--json").stdout.splitlines()
    told = json.loads(line)
    assert (told["file"], told["class"], told["again"]) == (str(photo), "result", None)
    assert told["station"] == invented.election.stations["station"][0]
    assert (told["method"], told["known_station"], told["further"]) == ("machine code", True, [])
    assert told["machine_code"].endswith(f"!{VOTES}!0!0")
    assert told["figures"]["valid_votes"] == sum(range(38))
    found = {each["code"] for each in told["findings"]}
    assert "R.605" in found  # the photo shows a code, and no form around it
    assert found <= {"T.301", "T.302", "R.605"}
    assert len(told["sha256"]) == 64


def test_a_second_call_reads_nothing_again(folder: Path, invented: Invented, tmp_path: Path) -> None:
    photo = tmp_path / "acta.jpg"
    photo.write_bytes(form(invented))
    read(folder, photo)
    run = read(folder, photo, "--json")
    assert (run.exit_code, json.loads(run.stdout)["class"]) == (0, "read before")
    operation = Operation(folder)
    assert len(list(operation.journal.statements(kinds=(Kind.RECEIVED, Kind.READ)))) == 2
    operation.close()


def test_a_later_call_names_again_what_still_waits(folder: Path, tmp_path: Path) -> None:
    """The first run may have been killed before it told anybody."""
    photo = tmp_path / "acta.jpg"
    photo.write_bytes(jpeg(blank()))
    read(folder, photo)
    run = read(folder, photo)
    assert run.exit_code == 1
    assert run.stdout.startswith("1 photo: 0 result, 0 zero report, 0 duplicate, 0 not read, 1 read")
    assert "To be looked at by people, and typed if it is a form:\n" in run.stdout
    assert f"{photo}: no code was found, exhibit " in run.stdout
    told = json.loads(read(folder, photo, "--json").stdout)
    assert (told["class"], told["reason"]) == ("read before", "no code was found")


def test_status_counts_the_photos_that_wait(folder: Path, tmp_path: Path) -> None:
    photo = tmp_path / "acta.jpg"
    photo.write_bytes(jpeg(blank()))
    read(folder, photo)
    said = CliRunner().invoke(testigo, ["status", str(folder)]).stdout
    assert "Photos that no machine could read and nobody has typed: 1." in said


def test_a_file_of_another_kind_is_named_with_what_to_do(folder: Path, tmp_path: Path) -> None:
    photo = tmp_path / "IMG_0001.HEIC"
    photo.write_bytes(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00")
    assert "a HEIC or AVIF picture (save it as a JPEG, and read that)" in read(folder, photo).stdout


def blank() -> Grey:
    return np.full((400, 300), 200, dtype=np.uint8)


def test_folders_are_taken_with_all_in_them_but_hidden_files_each_once(tmp_path: Path) -> None:
    for name in ("b/2.jpg", "b/1", ".hidden", "b/.hidden.jpg", "a.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    files = files_in([tmp_path, tmp_path / "a.png"])
    assert [path.relative_to(tmp_path).as_posix() for path in files] == ["a.png", "b/1", "b/2.jpg"]


def test_an_operation_that_was_not_sealed_takes_no_photo(tmp_path: Path, invented: Invented) -> None:
    for name, content in invented.files.items():
        path = tmp_path / "election" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    photo = tmp_path / "acta.jpg"
    photo.write_bytes(form(invented))
    run = read(tmp_path, photo)
    assert run.exit_code != 0
    assert "not sealed" in str(run.exception)


def test_every_contest_has_its_form(folder: Path, invented: Invented) -> None:
    operation = Operation(folder)
    assert [each.contest.contest for each in forms_of(operation)] == ["contest-1"]
    operation.close()


def kept(folder: Path) -> set[bytes]:
    """The exhibits that came as photos."""
    with Operation(folder) as operation:
        received = operation.journal.statements(kinds=(Kind.RECEIVED,))
        return {operation.exhibits.get(str(statement.subject)) for statement in received}


@pytest.fixture
def exported(tmp_path: Path, invented: Invented) -> Path:
    """A folder as a messenger exports it, into which somebody put links."""
    photos, elsewhere = tmp_path / "photos", tmp_path / "elsewhere"
    for each in (photos / "inner", elsewhere):
        each.mkdir(parents=True)
    (photos / "acta.jpg").write_bytes(form(invented))
    (photos / "inner" / "no ending").write_bytes(form(invented, 1))
    (photos / "_chat.txt").write_text("A person: here is the form\n")
    (photos / "film.jpg").write_bytes(b"\0\0\0\x18ftypisom" + b"\0" * 200)
    (elsewhere / "private.jpg").write_bytes(form(invented, 2))
    (photos / "a link.jpg").symlink_to(elsewhere / "private.jpg")
    (photos / "a linked folder").symlink_to(elsewhere)
    (photos / "system.jpg").symlink_to("/etc/hostname")
    os.mkfifo(photos / "pipe.jpg")
    return photos


def test_of_a_folder_only_pictures_are_kept_and_the_rest_is_named(folder: Path, exported: Path) -> None:
    run = read(folder, exported)
    assert run.exit_code == 0
    assert run.stdout.startswith("2 photos: 2 result, ")
    assert "Left out, since they are no pictures (6):\n" in run.stdout
    for name in ("_chat.txt", "film.jpg"):
        assert f"{exported / name}: neither a JPEG nor a PNG" in run.stdout
    for name in ("a link.jpg", "a linked folder", "system.jpg"):
        assert f"{exported / name}: a link, which is not followed" in run.stdout
    assert f"{exported / 'pipe.jpg'}: no plain file" in run.stdout
    assert "To be typed" not in run.stdout
    pictures = {(exported / "acta.jpg").read_bytes(), (exported / "inner" / "no ending").read_bytes()}
    assert kept(folder) == pictures


def test_what_is_left_out_has_its_line_of_json(folder: Path, exported: Path) -> None:
    lines = [json.loads(line) for line in read(folder, exported, "--json").stdout.splitlines()]
    told = {Path(line["file"]).name: line["reason"] for line in lines if line["class"] == "left out"}
    assert len(lines) == 8
    assert told["_chat.txt"] == "neither a JPEG nor a PNG"
    assert told["pipe.jpg"] == "no plain file"


def test_one_file_that_is_no_picture_is_an_error_and_nothing_is_kept(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.jpg").write_text("no picture")
    with pytest.raises(InputError, match=r"notes.jpg: neither a JPEG nor a PNG\. Name photos of forms"):
        read_raising(folder, tmp_path / "notes.jpg")
    assert kept(folder) == set()


def test_a_link_that_a_person_names_is_followed(folder: Path, exported: Path) -> None:
    run = read(folder, exported / "a link.jpg", exported / "a linked folder")
    assert run.exit_code == 0
    assert "1 result, 0 zero report, 1 duplicate" in run.stdout


@pytest.mark.parametrize(
    ("begun", "reason"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"\0\0\0\x18ftypheic", "a HEIC or AVIF picture"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a WebP picture"),
        (b"II*\0", "a TIFF picture"),
        (b"GIF89a", "neither a JPEG nor a PNG"),
        (b"\xff\xd8\xff", "the file is broken or cut off"),
    ],
)
def test_a_picture_that_is_not_read_may_be_a_form_so_it_is_kept_and_named(
    folder: Path, tmp_path: Path, begun: bytes, reason: str
) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "1").write_bytes(begun + b"\0" * 40)
    run = read(folder, photos)
    assert run.exit_code == 1
    assert f"{photos / '1'}: {reason}" in run.stdout
    assert kept(folder) == {begun + b"\0" * 40}


def test_an_empty_file_is_to_be_copied_again(folder: Path, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "acta.jpg").write_bytes(b"")
    run = read(folder, photos)
    assert run.exit_code == 1
    assert "acta.jpg: an empty file. Copy it again from where it came" in run.stdout
    assert kept(folder) == set()


def read_raising(folder: Path, photo: Path) -> None:
    testigo.main(["read", str(folder), str(photo), "--jobs", "1"], standalone_mode=False)


def test_all_that_was_not_read_is_written_with_exhibit_folder_file_and_reason(
    folder: Path, tmp_path: Path
) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    for number in range(12):
        (photos / f"{number:02}.jpg").write_bytes(jpeg(symbol(f"https://example.org/{number}")))
    (photos / "notes.txt").write_text("no picture")
    waiting = tmp_path / "waiting.csv"
    run = read(folder, photos, "--waiting", waiting)
    assert run.exit_code == 1
    rows = pl.read_csv(waiting, infer_schema=False)
    assert rows.columns == ["exhibit", "folder", "file", "reason"]
    unread = rows.filter(pl.col("exhibit").is_not_null())
    assert unread["file"].sort().to_list() == [f"{number:02}.jpg" for number in range(12)]
    assert unread["folder"].unique().to_list() == [str(photos)]
    assert unread["reason"].unique().to_list() == ["the code is not one of a form of this election"]
    assert rows.filter(pl.col("exhibit").is_null())["file"].to_list() == ["notes.txt"]
    shown = CliRunner().invoke(testigo, ["status", str(folder)]).stdout
    assert "nobody has typed: 12." in shown
    assert "the code is not one of a form of this election: 12" in shown
    told = json.loads(CliRunner().invoke(testigo, ["status", str(folder), "--json"]).stdout)
    assert {one["exhibit"] for one in told["waiting"]} == set(unread["exhibit"])
    assert isinstance(read(folder, photos, "--waiting", waiting).exception, RefusedError)
