"""`testigo corroborate` with a table that looks its stations up in a second file."""

import json

from tests.cli.small import MAPPING, Small
from tests.tables.workbooks import rewritten, workbook

LOOKED_UP = (
    MAPPING.replace('station = "mesa"', 'station = "code"')
    + '\n[[lookup]]\nfile = "codes.csv"\non = { mesa = "id" }\ntake = ["code"]\n'
)


def test_a_table_looks_its_stations_up_as_an_import_does(accepted: Small) -> None:
    table = accepted.write("results.csv", "mesa,red,blue\nfirst,100,50\n")
    codes = accepted.write("codes.csv", "id,code\nfirst,001.01\n")
    mapping = accepted.write("map.toml", LOOKED_UP)
    assert accepted.run("corroborate", table, codes, "--mapping", mapping) == 0, accepted.err
    assert "agree" in accepted.out
    assert accepted.last() == 2


def test_a_look_up_that_is_not_given_is_named(accepted: Small) -> None:
    table = accepted.write("results.csv", "mesa,red,blue\nfirst,100,50\n")
    assert accepted.run("corroborate", table, "--mapping", accepted.write("map.toml", LOOKED_UP)) == 2
    assert "codes.csv" in accepted.err


def test_two_tables_are_held_against_the_results_one_at_a_time(accepted: Small) -> None:
    mapping = accepted.write("map.toml", MAPPING.replace("results.csv", "*.csv"))
    tables = [accepted.write(f"{name}.csv", "mesa,red,blue\n001.01,100,50\n") for name in ("a", "b")]
    assert accepted.run("corroborate", *tables, "--mapping", mapping) == 2
    assert accepted.err


def test_what_a_workbook_hides_is_named_as_an_import_names_it(accepted: Small) -> None:
    book = workbook({"R": [["mesa", "red", "blue"], ["001.01", 100, 50], ["001.02", 90, 80]]})
    hidden = rewritten(book, "xl/worksheets/sheet1.xml", ('<row r="3">', '<row r="3" hidden="1">'))
    table = accepted.folder.parent / "results.xlsx"
    table.write_bytes(hidden)
    written = MAPPING.replace("results.csv", "results.xlsx").replace(
        "[[table]]", '[[table]]\nformat = "excel"'
    )
    mapping = accepted.write("map.toml", written)
    said = "1 row that is taken is hidden in the workbook (3)"
    assert accepted.run("corroborate", table, "--mapping", mapping) == 0, accepted.err
    assert said in " ".join(accepted.out.split())
    assert accepted.run("corroborate", table, "--mapping", mapping, "--csv") == 0
    assert said in accepted.err
    assert said not in accepted.out
    assert accepted.run("corroborate", table, "--mapping", mapping, "--json") == 0
    assert any(said in note for note in json.loads(accepted.out)["notes"])
