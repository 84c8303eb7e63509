"""Rows that hold the sums of other rows are named, and never left out."""

from pathlib import Path

import polars as pl
import pytest

from testigo.intake.subtotals import subtotals
from tests import world
from tests.cli.small import FILES, MAPPING, Small, make_small

A1 = world.STATION_CODES[:3]


def rows(*figures: tuple[int | None, int | None]) -> pl.DataFrame:
    red, blue = zip(*figures, strict=True)
    return pl.DataFrame(
        {"part": [0] * len(figures), "station": A1[: len(figures)], "votes_red": red, "votes_blue": blue},
        schema={"part": pl.Int64, "station": pl.String, "votes_red": pl.Int64, "votes_blue": pl.Int64},
    )


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        (((10, 20), (5, 1), (15, 21)), [A1[2]]),
        (((10, 20), (5, 1), (15, 22)), []),  # one figure is no sum
        (((10, 20), (10, 20)), []),  # two rows: either would be the other's sum
        (((0, 0), (0, 0), (0, 0)), []),
        (((10, None), (5, None), (15, None)), []),  # one figure alone may be so by chance
    ],
)
def test_a_row_is_named_where_every_figure_is_the_sum_of_the_others_of_its_place(
    figures: tuple[tuple[int | None, int | None], ...], found: list[str]
) -> None:
    assert subtotals(rows(*figures), world.stations()) == found


def test_an_import_names_subtotals_and_counts_them_all_the_same(tmp_path: Path) -> None:
    listed = FILES["stations.csv"] + "001.99,001,A,,1000\n"
    small = make_small(tmp_path, files=FILES | {"stations.csv": listed})
    table = small.write("results.csv", "mesa,red,blue\n001.01,10,20\n001.02,5,1\n001.99,15,21\n")
    mapping = small.write("map.toml", MAPPING)
    assert small.run("import", table, "--mapping", mapping, "--dry-run") == 0
    assert "1 row holds in every figure the sum of the other rows of one place: 001.99" in small.out
    assert small.run("import", table, "--mapping", mapping) == 0
    assert small.status("001.99") == "accepted"


def test_a_dry_run_says_what_the_checks_would_find(tmp_path: Path) -> None:
    small = make_small(tmp_path)
    table = small.write("results.csv", "mesa,red,blue\n001.01,600,20\n")
    assert small.run("import", table, "--mapping", small.write("map.toml", MAPPING), "--dry-run") == 0
    assert "T.301" in small.out


def test_a_later_table_of_the_same_reader_is_told_of_replaces(tmp_path: Path) -> None:
    small = make_small(tmp_path)
    mapping = small.write("map.toml", MAPPING)
    assert (
        small.run("import", small.write("results.csv", "mesa,red,blue\n001.01,6,2\n"), "--mapping", mapping)
        == 0
    )
    assert "--replaces" not in small.out
    assert (
        small.run("import", small.write("results.csv", "mesa,red,blue\n001.01,7,2\n"), "--mapping", mapping)
        == 0
    )
    assert "--replaces 1" in small.out


def test_a_draft_asks_of_a_station_whose_roll_is_that_of_all_others_of_its_place(tmp_path: Path) -> None:
    roll = "town,station,voters\nA,1,500\nA,2,300\nA,A,800\nB,3,100\nB,4,100\n"
    drafts = (
        '[[draft]]\nwhat = "stations"\nfile = "roll.csv"\n[draft.columns]\nstation = "station"\n'
        'jurisdiction = "town"\nregistered_voters = { count = "voters" }\n'
    )
    new = Small(tmp_path / "operation")
    assert new.run("new") == 0
    table, mapping = new.write("roll.csv", roll), new.write("d.toml", drafts)
    new.run("election draft", table, "--mapping", mapping, "--dry-run")
    assert "it may be a subtotal" in new.out
    assert new.out.count("it may be a subtotal") == 1
