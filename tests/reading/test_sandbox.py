"""What a worker may do, and that what it does costs one photo.

Builtins stand for what a hostile photo would make the decoder do: a worker can load nothing else any more.
"""

import multiprocessing
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from testigo.errors import StoreError
from testigo.reading.container import MOST_BYTES, Refusal
from testigo.reading.look import Look
from testigo.reading.sandbox import MOST_MEMORY, Sandbox, _answer, _pool
from tests.reading.drawn import ACTA, jpeg, png, symbol

PHOTO = jpeg(symbol(ACTA))


def done_in_a_worker(act: Callable[..., Any], *arguments: object, seconds: float = 60) -> Future[Any]:
    with _pool(1, multiprocessing.get_context("spawn")) as pool:
        future: Future[Any] = pool.schedule(act, args=arguments, timeout=seconds)
        future.exception()
        return future


@pytest.mark.parametrize(
    ("act", "arguments"),
    [(open, (os.devnull,)), (os.open, ("/", os.O_RDONLY)), (socket.socket, ()), (os.pipe, ())],
)
def test_a_worker_opens_no_file_and_no_connection(act: Callable[..., Any], arguments: tuple[Any]) -> None:
    with pytest.raises(OSError, match="Too many open files"):
        done_in_a_worker(act, *arguments).result()


def test_a_worker_takes_no_more_memory_than_a_photo_needs() -> None:
    with pytest.raises(MemoryError):
        done_in_a_worker(bytearray, MOST_MEMORY).result()


def test_a_worker_writes_no_byte_to_disk(tmp_path: Path) -> None:
    program = (
        f"import resource; assert resource.getrlimit(resource.RLIMIT_FSIZE) == (0, 0), {tmp_path.name!r}"
    )
    assert done_in_a_worker(exec, program).result() is None


def test_a_photo_that_kills_its_process_is_one_refusal() -> None:
    assert _answer(done_in_a_worker(os.abort)) == Look(Refusal.KILLED)  # type: ignore[arg-type]


def test_a_photo_that_never_ends_is_one_refusal() -> None:
    assert _answer(done_in_a_worker(time.sleep, 60, seconds=0.5)) == Look(Refusal.TOO_LONG)  # type: ignore[arg-type]


def test_an_error_of_the_decoder_is_one_refusal() -> None:
    assert _answer(done_in_a_worker(int, "no number")) == Look(Refusal.KILLED)  # type: ignore[arg-type]


def test_the_others_are_read_and_the_order_is_that_of_the_photos() -> None:
    photos = [PHOTO, b"no image", PHOTO[:200], PHOTO, b"\x00" * (MOST_BYTES + 1), PHOTO]
    looks = list(Sandbox(2, ()).look_at(photos))
    assert [look.refusal for look in looks] == [
        None,
        Refusal.NO_IMAGE,
        Refusal.BROKEN,
        None,
        Refusal.TOO_LARGE,
        None,
    ]
    assert {look.codes for look in looks if look.refusal is None} == {(ACTA.encode(),)}


def test_the_largest_photo_that_is_allowed_is_decoded_within_the_memory() -> None:
    largest = png(Image.new("RGBA", (8_000, 5_000), "white"))
    (look,) = Sandbox(1, ()).look_at([largest])
    assert (look.refusal, look.codes) == (None, ())


def test_no_photos_are_no_looks() -> None:
    assert list(Sandbox(2, ()).look_at([])) == []


PROGRAM = """
import sys
from pathlib import Path
from testigo.reading.sandbox import Sandbox
if __name__ == "__main__":
    for look in Sandbox(2, ()).look_at([Path(sys.argv[1]).read_bytes()] * 4):
        print(look.refusal, *(code.decode() for code in look.codes))
"""


def test_a_program_that_loaded_nothing_else_reads_too(tmp_path: Path) -> None:
    """Under pytest a worker has more modules than it has in the command: this is how the command starts."""
    (tmp_path / "program.py").write_text(PROGRAM)
    (tmp_path / "photo.jpg").write_bytes(PHOTO)
    command = [sys.executable, str(tmp_path / "program.py"), str(tmp_path / "photo.jpg")]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == [f"None {ACTA}"] * 4


def test_processes_that_cannot_read_are_an_error_and_no_photo_is_called_unreadable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("testigo.reading.sandbox.trial_photo", lambda: b"no image")
    with pytest.raises(StoreError, match="cannot read a photo of our own"):
        next(Sandbox(1, ()).look_at([PHOTO]))
