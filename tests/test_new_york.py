"""New York, 8 November 2016: 58 county boards, 58 house styles, fusion; held against the state's canvass."""

import datetime
import os
import tomllib
from importlib import resources
from pathlib import Path

import polars as pl
import pytest

from testigo.acts.new_operation import Choices, new_operation
from testigo.acts.operation import Operation
from testigo.snapshot import Snapshot

DATA = Path(__file__).resolve().parents[1] / ".." / "shared" / "data" / "us-ny-2016"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not beside this repository")

MAPPINGS = resources.files("testigo.examples") / "new-york-2016" / "results"
OFFICES = {"President": "president", "U.S. Senate": "us-senate"}
PRESIDENT_DIFFERS = {
    ("Dutchess", "clinton"): 23, ("Dutchess", "trump"): 13,
    ("Dutchess", "johnson"): 2, ("Dutchess", "stein"): 1,
    ("Ontario", "clinton"): -8, ("Ontario", "trump"): -4, ("Ontario", "johnson"): -1,
    ("Schuyler", "clinton"): -3, ("Schuyler", "trump"): -1,
}  # fmt: skip
SENATE_DIFFERS = {
    ("Broome", "long"): -26, ("Delaware", "long"): -1, ("Dutchess", "schumer"): 9, ("Dutchess", "long"): 14,
    ("Dutchess", "wilson"): 1, ("Oneida", "schumer"): -424, ("Ontario", "long"): -1,
    ("Schuyler", "schumer"): -2, ("Schuyler", "long"): -1, ("Seneca", "schumer"): -1,
}  # fmt: skip


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("new-york") / "operation"
    day = datetime.date(2026, 1, 2)
    list(
        new_operation(Choices(folder, "new-york-2016", drill=False, key=None, day=day, data=DATA), os.urandom)
    )
    return Operation(folder).snapshot()


def canvass(snapshot: Snapshot, contest: str) -> pl.DataFrame:
    """The state's sums by county and candidate: those of the candidate's party lines."""
    of_line = {line.line: line.option for line in snapshot.election.contest(contest).lines}
    table = pl.read_csv(DATA / "20161108__ny__general__county.csv", infer_schema=False)
    office = {code: name for name, code in OFFICES.items()}[contest]
    return (
        table.filter((pl.col("office") == office) & pl.col("party").is_in(list(of_line)))
        .with_columns(option=pl.col("party").replace_strict(of_line), theirs=pl.col("votes").cast(pl.Int64))
        .group_by(jurisdiction="county", option="option")
        .agg(pl.col("theirs").sum())
    )


def compared(snapshot: Snapshot, contest: str) -> pl.DataFrame:
    """Our sums of the 58 counties by candidate, beside the state's."""
    counties = snapshot.tallies[contest].filter(pl.col("level") == 2)
    options = [option.option for option in snapshot.election.contest(contest).options if option.required]
    ours = counties.select("jurisdiction", *(pl.col(f"votes_{option}").alias(option) for option in options))
    long = ours.unpivot(index="jurisdiction", variable_name="option", value_name="ours")
    return long.join(canvass(snapshot, contest), on=["jurisdiction", "option"]).with_columns(
        difference=pl.col("ours") - pl.col("theirs")
    )


def differing(table: pl.DataFrame) -> dict[tuple[str, str], int]:
    rows = table.filter(pl.col("difference") != 0).select("jurisdiction", "option", "difference")
    return {(county, option): difference for county, option, difference in rows.iter_rows()}


def test_223_of_232_sums_for_president_are_the_canvass_and_the_others_differ_by_their_known_votes(
    snapshot: Snapshot,
) -> None:
    table = compared(snapshot, "president")
    assert (table.height, (table["difference"] == 0).sum()) == (232, 223)
    assert differing(table) == PRESIDENT_DIFFERS


def test_222_of_232_sums_for_the_senate_are_the_canvass(snapshot: Snapshot) -> None:
    table = compared(snapshot, "us-senate")
    assert (table.height, (table["difference"] == 0).sum()) == (232, 222)
    assert differing(table) == SENATE_DIFFERS


def test_every_line_of_the_canvass_is_compared_and_most_agree(snapshot: Snapshot) -> None:
    lines = snapshot.discrepancies.filter(pl.col("figure").str.starts_with("line_"))
    agreeing = lines.group_by("contest").agg(pl.len(), (pl.col("difference") == 0).sum().alias("agree"))
    assert {row[0]: row[1:] for row in agreeing.iter_rows()} == {
        "president": (464, 446),
        "us-senate": (522, 496),
    }


def test_the_58_counties_together_have_their_known_votes(snapshot: Snapshot) -> None:
    state = snapshot.tallies["president"].filter(pl.col("level") == 1).to_dicts()[0]
    assert (state["votes_trump"], state["votes_stein"]) == (2_426_429, 72_992)
    assert state["votes_clinton"] == 2_465_698


def test_the_lines_of_every_candidate_add_up_in_every_precinct(snapshot: Snapshot) -> None:
    assert not set(snapshot.findings["code"]) & {"S.201", "S.202"}
    for contest in snapshot.election.contests:
        results = snapshot.results[contest.contest]
        for option, votes in zip(contest.options, contest.vote_columns, strict=True):
            lines = contest.lines_of(option.option)
            if lines:
                summed = results.select(pl.sum_horizontal(lines)).to_series()
                assert summed.to_list() == results[votes].fill_null(0).to_list()


def test_every_precinct_has_a_result_for_president_and_four_have_none_for_the_senate(
    snapshot: Snapshot,
) -> None:
    status = {code: frame["status"].value_counts() for code, frame in snapshot.results.items()}
    assert dict(status["president"].iter_rows()) == {"accepted": 9_900}
    assert dict(status["us-senate"].iter_rows()) == {"accepted": 9_896, "missing": 4}


def test_counters_that_a_county_does_not_give_are_unknown_and_never_zero(snapshot: Snapshot) -> None:
    counties = snapshot.tallies["president"].filter(pl.col("level") == 2)
    erie = counties.filter(pl.col("jurisdiction") == "Erie").to_dicts()[0]
    assert (erie["blank_votes"], erie["null_votes"]) == (None, None)
    assert erie["other_bvs"] is not None


def test_one_mapping_of_about_twenty_lines_serves_56_counties_and_westchester_adds_one() -> None:
    counties = (MAPPINGS / "counties.toml").read_text(encoding="utf-8")
    westchester = (MAPPINGS / "westchester.toml").read_text(encoding="utf-8")
    lines = [line for line in counties.splitlines() if line and not line.startswith("#")]
    assert len(lines) <= 25
    theirs, ours = tomllib.loads(westchester), tomllib.loads(counties)
    assert theirs["tables"] == ours["tables"]
    for table, left_out in (
        (theirs["table"][0], ("file", "newline")),
        (ours["table"][0], ("file", "null_values")),
    ):
        for key in left_out:
            table.pop(key)
    # A mapping of one file names in `unused` what that file has; one of many, what some of them have.
    assert set(theirs["table"][0].pop("unused")) <= set(ours["table"][0].pop("unused"))
    assert theirs["table"] == ours["table"]


def test_where_the_canvass_has_fewer_votes_of_a_line_than_the_precincts_it_is_said_county_by_county(
    snapshot: Snapshot,
) -> None:
    found = snapshot.contradictions.select("contest", "place", "figure", "votes", "stations")
    assert found.rows() == [
        ("president", "Dutchess", "line_DEM", 23, 1),
        ("president", "Dutchess", "line_GRN", 1, 1),
        ("president", "Dutchess", "line_IND", 2, 1),
        ("president", "Dutchess", "line_REP", 13, 1),
        ("us-senate", "Dutchess", "line_CON", 2, 1),
        ("us-senate", "Dutchess", "line_DEM", 8, 1),
        ("us-senate", "Dutchess", "line_GRN", 1, 1),
        ("us-senate", "Dutchess", "line_IND", 1, 1),
        ("us-senate", "Dutchess", "line_REP", 12, 1),
        ("us-senate", "Essex", "line_WOR", 2, 1),
        ("us-senate", "Hamilton", "line_WEP", 40, 4),
        ("us-senate", "Oneida", "line_IND", 99, 3),
    ]
    assert snapshot.contradictions["kind"].unique().to_list() == ["fewer votes than the forms"]


def test_a_canvass_that_is_larger_than_the_precincts_contradicts_nothing(snapshot: Snapshot) -> None:
    """Of the nine sums for president that differ, the five of Ontario and Schuyler are larger."""
    larger = {place for (place, _), votes in PRESIDENT_DIFFERS.items() if votes < 0}
    assert larger == {"Ontario", "Schuyler"}
    assert not larger & set(snapshot.contradictions["place"])
