"""Stage 11, behind the wall: a Parquet file of a publication, told in plain bytes.

In   how many cells and bytes it may have (8 bytes each), and the file.
Out  its table, or why there is none (`table_answer`).

A process for each file. Polars needs threads: they are started in it before it sees the file.
"""

import io

import polars as pl

from testigo.numbered import numbered
from testigo.verification.asked import BOUNDS
from testigo.verification.table_answer import parse_answer, write_table, write_words
from testigo.wall.task import Work

BROKEN = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, OverflowError)
"""What the library raises where a file is none that it reads; a panic is one, too."""
OF_OURS = {
    "a": ["x", None],
    "b": [1, None],
    "c": [[{"d": "y", "e": 2}], []],
    "f": [True, None],
    "g": [0.5, 1],
}


def answer(request: bytes) -> bytes:
    """Read one file."""
    most_cells, most_bytes = BOUNDS.unpack_from(request)
    content = request[BOUNDS.size :]
    try:
        scanned = pl.scan_parquet(io.BytesIO(content))
        rows = int(scanned.select(pl.len()).collect().item())
        if rows * len(scanned.collect_schema()) > most_cells:
            return write_words(f"declares {numbered(rows, 'row')}, more than any election has")
        written = write_table(pl.read_parquet(io.BytesIO(content)))
    except BROKEN as error:
        return write_words(str(error).splitlines()[0] if str(error) else type(error).__name__)
    if len(written) > most_bytes:
        return write_words("unpacks to far more than a table of results")
    return written


def begin() -> None:
    """Read a file of our own, so that all is loaded and every thread started."""
    of_ours = io.BytesIO()
    pl.DataFrame(OF_OURS).write_parquet(of_ours)
    parse_answer(answer(BOUNDS.pack(100, 10_000) + of_ours.getvalue()), 100)


def prepare(_: bytes) -> None:
    """Nothing: what is imported above starts no thread."""


WORK = Work(prepare, answer, begin)
