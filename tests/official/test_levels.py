"""Claims at every level, from the authority's own tables, held against the forms place by place."""

import datetime
import os
from importlib import resources
from pathlib import Path

import polars as pl
import pytest

from testigo.acts.new_operation import Choices, new_operation
from testigo.acts.operation import Operation
from testigo.columns import CLAIMS
from testigo.errors import InputError, Problem
from testigo.official.claim_mapping import parse_claim_mapping
from testigo.official.claim_table import Claimant, read_claim_tables
from testigo.official.compare import case
from testigo.official.levels import Verdict, below, by_place
from testigo.snapshot import Snapshot, derive
from tests import world
from tests.commands import run
from tests.conftest import SHARED
from tests.tables.workbooks import rewritten, workbook
from tests.world import STATION_CODES, reading

PERU = SHARED / "data" / "peru-2021"
MAPPING = Path(str(resources.files("testigo.examples"))) / "peru-2021" / "results" / "claims.toml"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not beside this repository")

CLAIMED = (
    *(
        PERU / f"presidencial-{name}.csv.gz"
        for name in ("datos-votos", "datos-resumen", "resultados-partidos")
    ),
    *("--mapping", MAPPING),
)
MADE = Claimant("count", "authority", "2030-01-07")
LONG = """
[[table]]
file = "votes.csv"
place = "place"
contest = { constant = "mayor" }
figure = { column = "party", table = "party" }
value = "votes"
[tables.party]
R = "votes_red"
B = "votes_blue"
RB = "votes_both"
"%R" = "share_red"
T = "skip"
[groups]
both = ["red", "blue"]
"""


def claims(rows: str, mapping: str = LONG, file: str = "votes.csv") -> pl.DataFrame:
    read = parse_claim_mapping(mapping.encode(), "claims.toml")
    return read_claim_tables(
        {file: [f"place,party,votes\n{rows}".encode()]}, read, MADE, world.election()
    ).claims


def problems(rows: str, mapping: str = LONG, file: str = "votes.csv") -> tuple[Problem, ...]:
    with pytest.raises(InputError) as refused:
        claims(rows, mapping, file)
    return refused.value.problems


def said(frame: pl.DataFrame) -> list[tuple[str, str, str]]:
    return frame.select("place", "figure", "value").rows()


def test_a_row_a_figure_becomes_a_claim_as_it_was_printed() -> None:
    found = claims("A,R,120\nX,%R,57.1\nX,RB,300\n")
    assert dict(found.schema) == CLAIMS
    assert said(found) == [
        ("A", "votes_red", "120"),
        ("X", "share_red", "57.1 %"),
        ("X", "votes_both:red+blue", "300"),
    ]
    assert found.select("claim", "source", "date", "contest").unique().rows() == [
        ("count", "authority", "2030-01-07", "mayor")
    ]


def test_a_column_a_figure_becomes_claims_too() -> None:
    wide = (
        '[[table]]\nfile = "votes.csv"\nplace = "place"\ncontest = { constant = "mayor" }\nthousands = ","\n'
        '[table.figures]\nvalid_votes = "party"\nvotes_red = "votes"\n'
    )
    found = claims('A,"1,200",120\nB,,7\n', wide)
    assert sorted(said(found)) == [
        ("A", "valid_votes", "1,200"), ("A", "votes_red", "120"), ("B", "votes_red", "7"),
    ]  # fmt: skip


def test_a_row_that_a_code_table_leaves_out_and_an_empty_cell_claim_nothing() -> None:
    assert said(claims("A,T,999\nA,R,\nA,B,5\n")) == [("A", "votes_blue", "5")]


def test_whole_numbers_with_decimals_are_read_only_where_the_mapping_says_so() -> None:
    assert problems("A,R,182.0\n")[0].place.column == "value"
    assert said(claims("A,R,182.0\n", LONG.replace("value =", "whole_decimals = true\nvalue ="))) == [
        ("A", "votes_red", "182")
    ]


def test_a_place_of_a_station_is_one_only_where_the_mapping_says_so() -> None:
    assert problems("A1-1.01,R,1\n")[0].place.column == "place"
    of_stations = LONG.replace("value =", 'place_kind = "station"\nvalue =')
    assert claims("A1-1.01,R,1\n", of_stations)["place_kind"].to_list() == ["station"]
    assert problems("A,R,1\n", of_stations)[0].place.column == "place"


def test_unknown_spellings_places_and_figures_are_all_reported_with_their_rows() -> None:
    assert [one.place.row for one in problems("A,Q,1\nA,R,1\n")] == [2]
    found = problems("Z,R,1\nA,R,1x\n")
    assert [(one.place.row, one.place.column) for one in found] == [(2, "place"), (3, "value")]


def test_a_figure_that_is_claimed_twice_is_refused() -> None:
    assert "claimed twice" in problems("A,R,1\nA,R,2\n")[0].message


def test_every_file_has_its_table_and_every_table_its_file() -> None:
    assert [str(one.place) for one in problems("A,R,1\n", file="other.csv")] == ["other.csv", "votes.csv"]


def test_a_mapping_that_says_figures_in_two_ways_is_refused() -> None:
    with pytest.raises(InputError):
        parse_claim_mapping(LONG.replace('value = "votes"', "").encode(), "claims.toml")


def compared(rows: str, mapping: str = LONG, stations: int = 12) -> Snapshot:
    """Our forms: red 100 and blue 50 in each of the first stations."""
    read = world.readings([reading(code, red=100, blue=50) for code in STATION_CODES[:stations]])
    evidence = world.evidence({"mayor": read}, claims=claims(rows, mapping))
    return derive(world.election(), {"form": world.PROFILE}, evidence)


def verdicts(snapshot: Snapshot) -> dict[str, str]:
    places = by_place(snapshot.discrepancies, snapshot.tallies)
    return dict(places.select("place", "verdict").iter_rows())


def test_places_agree_differ_or_cannot_be_compared() -> None:
    snapshot = compared("A1,R,300\nA2,R,301\nB1,R,300\nB2,R,400\nB,R,400\n", stations=9)
    assert verdicts(snapshot) == {
        "A1": Verdict.AGREES,
        "A2": Verdict.DIFFERS,
        "B1": Verdict.AGREES,
        "B": Verdict.INCOMPARABLE,  # three of its forms are missing, and the claim is larger
        "B2": Verdict.INCOMPARABLE,
    }


def test_a_claim_below_the_forms_that_are_there_differs_whatever_is_missing() -> None:
    assert verdicts(compared("B,R,299\n", stations=9)) == {"B": Verdict.DIFFERS}


def test_a_claim_of_a_station_is_held_against_its_result() -> None:
    of_stations = LONG.replace("value =", 'place_kind = "station"\nvalue =')
    found = compared("A1-1.01,R,101\nA1-1.02,B,50\n", of_stations).discrepancies
    assert found.select("place_kind", "place", "ours", "difference").rows() == [
        ("station", "A1-1.01", 100, 1),
        ("station", "A1-1.02", 50, 0),
    ]


@pytest.fixture(scope="module")
def peru(tmp_path_factory: pytest.TempPathFactory) -> Operation:
    """Peru 2021 as its example makes it, ONPE's three tables claimed."""
    if not PERU.is_dir():
        pytest.skip("the shared data is not beside this repository")
    folder = tmp_path_factory.mktemp("peru") / "operation"
    list(
        new_operation(
            Choices(folder, "peru-2021", drill=False, key=None, day=datetime.date(2026, 1, 2), data=PERU),
            os.urandom,
        )
    )
    return Operation(folder)


@needs_shared
def test_peru_all_48412_figures_of_the_1862_complete_districts_agree(peru: Operation) -> None:
    snapshot = peru.snapshot()
    tally = snapshot.tallies["president"]
    whole = tally.filter((pl.col("level") == 4) & (pl.col("stations_accepted") == pl.col("stations")))
    claimed = peru.evidence().claims.select("place", "figure")
    printed = snapshot.discrepancies.join(claimed, on=["place", "figure"], how="semi")
    figures = printed.filter(pl.col("place").is_in(whole["jurisdiction"].implode()))
    assert figures["place"].n_unique() == 1_862
    assert (figures.height, (figures["difference"] == 0).sum()) == (48_412, 48_412)
    parties = figures.filter(pl.col("figure").str.starts_with("votes_"))
    assert parties.height == 33_516


@needs_shared
def test_peru_the_12_districts_that_lack_forms_cannot_be_compared(
    peru: Operation, capsys: pytest.CaptureFixture[str]
) -> None:
    snapshot = peru.snapshot()
    places = by_place(snapshot.discrepancies, snapshot.tallies)
    assert dict(places.group_by("verdict").len().iter_rows()) == {
        Verdict.AGREES: 1_862,
        Verdict.INCOMPARABLE: 12,
    }
    assert run("compare", peru.folder, "--level", 4) == 0
    assert "1,862" in capsys.readouterr().out


@needs_shared
def test_peru_the_same_tables_a_second_time_change_nothing(
    peru: Operation, capsys: pytest.CaptureFixture[str]
) -> None:
    last = peru.journal.last()
    assert run("claim", peru.folder, *CLAIMED) == 0
    assert "already recorded" in capsys.readouterr().out
    assert peru.journal.last() == last


def test_how_many_places_below_agree_differ_and_cannot_be_compared() -> None:
    snapshot = compared("A1,R,300\nA2,R,301\nB1,R,300\nB2,R,400\n", stations=9)
    places = by_place(snapshot.discrepancies, snapshot.tallies)
    found = below(places, snapshot.election.jurisdictions)
    assert found.select("jurisdiction", "level", "agrees", "differs", "incomparable").rows() == [
        ("A", 3, 1, 1, 0),
        ("B", 3, 1, 0, 1),
        ("X", 3, 2, 1, 1),
    ]


@pytest.mark.parametrize(
    ("difference", "unit", "ours_lacks", "theirs_lacks", "expected"),
    [
        (0, "count", True, False, "agrees"),
        (7, "count", True, False, "incomplete"),
        (7, "count", False, False, "differs"),
        (-7, "count", True, False, "differs"),
        (-7, "hundredths of a percent", True, False, "incomplete"),
        (None, "count", False, False, "unknown"),
        (-7, "count", False, True, "incomplete"),
        (7, "count", False, True, "differs"),
        (7, "hundredths of a percent", False, True, "incomplete"),
        (-7, "hundredths of a percent", False, False, "differs"),
    ],
)
def test_a_larger_claim_says_nothing_where_forms_are_missing_nor_a_smaller_one_that_covers_a_part(
    difference: int | None, unit: str, ours_lacks: bool, theirs_lacks: bool, expected: str
) -> None:
    row = pl.DataFrame(
        {"difference": [difference], "unit": [unit]}, schema={"difference": pl.Int64, "unit": pl.String}
    )
    assert row.select(case(pl.lit(ours_lacks), pl.lit(theirs_lacks))).item() == expected


def test_shares_that_a_spreadsheet_keeps_as_fractions_of_one_are_refused() -> None:
    """0.5539 of a cell that shows 55.39 % would make the authority contradict its own votes."""
    (problem,) = problems("A,%R,0.5539\nB,%R,1\n")
    assert (problem.place.row, problem.value) == (2, "0.5539")
    assert "a spreadsheet keeps 55.39 % as 0.5539" in problem.message
    assert claims("A,%R,0.5539\nB,%R,61.2\n")["value"].to_list() == ["0.5539 %", "61.2 %"]
    assert claims("A,%R,0.55 %\n")["value"].to_list() == ["0.55 %"]


def test_a_sum_that_nobody_printed_is_no_claimed_figure() -> None:
    snapshot = compared("A1,R,300\nA1,B,150\n")
    assert snapshot.discrepancies["figure"].to_list() == ["valid_votes", "votes_blue", "votes_red"]
    assert by_place(snapshot.discrepancies, snapshot.tallies)["agree"].to_list() == [2]


TWICE = """
[[table]]
file = "votes.csv"
place = "place"
contest = { constant = "mayor" }
[table.figures]
votes_red = "votes"
[[table]]
file = "votes.csv"
place = "place"
contest = { constant = "mayor" }
[table.figures]
share_red = "party"
"""


def test_votes_and_percentages_may_be_columns_of_one_file() -> None:
    assert said(claims("A,51.20 %,40\n", TWICE)) == [("A", "votes_red", "40"), ("A", "share_red", "51.20 %")]


def test_the_same_column_claimed_by_two_tables_is_claimed_twice() -> None:
    again = TWICE.replace('share_red = "party"', 'votes_red = "votes"')
    assert "claimed twice" in problems("A,1,40\n", again)[0].message


LOOKED_UP = """
[[table]]
file = "votes.csv"
place = "code"
contest = { constant = "mayor" }
[table.figures]
votes_red = "votes"
[[lookup]]
file = "places.csv"
on = { place = "name" }
take = ["code"]
"""


def looked_up(**files: str) -> pl.DataFrame:
    read = parse_claim_mapping(LOOKED_UP.encode(), "claims.toml")
    given = {f"{name}.csv": [content.encode()] for name, content in files.items()}
    return read_claim_tables(given, read, MADE, world.election()).claims


def test_a_claim_looks_up_its_places_in_a_second_file_as_an_import_does() -> None:
    found = looked_up(votes="place,votes\nTown A,40\n", places="name,code\nTown A,A\n")
    assert said(found) == [("A", "votes_red", "40")]


def test_a_look_up_of_a_claim_whose_file_is_not_given_is_named() -> None:
    with pytest.raises(InputError) as refused:
        looked_up(votes="place,votes\nTown A,40\n")
    assert [one.place.file for one in refused.value.problems] == ["places.csv"]


def test_a_place_that_the_look_up_lacks_is_no_claim_in_silence() -> None:
    with pytest.raises(InputError) as refused:
        looked_up(votes="place,votes\nNowhere,40\n", places="name,code\nTown A,A\n")
    assert [(one.place.row, one.place.column) for one in refused.value.problems] == [(2, "place")]


def test_a_look_up_that_nothing_of_a_claim_reads_is_refused() -> None:
    with pytest.raises(InputError):
        parse_claim_mapping(LOOKED_UP.replace('take = ["code"]', 'take = ["other"]').encode(), "claims.toml")


HIDDEN = """
[[table]]
file = "claims.xlsx"
format = "excel"
place = "code"
contest = { constant = "mayor" }
skip = [{ code = "all" }]
[table.figures]
votes_red = "votes"
"""


@pytest.mark.parametrize(
    ("row", "said"), [(2, ("1 row that is taken is hidden in the workbook (2)",)), (3, ())]
)
def test_what_a_workbook_of_claims_hides_is_named_where_it_is_taken(row: int, said: tuple[str, ...]) -> None:
    content = workbook({"R": [["code", "votes"], ["A", 7], ["all", 9]]})
    hidden = rewritten(
        content, "xl/worksheets/sheet1.xml", (f'<row r="{row}">', f'<row r="{row}" hidden="1">')
    )
    read = parse_claim_mapping(HIDDEN.encode(), "claims.toml")
    found = read_claim_tables({"claims.xlsx": [hidden]}, read, MADE, world.election())
    assert found.claims.height == 1
    assert len(found.hidden) == len(said)
    assert all(words in note for words, note in zip(said, found.hidden, strict=True))
