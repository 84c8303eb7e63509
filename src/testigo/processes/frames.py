"""What processes say to each other: so many bytes, with their number before them.

    frame = length (8 bytes, big end first), bytes

A frame says nothing of what its bytes mean: whoever reads it holds them against what they may be.
This file reads and writes pipes that others opened.
"""

import os
import struct

LENGTH = struct.Struct(">Q")
PIECE = 1 << 20
"""Bytes that are asked for at a time: a length that lies costs no memory."""


class FrameError(Exception):
    """What came is no frame: cut off, or longer than it may be."""


def write_frame(pipe: int, content: bytes) -> None:
    """Write a frame; BrokenPipeError where nobody reads it any more."""
    _write(pipe, LENGTH.pack(len(content)))
    _write(pipe, content)


def read_frame(pipe: int, most: int) -> bytes | None:
    """Read a frame of at most so many bytes; None where the pipe ended before it, FrameError where in it."""
    begun = _read(pipe, LENGTH.size)
    if not begun:
        return None
    if len(begun) < LENGTH.size:
        raise FrameError("the length is cut off")
    (length,) = LENGTH.unpack(begun)
    if length > most:
        raise FrameError(f"{length} bytes are announced, {most} are allowed")
    content = _read(pipe, length)
    if len(content) < length:
        raise FrameError(f"{len(content)} of {length} bytes came")
    return content


def is_at_its_end(pipe: int) -> bool:
    """Wait until something more comes, or whoever wrote has ended; return whether it is the end."""
    return not os.read(pipe, 1)


def _write(pipe: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(pipe, left) :]


def _read(pipe: int, length: int) -> bytes:
    """Read up to `length` bytes; fewer only where the pipe ends."""
    content = bytearray()
    while len(content) < length:
        piece = os.read(pipe, min(PIECE, length - len(content)))
        if not piece:
            break
        content += piece
    return bytes(content)
