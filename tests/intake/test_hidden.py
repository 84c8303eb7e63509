"""What a workbook hides is named, which and how many, and never taken in silence."""

import pytest

from testigo.suggest.mapping_draft import suggest
from tests.intake.tables import imported, votes
from tests.tables.workbooks import Cell, rewritten, workbook

TABLE: list[list[Cell]] = [
    ["station", "red", "blue"],
    ["A1-1.01", 120, 80],
    ["A1-1.02", 7, 0],
    ["A1-1.03", 1, 2],
    ["A2-1.01", 3, 4],
]
EXCEL = 'format = "excel"'
SHEET = "xl/worksheets/sheet1.xml"


def notes(content: bytes, keys: str = EXCEL) -> tuple[str, ...]:
    return tuple(note for note in imported(content, keys).notes if "hidden" in note)


def with_hidden_rows(*numbers: int, how: str = 'hidden="1"') -> bytes:
    rows = ((f'<row r="{number}">', f'<row r="{number}" {how}>') for number in numbers)
    return rewritten(workbook({"R": TABLE}), SHEET, *rows)


@pytest.mark.parametrize("how", ['hidden="1"', "hidden='true'", 'ht="0" customHeight="1"', 'ht="0.0"'])
def test_hidden_rows_that_are_taken_are_named_with_their_number(how: str) -> None:
    content = with_hidden_rows(2, 4, 5, how=how)
    assert len(votes(imported(content, EXCEL))) == 4
    (note,) = notes(content)
    assert "3 rows that are taken are hidden in the workbook (2, 4-5)" in note


def test_a_hidden_row_that_the_mapping_leaves_out_or_that_is_empty_is_not_said_to_be_taken() -> None:
    assert notes(with_hidden_rows(4), EXCEL + '\nskip = [{ station = "A1-1.03" }]') == ()
    empty = workbook({"R": [*TABLE[:2], [], *TABLE[2:]]})
    assert notes(rewritten(empty, SHEET, ('<row r="3">', '<row r="3" hidden="1">'))) == ()


def test_where_nothing_is_hidden_nothing_is_said() -> None:
    content = with_hidden_rows(2, how='hidden="0" ht="15"')
    assert notes(content) == ()
    assert "hidden" not in suggest("r.xlsx", content, None)


def test_rows_without_a_number_are_counted() -> None:
    changes = [(f'<row r="{number}">', "<row>") for number in (1, 2, 4, 5)]
    content = rewritten(workbook({"R": TABLE}), SHEET, *changes, ('<row r="3">', '<row hidden="1">'))
    assert "1 row that is taken is hidden in the workbook (3)" in notes(content)[0]


def test_a_hidden_column_that_is_read_is_named() -> None:
    columns = '<cols><col min="3" max="9" hidden="1"/></cols><sheetData>'
    content = rewritten(workbook({"R": TABLE}), SHEET, ("<sheetData>", columns))
    assert "1 column that is read is hidden in the workbook: 'blue'" in notes(content)[0]
    assert "# ? 1 column is hidden: C" in suggest("r.xlsx", content, None)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_named_whether_it_is_read_or_not(state: str) -> None:
    both = workbook({"R": TABLE[:3], "Old & odd": [TABLE[0], *TABLE[3:]]})
    old = 'name="Old &amp; odd"'
    content = rewritten(both, "xl/workbook.xml", (old, f'{old} state="{state}"'))
    (beside,) = notes(content, EXCEL + '\nsheet = "R"')
    assert "the workbook has 1 hidden sheet, which is not read: 'Old & odd'" in beside
    (taken,) = notes(content, EXCEL + '\nsheet = "*"')
    assert "the sheet 'Old & odd' is hidden in the workbook, and is read" in taken


def test_a_draft_looks_at_the_sheet_that_is_shown_and_names_what_is_hidden() -> None:
    content = workbook({"Old": TABLE, "R": TABLE[:3]})
    content = rewritten(content, "xl/workbook.xml", ('name="Old"', 'name="Old" state="hidden"'))
    content = rewritten(content, "xl/worksheets/sheet2.xml", ('<row r="3">', '<row r="3" hidden="1">'))
    draft = suggest("r.xlsx", content, None)
    assert 'Looked at: "R"' in draft
    assert "# ? 1 sheet is hidden: 'Old'" in draft
    assert "# ? 1 row is hidden: 3." in draft
