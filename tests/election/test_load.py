"""What a definition is, once its files are read."""

from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from testigo.columns import COUNT
from testigo.election.load import load, read_folder
from testigo.errors import StoreError
from tests.election.definitions import (
    CONTESTS,
    ELECTION,
    OPTIONS,
    changed,
    definition,
    problems_of,
    told,
)


def test_a_definition_loads_from_nothing_but_the_bytes_of_its_files() -> None:
    election = load(definition())

    assert election.name == {"es": "Elección", "en": "Election"}
    assert election.place == {"es": "Country X", "en": "Country X"}
    assert election.root == "X"
    assert election.levels == ("country", "state", "town")
    assert [contest.contest for contest in election.contests] == ["president", "council"]
    assert election.policy.sufficient[0].persons == 2
    assert election.jurisdictions.filter(pl.col("jurisdiction") == "X")["stations"].item() == 10


def test_a_station_has_its_place_on_every_level_down_to_the_lowest_known() -> None:
    stations = load(definition()).stations

    assert stations.select("station", "level_1", "level_2", "level_3").rows() == [
        ("001.01", "X", "A", "A1"),
        ("001.02", "X", "A", "A1"),
        ("002.01", "X", "A", "A2"),
        ("009.01", "X", None, None),
    ]


def test_codes_keep_their_zeros_and_counts_are_64_bits_wide() -> None:
    stations = load(definition()).stations

    assert stations["polling_place"].to_list() == ["001", "001", "002", None]
    assert stations["registered_voters"].to_list() == [500, 400, None, 300]
    assert stations.schema["registered_voters"] == COUNT


def test_options_and_lines_come_in_ballot_order() -> None:
    president = load(definition()).contest("president")

    assert [option.option for option in president.options] == ["red", "blue"]
    assert [line.line for line in president.lines] == ["R1", "B1", "B2"]
    assert president.lines_of("blue") == ("line_B1", "line_B2")


def test_an_option_without_a_short_name_is_headed_by_its_name() -> None:
    president = load(definition()).contest("president")

    assert [option.short_name for option in president.options] == ["Rosa Red", "Blue"]


def test_how_a_contest_is_won_is_read_and_is_plurality_where_it_is_not_said() -> None:
    election = load(definition())

    assert election.contest("president").decides.winners == 1
    assert election.contest("council").decides.winners == 3


def test_an_option_is_required_unless_the_table_says_no() -> None:
    council = load(definition()).contest("council")

    assert council.required_columns == ("votes_no",)


def test_options_are_candidates_unless_the_table_says_lists_or_answers() -> None:
    said = CONTESTS.replace("null_votes\n", "null_votes,options_are\n").replace("valid\n", "valid,\n")
    contests = said.replace("not on the form\n", "not on the form,answers\n")
    election = load(definition(contests=contests))

    assert election.contest("president").options_are == "candidates"
    assert election.contest("council").options_are == "answers"
    assert told(problems_of(definition(contests=contests.replace("answers", "people")))) == [
        ("contests.csv", 3, "options_are", "people")
    ]


def test_an_option_is_the_write_ins_only_where_the_table_says_so() -> None:
    said = OPTIONS.replace("required\n", "required,write_ins\n").replace("yes\n", "yes,\n")
    options = (
        said.replace("#1b5795,\n", "#1b5795,,\n").replace("no\n", "no,yes\n").replace(",,,,\n", ",,,,,\n")
    )
    council = load(definition(options=options)).contest("council")

    assert [option.write_ins for option in council.options] == [True, False]


def test_lines_ballots_and_polling_places_may_be_left_out() -> None:
    election = load(definition(lines=None, ballots=None, polling_places=None))

    assert election.ballots.is_empty()
    assert election.polling_places.is_empty()


@pytest.mark.parametrize("levels", range(1, 7))
def test_a_country_has_one_to_six_levels(levels: int) -> None:
    names = ", ".join(f'"level {number}"' for number in range(1, levels + 1))
    rows = ["jurisdiction,parent,level,name,frame", "L1,,1,L1,listed"]
    rows += [f"L{below},L{above},{below},L{below},listed" for above, below in pairwise(range(1, levels + 1))]
    files = definition(
        election=changed(ELECTION, '"country", "state", "town"', names),
        jurisdictions="\n".join(rows),
        stations=f"station,jurisdiction\n1,L{levels}\n",
        ballots=None,
    )
    stations = load(files).stations

    assert [stations[f"level_{number}"].item() for number in range(1, levels + 1)] == [
        f"L{number}" for number in range(1, levels + 1)
    ]


def test_settings_may_begin_with_a_byte_order_mark() -> None:
    assert problems_of(definition(election=b"\xef\xbb\xbf" + ELECTION.encode())) == ()


def test_a_severity_may_differ_from_the_shipped_one() -> None:
    rules = load(definition(election=ELECTION + '[policy.severity]\n"S.202" = "warning"\n')).policy

    assert rules.severity == {"S.202": "warning"}


def test_a_folder_is_read_whole_and_sorted(tmp_path: Path) -> None:
    (tmp_path / "forms" / "x").mkdir(parents=True)
    (tmp_path / "forms" / "x" / "form.toml").write_bytes(b"1")
    (tmp_path / "b.csv").write_bytes(b"2")

    assert list(read_folder(tmp_path).items()) == [("b.csv", b"2"), ("forms/x/form.toml", b"1")]


def test_a_folder_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such folder"):
        read_folder(tmp_path / "nowhere")
