"""Stage 11, a wall: Parquet that a stranger wrote is unpacked in a process of its own.

In   the bytes of a Parquet file.
Out  its table; or UnpackingError with the reason.

A length that lies in a Parquet file makes the library ask for so much memory that the system ends the
process, without an exception (found by changing single bytes). Then only that process is gone, and the file
is named. It is started anew, never forked: a fork after Polars started its threads can hang. Its answer is no
pickle, but a table as Polars writes it for itself (Arrow IPC). The filter of calls (`testigo.wall`) is not
around this process yet.
"""

import io
import resource
from typing import Any

import polars as pl

from testigo.errors import ProofError
from testigo.processes.pool import EndedError, Job, Process, begin

MOST_CELLS = 500_000_000
MOST_MEMORY_BYTES = 16 << 30
MOST_PIXELS_A_SIDE = 4_000


class UnpackingError(ProofError):
    """A file that is not Parquet, or not safely unpacked."""


def unpack(content: bytes) -> pl.DataFrame:
    """Return the table in a Parquet file."""
    try:
        unpacked = TABLES.parse(answer_of(TABLES, (content, MOST_CELLS)))
    except EndedError:
        raise UnpackingError("ends the process that reads it") from None
    if isinstance(unpacked, str):
        raise UnpackingError(unpacked)
    return unpacked


def answer_of(job: Job[int, Any, Any], item: object) -> bytes:
    """Ask the process of a job, started when it is first needed and after it was ended."""
    if job.work not in STARTED:
        STARTED[job.work] = Process(begin(job, MOST_MEMORY_BYTES))
    try:
        return STARTED[job.work].answer(item)
    except EndedError:
        STARTED.pop(job.work).end()
        raise


STARTED: dict[object, Process] = {}


def unpack_confined(most_memory: int, item: tuple[bytes, int]) -> pl.DataFrame | str:
    """Unpack in this process, with its memory bounded."""
    confine(most_memory)
    return unpack_here(*item)


def confine(most_memory: int) -> None:
    """Bound the memory of this process, and let it leave no core."""
    resource.setrlimit(resource.RLIMIT_AS, (most_memory, most_memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def write_unpacked(unpacked: pl.DataFrame | str) -> bytes:
    """Write a table, or why there is none."""
    if isinstance(unpacked, str):
        return WHY_NOT + unpacked.encode(errors="replace")
    written = io.BytesIO()
    unpacked.write_ipc(written)
    return TABLE + written.getvalue()


def parse_unpacked(content: bytes) -> pl.DataFrame | str:
    """Read a table, or why there is none."""
    if content[:1] != TABLE:
        return content[1:].decode(errors="replace")
    return pl.read_ipc(io.BytesIO(content[1:]))


TABLE, WHY_NOT = b"t", b"w"
TABLES = Job(unpack_confined, write_unpacked, parse_unpacked)


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
        return PICTURES.parse(answer_of(PICTURES, (one, other)))
    except EndedError:
        return False


def compare_confined(most_memory: int, item: tuple[bytes, bytes]) -> bool:
    """Compare two pictures in this process, with its memory bounded."""
    confine(most_memory)
    return same_picture_here(*item)


SAME, OTHER = b"same", b"other"


def write_same(is_same: bool) -> bytes:
    """Write whether two pictures are the same."""
    return SAME if is_same else OTHER


def parse_same(content: bytes) -> bool:
    """Read whether two pictures are the same."""
    return content == SAME


PICTURES = Job(compare_confined, write_same, parse_same)


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
