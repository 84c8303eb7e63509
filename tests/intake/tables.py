"""Small published tables of the tests' world, and what the importer makes of them."""

from pathlib import Path

import pytest

from testigo.errors import InputError, Problem
from testigo.intake.mapping import Mapping, parse_mapping
from testigo.intake.table import ImportedTable, read_table
from tests import world

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not beside this repository")

ELECTION = world.election()
PROFILES = {"form": world.PROFILE}

HEAD = '[[reading]]\nreader = "publisher"\n[[table]]\nfile = "*"\n'
FIGURES = '[table.figures]\nvotes_red = "red"\nvotes_blue = "blue"\n'
STATION = 'station = "station"\ncontest = { constant = "mayor" }\n'

EXCEL_KEY, PARQUET_KEY = 'format = "excel"', 'format = "parquet"'

ROWS = b"station,red,blue\nA1-1.01,120,80\nA1-1.02,7,0\n"


def mapping(keys: str = "", keyed: str = STATION, figures: str = FIGURES) -> Mapping:
    """The mapping of ROWS, with further keys of `[[table]]`."""
    return parse_mapping((HEAD + keyed + keys + "\n" + figures).encode(), "results.toml")


def imported(
    content: bytes, keys: str = "", *, keyed: str = STATION, figures: str = FIGURES, file: str = "results.csv"
) -> ImportedTable:
    return read_table({file: [content]}, mapping(keys, keyed, figures), ELECTION, PROFILES)


def problems(content: bytes, keys: str = "", **others: str) -> tuple[Problem, ...]:
    """The problems that refuse a table; fails where it is taken."""
    with pytest.raises(InputError) as refused:
        imported(content, keys, **others)
    return refused.value.problems


def only_problem(content: bytes, keys: str = "", **others: str) -> Problem:
    (problem,) = problems(content, keys, **others)
    return problem


def votes(table: ImportedTable) -> list[tuple[object, ...]]:
    """(station, red, blue) of every reading, in the order of the rows."""
    return table.readings.select("station", "votes_red", "votes_blue").rows()
