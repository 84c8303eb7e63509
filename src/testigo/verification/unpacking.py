"""Stage 11, a wall: what a library has to open of a publication is opened behind it.

In   the bytes of a Parquet file, or of two PNG files.
Out  its table, or UnpackingError with the reason; whether the pictures show the same.

Each file has a process of its own (`testigo.wall`), and what it says comes as plain bytes that are checked
here (`table_answer`). Everybody can verify: where a system cannot build the whole wall, what it can build is
built, and the report says what is missing (`lacking`).
"""

from functools import cache

import polars as pl

from testigo.errors import ProofError
from testigo.tables.answers import AnswerError
from testigo.verification.asked import BOUNDS, OTHER, PAIR, SAME
from testigo.verification.table_answer import parse_answer
from testigo.wall.door import missing
from testigo.wall.task import MEBIBYTE, Failure, Task
from testigo.wall.wall import Wall

MOST_CELLS = 500_000_000
ALWAYS_CELLS, CELLS_A_BYTE = 8_000_000, 125
ALWAYS_BYTES, TIMES_LARGER = 64 * MEBIBYTE, 250
"""What any file may unpack to, and what a byte of a larger one may."""
FEW_BYTES = 4 * MEBIBYTE
"""Up to here a file is one of a small table: it gets little memory and time."""
TABLE = "testigo.verification.table_work"
ENVIRONMENT = {
    "POLARS_MAX_THREADS": "1",
    "_RJEM_MALLOC_CONF": "background_thread:false",
    "MALLOC_ARENA_MAX": "2",
    "OPENBLAS_NUM_THREADS": "1",
}
GIBIBYTE = 1024 * MEBIBYTE
TASKS = {
    "small": Task(TABLE, 1280 * MEBIBYTE, 20, 60, FEW_BYTES + BOUNDS.size, 2 * GIBIBYTE, ENVIRONMENT),
    "large": Task(TABLE, 16 * GIBIBYTE, 600, 1_200, 2 * GIBIBYTE, 16 * GIBIBYTE, ENVIRONMENT),
    "pictures": Task("testigo.verification.picture_work", 900 * MEBIBYTE, 8, 30, 64 * MEBIBYTE, len(OTHER)),
}
BREAKS = "ends the process that reads it"
WORDS = {
    Failure.TOO_LONG: "takes far longer to read than a table does",
    Failure.TOO_MUCH_MEMORY: "takes far more memory than a table does",
    Failure.FORBIDDEN: BREAKS,  # a library that gives up, and is not let do even that
    Failure.BROKEN: BREAKS,
    Failure.NO_ANSWER: "is no table in the words of the process that reads it",
}


class UnpackingError(ProofError):
    """A file that is not Parquet, or not safely unpacked."""


def lacking() -> tuple[str, ...]:
    """Return the parts of the wall that this system cannot build."""
    return missing()


def unpack(content: bytes) -> pl.DataFrame:
    """Return the table in a Parquet file."""
    most_cells = min(MOST_CELLS, ALWAYS_CELLS + CELLS_A_BYTE * len(content))
    most_bytes = ALWAYS_BYTES + TIMES_LARGER * len(content)
    answer = _wall("small" if len(content) <= FEW_BYTES else "large").ask(
        BOUNDS.pack(most_cells, most_bytes) + content
    )
    if isinstance(answer, Failure):
        raise UnpackingError(WORDS[answer])
    try:
        unpacked = parse_answer(answer, most_cells)
    except AnswerError:
        raise UnpackingError(WORDS[Failure.NO_ANSWER]) from None
    if isinstance(unpacked, str):
        raise UnpackingError(unpacked)
    return unpacked


def same_picture(one: bytes, other: bytes) -> bool:
    """Say whether two PNG files show the same, pixel for pixel."""
    return _wall("pictures").ask(PAIR.pack(len(one)) + one + other) == SAME


@cache
def _wall(task: str) -> Wall:
    """Return the processes of a task, started when first needed; they end with this process."""
    return Wall(TASKS[task], without=True)
