"""Stage 2, the wall: the one door through which a file of a stranger comes that a library has to open.

In   the bytes of a file in chunks, and what is asked of it.
Out  its parts, its bytes unpacked, or its cells as text; or one InputError.

Parquet, workbooks, zips and compressed files are opened in a process that can do nothing but answer
(`behind`, `testigo.wall`). What it says is checked (`answers`) and bounded here. Plain CSV does not go
through: only Python's own decoders and Polars' splitting of lines see it, both of which take time and memory
in proportion to the text (`text`, `cells`).
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace

import polars as pl

from testigo.errors import InputError, Place, Problem, RefusedError
from testigo.tables.answers import MOST_FRAME, NOTHING_HIDDEN, AnswerError, Block, Hidden, Item, Part, heard
from testigo.tables.behind import Question
from testigo.tables.cells import ROW
from testigo.tables.names import wanted
from testigo.tables.text import LARGEST_TEXT, LONGEST_LINE
from testigo.tables.unpack import CHUNK, pieces_of_one_size, refusal, refuse_a_bomb
from testigo.tables.written import Compression, Written
from testigo.wall.conversation import NoAnswerError, Talk, answer_frames
from testigo.wall.task import Failure

MEMORY = 640 << 20
CPU_SECONDS, SECONDS = 20, 60
"""A file that only computes ends at the first; the second is for one that took the process over and waits."""
CPU_SECONDS_OF_A_STREAM = 400
"""Of 2 GiB of the slowest (bzip2); how long is waited grows with what came."""
TALK = Talk(
    module="testigo.tables.behind",
    memory=MEMORY,
    cpu_seconds=CPU_SECONDS,
    seconds=SECONDS,
    most_frame=MOST_FRAME,
    most_answered=LARGEST_TEXT + MOST_FRAME,
    # Its threads are started before it sees the file; afterwards none can be.
    environment={
        "POLARS_MAX_THREADS": "1",
        "_RJEM_MALLOC_CONF": "background_thread:false",
        "MALLOC_ARENA_MAX": "2",
    },
)
WITHOUT_WALL = (
    "{lacking} So {file} is not opened here: it takes a library in which strangers may have found a "
    "fault. Unpack it elsewhere, save it as CSV (UTF-8), and give that: plain CSV is read on every system."
)
BREAKS = "opening it breaks the program that opens it, or takes far too much memory"
WORDS = {
    Failure.TOO_LONG: "opening it takes far longer than a table of results does",
    Failure.TOO_MUCH_MEMORY: f"opening it takes more than {MEMORY >> 20} MiB of memory",
    Failure.FORBIDDEN: BREAKS,  # a library that gives up, and is not let do even that
    Failure.BROKEN: BREAKS,
    Failure.NO_ANSWER: "what it holds is no table, or far too much",
}
REMEDY = "Do not open it on a machine that matters. Ask its publisher for the table as CSV (UTF-8)"


def unpacked(file: str, chunks: Iterable[bytes], packed: Compression) -> Iterator[bytes]:
    """Unpack a file; InputError where it is not what is declared, ends in the middle, or is a bomb.

    A zip is a folder rather than a file: `unzipped` opens it.
    """
    if packed == "none":
        yield from pieces_of_one_size(chunks)
        return
    for item in _told(Question("unpack", file, packed), chunks):
        yield _piece(file, item)


def unzipped(file: str, chunks: Iterable[bytes], member: str | None) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield name and bytes of each file of a zip that is named; InputError where it is not as declared.

    member  a name or pattern; None where the zip holds one file
    """
    items = _told(Question("zip", file, member), chunks, raises=False)
    item = next(items, None)
    while item is not None:
        if not isinstance(item, Part):
            raise _refused(file, item)
        following: list[Item] = []
        pieces = _of_one_file(file, items, following)
        yield item.name, pieces
        for _ in pieces:  # what nobody asked for
            pass
        item = following.pop() if following else None


def _of_one_file(file: str, items: Iterator[Item], following: list[Item]) -> Iterator[bytes]:
    """Yield the pieces of one file of a zip; the part that comes after it is put into `following`."""
    for item in items:
        if isinstance(item, Part):
            following.append(item)
            return
        yield _piece(file, item)


def zip_names(file: str, content: bytes) -> list[str]:
    """Return the names of all files of a zip."""
    items = _told(Question("zip names", file), [content])
    return [item.name if isinstance(item, Part) else _name_of_none(file) for item in items]


def sheets(
    file: str, chunks: Iterable[bytes], written: Written, used: Collection[str]
) -> Iterator[tuple[str, Hidden, tuple[str, ...], pl.DataFrame]]:
    """Yield name, what is hidden, header and cells (with ROW) of each sheet that is named.

    InputError where one cannot be.
    """
    question = Question(
        "sheets",
        file,
        written.sheet,
        **wanted(used),
        skip_lines=written.skip_lines,
        skip_last_lines=written.skip_last_lines,
        head=written.head,
    )
    name, hidden = "", NOTHING_HIDDEN
    for item in _told(question, chunks):
        if isinstance(item, Part):
            name, hidden = item.name, NOTHING_HIDDEN
        elif isinstance(item, Hidden):
            hidden = item
        else:
            yield name, hidden, *_cells(file, item)


def parquet(
    file: str, chunks: Iterable[bytes], used: Collection[str]
) -> Iterator[tuple[tuple[str, ...], pl.DataFrame]]:
    """Yield header and cells (with ROW) of each block; InputError where it is no whole Parquet file."""
    for item in _told(Question("parquet", file, **wanted(used)), chunks):
        yield _cells(file, item)


def largest_sheet(
    file: str, content: bytes, sheet: str | None
) -> tuple[dict[str, Hidden], str, pl.DataFrame]:
    """Return the sheets that hold something, each with what is hidden, which is shown, and its first rows.

    sheet  the one that is shown; None = the largest
    """
    *told, shown = _told(Question("grid", file, sheet), [content])
    sheets: dict[str, Hidden] = {}
    for part, hidden in zip(told[::2], told[1::2], strict=True):
        if not (isinstance(part, Part) and isinstance(hidden, Hidden)):
            raise _refused(file, None)
        sheets[part.name] = hidden
    header, cells = _cells(file, shown)
    return sheets, "".join(header), cells.drop(ROW, strict=False)


def first_rows(file: str, content: bytes) -> tuple[tuple[str, ...], pl.DataFrame]:
    """Return the names of the columns of a Parquet file, and its first rows as text."""
    (shown,) = _told(Question("first rows", file), [content])
    header, cells = _cells(file, shown)
    return header, cells.drop(ROW, strict=False)


def _told(question: Question, chunks: Iterable[bytes], *, raises: bool = True) -> Iterator[Item]:
    """Yield what a file holds; InputError where it cannot be told, or not to its end.

    raises  a refusal of a part, too; else it is yielded
    """
    sizes = _Sizes(question.file)
    talk = TALK if question.is_whole else replace(TALK, cpu_seconds=CPU_SECONDS_OF_A_STREAM)
    frames = answer_frames(talk, question.asked(), sizes.asked(chunks), is_whole=question.is_whole)
    try:
        with closing(frames):
            for item in heard(sizes.answered(frames)):
                if raises and isinstance(item, InputError):
                    raise item
                yield item
    except NoAnswerError as error:
        raise refusal(question.file, WORDS[error.failure], REMEDY) from None
    except AnswerError:
        raise _refused(question.file, None) from None
    except RefusedError as error:
        raise RefusedError(WITHOUT_WALL.format(file=question.file, lacking=error)) from None


@dataclass
class _Sizes:
    """How much of a file went in, and how much came out of it: no table unpacks to more than a bomb does."""

    file: str
    packed: int = 0
    size: int = 0

    def asked(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.packed += len(chunk)
            yield chunk

    def answered(self, frames: Iterable[bytes]) -> Iterator[bytes]:
        for frame in frames:
            self.size += len(frame)
            refuse_a_bomb(self.file, self.size, self.packed)
            yield frame


def _piece(file: str, item: Item) -> bytes:
    if not isinstance(item, bytes) or len(item) > CHUNK:
        raise _refused(file, item)
    return item


def _cells(file: str, item: Item) -> tuple[tuple[str, ...], pl.DataFrame]:
    """Return header and cells of a block, with ROW where its rows have numbers."""
    if not isinstance(item, Block):
        raise _refused(file, item)
    cells = pl.DataFrame(item.cells)
    for column in cells.columns:
        longest = cells[column].str.len_bytes().max()
        if isinstance(longest, int) and longest > LONGEST_LINE:
            message = f"a cell of more than {LONGEST_LINE:,} characters"
            remedy = "Look whether this is the table, and whether it is whole"
            raise InputError([Problem(Place(file, column=column), None, message, remedy)])
    rows = [] if item.rows is None else [item.rows.alias(ROW)]
    return item.header, pl.DataFrame([*rows, *(cells[name].str.normalize("NFC") for name in cells.columns)])


def _refused(file: str, item: Item | None) -> InputError:
    """Return the refusal that an item is, or the one of a file that tells what it was not asked."""
    return item if isinstance(item, InputError) else refusal(file, WORDS[Failure.NO_ANSWER], REMEDY)


def _name_of_none(file: str) -> str:
    raise _refused(file, None)
