"""Stdout and stderr as every command has them: what is written steers no terminal, and cannot end in a stack.

In   the streams that the command was started with, whatever they are encoded in.
Out  the same, through one door: whatever a file name, a table or a database put into a message is written so
     that a terminal obeys none of it. What goes into a file or another program is UTF-8.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from testigo.characters import printable
from testigo.errors import StoreError


class Guarded:
    """A text stream of which everything else is the stream's own.

    Written texts are `printable`; a letter that the stream's encoding lacks is spelled out. StoreError where
    a stream that matters takes no more, such as one into a file on a full disk.
    """

    def __init__(self, stream: TextIO | None, *, matters: bool) -> None:
        self._stream = stream
        self._matters = matters

    def __getattr__(self, name: str) -> Any:
        if name == "buffer":  # nobody writes past the guard
            raise AttributeError(name)
        return getattr(self._stream, name)

    def isatty(self) -> bool:
        """Say whether people look at it."""
        return self._stream is not None and self._stream.isatty()

    def write(self, text: str) -> int:
        """Write a text; return its length, as a text stream does."""
        if self._stream is None:
            self._fail(StoreError("There is nowhere to write to: the output of the command is closed."))
            return len(text)
        shown = printable(text)
        try:
            self._stream.write(shown)
        except OSError as error:
            self._fail(_failed(error))
        return len(text)

    def flush(self) -> None:
        """Hand on what was written."""
        try:
            if self._stream is not None:
                self._stream.flush()
        except OSError as error:
            self._fail(_failed(error))

    def _fail(self, error: Exception) -> None:
        if self._matters:
            raise error from None


def _failed(error: OSError) -> Exception:
    """Return what a command fails with; a pipe that nobody reads any more is for click to end."""
    if isinstance(error, BrokenPipeError):
        return error
    return StoreError(f"The output cannot be written: {error.strerror}.")


def unguarded(stream: TextIO) -> TextIO:
    """Return the stream behind a guard, for what draws on a terminal and is given no stranger's words."""
    return stream._stream or stream if isinstance(stream, Guarded) else stream


@contextmanager
def guarded_streams() -> Iterator[None]:
    """Guard stdout and stderr for as long as a command runs."""
    streams = sys.stdout, sys.stderr
    for stream in streams:
        _never_at_a_loss(stream)
    sys.stdout = Guarded(streams[0], matters=True)
    sys.stderr = Guarded(streams[1], matters=False)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = streams
        for stream in streams:
            _hand_on(stream)


def _never_at_a_loss(stream: TextIO | None) -> None:
    """Let a stream write every letter: in UTF-8 into a file; a terminal that lacks one gets it spelt."""
    reconfigure = getattr(stream, "reconfigure", None)
    if stream is None or reconfigure is None:
        return
    encoding = stream.encoding if stream.isatty() else "utf-8"
    reconfigure(encoding=encoding, errors="backslashreplace")


def _hand_on(stream: TextIO | None) -> None:
    """Write what is left; where it cannot be, close the stream, or the end of the program would try again."""
    if stream is None or stream.closed:
        return
    try:
        stream.flush()
    except OSError:
        with suppress(OSError):
            stream.close()
