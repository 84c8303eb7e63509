"""From bytes to clean text: encodings, compression, limits."""

import gzip
import tracemalloc
import zlib
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.errors import InputError
from testigo.intake.language import Value
from testigo.intake.mapping_tables import Table
from testigo.tables.text import LONGEST_LINE, clean_pieces
from tests.intake.tables import ROWS, imported, only_problem, votes

TAKEN = [("A1-1.01", 120, 80), ("A1-1.02", 7, 0)]
PLAIN = Table(file="*", contest=Value(constant="mayor"))


@pytest.mark.parametrize(
    ("content", "keys"),
    [
        (ROWS, ""),
        (b"\xef\xbb\xbf" + ROWS, ""),
        (ROWS.replace(b"\n", b"\r\n"), ""),
        (ROWS.rstrip(), ""),
        (ROWS.replace(b"\n", b"\r"), 'newline = "cr"'),
        (ROWS.decode().encode("utf-16"), 'encoding = "utf-16"'),
        (gzip.compress(ROWS), 'compression = "gzip"'),
        (gzip.compress(ROWS[:20]) + gzip.compress(ROWS[20:]), 'compression = "gzip"'),
    ],
    ids=["plain", "mark", "crlf", "no last newline", "cr", "utf-16", "gzip", "gzip in two members"],
)
def test_a_table_is_taken_however_it_is_written_down_if_that_is_declared(content: bytes, keys: str) -> None:
    assert votes(imported(content, keys)) == TAKEN


def clean_text(file: str, chunks: Iterable[bytes], table: Table) -> bytes:
    return b"".join(clean_pieces(file, chunks, table))


def test_a_file_whose_mapping_names_it_gz_is_unpacked() -> None:
    keyed = 'station = "station"\ncontest = { constant = "mayor" }\ncompression = "gzip"'
    assert votes(imported(gzip.compress(ROWS), keyed=keyed + "\n", file="results.csv.gz")) == TAKEN


@pytest.mark.parametrize(
    ("content", "row", "line"),
    [
        ("station,red,blue\nA1-1.01,1,1\nPeñón,1,2\n".encode("iso-8859-1"), 3, 'encoding = "iso-8859-1"'),
        ("station,red,blue\nPeñón’s,1,2\n".encode("windows-1252"), 2, 'encoding = "windows-1252"'),
        (ROWS.decode().encode("utf-16"), 1, 'encoding = "utf-16"'),
        (ROWS.decode().encode("utf-16-le"), 1, 'encoding = "utf-16-le"'),
        (ROWS.replace(b"\n", b"\r"), 1, 'newline = "cr"'),
        (gzip.compress(ROWS), None, 'compression = "gzip"'),
    ],
    ids=["latin-1", "windows-1252", "utf-16", "utf-16 without mark", "cr", "gzip"],
)
def test_what_is_not_declared_is_refused_with_the_line_to_declare(
    content: bytes, row: int | None, line: str
) -> None:
    problem = only_problem(content)
    assert problem.place.row == row
    assert line in problem.remedy


def test_a_utf8_file_that_is_declared_latin_1_is_refused() -> None:
    content = ROWS + "A1-1.03,1,1\nPeñón,1,1\n".encode()
    assert "UTF-8" in only_problem(content, 'encoding = "iso-8859-1"').message


def test_latin_1_is_taken_where_it_is_declared() -> None:
    content = ROWS + "Peñón,1,1\n".encode("iso-8859-1")
    assert votes(imported(content, 'encoding = "iso-8859-1"'))[-1] == ("Peñón", 1, 1)


def test_decomposed_letters_become_one_character() -> None:
    assert votes(imported(ROWS + "Pen\u0303o\u0301n,1,1\n".encode()))[-1] == ("Peñón", 1, 1)


def test_a_gzip_file_that_ends_in_the_middle_is_refused() -> None:
    assert "ends in the middle" in only_problem(gzip.compress(ROWS)[:-9], 'compression = "gzip"').message


def test_a_damaged_gzip_file_is_refused() -> None:
    content = bytearray(gzip.compress(ROWS))
    content[-6] ^= 1
    assert "damaged" in only_problem(bytes(content), 'compression = "gzip"').message


def test_a_gzip_bomb_is_refused_before_it_is_unpacked() -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(b"0" * (1 << 20) + b"\n") for _ in range(200)) + packer.flush()
    tracemalloc.start()
    problem = only_problem(bomb, 'compression = "gzip"')
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert problem.place.file == "results.csv"
    assert peak < 32 << 20


def test_a_line_of_a_gigabyte_is_refused_after_the_first_megabyte() -> None:
    handed = []

    def gigabyte() -> Iterator[bytes]:
        yield b"station,red,blue\n"
        for number in range(1000):
            handed.append(number)
            yield b"1" * 1_000_000

    with pytest.raises(InputError) as refused:
        clean_text("results.csv", gigabyte(), PLAIN)
    (problem,) = refused.value.problems
    assert problem.place.row == 2
    assert len(handed) == 1


@pytest.mark.parametrize(("length", "is_taken"), [(LONGEST_LINE, True), (LONGEST_LINE + 1, False)])
def test_the_longest_line(length: int, *, is_taken: bool) -> None:
    content = [b"a\n", b"1" * length, b"\n2\n"]
    if is_taken:
        assert clean_text("results.csv", content, PLAIN) == b"".join(content)
    else:
        with pytest.raises(InputError, match="row 2"):
            clean_text("results.csv", content, PLAIN)


@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbf", b"\n\n \n"], ids=["nothing", "mark", "blank lines"]
)
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert "empty" in only_problem(content).message


@pytest.mark.parametrize(
    ("start", "word"), [(b"PK\x03\x04", "Excel"), (b"PAR1", "Parquet"), (b"%PDF-1.7", "PDF")]
)
def test_another_kind_of_file_is_named(start: bytes, word: str) -> None:
    assert word in only_problem(start + ROWS).message


def test_a_nul_byte_is_refused_with_its_row_and_no_other_cell() -> None:
    problem = only_problem(b"station,red,blue\nA1-1.01,1\x00,2\n")
    assert problem.place.row == 2
    assert problem.value == r"'1\x00'"


def test_a_character_that_turns_the_reading_direction_is_refused_also_in_an_unused_column() -> None:
    problem = only_problem("station,red,blue,name\nA1-1.01,1,2,\u202etesting\n".encode(), 'unused = ["name"]')
    assert problem.place.row == 2


@given(
    st.text(st.characters(exclude_characters="\0\r\n\u202d\u202e", exclude_categories=["Cs"])),
    st.integers(1, 9),
)
def test_text_is_the_same_however_it_is_cut_into_chunks(text: str, size: int) -> None:
    content = b"a\n" + text.encode()
    chunks = [content[start : start + size] for start in range(0, len(content), size)]
    assert clean_text("x", chunks, PLAIN) == clean_text("x", [content], PLAIN)


@given(st.binary(max_size=300))
def test_any_bytes_are_taken_or_refused_never_worse(content: bytes) -> None:
    with pytest.raises(InputError):  # no random bytes are a table with these three columns
        imported(content)


def test_utf_16_without_its_mark_is_refused_with_what_to_declare() -> None:
    problem = only_problem(ROWS.decode().encode("utf-16-le"), 'encoding = "utf-16"')
    assert "utf-16-le" in problem.remedy


def test_a_letter_with_a_thousand_accents_is_no_text() -> None:
    """To put such a run into order takes time that grows with its square: a line of it took 17 seconds."""
    problem = only_problem(
        b"station,red,blue\nA1-1.01,1,1\n" + ("a" + "\u0301\u0323" * 500 + ",1,1\n").encode()
    )
    assert problem.place.row == 3
    assert "more than 30 accents" in problem.message


def test_a_letter_with_thirty_marks_is_taken() -> None:
    content = ROWS + ("a" + "\u0323" * 30 + ",1,1\n").encode()
    assert len(votes(imported(content))) == 3


def test_a_table_of_more_columns_than_excel_has_is_refused() -> None:
    header = b"station,red,blue" + b"," * 16_384
    assert "more than 16,384 columns" in only_problem(header + b"\n").message
