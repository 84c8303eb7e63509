"""Every command that opens a packed table of a stranger opens it behind the wall."""

from pathlib import Path

import pytest

from tests.cli.small import Small
from tests.tables.test_walled import BREAKS, far_cell

MAPPING = """\
[[reading]]
reader = "publisher"
[[table]]
file = "t.xlsx"
format = "excel"
station = "station"
contest = { constant = "mayor" }
[table.figures]
votes_red = "red"
votes_blue = "blue"
"""
CLAIMS = """\
[claim]
name = "bulletin"
source = "the authority"
date = 2030-01-07
[[table]]
file = "t.xlsx"
format = "excel"
place = "station"
contest = { constant = "mayor" }
[table.figures]
votes_red = "red"
"""
DRAFTS = """\
[[draft]]
what = "stations"
file = "t.xlsx"
format = "excel"
[draft.columns]
station = "station"
jurisdiction = { constant = "A" }
"""


@pytest.mark.parametrize(
    ("command", "mapping"),
    [
        ("import", MAPPING),
        ("corroborate", MAPPING),
        ("claim", CLAIMS),
        ("election draft", DRAFTS),
        ("mapping suggest", None),
    ],
)
def test_a_workbook_that_would_take_a_machine_over_is_one_error_of_each_command(
    small: Small, tmp_path: Path, command: str, mapping: str | None
) -> None:
    table = tmp_path / "t.xlsx"
    table.write_bytes(far_cell())
    if command == "election draft":  # of what is sealed nothing is drafted
        small = Small(tmp_path / "fresh")
        assert small.run("new") == 0
    if mapping is None:
        small = Small(table)
        code = small.run(command)
    else:
        code = small.run(command, table, "--mapping", small.write("map.toml", mapping))
    assert code == 2, small.out
    assert BREAKS in small.err
