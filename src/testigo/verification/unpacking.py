"""Stage 11, a wall: Parquet that a stranger wrote is unpacked in a process of its own.

In   the bytes of a Parquet file.
Out  its table; or UnpackingError with the reason.

A length that lies in a Parquet file makes the library ask for so much memory that the system ends the
process, without an exception (found by changing single bytes). Then only that process is gone, and the file
is named. It is started anew, never forked: a fork after Polars started its threads can hang.
"""

import io
import multiprocessing
import os
import resource
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache

import polars as pl

from testigo.errors import ProofError

MOST_CELLS = 500_000_000
MOST_MEMORY_BYTES = 16 << 30
MOST_PIXELS_A_SIDE = 4_000


class UnpackingError(ProofError):
    """A file that is not Parquet, or not safely unpacked."""


def unpack(content: bytes) -> pl.DataFrame:
    """Return the table in a Parquet file."""
    try:
        unpacked = worker().submit(unpack_here, content, MOST_CELLS).result()
    except BrokenProcessPool:
        worker.cache_clear()
        raise UnpackingError("ends the process that reads it") from None
    if isinstance(unpacked, str):
        raise UnpackingError(unpacked)
    return unpacked


@cache
def worker() -> ProcessPoolExecutor:
    """Return the process that unpacks, started when it is first needed and after it was ended."""
    return ProcessPoolExecutor(1, multiprocessing.get_context("forkserver"), confine)


def confine() -> None:
    """Bound the memory of this process, and let it die without a word: the report has the words."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def unpack_here(content: bytes, most_cells: int) -> pl.DataFrame | str:
    """Unpack in this process: the table, or why not. Its declared size is looked at first."""
    try:
        scanned = pl.scan_parquet(io.BytesIO(content))
        rows = int(scanned.select(pl.len()).collect().item())
        if rows * len(scanned.collect_schema()) > most_cells:
            return f"declares {rows} rows, more than any election has"
        return pl.read_parquet(io.BytesIO(content))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        return str(error).splitlines()[0][:200] if str(error) else type(error).__name__


def same_picture(one: bytes, other: bytes) -> bool:
    """Say whether two PNG files show the same, pixel for pixel."""
    try:
        return worker().submit(same_picture_here, one, other).result() is True
    except BrokenProcessPool:
        worker.cache_clear()
        return False


def same_picture_here(one: bytes, other: bytes) -> bool:
    """Compare two pictures in this process; whatever is no picture of the same size is another one."""
    from PIL import Image

    try:
        first, second = (Image.open(io.BytesIO(each), formats=("PNG",)) for each in (one, other))
        if first.size != second.size or first.mode != second.mode or max(first.size) > MOST_PIXELS_A_SIDE:
            return False
        return first.tobytes() == second.tobytes()
    except (OSError, SyntaxError, ValueError):
        return False
