"""Tables and pictures of a publication are opened behind the wall, and come through it as plain bytes."""

import datetime
import io
import json
import os
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from testigo import columns
from testigo.catalogue import LANGUAGES
from testigo.tables.answers import AnswerError
from testigo.verification import unpacking
from testigo.verification.report_words import in_json, in_words
from testigo.verification.table_answer import parse_answer, write_table, write_words
from testigo.verification.unpacking import TASKS, UnpackingError, same_picture, unpack
from testigo.wall import wall as in_front
from testigo.wall.door import missing, parts
from testigo.wall.task import Failure
from testigo.wall.wall import Wall
from tests.verification import made
from tests.verification.made import OUR_KEY, report

MANY = 10_000

FIGURES = ("registered_voters", "votes_red", "votes_blue", "valid_votes", "total_votes")
SCHEMAS: dict[str, columns.Schema] = {
    **{
        name: value
        for name, value in vars(columns).items()
        if isinstance(value, dict) and value and all(isinstance(kind, pl.DataType) for kind in value.values())
    },
    "readings": columns.readings_schema(FIGURES),
    "decisions": columns.decisions_schema(FIGURES),
    "results": columns.results_schema(FIGURES),
    "tally": columns.tally_schema(FIGURES, ("votes_red", "votes_blue")),
    "bounds": columns.bounds_schema(("red", "blue")),
}


def test_every_declared_table_is_tried() -> None:
    assert len(SCHEMAS) > 15
    kinds = {str(kind) for schema in SCHEMAS.values() for kind in schema.values()}
    assert len(kinds) == 6, kinds  # text, counts, numbers, truth values, lists of texts, lists of figures


TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=6)


def cells(kind: pl.DataType) -> st.SearchStrategy[Any]:
    """Any values of a type, and null."""
    if isinstance(kind, pl.List):
        return st.none() | st.lists(cells(kind.inner), max_size=3)  # type: ignore[arg-type]
    if isinstance(kind, pl.Struct):
        fields = {field.name: cells(field.dtype) for field in kind.fields}  # type: ignore[arg-type]
        return st.fixed_dictionaries(fields)
    values: dict[pl.DataType, st.SearchStrategy[Any]] = {
        pl.String(): TEXTS,
        pl.Int64(): st.integers(-(2**63), 2**63 - 1),
        pl.Float64(): st.floats(),
        pl.Boolean(): st.booleans(),
        pl.Date(): st.dates(),
    }
    return st.none() | values[kind]


def tables(schema: columns.Schema) -> st.SearchStrategy[pl.DataFrame]:
    row = st.tuples(*map(cells, schema.values()))
    return st.lists(row, max_size=9).map(lambda rows: pl.DataFrame(rows, schema=schema, orient="row"))


def same(one: pl.DataFrame | str, other: pl.DataFrame) -> bool:
    return isinstance(one, pl.DataFrame) and one.schema == other.schema and one.equals(other, null_equal=True)


@given(st.sampled_from(sorted(SCHEMAS)).flatmap(lambda name: tables(SCHEMAS[name])))
def test_what_is_told_of_a_declared_table_is_what_is_heard(table: pl.DataFrame) -> None:
    assert same(parse_answer(write_table(table), MANY), table)


DEEP: columns.Schema = {
    "day": pl.Date(),
    "lists": pl.List(pl.List(pl.Int64)),
    "pair": pl.Struct({"a": pl.Boolean, "b": pl.List(pl.Date)}),
}


@given(tables(DEEP))
def test_lists_and_structures_inside_one_another_are_heard_too(table: pl.DataFrame) -> None:
    assert same(parse_answer(write_table(table), MANY), table)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_declared_table_comes_through_the_wall_as_it_is(name: str) -> None:
    def some(kind: pl.DataType, row: int) -> Any:
        if row % 3 == 1:
            return None
        figures, texts = [{"name": "a", "value": row}], ["uno", None]
        return {
            "String": "línea\nÁ" * (row % 2),
            "Int64": row - 5,
            "Float64": row / 8,
            "Boolean": row > 3,
            "List(String)": texts * (row % 2),
        }.get(str(kind), figures * (row % 2))

    rows = [[some(kind, row) for kind in SCHEMAS[name].values()] for row in range(10)]
    table = pl.DataFrame(rows, schema=SCHEMAS[name], orient="row")
    assert same(unpack(parquet(table)), table)


def parquet(table: pl.DataFrame) -> bytes:
    content = io.BytesIO()
    table.write_parquet(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (pl.Series([1, 2], dtype=pl.Int32), "holds a column of Int32"),
        (pl.Series([b"1", None], dtype=pl.Binary), "holds a column of Binary"),
        (pl.Series([datetime.time(1), None]), "holds a column of Time"),
        (pl.Series(["a\0b"]), "holds a NUL byte"),
    ],
)
def test_a_table_of_what_no_publication_holds_is_refused_in_words(values: pl.Series, why: str) -> None:
    with pytest.raises(UnpackingError, match=why):
        unpack(parquet(values.alias("a").to_frame()))


# --- what comes through the wall ------------------------------------------------------------------------


def told(height: object, kinds: object, *cells: bytes) -> bytes:
    head = json.dumps([height, kinds]).encode()
    return b"".join([b"t", struct.pack(">Q", len(head)), head, *cells])


TEXT, COUNT = [["a", "text"]], [["a", "count"]]
TWO = b"\xc0"  # two rows, both there


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"?",
        b"w" * 1_000,
        b"t",
        b"t" + b"\xff" * 8,
        b"t" + b"\0" * 8,
        told(2, TEXT),
        told(2, TEXT, TWO, b"\0\0\0\0\0\0\0\x03a\0b", b"more"),
        told(2, TEXT, TWO, b"\0\0\0\0\0\0\0\x04a\0b"),
        told(2, TEXT, TWO, b"\0\0\0\0\0\0\0\x02ab"),
        told(2, TEXT, TWO, b"\0\0\0\0\0\0\0\x03\xff\0b"),
        told(2, TEXT, b"\0", b"\0\0\0\0\0\0\0\x01a"),
        told(2, COUNT, TWO, b"1234567"),
        told(-1, COUNT),
        told(True, COUNT),
        told(2**62, COUNT),
        told(2, []),
        told(0, [["a", "count"], ["a", "count"]]),
        told(0, [["a", "pickle"]]),
        told(0, [["a", ["list", ["list", ["list", ["list", "count"]]]]]]),
        told(0, [["a", ["struct", []]]]),
        told(0, [["a", ["struct", [["b", "count"], ["b", "count"]]]]]),
        told(0, [["a", ["struct", 5]]]),
        told(0, [["a\n", "count"]]),
        told(0, [[5, "count"]]),
        told(0, ["a"]),
        told(0, {}),
        told(2, [["a", ["list", "count"]]], TWO, struct.pack("<qq", -1, 1)),
        told(2, [["a", ["list", "count"]]], TWO, struct.pack("<qq", 2**62, 2**62)),
        b"t" + struct.pack(">Q", 200_000) + b"[" * 200_000,
    ],
)
def test_an_answer_that_is_none_is_refused(answer: bytes) -> None:
    with pytest.raises(AnswerError):
        parse_answer(answer, MANY)


def test_a_lie_about_how_many_cells_there_are_takes_no_memory() -> None:
    bits = bytes(125_000)
    with pytest.raises(AnswerError):
        parse_answer(told(1_000_000, COUNT, bits), MANY)


KINDS = st.recursive(
    st.sampled_from(["text", "count", "number", "truth", "day", "", 5]),
    lambda inner: (
        st.tuples(st.just("list"), inner)
        | st.tuples(st.just("struct"), st.lists(st.tuples(st.sampled_from("ab"), inner), max_size=2))
    ),
)


@given(
    st.integers(-1, 9),
    st.lists(st.tuples(st.sampled_from("abc"), KINDS), max_size=3),
    st.binary(max_size=80),
)
def test_any_answer_is_heard_or_refused_never_worse(height: int, kinds: object, rest: bytes) -> None:
    with suppress(AnswerError):
        parse_answer(told(height, kinds, rest), MANY)
    with suppress(AnswerError):
        parse_answer(rest, MANY)


def test_why_there_is_no_table_is_a_short_text() -> None:
    assert parse_answer(write_words("ñ" * 5_000), MANY) == "ñ" * 200


# --- bombs, and a library that was taken over -------------------------------------------------------------


REFUSED = r"more than any election|far more|ends the process"
"""Polars ends its process where the system gives it no more memory."""


@pytest.mark.parametrize(
    ("text", "rows"), [("A1", 50_000_000), ("x" * 3_000, 300_000), ("y" * 200, 2_000_000)]
)
def test_a_table_of_a_few_kb_that_would_take_gigabytes_is_refused(text: str, rows: int) -> None:
    content = parquet(pl.select(station=pl.repeat(text, rows)))
    assert len(content) < 600_000
    with pytest.raises(UnpackingError, match=REFUSED):
        unpack(content)


@pytest.fixture
def taken_over(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wall]:
    monkeypatch.syspath_prepend(str(Path(__file__).parent / "behind"))
    with Wall(replace(TASKS["small"], module="hostile_table")) as wall:
        yield wall


HELD = [
    "open('{here}/evidence').read()",
    "os.close(0); os.open('{here}/evidence', os.O_RDONLY)",
    "os.unlink('{here}/evidence')",
    "os.rename('{here}/evidence', '{here}/gone')",
    "os.truncate('{here}/evidence', 0)",
    "os.listdir('{here}')",
    "open('/proc/self/environ').read()",
    "socket.socket(socket.AF_INET).connect(('127.0.0.1', 9))",
    "os.fork()",
    "threading.Thread(target=print).start(); os.fork()",
    "os.execv('/bin/true', ['true'])",
    "os.kill({parent}, 9)",
    "[os.read(number, 1) for number in range(3, 1000)]",
]


@pytest.mark.parametrize("tried", HELD)
def test_a_library_that_a_table_took_over_can_do_nothing_but_answer(
    taken_over: Wall, tmp_path: Path, tried: str
) -> None:
    (tmp_path / "evidence").write_text("evidence")
    answer = taken_over.ask(tried.format(here=tmp_path, parent=os.getpid()).encode())
    assert isinstance(answer, Failure), answer
    assert (tmp_path / "evidence").read_text() == "evidence"


@pytest.mark.parametrize(
    "said",
    [b"ARROW1\0\0", b"\x80\x04cos\nsystem\n(S'true'\ntR.", b"t" + b"\xff" * 100, b"", told(10**12, COUNT)],
)
def test_what_it_says_instead_of_a_table_is_refused(
    taken_over: Wall, said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Says:
        def ask(self, request: bytes) -> bytes | Failure:
            return taken_over.ask(f"said['answer'] = {said!r}".encode())

    monkeypatch.setattr(unpacking, "_wall", lambda task: Says())
    with pytest.raises(UnpackingError):
        unpack(b"PAR1")


def picture(*, colour: int = 0, side: int = 40, packed: int = 1) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(content, "PNG", compress_level=packed)
    return content.getvalue()


def test_pictures_are_the_same_pixel_for_pixel_or_they_are_others() -> None:
    once, again = picture(), picture(packed=9)
    assert once != again
    assert same_picture(once, again)
    assert not same_picture(once, picture(colour=1))
    assert not same_picture(once, picture(side=41))
    assert not same_picture(once, once[:50])
    assert not same_picture(b"", b"")


# --- where a system cannot build the wall -------------------------------------------------------------------


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, ...]]:
    """A system that can build none of the wall: that is said, and the processes do without."""
    assert missing() == ()
    unpacking._wall.cache_clear()
    for module in (unpacking, in_front):
        monkeypatch.setattr(module, "missing", parts)
    yield parts()
    for task in TASKS:
        unpacking._wall(task).close()
    unpacking._wall.cache_clear()


def test_without_a_wall_everybody_can_verify_and_the_report_says_so(
    without: tuple[str, ...], whole: Path
) -> None:
    found = report(whole, OUR_KEY)
    assert found.exit_code == 0
    assert found.without_wall == without
    for language in LANGUAGES:
        assert "Landlock, seccomp:" in in_words(found, language)
    assert json.loads(in_json(found, "es"))["without_wall"] == list(without)


def test_behind_the_whole_wall_nothing_is_said_of_it(whole: Path) -> None:
    found = report(whole, OUR_KEY)
    assert found.without_wall == ()
    assert "Landlock" not in in_words(found, "en")
    assert made.codes(found) == set()
