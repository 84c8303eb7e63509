"""Photos as evidence: what is none is named, and nothing of it is kept."""

from pathlib import Path

import pytest

from testigo.acts.operation import Operation
from testigo.acts.read_photos import ReadRequest, read_photos
from testigo.errors import InputError, Message
from tests.acts.acting import DAY, last


def test_a_photo_without_a_code_is_kept_and_waits_for_people(operation: Operation, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0 no more of it")
    (tmp_path / "chat.txt").write_text("not a picture")
    told: list[tuple[int, int]] = []
    request = ReadRequest([tmp_path / "photo.jpg", tmp_path / "chat.txt"])
    done = read_photos(operation, request, DAY, lambda number, total: told.append((number, total)))
    (outcome,) = done.outcomes
    assert list(done.waiting.to_type) == [outcome.exhibit]
    assert [problem.place.file for problem in done.problems] == [str(tmp_path / "chat.txt")]
    assert told[-1][1] == 2
    assert last(operation) == 2  # received, read
    again = read_photos(operation, request, DAY)
    assert [one.reading for one in again.outcomes] == [None]
    assert last(operation) == 2


def test_one_file_that_is_no_picture_is_refused(operation: Operation, tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text("not a picture")
    with pytest.raises(InputError) as caught:
        read_photos(operation, ReadRequest([tmp_path / "chat.txt"]), DAY)
    assert [
        problem.remedy.key for problem in caught.value.problems if isinstance(problem.remedy, Message)
    ] == ["read.name_photos"]
    assert last(operation) == 0


def test_a_link_in_a_folder_is_left_out(operation: Operation, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "elsewhere.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (tmp_path / "photos" / "link.jpg").symlink_to(tmp_path / "elsewhere.jpg")
    done = read_photos(operation, ReadRequest([tmp_path / "photos"]), DAY)
    assert [getattr(one.reason, "key", None) for one in done.left_out] == ["read.a_link"]
    assert last(operation) == 0
