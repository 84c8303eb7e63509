"""Cells that mean zero where a mapping says so, and columns that `unused` names."""

from pathlib import Path

import pytest

from tests.cli.small import FILES, MAPPING, Small, make_small


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return make_small(tmp_path)


def imported(small: Small, mapping: str, table: str) -> int:
    return small.run(
        "import", small.write("results.csv", table), "--mapping", small.write("map.toml", mapping)
    )


ZERO = MAPPING.replace("[table.figures]", 'empty_is_zero = ["blue"]\n[table.figures]')


def test_an_empty_cell_is_zero_where_the_mapping_names_its_column(small: Small) -> None:
    assert imported(small, ZERO, "mesa,red,blue\n001.01,7,\n001.02,,3\n") == 0
    assert (small.result("001.01")["votes_red"], small.result("001.01")["votes_blue"]) == (7, 0)
    assert small.status("001.02") == "pending"  # red is not named: it was not read


def test_an_empty_cell_is_unknown_where_the_mapping_does_not_say(small: Small) -> None:
    assert imported(small, MAPPING, "mesa,red,blue\n001.01,7,\n") == 0
    assert small.status("001.01") == "pending"


def test_a_row_without_any_count_is_no_reading_all_the_same(small: Small) -> None:
    both = MAPPING.replace("[table.figures]", 'empty_is_zero = ["red", "blue"]\n[table.figures]')
    assert imported(small, both, "mesa,red,blue\n001.01,7,\n001.02,,\n") == 2
    assert "a row without any figure" in small.err


def test_only_a_column_of_a_count_is_named(small: Small) -> None:
    assert imported(small, ZERO.replace('["blue"]', '["mesa"]'), "mesa,red,blue\n001.01,7,1\n") == 2
    assert "not a column of a count" in small.err


def test_a_name_in_unused_that_the_file_lacks_is_a_problem(small: Small) -> None:
    misspelt = MAPPING.replace("[table.figures]", 'unused = ["nots"]\n[table.figures]')
    assert imported(small, misspelt, "mesa,red,blue,notes\n001.01,7,1,x\n") == 2
    assert "the file has no such column" in small.err
    assert "nots" in small.err


@pytest.mark.parametrize("name", ["column_4", "(column 4)"])
def test_a_column_without_a_name_is_called_as_drafts_call_it(small: Small, name: str) -> None:
    named = MAPPING.replace("[table.figures]", f'unused = ["{name}"]\n[table.figures]')
    assert imported(small, named, "mesa,red,blue,\n001.01,7,1,\n") == 0
    assert "nobody reads" not in small.out
    assert imported(small, MAPPING, "mesa,red,blue,\n001.02,7,1,x\n") == 0
    assert "column_4" in small.out


def test_stations_that_are_on_no_list_have_their_registered_voters_where_they_are_declared(
    small: Small,
) -> None:
    """X declares 5 stations and 2,500 voters; 3 of 500 each are listed."""
    assert "5,2500" in FILES["jurisdictions.csv"]
    assert small.run("missing", "--csv") == 0
    (row,) = [line for line in small.out.splitlines() if "not listed" in line]
    assert row.endswith("1000,2,")


def test_a_mapping_of_many_files_names_in_unused_what_some_of_them_have(small: Small) -> None:
    many = MAPPING.replace('"results.csv"', '"res*.csv"').replace(
        "[table.figures]", 'unused = ["absentee"]\n[table.figures]'
    )
    assert imported(small, many, "mesa,red,blue\n001.01,7,1\n") == 0


@pytest.mark.parametrize(
    ("lines", "unused"),
    [
        ("001.01,100,50,\n001.02,90,80,\n", ()),
        ("001.01,100,50,\n001.02,90,80,x\n", ("column_4",)),
        ('001.01,100,50,\n001.02,90,80,","\n', ("column_4",)),
    ],
)
def test_a_last_column_without_a_name_is_named_only_where_it_holds_something(
    small: Small, lines: str, unused: tuple[str, ...]
) -> None:
    table = small.write("results.csv", "mesa,red,blue,\n" + lines)
    assert small.run("import", table, "--mapping", small.write("map.toml", MAPPING), "--dry-run") == 0, (
        small.err
    )
    assert ("column_4" in small.out) is bool(unused)


def test_of_several_last_columns_without_a_name_only_those_that_hold_something_are_named(
    small: Small,
) -> None:
    table = small.write("results.csv", "mesa,red,blue,,\n001.01,100,50,x,\n001.02,90,80,,\n")
    assert small.run("import", table, "--mapping", small.write("map.toml", MAPPING), "--dry-run") == 0, (
        small.err
    )
    assert "column_4" in small.out
    assert "column_5" not in small.out
