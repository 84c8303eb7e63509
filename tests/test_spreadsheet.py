"""CSV of which a spreadsheet runs nothing, and back."""

import csv
import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.characters import is_formula
from testigo.spreadsheet import as_meant, write_csv

LINES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0"), min_size=1, max_size=12
)
NEAR_A_FORMULA = st.builds(str.__add__, st.text("'=+-@＝＋－＠\t", max_size=4), LINES)


def written(*cells: str | None) -> list[str]:
    content = write_csv(pl.DataFrame({"code": list(cells)}, schema={"code": pl.String})).decode()
    return [row[0] if row else "" for row in csv.reader(io.StringIO(content))][1:]


@pytest.mark.parametrize(
    "formula", ["=1+1", "+2", "-5", "@x", "＝1", "＋2", "－5", "＠x", "\t=1", "-", "=HYPERLINK(1)"]
)
def test_a_cell_that_begins_as_a_formula_gets_an_apostrophe(formula: str) -> None:
    assert written(formula) == [f"'{formula}"]


@pytest.mark.parametrize("text", ["001.02", "a=b", "L'Aquila", "'t Hof", "1-2", "x@y", "−5"])
def test_every_other_cell_stays(text: str) -> None:
    assert written(text) == [text]


def test_counts_are_numbers_also_below_zero_and_nothing_stays_nothing() -> None:
    content = write_csv(pl.DataFrame({"difference": [-5, None], "known": [True, None], "text": [None, "-5"]}))
    assert content == b"difference,known,text\n-5,true,\n,,'-5\n"


@given(st.lists(st.none() | LINES | NEAR_A_FORMULA, max_size=9))
def test_what_is_written_runs_nothing_and_reads_back_as_it_was(cells: list[str | None]) -> None:
    frame = pl.DataFrame(
        {"a": cells, "b": [str(number) for number in range(len(cells))]},
        schema={"a": pl.String, "b": pl.String},
    )
    content = write_csv(frame)
    read = pl.read_csv(io.BytesIO(content), infer_schema=False) if cells else frame.clear()
    assert not any(is_formula(cell) for cell in read["a"].drop_nulls())
    assert as_meant(read).equals(frame)


def test_text_that_was_written_before_formulas_were_made_inert_is_read_as_it_stands() -> None:
    before = pl.DataFrame({"code": ["=1+1", "001"]})
    assert as_meant(before).equals(before)
