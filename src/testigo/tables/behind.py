"""Stage 2, behind the wall: what a file of a stranger holds, told to `walled` in plain bytes.

In   a question, and the file.
Out  frames of `answers`: its parts, its bytes unpacked, its cells; or the problem for which it is refused.

Only here Parquet, workbooks, zips and compressed files are opened. What of that a question does not need is
not loaded, because each file has a process of its own.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

from testigo.errors import InputError
from testigo.tables.answers import Item, Part, written
from testigo.tables.names import Wanted
from testigo.tables.unpack import unpacked, whole
from testigo.wall.speaker import Teller

if TYPE_CHECKING:
    from testigo.tables.written import Compression


@dataclass(frozen=True)
class Question:
    """What is asked of a file.

    kind  "unpack" (with `named` the compression), "zip" and "sheets" (with a name or a pattern, or None),
          "parquet"; and for one who looks at a file before there is a mapping: "zip names", "grid" (the
          largest sheet, or the one that is named), "first rows"
    file  its name, for the problems
    wanted, is_all_but   which columns are read (`names.Wanted`)
    skip_lines, skip_last_lines, head   as the mapping says (`layout.Written`)
    """

    kind: str
    file: str
    named: str | None = None
    wanted: tuple[str, ...] = ()
    is_all_but: bool = False
    skip_lines: int = 0
    skip_last_lines: int = 0
    head: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the file is needed whole before anything of it can be told."""
        return self.kind != "unpack"

    @property
    def columns(self) -> Wanted:
        """Which columns are read."""
        return Wanted(frozenset(self.wanted), self.is_all_but)

    def asked(self) -> bytes:
        """Write the question."""
        return json.dumps(asdict(self)).encode()


def _question(asked: bytes) -> Question:
    read: dict[str, Any] = json.loads(asked)
    return Question(**{**read, "wanted": tuple(read["wanted"]), "head": tuple(read["head"])})


def _prepare(asked: bytes) -> None:
    """Load what the question needs, and try it on a file of our own."""
    kind = _question(asked).kind
    if kind in {"parquet", "first rows"}:
        from testigo.tables.parquet import try_out

        try_out()
    elif kind in {"sheets", "grid"}:
        from testigo.tables.workbook import try_out

        try_out()
    else:
        from testigo.tables.zipped import try_out

        try_out()


def _tell(asked: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    for item in items(_question(asked), pieces):
        yield from written(item)


def items(question: Question, pieces: Iterable[bytes]) -> Iterator[Item]:
    """Yield what a file holds; a refusal ends it, but in a zip only the file that is refused."""
    try:
        yield from _items(question, pieces)
    except InputError as error:
        yield error


def _items(question: Question, pieces: Iterable[bytes]) -> Iterator[Item]:
    file = question.file
    if question.kind == "unpack":
        yield from unpacked(file, pieces, cast("Compression", question.named))
    elif question.kind in {"zip", "zip names"}:
        yield from _of_zip(question, whole(file, pieces))
    elif question.kind in {"sheets", "grid"}:
        from testigo.tables.workbook import largest_sheet, sheets

        tell = sheets if question.kind == "sheets" else largest_sheet
        yield from tell(question, whole(file, pieces))
    else:
        from testigo.tables.parquet import blocks, first_rows

        tell = blocks if question.kind == "parquet" else first_rows
        yield from tell(question, whole(file, pieces))


def _of_zip(question: Question, content: bytes) -> Iterator[Item]:
    from testigo.tables.zipped import file_names, unzipped

    if question.kind == "zip names":
        yield from map(Part, file_names(question.file, content))
        return
    for name, pieces in unzipped(question.file, content, question.named):
        yield Part(name)
        try:
            yield from pieces
        except InputError as error:
            yield error


TELLER = Teller(_prepare, _tell)
