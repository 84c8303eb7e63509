"""Frames: what is written is read again; anything else is none."""

import os
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.processes.frames import FrameError, is_at_its_end, read_frame, write_frame


def piped(content: bytes) -> int:
    """A pipe from which `content` comes, and then its end."""
    out, into = os.pipe()

    def write() -> None:
        with os.fdopen(into, "wb") as pipe:
            pipe.write(content)

    threading.Thread(target=write, daemon=True).start()
    return out


def framed(*contents: bytes) -> bytes:
    out, into = os.pipe()

    def write() -> None:
        for content in contents:
            write_frame(into, content)
        os.close(into)

    threading.Thread(target=write, daemon=True).start()
    with os.fdopen(out, "rb") as pipe:
        return pipe.read()


@given(st.lists(st.binary(max_size=200), max_size=5))
def test_what_is_written_is_read_again_and_then_the_end(contents: list[bytes]) -> None:
    pipe = piped(framed(*contents))
    assert [read_frame(pipe, 200) for _ in contents] == contents
    assert read_frame(pipe, 200) is None
    assert is_at_its_end(pipe)
    os.close(pipe)


def test_a_frame_longer_than_a_pipe_holds_is_read_whole() -> None:
    content = bytes(range(256)) * 40_000
    pipe = piped(framed(content))
    assert read_frame(pipe, len(content)) == content
    os.close(pipe)


def test_a_frame_is_its_length_big_end_first_and_its_bytes() -> None:
    assert framed(b"abc") == b"\0\0\0\0\0\0\0\3abc"


@given(st.binary(max_size=100).filter(lambda content: len(content) < 8 or content[:7] != bytes(7)))
def test_other_bytes_are_no_frame(content: bytes) -> None:
    pipe = piped(content)
    if content:
        with pytest.raises(FrameError):
            read_frame(pipe, 100)
    else:
        assert read_frame(pipe, 100) is None
    os.close(pipe)


@pytest.mark.parametrize("announced", [101, 1 << 32, (1 << 64) - 1])
def test_a_length_beyond_what_is_allowed_is_not_waited_for(announced: int) -> None:
    pipe = piped(announced.to_bytes(8, "big"))
    with pytest.raises(FrameError, match="are allowed"):
        read_frame(pipe, 100)
    os.close(pipe)


def test_a_frame_that_is_cut_off_is_none() -> None:
    pipe = piped(framed(b"abcdef")[:-1])
    with pytest.raises(FrameError, match="5 of 6 bytes"):
        read_frame(pipe, 100)
    os.close(pipe)
