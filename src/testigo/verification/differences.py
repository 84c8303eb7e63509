"""Stage 11: two files that must be the same, where they differ, and what is said of it.

In   a path, the published bytes, the bytes that were made here.
Out  a Failure for each cell of a table and each figure of a page that differs, with both values; where no
     figure does, one that says at which byte the files part. Bytes of libraries may say the same in other
     words: `same_content` holds what a Parquet file and a picture hold.
"""

import html
import io
import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

import polars as pl

from testigo.numbered import numbered
from testigo.publication.format import MARK
from testigo.spreadsheet import as_meant
from testigo.verification.report import Failure
from testigo.verification.unpacking import UnpackingError, same_picture, unpack
from testigo.workbook import same_workbook

EXCERPT = 60
"""Characters of a difference that a report shows."""
MOST_OF_A_FILE = 1_000
"""Cells and figures of one file that are named."""
MOST_VALUES = 100
"""Of a JSON text that is no table: more do not help to find what happened."""
KEYS = ("station", "jurisdiction", "claim", "kind", "contest", "place", "code", "figure")
"""Columns that name a row to a reader, as far as a table has them."""


def explained(path: str, published: bytes, made: bytes, *, earlier: bool = False) -> list[Failure]:
    """Return what differs between two files that are not the same; at least one Failure.

    earlier  an earlier release may have made it, whose tables have fewer columns: those that it has are held
    """
    kind = path.rpartition(".")[2]
    if kind == "html":
        find = of_pages(path, published, made)
    elif kind in ("csv", "parquet"):
        find = of_tables(path, published, made, earlier=earlier)
    else:
        find = of_json(path, published, made, earlier=earlier) if kind == "json" else iter(())
    found = list(islice(find, MOST_OF_A_FILE))
    lost = all(failure.code == "page.figure_missing" for failure in found)
    return [*found, difference(path, published, made)] if lost else found


def same_content(path: str, published: bytes, made: bytes) -> bool:
    """Say whether two files that a library writes say the same, though their bytes differ."""
    if path.endswith(".png"):
        return same_picture(published, made)
    if path.endswith(".xlsx"):
        return same_workbook(published, made)
    if not path.endswith(".parquet"):
        return False
    try:
        theirs, ours = unpack(published), pl.read_parquet(io.BytesIO(made))
    except UnpackingError:
        return False
    return theirs.schema == ours.schema and theirs.equals(ours, null_equal=True)


def difference(path: str, published: bytes, made: bytes) -> Failure:
    """Return a Failure that says where two files begin to differ."""
    pairs = enumerate(zip(published, made, strict=False))
    at = next((place for place, (one, other) in pairs if one != other), min(len(published), len(made)))
    return Failure("rebuild.differs", path, f"byte {at + 1}", excerpt(published, at), excerpt(made, at))


def excerpt(content: bytes, at: int) -> str:
    """Return a little of a file around a place, as text."""
    return content[max(0, at - EXCERPT // 3) : at + EXCERPT].decode("utf-8", "replace")[:EXCERPT]


def of_pages(path: str, published: bytes, made: bytes) -> Iterator[Failure]:
    """Yield the figures of a page that are not those of their cells, and those that were taken out."""
    theirs, ours = marks_of(published), marks_of(made)
    right = {cell: text for cell, _, text in ours}
    known = set(ours)
    for cell, value, text in dict.fromkeys(theirs):
        if cell not in right:
            yield Failure("page.no_cell", path, cell, text)
        elif (cell, value, text) not in known:
            yield Failure("page.figure", path, cell, f"{text} (value {value})", right[cell])
    lost = Counter(cell for cell, _, _ in ours) - Counter(cell for cell, _, _ in theirs)
    yield from (Failure("page.figure_missing", path, cell, expected=right[cell]) for cell in lost)


def marks_of(page: bytes) -> list[tuple[str, str, str]]:
    """Return cell, value and text of every mark of a page, in order."""
    found = MARK.finditer(page.decode("utf-8", "replace"))
    return [(html.unescape(mark["cell"]), mark["value"], mark["text"]) for mark in found]


def of_tables(path: str, published: bytes, made: bytes, *, earlier: bool) -> Iterator[Failure]:
    """Yield the cells of a table that differ, compared as text: what a spreadsheet shows is what is held."""
    read = read_csv if path.endswith(".csv") else read_parquet
    try:
        theirs = read(published)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, UnpackingError) as error:
        yield Failure("table.unreadable", path, published=(str(error).splitlines() or [""])[0][:200])
        return
    ours = read_csv(made) if path.endswith(".csv") else as_text(pl.read_parquet(io.BytesIO(made)))
    yield from of_frames(path, theirs, ours, earlier=earlier)


def of_frames(path: str, theirs: pl.DataFrame, ours: pl.DataFrame, *, earlier: bool) -> Iterator[Failure]:
    """Yield the cells in which two tables of text differ; first whether columns and rows are the same."""
    if earlier and theirs.columns == [name for name in ours.columns if name in theirs.columns]:
        ours = ours.select(theirs.columns)
    if theirs.columns != ours.columns:
        shown = ", ".join(theirs.columns)[:200]
        yield Failure("table.columns", path, None, shown, ", ".join(ours.columns)[:200])
        return
    if theirs.height != ours.height:
        yield Failure("table.rows", path, None, str(theirs.height), str(ours.height))
        return
    keys = [name for name in KEYS if name in ours.columns]
    for column in ours.columns:
        for row in (theirs[column] != ours[column]).arg_true():
            named = "/".join([*(ours[key][row] for key in keys if key != column), column])
            yield Failure("table.cell", path, named, theirs[column][row], ours[column][row])


def read_csv(content: bytes) -> pl.DataFrame:
    """Read CSV as text, a formula as it was before it was made inert."""
    return as_meant(pl.read_csv(io.BytesIO(content), infer_schema=False).fill_null(""))


def read_parquet(content: bytes) -> pl.DataFrame:
    """Read Parquet as text, in a process of its own."""
    return as_text(unpack(content))


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame as a spreadsheet shows it: whole numbers, true and false, nothing where unread."""
    nested = [name for name, kind in frame.schema.items() if kind.is_nested()]
    texts = [pl.Series(name, [json.dumps(value, default=str) for value in frame[name]]) for name in nested]
    return frame.with_columns(texts).select(pl.all().cast(pl.String).fill_null(""))


def of_json(path: str, published: bytes, made: bytes, *, earlier: bool) -> Iterator[Failure]:
    """Yield the cells of a table that differ, or the values of another JSON text, each by its place."""
    try:
        theirs = json.loads(published, object_pairs_hook=named_once, parse_float=refused)
        rows = rows_of(theirs) if made.startswith(b"[") else None
    except (ValueError, RecursionError):
        yield Failure("file.not_json", path)
        return
    if rows is not None:
        yield from of_rows(path, rows, rows_of(json.loads(made)), earlier=earlier)
        return
    found = list(islice(values(theirs, json.loads(made)), MOST_VALUES))
    yield from (
        Failure("table.cell", path, place, short_text(one), short_text(other)) for place, one, other in found
    )
    if not found:
        yield Failure("nist.spelling", path)


def of_rows(path: str, theirs: pl.DataFrame, ours: pl.DataFrame, *, earlier: bool) -> Iterator[Failure]:
    """Yield what differs in two lists of rows: a list without rows names no columns."""
    if theirs.is_empty() != ours.is_empty():
        yield Failure("table.rows", path, None, str(theirs.height), str(ours.height))
    else:
        yield from of_frames(path, theirs, ours, earlier=earlier)


def rows_of(said: Any) -> pl.DataFrame:
    """Return a JSON list of objects as text; ValueError unless each has the same names in the same order."""
    if not isinstance(said, list) or not all(isinstance(row, dict) for row in said):
        raise ValueError("no list of rows")
    names = list(said[0]) if said else []
    if any(list(row) != names for row in said):
        raise ValueError("rows of different columns")
    cells = [[cell(value) for value in row.values()] for row in said]
    return pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String), orient="row")


def cell(value: object) -> str:
    """Return a JSON value as a spreadsheet shows it; ValueError for what no table of ours holds."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | str():
            return str(value)
    raise ValueError("neither a text, a whole number nor a truth value")


def refused(number: str) -> None:
    """Refuse a number that is not whole: nothing that is published holds one."""
    raise ValueError(number)


def named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object; ValueError where it says one name twice: two readers would read two things."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("one name twice")
    return found


def values(published: Any, made: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield place, published and made value of what differs in two JSON values."""
    waiting = [("", published, made)]
    while waiting:
        place, one, other = waiting.pop()
        if isinstance(one, dict) and isinstance(other, dict):
            names = sorted(one.keys() | other.keys())
            inner = [(f"{place}/{name}", one.get(name), other.get(name)) for name in names]
        elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
            inner = [(f"{place}/{n}", *pair) for n, pair in enumerate(zip(one, other, strict=True))]
        else:
            if type(one) is not type(other) or one != other:
                yield place.lstrip("/"), one, other
            continue
        waiting += reversed(inner)


def short_text(value: object) -> str:
    """Return a JSON value as short text; of a list its length."""
    if isinstance(value, list):
        return numbered(len(value), "entry", "entries")
    return json.dumps(value, ensure_ascii=False)[:100]


def not_makeable(path: str, error: Exception) -> Failure:
    """Return a Failure for what could not be made from what was disclosed, with the reason."""
    reason = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    return Failure("rebuild.not_makeable", path, published=reason)
