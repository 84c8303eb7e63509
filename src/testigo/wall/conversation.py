"""In front of the wall: a file goes in piece by piece, and what it holds comes out piece by piece.

In   a `Talk`, a question of ours, the pieces of a file of a stranger.
Out  frames of bytes, of which nothing is believed; or NoAnswerError, which says why there is no whole answer.

Each file has a process of its own (`speaker`), and that process has nothing but this file: what a file does
to it harms the answer about itself alone. Beside `wall`, which answers photos out of copies of one process,
it may hold libraries that need threads, and files larger than the memory that it may take.
This file starts processes, and ends them.
"""

import json
import os
import select
import signal
import socket
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Thread
from time import monotonic

from testigo.errors import RefusedError, StoreError
from testigo.processes.frames import LENGTH, PIECE, write_frame
from testigo.processes.start import start
from testigo.wall.door import missing, parts
from testigo.wall.speaker import NO_BEGIN, NO_MEMORY
from testigo.wall.task import MEBIBYTE, Failure

SPEAKER = "testigo.wall.speaker"
ANSWER_AS_ASKED = 8
"""Bytes of an answer that give as much time as one byte of the file."""


@dataclass(frozen=True)
class Talk:
    """What is told about a file behind the wall.

    module        has `TELLER`, a `speaker.Teller`
    memory        bytes of address space beyond what its libraries and the file itself take
    cpu_seconds   of processor time; one more for each MiB of a file that is needed whole
    seconds       by the clock that is waited; one more for each MiB of the file, or 8 MiB of the answer
    most_frame    bytes of one frame of the answer; `most_answered` of all frames
    environment   words that libraries need when they are loaded
    """

    module: str
    memory: int
    cpu_seconds: int
    seconds: float
    most_frame: int
    most_answered: int
    environment: Mapping[str, str] = field(default_factory=dict)


class NoAnswerError(Exception):
    """There is no answer, or no end of it."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.value)
        self.failure = failure


def answer_frames(
    talk: Talk, question: bytes, pieces: Iterable[bytes], *, is_whole: bool
) -> Generator[bytes]:
    """Yield the frames of an answer as they come.

    is_whole  whether the file is needed whole before anything of it can be told

    RefusedError where this system cannot build the wall. What the pieces raise is raised here.
    """
    lacking = missing()
    if lacking:
        raise RefusedError(f"This system has no {' and no '.join(lacking)}.")
    ours, theirs = socket.socketpair()
    with theirs:
        process = start(SPEAKER, theirs, talk.environment)
    bounds = {
        "module": talk.module,
        "memory": talk.memory,
        "cpu_seconds": talk.cpu_seconds,
        "built": parts(),
        "is_whole": is_whole,
    }
    fed = _Fed(ours, (json.dumps(bounds).encode(), question), pieces)
    heard = _AnswerFrames(ours.fileno(), talk, fed)
    fed.start()
    try:
        yield from heard.frames()
        if fed.error is not None:
            raise fed.error
        if heard.failure is None and not heard.is_whole:
            heard.failure = _why(process.wait())
    finally:
        process.kill()
        process.wait()
        fed.join()
        ours.close()
    if heard.failure is not None:
        raise NoAnswerError(heard.failure)


def _why(code: int) -> Failure:
    """Say why a process ended before its answer did."""
    if code == NO_BEGIN:
        raise StoreError(
            "The process that opens what strangers sent does not begin on this machine, or cannot be walled "
            "off. Nothing was read. Install Testigo anew; if that does not help, report it."
        )
    failures = {
        NO_MEMORY: Failure.TOO_MUCH_MEMORY,
        -signal.SIGXCPU: Failure.TOO_LONG,
        -signal.SIGSYS: Failure.FORBIDDEN,
    }
    return failures.get(code, Failure.BROKEN)


class _Fed(Thread):
    """Hands a file over beside whoever reads the answer, so that neither waits for the other.

    size   bytes of the file that were handed over
    error  what the pieces raised
    """

    def __init__(self, ours: socket.socket, before: Iterable[bytes], pieces: Iterable[bytes]) -> None:
        super().__init__(daemon=True)
        self._ours, self._before, self._pieces = ours, before, pieces
        self.size = 0
        self.error: BaseException | None = None

    def run(self) -> None:
        """Hand over what is asked, the file, and an empty frame that says that it is whole."""
        pipe = self._ours.fileno()
        with suppress(OSError):  # nobody listens any more: whoever reads the answer finds out why
            for frame in self._before:
                write_frame(pipe, frame)
            for piece in self._read():
                write_frame(pipe, piece)
                self.size += len(piece)
            if self.error is None:
                write_frame(pipe, b"")
            else:
                self._ours.shutdown(socket.SHUT_WR)

    def _read(self) -> Iterator[bytes]:
        try:
            yield from (piece for piece in self._pieces if piece)
        except GeneratorExit:
            raise
        except BaseException as error:
            self.error = error


class _AnswerFrames:
    """What comes from behind the wall: frames, within the bounds of a `Talk`.

    is_whole  the empty frame that ends an answer came
    failure   why no more is heard, where the process itself is not the reason
    """

    def __init__(self, pipe: int, talk: Talk, fed: _Fed) -> None:
        self._pipe, self._talk, self._fed = pipe, talk, fed
        self._waited, self._size = 0.0, 0
        self.is_whole = False
        self.failure: Failure | None = None

    def frames(self) -> Iterator[bytes]:
        """Yield frames until the answer ends, or nothing more is heard."""
        while content := self._frame():
            yield content

    def _frame(self) -> bytes | None:
        begun = self._read(LENGTH.size)
        if len(begun) < LENGTH.size:
            return None
        (length,) = LENGTH.unpack(begun)
        self._size += length
        if length > self._talk.most_frame or self._size > self._talk.most_answered:
            self.failure = Failure.NO_ANSWER
            return None
        content = self._read(length)
        self.is_whole = length == 0
        return content if len(content) == length else None

    def _read(self, length: int) -> bytes:
        """Read up to `length` bytes; fewer where the other side ended, or time is over."""
        content = bytearray()
        while len(content) < length and self._something_comes():
            try:
                piece = os.read(self._pipe, min(PIECE, length - len(content)))
            except OSError:  # it ended before it heard everything
                break
            if not piece:
                break
            content += piece
        return bytes(content)

    def _something_comes(self) -> bool:
        """Wait for it; only the time is counted in which this process waits for the other."""
        begin = monotonic()
        waiting = select.poll()
        waiting.register(self._pipe, select.POLLIN)
        left = self._most_seconds() - self._waited
        comes = left > 0 and bool(waiting.poll(left * 1000))
        self._waited += monotonic() - begin
        if not comes:
            self.failure = Failure.TOO_LONG
        return comes

    def _most_seconds(self) -> float:
        asked = self._fed.size + self._size // ANSWER_AS_ASKED
        return self._talk.seconds + asked / MEBIBYTE
